package io.nobooks.wire;

import java.util.Locale;

/** Why a member is no longer in the room. */
public enum LeaveReason {
  LEFT,
  LOST,
  KICKED;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
