package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * Whether this node should get visitors: after all its verticles are deployed, before it drains,
 * and while sessions and rooms answer. One for a node.
 */
public final class Readiness {
  private static final Caller NOBODY = new Caller(null, "", false, null, "::1", true, "", 0);

  private static final Set<Failure> SILENCE = Set.of(Failure.UNAVAILABLE, Failure.INTERNAL);

  private volatile boolean open;

  /** All verticles are deployed. */
  public void opened() {
    open = true;
  }

  /** The node is about to stop; it still answers what it has begun. */
  public void draining() {
    open = false;
  }

  /** Whether visitors should come; never fails. */
  public Future<Boolean> now(Vertx vertx) {
    if (!open) {
      return Future.succeededFuture(false);
    }
    return Future.all(answers(vertx, Addresses.SIGN_OUT), answers(vertx, Addresses.ROOM_COUNTS))
        .map(true)
        .otherwise(false);
  }

  /** A refusal is an answer too; signing out is refused at once to who has not signed in. */
  private static Future<Void> answers(Vertx vertx, String address) {
    return Bus.ask(vertx, address, new JsonObject(), NOBODY, Failure.UNAVAILABLE)
        .<Void>mapEmpty()
        .recover(
            refusal ->
                SILENCE.contains(Failure.of(refusal).failure)
                    ? Future.failedFuture(refusal)
                    : Future.succeededFuture());
  }
}
