package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sockets of one web instance, from the connection to its end. A socket that said goodbye is
 * held and counted until its TCP connection is gone. Used by one event loop only.
 */
final class Sockets {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  /** A node that stops has had rooms wait for their members before, and 10 s for everything. */
  private static final Duration LAST_GOODBYE = Duration.ofMillis(1_500);

  /** All at once would be a storm of ends here and of beginnings elsewhere. */
  private static final Duration BETWEEN_WAVES = Duration.ofMillis(100);

  private static final int MOST_WAVES = 8;
  private static final int SMALL_WAVE = 50;

  /** This web instance's name in addresses; 6 characters. */
  final String instance = SessionId.freshOwner();

  final FanOut fanOut;
  private final Vertx vertx;
  private final Settings.Limits limits;
  private final AddressBudget budget;
  private final SocketCounts counts;
  private final InstantSource clock;
  private final Map<Long, ClientSocket> sockets = new HashMap<>();
  private Runnable whenEmpty = () -> {};
  private boolean draining;
  private long lastNumber;

  Sockets(
      Vertx vertx,
      Settings.Limits limits,
      AddressBudget budget,
      SocketCounts counts,
      InstantSource clock) {
    this.vertx = vertx;
    this.limits = limits;
    this.budget = budget;
    this.counts = counts;
    this.clock = clock;
    this.fanOut = new FanOut(vertx, this::cutIfTooSlow, this::cutTheLargest, this::end, counts);
  }

  /** A connection that the address's budget admitted has become a socket. */
  ClientSocket connect(String address, Function<Unsent, Wire> wire) {
    Unsent unsent = new Unsent(counts.unsent);
    lastNumber++;
    ClientSocket socket =
        new ClientSocket(
            lastNumber,
            address,
            budget.exempt(address),
            wire.apply(unsent),
            unsent,
            limits.commands(),
            clock::millis);
    sockets.put(lastNumber, socket);
    counts.connected();
    return socket;
  }

  @Nullable ClientSocket of(long number) {
    return sockets.get(number);
  }

  /** How many connections there are, those on their way out as well. */
  int count() {
    return sockets.size();
  }

  long now() {
    return clock.millis();
  }

  /** A frame of any kind came in. */
  void heard(ClientSocket socket) {
    socket.heardAt = clock.millis();
  }

  /** Tells a socket that it is closed, and why, and closes it. */
  void goodbye(ClientSocket socket, Parting why, long afterMs) {
    if (!socket.isOpen()) {
      return;
    }
    counts.partings.count(why);
    JsonObject bye = new JsonObject().put("type", "bye").put("code", why.failure.code);
    fanOut.tell(
        socket, Outgoing.rec(Addresses.ME, afterMs > 0 ? bye.put("afterMs", afterMs) : bye));
    shut(socket);
    socket.cutAt = clock.millis() + (draining ? LAST_GOODBYE : GOODBYE).toMillis();
    socket.wire.close();
  }

  /** Ends a socket at once, whatever is unsent. */
  void cut(ClientSocket socket, Parting why) {
    if (socket.isOpen()) {
      counts.partings.count(why);
    }
    shut(socket);
    socket.cutAt = clock.millis() + GOODBYE.toMillis();
    socket.wire.cut();
  }

  /** The client says goodbye; its connection goes soon, or is cut. */
  void leaving(ClientSocket socket) {
    shut(socket);
    socket.cutAt = clock.millis() + GOODBYE.toMillis();
  }

  /** A socket's connection is gone. */
  void gone(ClientSocket socket) {
    shut(socket);
    if (sockets.remove(socket.number) != null) {
      counts.gone();
      budget.release(socket.address, socket.everSignedIn());
    }
    if (sockets.isEmpty()) {
      whenEmpty.run();
    }
  }

  /**
   * Says goodbye to all, in waves that are over in less than a second, and runs {@code empty} once
   * all their connections are gone.
   */
  void drain(Function<ClientSocket, Long> afterMs, Runnable empty) {
    draining = true;
    whenEmpty = empty;
    int wave = Math.max(SMALL_WAVE, (sockets.size() + MOST_WAVES - 1) / MOST_WAVES);
    sendAway(new ArrayDeque<>(all()), wave, afterMs);
    if (sockets.isEmpty()) {
      empty.run();
    }
  }

  private void sendAway(Deque<ClientSocket> left, int wave, Function<ClientSocket, Long> afterMs) {
    for (int said = 0; said < wave && !left.isEmpty(); said++) {
      ClientSocket socket = left.remove();
      goodbye(socket, Parting.SHUTDOWN, afterMs.apply(socket));
    }
    if (!left.isEmpty()) {
      vertx.setTimer(BETWEEN_WAVES.toMillis(), next -> sendAway(left, wave, afterMs));
    }
  }

  /** Binds a socket to the session that its owner answered. */
  void signIn(ClientSocket socket, Identity identity) {
    Identity before = socket.identity();
    if (before != null && !before.session().equals(identity.session())) {
      tellClosed(before.session(), socket);
      signOut(socket);
    }
    if (!socket.everSignedIn()) {
      budget.signedIn(socket.address);
    }
    socket.signIn(identity);
  }

  /** Unbinds a socket: nothing of the session reaches it any more. */
  void signOut(ClientSocket socket) {
    List.copyOf(socket.registrations.keySet()).forEach(room -> stopListening(socket, room));
    socket.signOut(clock.millis());
  }

  /** A seat is over: neither rights nor delivery are left when this returns. */
  void unseat(ClientSocket socket, RoomId room) {
    socket.seats.remove(room);
    stopListening(socket, room);
  }

  /** Ends a registration; one that is under way never comes into effect. */
  void stopListening(ClientSocket socket, RoomId room) {
    ClientSocket.Registration wish = socket.registrations.remove(room);
    if (wish != null) {
      fanOut.leave(wish.audience, socket);
    }
  }

  /** Tells the session's owner that it lost a socket, unless it has got a newer one. */
  void tellClosed(SessionId session, ClientSocket socket) {
    JsonObject closed =
        new JsonObject()
            .put("session", session.value())
            .put("web", instance)
            .put("socket", socket.number);
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("do", "closed");
    Bus.ask(vertx, Addresses.sessionOwner(session), closed, headers, Failure.UNAVAILABLE)
        .onFailure(
            cause -> {
              if (!draining) {
                LOG.warn("a session's owner did not hear of a lost socket", cause);
              }
            });
  }

  /** All sockets, those on their way out as well. */
  List<ClientSocket> all() {
    return List.copyOf(sockets.values());
  }

  /** Tells a socket something on {@code me}. */
  void tellMe(ClientSocket socket, JsonObject body) {
    socket.meAt = clock.millis();
    fanOut.tell(socket, Outgoing.rec(Addresses.ME, body));
  }

  private void shut(ClientSocket socket) {
    if (socket.isOpen()) {
      Identity identity = socket.identity();
      socket.shut();
      signOut(socket);
      if (identity != null) {
        tellClosed(identity.session(), socket);
      }
    }
  }

  private void end(RoomAudience audience) {
    for (ClientSocket socket : new ArrayList<>(audience.everybody())) {
      unseat(socket, audience.room);
    }
  }

  private void cutIfTooSlow(ClientSocket socket) {
    if (socket.isOpen() && socket.unsent.bytes() > limits.unsent()) {
      cut(socket, Parting.UNSENT);
    }
  }

  /** Brings the bytes not yet sent by all sockets back to what the node can bear. */
  void cutTheLargest() {
    while (counts.unsent.tooMany()) {
      Optional<ClientSocket> largest =
          sockets.values().stream()
              .filter(socket -> socket.isOpen() && socket.unsent.bytes() > 0)
              .max(Comparator.comparingLong(socket -> socket.unsent.bytes()));
      if (largest.isEmpty()) {
        return;
      }
      cut(largest.get(), Parting.UNSENT_ALL);
    }
  }
}
