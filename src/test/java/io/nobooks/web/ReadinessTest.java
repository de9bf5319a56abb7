package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger probes = new AtomicInteger();
  private final Readiness readiness = new Readiness(nanos::get);
  private volatile Function<JsonObject, Future<JsonObject>> rooms = this::says;

  @BeforeEach
  void answer() {
    Bus.prepare(vertx);
    Bus.answer(
            vertx,
            Addresses.SIGN_OUT,
            question -> Future.failedFuture(Failure.SIGN_IN_FIRST.refused()))
        .completion()
        .await();
    Bus.answer(
            vertx,
            Addresses.ROOM_PROBE,
            question -> {
              probes.incrementAndGet();
              return rooms.apply(question.body());
            })
        .completion()
        .await();
    readiness.opened();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Future<JsonObject> says(JsonObject probe) {
    tell(probe.getString("room"), probe.getString("word"));
    return Future.succeededFuture(new JsonObject());
  }

  private void tell(String room, String word) {
    Frame said = Frame.of(new JsonObject().put("type", "said").put("cid", word));
    Bus.tell(vertx, Addresses.roomOut(new RoomId(room)), said, MultiMap.caseInsensitiveMultiMap());
  }

  private boolean ready() {
    return readiness.now(vertx).await();
  }

  @Test
  void a_node_whose_rooms_are_heard_is_ready() {
    assertThat(ready()).isTrue();
  }

  @Test
  void a_room_that_answers_and_is_not_heard_is_not_enough() {
    rooms = probe -> Future.succeededFuture(new JsonObject());
    assertThat(ready()).isFalse();
  }

  @Test
  void another_word_than_the_one_said_is_not_enough() {
    rooms =
        probe -> {
          tell(probe.getString("room"), "another-word-entirely");
          return Future.succeededFuture(new JsonObject());
        };
    assertThat(ready()).isFalse();
  }

  @Test
  void rooms_that_refuse_are_not_ready() {
    rooms = probe -> Future.failedFuture(Failure.UNAVAILABLE.refused());
    assertThat(ready()).isFalse();
  }

  @Test
  void rooms_that_never_answer_are_not_ready_and_are_not_waited_for() {
    Promise<JsonObject> never = Promise.promise();
    rooms = probe -> never.future();
    assertThat(ready()).isFalse();
    never.complete(new JsonObject());
  }

  @Test
  void what_was_found_good_holds_for_half_a_second_and_what_was_bad_for_no_time() {
    assertThat(ready()).isTrue();
    assertThat(ready()).isTrue();
    assertThat(probes).hasValue(1);

    rooms = probe -> Future.failedFuture(Failure.UNAVAILABLE.refused());
    nanos.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(ready()).isFalse();
    assertThat(ready()).isFalse();
    assertThat(probes).hasValue(3);
  }

  @Test
  void a_node_that_goes_down_is_not_ready_whatever_was_found_before() {
    assertThat(ready()).isTrue();
    readiness.draining();
    assertThat(ready()).isFalse();
    assertThat(probes).hasValue(1);
  }

  @Test
  void two_who_ask_at_once_are_each_told_where_they_asked() {
    Promise<JsonObject> word = Promise.promise();
    rooms =
        probe ->
            word.future().onSuccess(said -> tell(probe.getString("room"), probe.getString("word")));
    Context[] asking = {
      vertx.getOrCreateContext(), ((VertxInternal) vertx).createEventLoopContext()
    };
    List<Future<Context>> told = new ArrayList<>();
    for (Context from : asking) {
      Promise<Context> where = Promise.promise();
      told.add(where.future());
      Promise<Void> asked = Promise.promise();
      from.runOnContext(
          turn -> {
            readiness.now(vertx).onComplete(good -> where.complete(Vertx.currentContext()));
            asked.complete();
          });
      asked.future().await();
    }
    word.complete(new JsonObject());

    assertThat(told.get(0).await()).isSameAs(asking[0]);
    assertThat(told.get(1).await()).isSameAs(asking[1]);
  }
}
