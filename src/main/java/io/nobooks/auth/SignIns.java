package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.Tally;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.JsonObject;

/** What became of sign-ins, counted for all auth instances of a node. */
final class SignIns {
  /** The outcomes; each is a label of a metric. */
  enum Outcome {
    GUEST,
    ACCOUNT,
    /** With a name that was claimed by it. */
    CLAIMED,
    WRONG_PASSWORD,
    TOO_MANY_ATTEMPTS,
    /** For anything else, such as a name that is none. */
    REFUSED
  }

  final Tally<Outcome> tally = new Tally<>(Outcome.class);

  /** A sign-in was answered or refused. */
  void count(AsyncResult<JsonObject> answer) {
    tally.count(answer.succeeded() ? outcome(answer.result()) : outcome(answer.cause()));
  }

  private static Outcome outcome(JsonObject answer) {
    if (answer.getBoolean("claimed", false)) {
      return Outcome.CLAIMED;
    }
    return answer.getBoolean("account") ? Outcome.ACCOUNT : Outcome.GUEST;
  }

  private static Outcome outcome(Throwable cause) {
    return switch (Failure.of(cause).failure) {
      case WRONG_PASSWORD -> Outcome.WRONG_PASSWORD;
      case TOO_MANY_ATTEMPTS -> Outcome.TOO_MANY_ATTEMPTS;
      default -> Outcome.REFUSED;
    };
  }
}
