package io.nobooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A web instance that writes down what it is told, the verb as {@code do}. */
final class FakeWeb {
  final String instance = SessionId.freshOwner();
  private final LinkedBlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
  private final Vertx vertx;

  FakeWeb(Vertx vertx) {
    this.vertx = vertx;
    Bus.answer(
            vertx,
            Addresses.webInstance(instance),
            question -> {
              told.add(question.body().copy().put("do", question.headers().get("do")));
              return Future.succeededFuture(new JsonObject());
            })
        .completion()
        .await();
  }

  /** The next thing this instance was told. */
  JsonObject next() {
    try {
      @Nullable JsonObject next = told.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("told to the web instance").isNotNull();
      return next == null ? new JsonObject() : next;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The next thing told is an event on {@code me}. */
  JsonObject nextEvent() {
    JsonObject next = next();
    assertThat(next.getString("do")).isEqualTo("me");
    return next.getJsonObject("event");
  }

  /** Everything that was told before is in; nothing of it is left unread. */
  void heardNothingMore() {
    MultiMap marker = MultiMap.caseInsensitiveMultiMap().set("do", "marker");
    Bus.send(vertx, Addresses.webInstance(instance), new JsonObject(), marker);
    assertThat(next().getString("do")).isEqualTo("marker");
  }
}
