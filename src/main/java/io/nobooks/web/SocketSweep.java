package io.nobooks.web;

import io.nobooks.Settings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks after every socket of a web instance once a second, instead of timers for each: who is
 * silent, not signed in, expired or stuck, and who is due a sign of life.
 */
final class SocketSweep {
  private static final Duration BEAT = Duration.ofSeconds(25);
  private static final Duration ME_SILENCE = Duration.ofSeconds(20);
  private static final Duration LAST_WORD = Duration.ofSeconds(5);
  private static final long RECONNECT_MS = 1_000;

  private final Sockets sockets;
  private final Settings.Limits limits;

  SocketSweep(Sockets sockets, Settings.Limits limits) {
    this.sockets = sockets;
    this.limits = limits;
  }

  /** Once around. */
  void sweep() {
    long now = sockets.now();
    for (ClientSocket socket : sockets.all()) {
      if (!socket.isOpen()) {
        seeOff(socket, now);
      } else if (socket.unsent.stuckFor(now) >= limits.unsentFor().toMillis()) {
        sockets.cut(socket, Parting.STUCK);
      } else if (now - socket.heardAt >= limits.silence().toMillis()) {
        sockets.goodbye(socket, Parting.SILENT, RECONNECT_MS);
      } else if (!endSession(socket, now)) {
        giveSigns(socket, now);
      }
    }
    sockets.cutTheLargest();
  }

  /** A connection that was cut and yet does not tell its end is counted no longer. */
  private void seeOff(ClientSocket socket, long now) {
    if (now >= socket.cutAt) {
      socket.wire.cut();
    }
    if (now - socket.cutAt >= LAST_WORD.toMillis()) {
      sockets.gone(socket);
    }
  }

  private boolean endSession(ClientSocket socket, long now) {
    @Nullable Identity identity = socket.identity();
    boolean expired = identity != null && now >= identity.expiresAt();
    boolean nobody =
        identity == null
            && !socket.isHolding()
            && now - socket.signedOutSince >= limits.signIn().toMillis();
    if (expired || nobody) {
      sockets.goodbye(socket, expired ? Parting.EXPIRED : Parting.SIGNED_OUT, 0);
    }
    return expired || nobody;
  }

  private void giveSigns(ClientSocket socket, long now) {
    if (now - socket.beatAt >= BEAT.toMillis()) {
      socket.beatAt = now;
      socket.wire.beat();
    }
    if (socket.hearsMe && now - socket.meAt >= ME_SILENCE.toMillis()) {
      sockets.tellMe(socket, new JsonObject().put("type", "here").put("n", socket.meNumber));
    }
  }
}
