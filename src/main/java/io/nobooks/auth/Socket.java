package io.nobooks.auth;

import io.nobooks.wire.Caller;
import org.jspecify.annotations.Nullable;

/** A client's socket: the web instance that holds it, and its number there. */
record Socket(String web, long number) {
  /** The socket a caller came by; null for a call over HTTP. */
  static @Nullable Socket of(Caller caller) {
    return caller.web().isEmpty() ? null : new Socket(caller.web(), caller.socket());
  }
}
