package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.KeyedThrottle;
import io.nobooks.Settings;
import io.nobooks.wire.SessionId;
import java.util.function.LongSupplier;

/** The rates of sessions, which may be in rooms of several owners; shared by this node's rooms. */
final class Rates {
  private final KeyedThrottle reads;
  private final KeyedThrottle offers;

  Rates(Settings.Limits limits, LongSupplier millis) {
    reads = new KeyedThrottle(limits.sync(), millis);
    offers = new KeyedThrottle(limits.offers(), millis);
  }

  /** For {@code sync}, {@code list} and entering where one is already. */
  void read(SessionId session) {
    refuseBeyond(reads.take(session.value()));
  }

  void offer(SessionId session) {
    refuseBeyond(offers.take(session.value()));
  }

  /** Refuses with TOO_FAST where there is a time to wait. */
  static void refuseBeyond(long afterMs) {
    if (afterMs > 0) {
      throw Failure.TOO_FAST.afterMs(afterMs);
    }
  }
}
