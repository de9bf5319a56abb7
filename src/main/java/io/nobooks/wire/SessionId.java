package io.nobooks.wire;

import io.nobooks.Failure;

/**
 * One signed-in identity: 26 characters of {@code [a-z2-7]}, of which the first 6 name the auth
 * instance that holds the session, so that everybody knows whom to ask without a look-up.
 */
public record SessionId(String value) {
  private static final int OWNER_LENGTH = 6;

  public SessionId {
    if (!Base32.isId(value)) {
      throw Failure.TOKEN_INVALID.refused();
    }
  }

  /** A name for an auth or web instance, unique over all nodes. */
  public static String freshOwner() {
    return Base32.random(OWNER_LENGTH);
  }

  /** A new session of the auth instance of that name; 100 random bits. */
  public static SessionId freshOf(String owner) {
    return new SessionId(owner + Base32.random(26 - OWNER_LENGTH));
  }

  /** The auth instance that holds this session. */
  public String owner() {
    return value.substring(0, OWNER_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
