package io.nobooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.wire.Base32;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A room's door that writes down what it is asked, as {@code verb session}. */
final class FakeRoom {
  final RoomId id = new RoomId(Base32.random(26));
  final SeatId seat = SeatId.fresh();
  private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private volatile @Nullable Promise<JsonObject> held;

  FakeRoom(Vertx vertx) {
    Bus.answer(vertx, Addresses.roomDoor(id), this::answer).completion().await();
  }

  /** From now on {@code back} is answered only when {@link #letBack()} says so. */
  void holdBack() {
    held = Promise.promise();
  }

  void letBack() {
    Promise<JsonObject> waiting = held;
    held = null;
    assertThat(waiting).isNotNull();
    if (waiting != null) {
      waiting.complete(state());
    }
  }

  /** The next question of this room's door. */
  String next() {
    try {
      return String.valueOf(asked.poll(10, TimeUnit.SECONDS));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  boolean wasAskedNothing() {
    return asked.isEmpty();
  }

  JsonObject state() {
    return AuthWorld.about(id)
        .put("seat", seat.value())
        .put("epoch", "e")
        .put("top", 7)
        .put("rev", 3);
  }

  private Future<JsonObject> answer(Message<JsonObject> question) {
    String verb = question.headers().get("do");
    asked.add(verb + " " + question.body().getString("session"));
    Promise<JsonObject> waiting = held;
    if (!verb.equals("back")) {
      return Future.succeededFuture(new JsonObject());
    }
    return waiting == null ? Future.succeededFuture(state()) : waiting.future();
  }
}
