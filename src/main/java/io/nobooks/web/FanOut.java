package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what rooms tell to the sockets of one web instance: one bus consumer for each room, each
 * event encoded once for each framing, everything of one turn of the event loop in one write and
 * flush for each socket. By turn and never by timer: a turn is as long as there is work, so bursts
 * travel together and a lone message leaves at once.
 */
final class FanOut {
  private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

  /** The header of a room's last event. */
  private static final String END = "end";

  /** An audience and the bus consumer that it hears by. */
  private record Heard(RoomAudience audience, MessageConsumer<Frame> consumer) {}

  private final Vertx vertx;
  private final Context context;
  private final Consumer<ClientSocket> afterFlush;
  private final Runnable afterTurn;
  private final Consumer<RoomAudience> onEnd;
  private final SocketCounts counts;
  private final Map<RoomId, Heard> rooms = new HashMap<>();
  private final List<RoomAudience> told = new ArrayList<>();
  private final List<ClientSocket> written = new ArrayList<>();
  private boolean turnEnds;

  /**
   * A fan-out of the event loop that calls this.
   *
   * @param afterFlush told of each socket that was flushed, when no room is being told
   * @param afterTurn told when all were
   * @param onEnd told when a room is gone, after its last event was added
   * @param counts the node's
   */
  FanOut(
      Vertx vertx,
      Consumer<ClientSocket> afterFlush,
      Runnable afterTurn,
      Consumer<RoomAudience> onEnd,
      SocketCounts counts) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.afterFlush = afterFlush;
    this.afterTurn = afterTurn;
    this.onEnd = onEnd;
    this.counts = counts;
  }

  /** Expects a socket in a room's audience; it hears nothing before it joins. */
  RoomAudience expect(RoomId room, ClientSocket socket) {
    RoomAudience audience = rooms.computeIfAbsent(room, this::listen).audience;
    if (!audience.hears(socket)) {
      audience.expect(socket);
    }
    return audience;
  }

  /** Completes when this instance hears the room of an audience. */
  Future<Void> heard(RoomAudience audience) {
    Heard listening = rooms.get(audience.room);
    return listening == null ? Future.succeededFuture() : listening.consumer.completion();
  }

  /** A socket hears a room no more; the last one ends the listening. */
  void leave(RoomAudience audience, ClientSocket socket) {
    if (audience.hears(socket)) {
      audience.leave(socket);
      markWritten(socket);
    } else {
      audience.leave(socket);
    }
    forgetIfEmpty(audience);
  }

  /** Writes a message for one socket alone, after what its rooms told before. */
  void tell(ClientSocket socket, Outgoing message) {
    if (!told.isEmpty()) {
      socket.registrations.values().forEach(wish -> wish.audience.catchUp(socket));
    }
    socket.wire.write(message);
    markWritten(socket);
  }

  /** How many rooms this instance listens to. */
  int roomsHeard() {
    return rooms.size();
  }

  private Heard listen(RoomId room) {
    RoomAudience audience = new RoomAudience(room);
    return new Heard(
        audience, Bus.hear(vertx, Addresses.roomOut(room), event -> hear(audience, event)));
  }

  /** Adds an event to what the current turn tells a room. */
  void hear(RoomId room, Frame event) {
    Heard heard = rooms.get(room);
    if (heard != null) {
      add(heard.audience, event);
    }
  }

  private void hear(RoomAudience audience, Message<Frame> event) {
    add(audience, event.body());
    if (event.headers().contains(END)) {
      onEnd.accept(audience);
    }
  }

  private void add(RoomAudience audience, Frame event) {
    if (audience.add(event)) {
      told.add(audience);
      endTurnSoon();
    }
  }

  private void forgetIfEmpty(RoomAudience audience) {
    Heard listening = rooms.get(audience.room);
    if (audience.isEmpty() && listening != null && listening.audience == audience) {
      rooms.remove(audience.room);
      listening
          .consumer
          .unregister()
          .onFailure(cause -> LOG.warn("a room's consumer stayed registered", cause));
    }
  }

  private void markWritten(ClientSocket socket) {
    if (!socket.written) {
      socket.written = true;
      written.add(socket);
      endTurnSoon();
    }
  }

  private void endTurnSoon() {
    if (!turnEnds) {
      turnEnds = true;
      context.runOnContext(turn -> endTurn());
    }
  }

  private void endTurn() {
    List<Integer> ends = new ArrayList<>(told.size() + 1);
    ends.add(written.size());
    try {
      for (RoomAudience audience : told) {
        counts.delivered(audience.flush(this::markWritten));
        ends.add(written.size());
      }
    } finally {
      told.clear();
      turnEnds = false;
    }
    List<ClientSocket> flushed = List.copyOf(written);
    written.clear();
    flushByTurns(flushed, ends);
    flushed.forEach(afterFlush);
    afterTurn.run();
  }

  /**
   * One socket of each room, then the next one of each: a small room does not wait until a large
   * one has been served. Those that were told something alone are as one room.
   */
  private static void flushByTurns(List<ClientSocket> sockets, List<Integer> ends) {
    Deque<Iterator<ClientSocket>> rooms = new ArrayDeque<>(ends.size());
    int start = 0;
    for (int end : ends) {
      if (end > start) {
        rooms.add(sockets.subList(start, end).iterator());
      }
      start = end;
    }
    while (!rooms.isEmpty()) {
      Iterator<ClientSocket> room = rooms.remove();
      ClientSocket socket = room.next();
      socket.written = false;
      socket.wire.flush();
      if (room.hasNext()) {
        rooms.add(room);
      }
    }
  }
}
