package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/**
 * Whether this node should get visitors: after all its verticles are deployed, before it drains,
 * and while sessions and rooms answer. One for a node.
 */
public final class Readiness {
  private static final Caller NOBODY = new Caller(null, "", false, null, "::1", true, "", 0);

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
    return Future.all(answers(vertx, Addresses.SIGN_OUT), answers(vertx, Addresses.ENTER_ROOM))
        .map(true)
        .otherwise(false);
  }

  /**
   * Somebody who has not signed in is refused before anything is looked up: cheap, and an answer.
   */
  private static Future<Void> answers(Vertx vertx, String address) {
    return Bus.ask(vertx, address, new JsonObject(), NOBODY, Failure.UNAVAILABLE)
        .<Void>mapEmpty()
        .recover(
            refusal ->
                Failure.of(refusal).failure == Failure.SIGN_IN_FIRST
                    ? Future.succeededFuture()
                    : Future.failedFuture(refusal));
  }
}
