package io.nobooks.web;

import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonObject;

/**
 * Whose a socket is, as the session's owner answered to {@code auth.sign-in} or {@code
 * auth.resume}.
 *
 * @param expiresAt when the token ends, in milliseconds since 1970 UTC
 */
record Identity(SessionId session, String name, boolean account, long expiresAt) {
  static Identity of(JsonObject reply) {
    return new Identity(
        new SessionId(reply.getString("session")),
        reply.getString("name"),
        reply.getBoolean("account"),
        reply.getLong("expiresAt"));
  }
}
