package io.nobooks.wire;

import java.util.Locale;

/** Why a room is no more. */
public enum EndReason {
  DELETED,
  EMPTY,
  EXPIRED,
  SHUTDOWN,
  OPERATOR;

  /** The word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
