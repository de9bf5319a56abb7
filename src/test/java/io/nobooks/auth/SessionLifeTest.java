package io.nobooks.auth;

import static io.nobooks.auth.AuthWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rooms and web instances ask of sessions, and how sessions and accounts end. */
class SessionLifeTest {
  private static final String PASSWORD = "correct horse";
  private static final String NEW_PASSWORD = "battery staple";

  private final CountingHashing hashing = new CountingHashing();
  private final AuthWorld world;
  private final FakeWeb web;
  private final JsonObject can;
  private final AuthWorld.Client client;
  private final SessionId session;
  private final String token;

  SessionLifeTest(@TempDir Path folder) {
    TestSettings settings = new TestSettings().with("auth.accounts", "memory");
    world = new AuthWorld(settings, folder, 2, hashing);
    web = new FakeWeb(world.vertx);
    can = world.client(web, 1).signIn("Can", PASSWORD).await();
    client = world.client(web, 1).as(can);
    session = new SessionId(can.getString("session"));
    token = can.getString("token");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void what_is_told_to_a_session_reaches_its_socket_numbered() {
    JsonObject seated = new JsonObject().put("room", "r").put("seat", "s");
    world.tell(session, "a");
    world.ask("tell", session, AuthWorld.event("b").put("seated", seated)).await();

    JsonObject first = web.next();
    assertThat(first)
        .isEqualTo(
            new JsonObject()
                .put("do", "me")
                .put("socket", 1)
                .put("session", session.value())
                .put("event", new JsonObject().put("text", "a").put("n", 1)));
    JsonObject second = web.next();
    assertThat(second.getJsonObject("event").getLong("n")).isEqualTo(2);
    assertThat(second.getJsonObject("seated")).isEqualTo(seated);
  }

  @Test
  void nothing_can_be_told_to_a_session_that_is_gone() {
    client.signOut().await();

    assertThat(failure(world.ask("tell", session, AuthWorld.event("a"))))
        .isEqualTo(Failure.NO_SUCH_SEAT);
  }

  @Test
  void sixteen_rooms_and_three_knocks_are_reserved() {
    for (int room = 0; room < 3; room++) {
      world.reserve(session, room(), true);
    }
    Future<JsonObject> fourth =
        world.ask("reserve", session, AuthWorld.about(room()).put("knock", true));
    assertThat(failure(fourth)).isEqualTo(Failure.TOO_FAST);
    for (int room = 3; room < 16; room++) {
      world.reserve(session, room(), false);
    }
    Future<JsonObject> seventeenth =
        world.ask("reserve", session, AuthWorld.about(room()).put("knock", false));
    assertThat(failure(seventeenth)).isEqualTo(Failure.TOO_MANY_ROOMS);
  }

  @Test
  void a_release_is_answered_when_the_socket_hears_nothing_more_of_the_room() {
    RoomId room = room();
    world.seat(session, room, SeatId.fresh());

    world.release(session, room);

    JsonObject unseat = web.next();
    assertThat(unseat.getString("do")).isEqualTo("unseat");
    assertThat(unseat.getString("room")).isEqualTo(room.value());
    assertThat(unseat.getLong("socket")).isEqualTo(1);
    world.release(session, room);
    web.heardNothingMore();
  }

  @Test
  void a_knock_that_is_over_needs_no_unseating() {
    RoomId room = room();
    world.reserve(session, room, true);

    world.release(session, room);

    web.heardNothingMore();
  }

  @Test
  void whois_tells_who_and_where() {
    RoomId room = room();
    SeatId seat = SeatId.fresh();
    world.seat(session, room, seat);
    world.reserve(session, room(), true);

    assertThat(world.whois(token).await())
        .isEqualTo(
            new JsonObject()
                .put("session", session.value())
                .put("name", "Can")
                .put("account", true)
                .put("expiresAt", can.getLong("expiresAt"))
                .put("seats", new JsonObject().put(room.value(), seat.value())));
  }

  @Test
  void a_lost_socket_is_told_to_each_room_and_ends_the_session_in_time() {
    FakeRoom room = new FakeRoom(world.vertx);
    FakeRoom knocked = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);
    world.reserve(session, knocked.id, true);
    world.closed(session, web, 1);
    assertThat(room.next()).isEqualTo("lost " + session);
    assertThat(knocked.next()).isEqualTo("lost " + session);

    world.clock.passes(Duration.ofMinutes(10).minusMillis(1));
    world.whois(token).await();
    world.clock.passes(Duration.ofMillis(1));

    assertThat(failure(world.whois(token))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(failure(client.resume(token))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(failure(client.signOut())).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(room.next()).isEqualTo("gone " + session);
    assertThat(knocked.next()).isEqualTo("gone " + session);
    web.heardNothingMore();
  }

  @Test
  void an_expired_tokens_socket_hears_goodbye() {
    FakeRoom room = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);

    world.clock.passes(Duration.ofHours(12));

    JsonObject bye = web.next();
    assertThat(bye.getString("do")).isEqualTo("bye");
    assertThat(bye.getLong("socket")).isEqualTo(1);
    assertThat(bye.getInteger("code")).isEqualTo(1104);
    assertThat(room.next()).isEqualTo("gone " + session);
  }

  @Test
  void signing_out_leaves_all_rooms_and_keeps_the_socket() {
    FakeRoom room = new FakeRoom(world.vertx);
    FakeRoom knocked = new FakeRoom(world.vertx);
    world.seat(session, room.id, room.seat);
    world.reserve(session, knocked.id, true);

    assertThat(client.signOut().await()).isEqualTo(new JsonObject());

    assertThat(web.next().getString("do")).isEqualTo("unseat");
    web.heardNothingMore();
    assertThat(room.next()).isEqualTo("gone " + session);
    assertThat(knocked.next()).isEqualTo("gone " + session);
  }

  @Test
  void after_signing_out_no_entry_point_takes_the_token_or_the_session() {
    JsonObject renewed = renewedToken();
    client.signOut().await();

    for (String old : new String[] {token, renewed.getString("token")}) {
      assertThat(failure(world.client(web, 2).resume(old))).isEqualTo(Failure.TOKEN_INVALID);
      assertThat(failure(world.whois(old))).isEqualTo(Failure.TOKEN_INVALID);
    }
    assertThat(failure(client.signOut())).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(failure(client.account(newPassword()))).isEqualTo(Failure.TOKEN_INVALID);
    JsonObject room = AuthWorld.about(room()).put("seat", SeatId.fresh().value());
    assertThat(failure(world.ask("reserve", session, room))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(failure(world.ask("seat", session, room))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(world.ask("release", session, room).await()).isEqualTo(new JsonObject());
    assertThat(world.closed(session, web, 1)).isEqualTo(new JsonObject());
  }

  @Test
  void signing_out_from_elsewhere_closes_the_socket() {
    world.http().as(can).signOut().await();

    JsonObject bye = web.next();
    assertThat(bye.getString("do")).isEqualTo("bye");
    assertThat(bye.getInteger("code")).isEqualTo(1104);
  }

  @Test
  void who_is_not_signed_in_must_sign_in_first() {
    AuthWorld.Client nobody = world.client(web, 2);

    assertThat(failure(nobody.signOut())).isEqualTo(Failure.SIGN_IN_FIRST);
    assertThat(failure(nobody.account(newPassword()))).isEqualTo(Failure.SIGN_IN_FIRST);
    assertThat(failure(nobody.ask(Addresses.SIGN_OUT, null))).isEqualTo(Failure.SIGN_IN_FIRST);
  }

  @Test
  void a_changed_password_is_the_only_one_and_ends_the_other_sessions() {
    JsonObject other = world.client(web, 2).signIn("can", PASSWORD).await();

    assertThat(client.account(newPassword()).await().getBoolean("account")).isTrue();

    JsonObject bye = web.next();
    assertThat(bye.getLong("socket")).isEqualTo(2);
    assertThat(bye.getInteger("code")).isEqualTo(1104);
    assertThat(failure(world.whois(other.getString("token")))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(world.whois(token).await().getBoolean("account")).isTrue();
    assertThat(failure(world.http().signIn("Can", PASSWORD))).isEqualTo(Failure.WRONG_PASSWORD);
    assertThat(world.http().signIn("Can", NEW_PASSWORD).await().getBoolean("account")).isTrue();
  }

  @Test
  void a_claimed_name_is_its_own_everywhere_and_guests_of_that_name_end() {
    JsonObject guest = world.client(web, 2).signIn("Mary").await();
    JsonObject other = world.client(web, 3).signIn("MARY").await();
    JsonObject joe = world.client(web, 4).signIn("Joe").await();

    JsonObject claimed = world.client(web, 5).signIn("mary", PASSWORD).await();

    assertThat(claimed.getBoolean("claimed")).isTrue();
    JsonObject bye = web.next();
    assertThat(bye.getString("do")).isEqualTo("bye");
    assertThat(bye.getInteger("code")).isEqualTo(1104);
    assertThat(failure(world.whois(guest.getString("token")))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(failure(world.whois(other.getString("token")))).isEqualTo(Failure.TOKEN_INVALID);
    world.whois(joe.getString("token")).await();
    world.whois(claimed.getString("token")).await();
  }

  @Test
  void a_room_is_told_when_the_name_was_claimed_and_of_a_guest_that_it_was_not() {
    JsonObject other = world.client(web, 2).signIn("CAN", PASSWORD).await();
    SessionId otherSession = new SessionId(other.getString("session"));
    long claimedAt = world.reserve(session, room(), false).getLong("claimedAt");

    assertThat(claimedAt).isPositive();
    assertThat(world.reserve(otherSession, room(), false).getLong("claimedAt"))
        .isEqualTo(claimedAt);
    client.account(newPassword()).await();
    assertThat(world.reserve(session, room(), false).getLong("claimedAt")).isEqualTo(claimedAt);
    client.account(new JsonObject().put("password", NEW_PASSWORD).put("delete", true)).await();
    assertThat(world.reserve(session, room(), false).getLong("claimedAt")).isZero();
  }

  @Test
  void an_instance_that_is_silent_does_not_fail_a_changed_password() {
    world.node.instances.add("nobody");

    assertThat(client.account(newPassword()).await().getBoolean("account")).isTrue();

    assertThat(failure(world.http().signIn("Can", PASSWORD))).isEqualTo(Failure.WRONG_PASSWORD);
  }

  @Test
  void a_deleted_account_frees_the_name_and_ends_its_other_sessions() {
    JsonObject other = world.client(web, 2).signIn("CAN", PASSWORD).await();
    JsonObject third = world.client(web, 3).signIn("Can", PASSWORD).await();

    assertThat(client.account(delete()).await().getBoolean("account")).isFalse();

    assertThat(failure(world.whois(other.getString("token")))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(failure(world.whois(third.getString("token")))).isEqualTo(Failure.TOKEN_INVALID);
    assertThat(world.whois(token).await().getBoolean("account")).isFalse();
    assertThat(failure(client.account(delete()))).isEqualTo(Failure.NOT_ALLOWED_HERE);
    assertThat(world.http().signIn("Can").await().getBoolean("account")).isFalse();
    assertThat(world.http().signIn("Can", NEW_PASSWORD).await().getBoolean("claimed")).isTrue();
  }

  @Test
  void a_wrong_password_changes_nothing_and_is_counted() {
    for (int guess = 0; guess < 5; guess++) {
      hashing.takeCount();
      JsonObject wrong = delete().put("password", "guess number " + guess);
      assertThat(failure(client.account(wrong))).isEqualTo(Failure.WRONG_PASSWORD);
      assertThat(hashing.takeCount()).isEqualTo(1);
    }

    assertThat(failure(client.account(delete()))).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
    assertThat(world.http().from("192.0.2.2").signIn("Can", PASSWORD).await().getBoolean("account"))
        .isTrue();
  }

  @Test
  void an_account_is_changed_or_deleted_but_not_both() {
    JsonObject only = new JsonObject().put("password", PASSWORD);

    assertThat(failure(client.account(only))).isEqualTo(Failure.BAD_COMMAND);
    assertThat(failure(client.account(only.copy().put("delete", false))))
        .isEqualTo(Failure.BAD_COMMAND);
    assertThat(failure(client.account(newPassword().put("delete", true))))
        .isEqualTo(Failure.BAD_COMMAND);
    assertThat(failure(client.account(delete().put("delete", "yes"))))
        .isEqualTo(Failure.BAD_COMMAND);
    assertThat(failure(client.account(new JsonObject().put("delete", true))))
        .isEqualTo(Failure.BAD_COMMAND);
    assertThat(failure(client.account(newPassword().put("newPassword", "short"))))
        .isEqualTo(Failure.BAD_PASSWORD);
  }

  @Test
  void a_guest_has_no_account_to_change() {
    AuthWorld.Client other = world.client(web, 2);

    AuthWorld.Client guest = other.as(other.signIn("Mary").await());

    assertThat(failure(guest.account(delete()))).isEqualTo(Failure.NOT_ALLOWED_HERE);
  }

  private JsonObject renewedToken() {
    world.clock.passes(Duration.ofHours(6));
    JsonObject renewed = client.resume(token).await();
    assertThat(renewed.getString("token")).isNotEqualTo(token);
    return renewed;
  }

  private static JsonObject newPassword() {
    return new JsonObject().put("password", PASSWORD).put("newPassword", NEW_PASSWORD);
  }

  private static JsonObject delete() {
    return new JsonObject().put("password", PASSWORD).put("delete", true);
  }

  private static RoomId room() {
    return new RoomId(Base32.random(26));
  }
}
