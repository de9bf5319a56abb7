package io.nobooks.rooms;

import io.nobooks.KeyedThrottle;
import io.nobooks.Settings;
import io.nobooks.wire.SessionId;
import java.util.function.LongSupplier;

/** How often each session may enter and leave one room; gone with the room. */
final class DoorRates {
  private final KeyedThrottle enters;
  private final KeyedThrottle leaves;

  DoorRates(Settings.Limits limits, LongSupplier millis) {
    enters = new KeyedThrottle(limits.enter(), millis);
    leaves = new KeyedThrottle(limits.enter(), millis);
  }

  /** Takes nothing yet, so that a wrong proof and an unknown room cannot be told apart by it. */
  void mayEnter(SessionId session) {
    Rates.refuseBeyond(enters.waitMs(session.value()));
  }

  void enter(SessionId session) {
    Rates.refuseBeyond(enters.take(session.value()));
  }

  void leave(SessionId session) {
    Rates.refuseBeyond(leaves.take(session.value()));
  }
}
