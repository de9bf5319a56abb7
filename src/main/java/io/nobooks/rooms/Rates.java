package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.KeyedThrottle;
import io.nobooks.Settings;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import java.util.function.LongSupplier;

/** The rates of sessions, which may be in rooms of several owners; shared by this node's rooms. */
final class Rates {
  private final KeyedThrottle reads;
  private final KeyedThrottle offers;
  private final KeyedThrottle enters;
  private final KeyedThrottle leaves;

  Rates(Settings.Limits limits, LongSupplier millis) {
    reads = new KeyedThrottle(limits.sync(), millis);
    offers = new KeyedThrottle(limits.offers(), millis);
    enters = new KeyedThrottle(limits.enter(), millis);
    leaves = new KeyedThrottle(limits.enter(), millis);
  }

  /** For {@code sync}, {@code list} and entering where one is already. */
  void read(SessionId session) {
    refuseBeyond(reads.take(session.value()));
  }

  void offer(SessionId session) {
    refuseBeyond(offers.take(session.value()));
  }

  /** Takes nothing yet, so that a wrong proof and an unknown room cannot be told apart by it. */
  void mayEnter(SessionId session, RoomId room) {
    refuseBeyond(enters.waitMs(inRoom(session, room)));
  }

  void enter(SessionId session, RoomId room) {
    refuseBeyond(enters.take(inRoom(session, room)));
  }

  void leave(SessionId session, RoomId room) {
    refuseBeyond(leaves.take(inRoom(session, room)));
  }

  private static String inRoom(SessionId session, RoomId room) {
    return session.value() + room.value();
  }

  /** Refuses with TOO_FAST where there is a time to wait. */
  private static void refuseBeyond(long afterMs) {
    if (afterMs > 0) {
      throw Failure.TOO_FAST.afterMs(afterMs);
    }
  }
}
