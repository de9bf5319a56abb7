package io.nobooks.wire;

import io.nobooks.Failure;

/**
 * One session's place in one room for the whole life of that room; what other members see and
 * address. 26 characters of {@code [a-z2-7]}.
 */
public record SeatId(String value) {
  public SeatId {
    if (!Base32.isId(value)) {
      throw Failure.BAD_COMMAND.because("not a seat id");
    }
  }

  /** A seat that was never given before. */
  public static SeatId fresh() {
    return new SeatId(Base32.random(26));
  }

  @Override
  public String toString() {
    return value;
  }
}
