package io.nobooks.wire;

import io.nobooks.Failure;

/**
 * What a client calls one of its own messages, 16 to 64 characters, so that sending it again does
 * not tell it twice.
 */
public record ClientId(String value) {
  private static final int SHORTEST = 16;
  private static final int LONGEST = 64;

  public ClientId {
    if (value.length() < SHORTEST || value.length() > LONGEST) {
      throw Failure.BAD_COMMAND.because("cid must have 16 to 64 characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
