package io.nobooks.web;

import io.nobooks.Rate;
import io.nobooks.Throttle;
import io.nobooks.wire.Caller;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket, over whichever transport: whose it is, where it is seated and what it
 * listens to. Used by one event loop only.
 */
final class ClientSocket {
  /** Refused messages are cheap, so this is far beyond what a clumsy client sends. */
  private static final int FLOOD_FACTOR = 10;

  private static final int FLOOD_BURST_FACTOR = 50;
  private static final int HELD_CHARACTERS = 256 * 1024;
  private static final int EARLY = 64;

  /** A wish to listen to a room; it holds from the moment it joined the room's audience. */
  static final class Registration {
    final RoomAudience audience;

    Registration(RoomAudience audience) {
      this.audience = audience;
    }
  }

  /** A message that waits until the one before it has changed whose the socket is. */
  record Held(BridgeFrame frame, int characters, long since) {}

  final long number;
  final String address;
  final boolean exempt;
  final Wire wire;
  final Unsent unsent;
  final long openedAt;

  /** Seats that the rooms' owners gave to this socket's session. */
  final Map<RoomId, SeatId> seats = new HashMap<>(2);

  final Map<RoomId, Registration> registrations = new HashMap<>(2);
  private final List<JsonObject> early = new ArrayList<>(0);
  private final ArrayDeque<Held> held = new ArrayDeque<>(0);
  private final Throttle commands;
  private final Rate rate;
  private final LongSupplier millis;

  /** Most clients are never refused anything, and need none. */
  private @Nullable Throttle flood;

  private @Nullable Identity identity;
  private boolean everSignedIn;
  private boolean open = true;
  private boolean holding;
  private boolean catchingUp;
  private int heldCharacters;

  /** When the last frame of any kind came in. */
  long heardAt;

  /** Since when nobody has been signed in, while nobody is. */
  long signedOutSince;

  /** When the transport's last sign of life was sent. */
  long beatAt;

  /** Whether the client registered on {@code me}, when it last heard there, and up to which n. */
  boolean hearsMe;

  long meAt;
  long meNumber;

  /** When a socket that said goodbye is cut if it is still there. */
  long cutAt;

  /** Whether this socket is in the fan-out's list of those to flush. */
  boolean written;

  ClientSocket(
      long number,
      String address,
      boolean exempt,
      Wire wire,
      Unsent unsent,
      Rate rate,
      LongSupplier millis) {
    this.number = number;
    this.address = address;
    this.exempt = exempt;
    this.wire = wire;
    this.unsent = unsent;
    this.commands = new Throttle(rate, millis);
    this.rate = rate;
    this.millis = millis;
    this.openedAt = millis.getAsLong();
    heardAt = openedAt;
    signedOutSince = openedAt;
    beatAt = openedAt;
  }

  /** Whether this socket still takes and gets messages. */
  boolean isOpen() {
    return open;
  }

  /** From now on nothing is taken or delivered, though the connection may still be there. */
  void shut() {
    open = false;
    held.clear();
  }

  @Nullable Identity identity() {
    return identity;
  }

  /** Whether this session's events and orders are for this socket. */
  boolean isOf(SessionId session) {
    return identity != null && identity.session().equals(session);
  }

  void signIn(Identity signedIn) {
    identity = signedIn;
    everSignedIn = true;
  }

  void signOut(long now) {
    identity = null;
    seats.clear();
    hearsMe = false;
    meNumber = 0;
    signedOutSince = now;
  }

  /** The session's name is claimed, or claimed no more. */
  void setAccount(boolean account) {
    Identity now = identity;
    if (now != null) {
      identity = new Identity(now.session(), now.name(), account, now.expiresAt());
    }
  }

  /** Whether the address's budget was told of a sign-in. */
  boolean everSignedIn() {
    return everSignedIn;
  }

  /** A room's owner gave a seat, as told in {@code {room, seat}}. */
  void seat(JsonObject seated) {
    seats.put(new RoomId(seated.getString("room")), new SeatId(seated.getString("seat")));
  }

  /** Who asks; {@code seat} is the one in the room that is addressed, if any. */
  Caller caller(String web, @Nullable SeatId seat) {
    Identity who = identity;
    return who == null
        ? new Caller(null, "", false, null, address, exempt, web, number)
        : new Caller(who.session(), who.name(), who.account(), seat, address, exempt, web, number);
  }

  /** Takes a message's share of the rate: 0, or the milliseconds to wait. */
  long takeCommand() {
    return exempt ? 0 : commands.take();
  }

  /** Takes a share of what is refused for nothing; false when this is a flood. */
  boolean takeRefused() {
    if (exempt) {
      return true;
    }
    if (flood == null) {
      long burst = rate.burst() * FLOOD_BURST_FACTOR;
      flood = new Throttle(new Rate(rate.tokens() * FLOOD_FACTOR, rate.period(), burst), millis);
    }
    return flood.take() == 0;
  }

  /** Whether messages wait for the answer to an earlier one. */
  boolean isHolding() {
    return holding;
  }

  void hold() {
    holding = true;
  }

  /** Keeps a message for later; false when too much waits already. */
  boolean hold(BridgeFrame frame, int characters, long now) {
    if (heldCharacters + characters > HELD_CHARACTERS) {
      return false;
    }
    heldCharacters += characters;
    held.add(new Held(frame, characters, now));
    return true;
  }

  /** The answer came; false when what waited is being gone through already. */
  boolean stopHolding() {
    holding = false;
    early.clear();
    boolean first = !catchingUp;
    catchingUp = true;
    return first;
  }

  /** What waited was gone through, or waits again. */
  void caughtUp() {
    catchingUp = false;
  }

  /** Keeps an order of a session that this socket may be about to become. */
  void keepEarly(JsonObject order) {
    if (holding && early.size() < EARLY) {
      early.add(order);
    }
  }

  /** The orders that came before the answer that they are about, each once. */
  List<JsonObject> takeEarly() {
    List<JsonObject> taken = List.copyOf(early);
    early.clear();
    return taken;
  }

  /** The next message whose turn it is, or null. */
  @Nullable Held nextHeld() {
    Held next = holding ? null : held.poll();
    if (next != null) {
      heldCharacters -= next.characters();
    }
    return next;
  }
}
