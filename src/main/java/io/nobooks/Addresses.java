package io.nobooks;

import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;

/** Every event-bus address and bridge pattern; no other file builds one. */
public final class Addresses {
  // What browsers may send to or register on; docs/protocol.md, section 2.
  public static final String SIGN_IN = "auth.sign-in";
  public static final String RESUME = "auth.resume";
  public static final String SIGN_OUT = "auth.sign-out";
  public static final String ACCOUNT = "auth.account";
  public static final String OPEN_ROOM = "rooms.open";
  public static final String ENTER_ROOM = "rooms.enter";
  public static final String LEAVE_ROOM = "rooms.leave";

  /** What is for one session alone. Browsers register it; on the bus it has no consumer. */
  public static final String ME = "me";

  /** Tells every web instance of every node which addresses the operator has just blocked. */
  public static final String BLOCKED = "web.blocked";

  /** The bridge matches these against the whole address. */
  public static final String ROOM_IN_PATTERN = "room\\.[a-z2-7]{26}\\.in";

  public static final String ROOM_OUT_PATTERN = "room\\.[a-z2-7]{26}\\.out";

  /** Whose token this is, asked by the web tier of any auth instance; never of a browser. */
  public static final String WHOIS = "auth.whois";

  /** How many rooms and members this node has; any rooms instance answers. */
  public static final String ROOM_COUNTS = "rooms.counts";

  /** Has a rooms instance say a word in its private room; any instance answers. */
  public static final String ROOM_PROBE = "rooms.probe";

  /** What the relay of this node holds and moves. */
  public static final String RELAY_COUNTS = "relay.counts";

  /** The public key of receipts; any rooms instance answers. */
  public static final String RECEIPT_KEY = "rooms.receipt-key";

  private Addresses() {}

  /** Commands of seated members; the room's owner answers. */
  public static String roomIn(RoomId room) {
    return "room." + room + ".in";
  }

  /** What the owner tells all members; every web instance with a member present listens. */
  public static String roomOut(RoomId room) {
    return "room." + room + ".out";
  }

  /** Questions of this node's own verticles to a room's owner; never permitted to a browser. */
  public static String roomDoor(RoomId room) {
    return "room." + room + ".door";
  }

  /** The auth instance that holds a session; it is named by the session id's first characters. */
  public static String sessionOwner(SessionId session) {
    return authInstance(session.owner());
  }

  /** One auth instance; {@code instance} has 6 characters of {@code [a-z2-7]}. */
  public static String authInstance(String instance) {
    return "auth.of." + instance;
  }

  /** One node's relay, for what a room wants cut; {@code instance} has 6 characters. */
  public static String relayInstance(String instance) {
    return "relay.of." + instance;
  }

  /** One web instance, for what it shall do to one of its sockets. */
  public static String webInstance(String instance) {
    return "web.of." + instance;
  }
}
