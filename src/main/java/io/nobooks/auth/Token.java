package io.nobooks.auth;

import io.nobooks.wire.SessionId;

/**
 * A token that was issued or verified.
 *
 * @param text the JWT
 * @param issuedAt milliseconds since 1970 UTC, as {@code expiresAt}; both whole seconds
 */
record Token(String text, SessionId session, long issuedAt, long expiresAt) {
  /** Whether it is time for a fresh one. */
  boolean pastHalf(long now) {
    return now >= issuedAt + (expiresAt - issuedAt) / 2;
  }
}
