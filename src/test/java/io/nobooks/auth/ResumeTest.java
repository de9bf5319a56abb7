package io.nobooks.auth;

import static io.nobooks.auth.AuthWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Failure;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances and questions that reach them in turn, so that half of them are passed on. */
class ResumeTest {
  private final AuthWorld world;
  private final FakeWeb web;
  private final JsonObject can;
  private final SessionId session;
  private final String token;

  ResumeTest(@TempDir Path folder) {
    TestSettings settings = new TestSettings().with("auth.accounts", "memory");
    world = new AuthWorld(settings, folder, 2, new CountingHashing());
    web = new FakeWeb(world.vertx);
    can = world.client(web, 1).signIn("Can").await();
    session = new SessionId(can.getString("session"));
    token = can.getString("token");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_new_socket_gets_the_same_answer_and_its_rooms() {
    FakeRoom room = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);

    JsonObject answer = world.client(web, 2).resume(token).await();

    assertThat(answer.getString("token")).isEqualTo(token);
    assertThat(answer.getString("session")).isEqualTo(session.value());
    assertThat(answer.getString("name")).isEqualTo("Can");
    assertThat(answer.getBoolean("account")).isFalse();
    assertThat(answer.getLong("expiresAt")).isEqualTo(can.getLong("expiresAt"));
    assertThat(answer.getJsonArray("rooms")).isEqualTo(new JsonArray().add(room.state()));
    assertThat(answer.getJsonArray("missed")).isEmpty();
    assertThat(answer.getLong("n")).isZero();
    assertThat(room.next()).isEqualTo("back " + session);
  }

  @Test
  void whichever_instance_is_asked_the_owner_answers() {
    for (int socket = 2; socket < 8; socket++) {
      JsonObject answer = world.client(web, socket).resume(token).await();
      assertThat(answer.getString("session")).isEqualTo(session.value());
      assertThat(world.whois(token).await().getString("session")).isEqualTo(session.value());
    }
  }

  @Test
  void the_newest_socket_wins() {
    world.client(web, 2).resume(token).await();

    JsonObject bye = web.next();
    assertThat(bye.getString("do")).isEqualTo("bye");
    assertThat(bye.getLong("socket")).isEqualTo(1);
    assertThat(bye.getString("session")).isEqualTo(session.value());
    assertThat(bye.getInteger("code")).isEqualTo(1106);
    world.tell(session, "hello");
    assertThat(web.next().getLong("socket")).isEqualTo(2);
  }

  @Test
  void the_loss_of_a_socket_that_was_left_is_no_loss() {
    FakeRoom room = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);
    world.client(web, 2).resume(token).await();

    world.closed(session, web, 1);
    world.closed(session, web, 2);

    assertThat(room.next()).isEqualTo("back " + session);
    assertThat(room.next()).isEqualTo("lost " + session);
    assertThat(room.wasAskedNothing()).isTrue();
  }

  @Test
  void resuming_on_the_same_socket_renews_without_a_goodbye() {
    AuthWorld.Client same = world.client(web, 1).as(can);
    world.tell(session, "a");
    web.next();

    JsonObject answer = same.resume(token).await();

    assertThat(answer.getJsonArray("missed")).isEmpty();
    assertThat(answer.getLong("n")).isEqualTo(1);
    world.tell(session, "b");
    assertThat(web.nextEvent().getString("text")).isEqualTo("b");
    web.heardNothingMore();
  }

  @Test
  void what_was_not_heard_is_told_again_and_null_when_it_is_no_longer_held() {
    world.closed(session, web, 1);
    IntStream.rangeClosed(1, 201).forEach(n -> world.tell(session, "event " + n));

    assertThat(missed(world.client(web, 2).resume(token, 199).await()))
        .containsExactly("event 200", "event 201");
    assertThat(missed(world.client(web, 3).resume(token, 1).await())).hasSize(200);
    JsonObject tooOld = world.client(web, 4).resume(token, 0).await();
    assertThat(tooOld.containsKey("missed")).isTrue();
    assertThat(tooOld.getValue("missed")).isNull();
    assertThat(missed(world.client(web, 5).resume(token, 201).await())).isEmpty();
    assertThat(world.client(web, 6).resume(token, 202).await().getValue("missed")).isNull();
  }

  @Test
  void what_would_make_the_answer_too_large_for_one_body_is_no_longer_held() {
    for (int event = 0; event < 5; event++) {
      world.tell(session, "x".repeat(50_000));
    }

    assertThat(world.client(web, 2).resume(token, 0).await().getValue("missed")).isNull();
    JsonObject answer = world.client(web, 3).resume(token, 1).await();
    assertThat(missed(answer)).hasSize(4);
    assertThat(answer.toBuffer().length()).isLessThan(256 * 1_024);
  }

  @Test
  void of_a_room_that_has_ended_nothing_is_told_again_and_the_numbers_go_on() {
    FakeRoom room = new FakeRoom(world.vertx);
    JsonObject whispered = AuthWorld.event("psst");
    whispered.getJsonObject("event").put("room", room.id.value());
    world.ask("tell", session, whispered).await();
    world.tell(session, "other");

    world.ask("forget-room", session, AuthWorld.about(room.id)).await();

    JsonObject answer = world.client(web, 2).resume(token, 0).await();
    assertThat(missed(answer)).containsExactly("other");
    assertThat(answer.getLong("n")).isEqualTo(2);
  }

  @Test
  void an_event_that_comes_while_the_rooms_answer_is_told_once_when_heard_is_given() {
    FakeRoom room = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);
    world.tell(session, "before");
    room.holdBack();
    Future<JsonObject> resumed = world.client(web, 2).resume(token, 0);
    assertThat(room.next()).isEqualTo("back " + session);
    world.tell(session, "between");

    room.letBack();
    assertThat(missed(resumed.await())).containsExactly("before", "between");
    world.tell(session, "after");

    assertThat(web.nextEvent().getString("text")).isEqualTo("before"); // on the old socket
    assertThat(web.next().getString("do")).isEqualTo("bye");
    assertThat(web.nextEvent().getString("text")).isEqualTo("after");
    web.heardNothingMore();
  }

  @Test
  void an_event_that_comes_while_the_rooms_answer_follows_when_heard_is_not_given() {
    FakeRoom room = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);
    room.holdBack();
    Future<JsonObject> resumed = world.client(web, 2).resume(token);
    assertThat(room.next()).isEqualTo("back " + session);
    assertThat(web.next().getString("do")).isEqualTo("bye");
    JsonObject seated = AuthWorld.about(room.id).put("seat", room.seat.value());
    world.ask("tell", session, AuthWorld.event("between").put("seated", seated)).await();
    web.heardNothingMore();

    room.letBack();
    assertThat(missed(resumed.await())).isEmpty();
    world.tell(session, "after");

    JsonObject between = web.next();
    assertThat(between.getJsonObject("event").getString("text")).isEqualTo("between");
    assertThat(between.getJsonObject("seated")).isEqualTo(seated);
    assertThat(web.nextEvent().getString("text")).isEqualTo("after");
    web.heardNothingMore();
  }

  @Test
  void a_seat_that_is_given_while_the_rooms_answer_is_among_the_rooms() {
    FakeRoom first = new FakeRoom(world.vertx);
    FakeRoom second = new FakeRoom(world.vertx);
    world.seat(session, first.id, first.seat);
    first.holdBack();
    Future<JsonObject> resumed = world.client(web, 2).resume(token);
    assertThat(first.next()).isEqualTo("back " + session);
    world.seat(session, second.id, second.seat);

    first.letBack();

    assertThat(resumed.await().getJsonArray("rooms"))
        .isEqualTo(new JsonArray().add(first.state()).add(second.state()));
  }

  @Test
  void a_seat_that_ends_while_the_rooms_answer_is_not_among_the_rooms() {
    FakeRoom first = new FakeRoom(world.vertx);
    FakeRoom second = new FakeRoom(world.vertx);
    world.seat(session, first.id, first.seat);
    world.seat(session, second.id, second.seat);
    first.holdBack();
    Future<JsonObject> resumed = world.client(web, 2).resume(token);
    assertThat(second.next()).isEqualTo("back " + session);
    world.release(session, second.id);

    first.letBack();

    assertThat(resumed.await().getJsonArray("rooms")).isEqualTo(new JsonArray().add(first.state()));
  }

  @Test
  void a_room_that_is_gone_is_not_among_the_rooms() {
    FakeRoom living = new FakeRoom(world.vertx);
    world.seat(session, RoomId.ofTicket("A".repeat(43)), SeatId.fresh());
    world.seat(session, living.id, living.seat);

    assertThat(world.client(web, 2).resume(token).await().getJsonArray("rooms"))
        .isEqualTo(new JsonArray().add(living.state()));
  }

  @Test
  void of_two_sockets_that_resume_at_once_the_later_one_wins() {
    FakeRoom room = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);
    room.holdBack();
    Future<JsonObject> earlier = world.client(web, 2).resume(token);
    assertThat(room.next()).isEqualTo("back " + session);
    Future<JsonObject> later = world.client(web, 3).resume(token);
    assertThat(room.next()).isEqualTo("back " + session);

    room.letBack();

    assertThat(failure(earlier)).isEqualTo(Failure.SESSION_MOVED);
    assertThat(later.await().getString("session")).isEqualTo(session.value());
    assertThat(List.of(web.next(), web.next()))
        .allSatisfy(bye -> assertThat(bye.getInteger("code")).isEqualTo(1106))
        .extracting(bye -> bye.getLong("socket"))
        .containsExactly(1L, 2L);
  }

  @Test
  void a_session_that_ends_while_the_rooms_answer_is_not_resumed() {
    FakeRoom room = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);
    room.holdBack();
    Future<JsonObject> resumed = world.client(web, 2).resume(token);
    assertThat(room.next()).isEqualTo("back " + session);
    world.http().as(can).signOut().await();

    room.letBack();

    assertThat(failure(resumed)).isEqualTo(Failure.TOKEN_INVALID);
  }

  @Test
  void a_token_past_half_its_life_is_renewed_and_stays_valid_to_its_own_end() {
    Duration half = Duration.ofHours(6);
    world.clock.passes(half.minusMillis(1));
    assertThat(world.client(web, 1).as(can).resume(token).await().getString("token"))
        .isEqualTo(token);

    world.clock.passes(Duration.ofMillis(1));
    JsonObject renewed = world.client(web, 1).as(can).resume(token).await();
    assertThat(renewed.getString("token")).isNotEqualTo(token);
    assertThat(renewed.getLong("expiresAt")).isEqualTo(world.clock.millis() + 2 * half.toMillis());

    world.clock.passes(half.minusMillis(1));
    assertThat(world.whois(token).await().getString("session")).isEqualTo(session.value());
    world.clock.passes(Duration.ofMillis(1));
    assertThat(failure(world.whois(token))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(world.whois(renewed.getString("token")).await().getString("name")).isEqualTo("Can");
    web.heardNothingMore();
  }

  @Test
  void a_token_of_nobody_is_refused() {
    AuthWorld.Client client = world.client(web, 2);
    String stranger = world.node.tokens.issue(SessionId.freshOf(session.owner()), "can").text();
    String elsewhere = world.node.tokens.issue(SessionId.freshOf("zzzzzz"), "can").text();

    for (String wrong : List.of("", "a.b.c", token + "x", stranger, elsewhere)) {
      assertThat(failure(client.resume(wrong))).isEqualTo(Failure.TOKEN_INVALID);
      assertThat(failure(world.whois(wrong))).isEqualTo(Failure.TOKEN_INVALID);
    }
    assertThat(failure(client.ask(Addresses.RESUME, new JsonObject())))
        .isEqualTo(Failure.TOKEN_INVALID);
  }

  @Test
  void what_cannot_be_read_is_a_bad_command() {
    AuthWorld.Client client = world.client(web, 2);
    JsonObject body = new JsonObject().put("token", token);

    for (Object heard : new Object[] {-1, 1.5, "1", true, new JsonArray()}) {
      assertThat(failure(client.ask(Addresses.RESUME, body.copy().put("heard", heard))))
          .isEqualTo(Failure.BAD_COMMAND);
    }
    assertThat(failure(client.ask(Addresses.RESUME, new JsonObject().put("token", 7))))
        .isEqualTo(Failure.BAD_COMMAND);
    assertThat(failure(client.ask(Addresses.RESUME, null))).isEqualTo(Failure.BAD_COMMAND);
  }

  @Test
  void a_socket_of_another_session_cannot_take_this_one_over() {
    AuthWorld.Client other = world.client(web, 2);
    AuthWorld.Client mary = other.as(other.signIn("Mary").await());

    assertThat(failure(mary.resume(token))).isEqualTo(Failure.NOT_ALLOWED_HERE);
    assertThat(failure(world.http().resume(token))).isEqualTo(Failure.NOT_ALLOWED_HERE);
    web.heardNothingMore();
  }

  private static List<String> missed(JsonObject answer) {
    return answer.getJsonArray("missed").stream()
        .map(event -> ((JsonObject) event).getString("text"))
        .toList();
  }
}
