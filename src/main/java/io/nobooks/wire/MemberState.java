package io.nobooks.wire;

import java.util.Locale;

/** Whether a member can be reached. */
public enum MemberState {
  ONLINE,
  AWAY,
  RECONNECTING,
  GONE;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a socket is there. */
  public boolean connected() {
    return this == ONLINE || this == AWAY;
  }
}
