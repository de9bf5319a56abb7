package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.command;
import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.EndReason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndTest {
  private static final String WRONG = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

  private final TestRoom room = TestRoom.open();
  private final Guest can = room.opener;

  private JsonObject receipt() {
    return room.last("receipt").getJsonObject("receipt");
  }

  @Test
  void the_admin_deletes_the_room_and_all_hear_it_as_the_last_numbered_event() {
    Guest mary = room.enter("Mary");

    assertThat(can.does("delete")).isEqualTo(new JsonObject());

    JsonObject ended = room.last("ended");
    assertThat(ended.getString("reason")).isEqualTo("deleted");
    assertThat(ended.getString("by")).isEqualTo(can.seat().value());
    assertThat(ended.getLong("seq")).isEqualTo(3);
    assertThat(ended.getString("nonce")).isNotEmpty();
    refused(Failure.ROOM_NOT_FOUND, () -> mary.say("too late"));
    refused(Failure.ROOM_NOT_FOUND, () -> mary.sync(1));
    refused(Failure.ROOM_NOT_FOUND, () -> mary.does("leave"));
    refused(Failure.ROOM_NOT_FOUND, () -> room.back(mary));
    refused(Failure.ROOM_NOT_FOUND, () -> room.here(mary));
    refused(Failure.ROOM_NOT_FOUND, () -> room.enter("Joe"));
  }

  @Test
  void the_receipt_comes_as_soon_as_all_who_are_online_have_wiped() {
    Guest mary = room.enter("Mary");
    Guest joe = room.enter("Joe");
    room.lose(joe);
    can.does("delete");
    String nonce = room.last("ended").getString("nonce");

    can.wiped(nonce);
    assertThat(room.isGone()).isFalse();
    assertThat(can.wiped(nonce)).isEqualTo(new JsonObject());
    mary.wiped(nonce);

    assertThat(room.isGone()).isTrue();
    assertThat(receipt().getJsonArray("wiped")).isEqualTo(JsonArray.of("Can", "Mary"));
    assertThat(receipt().getJsonArray("silent")).isEmpty();
    assertThat(receipt().getJsonArray("left")).isEqualTo(JsonArray.of("Joe"));
    assertThat(room.seated).isEmpty();
    assertThat(room.effects).anyMatch(Effect.Vanish.class::isInstance);
    refused(Failure.ROOM_NOT_FOUND, () -> mary.wiped(nonce));
  }

  @Test
  void the_receipt_comes_after_five_seconds_and_names_who_was_silent() {
    room.enter("Mary");
    can.does("delete");
    can.wiped(room.last("ended").getString("nonce"));

    room.pass(Duration.ofSeconds(5).minusMillis(200));
    assertThat(room.isGone()).isFalse();

    room.pass(Duration.ofMillis(200));
    assertThat(receipt().getJsonArray("wiped")).isEqualTo(JsonArray.of("Can"));
    assertThat(receipt().getJsonArray("silent")).isEqualTo(JsonArray.of("Mary"));
  }

  @Test
  void who_drops_while_wiping_is_not_waited_for() {
    Guest mary = room.enter("Mary");
    can.does("delete");
    can.wiped(room.last("ended").getString("nonce"));

    room.lose(mary);

    assertThat(receipt().getJsonArray("silent")).isEqualTo(JsonArray.of("Mary"));
  }

  @Test
  void a_wrong_nonce_and_a_living_room_are_refused() {
    refused(Failure.NOT_ALLOWED_HERE, () -> can.wiped(WRONG));
    can.does("delete");
    refused(Failure.BAD_COMMAND, () -> can.wiped(WRONG));
    refused(Failure.BAD_COMMAND, () -> can.does(command("wiped")));
  }

  @Test
  void the_last_member_who_leaves_ends_the_room_and_gets_the_receipt() {
    Guest mary = room.enter("Mary");
    mary.say("bye");
    mary.does("leave");

    JsonObject reply = can.does("leave");

    assertThat(room.isGone()).isTrue();
    assertThat(room.last("ended").getString("reason")).isEqualTo("empty");
    JsonObject receipt = reply.getJsonObject("receipt");
    assertThat(receipt).isEqualTo(receipt());
    assertThat(receipt.getString("reason")).isEqualTo("empty");
    assertThat(receipt.getJsonArray("wiped")).isEmpty();
    assertThat(receipt.getJsonArray("silent")).isEmpty();
    assertThat(receipt.getJsonArray("left")).isEqualTo(JsonArray.of("Can", "Mary"));
    assertThat(receipt.getJsonObject("counts"))
        .isEqualTo(
            new JsonObject()
                .put("members", 2)
                .put("messages", 1L)
                .put("files", 0L)
                .put("bytes", 0L));
  }

  @Test
  void a_member_who_reconnects_keeps_the_room_alive_when_the_others_leave() {
    Guest mary = room.enter("Mary");
    room.lose(mary);

    assertThat(can.does("leave").containsKey("receipt")).isFalse();

    assertThat(room.isGone()).isFalse();
    room.back(mary);
    mary.say("still here");
  }

  @Test
  void an_empty_room_waits_thirty_seconds_for_somebody_to_come() {
    room.lose(can);
    room.pass(Duration.ofSeconds(30));
    assertThat(room.told("left")).hasSize(1);

    room.pass(Duration.ofSeconds(30).minusMillis(200));
    assertThat(room.isGone()).isFalse();

    room.pass(Duration.ofMillis(200));
    assertThat(room.isGone()).isTrue();
    assertThat(receipt().getString("reason")).isEqualTo("empty");
    assertThat(receipt().getJsonArray("left")).isEqualTo(JsonArray.of("Can"));
  }

  @Test
  void who_comes_back_into_an_empty_room_keeps_it_alive() {
    room.lose(can);
    room.pass(Duration.ofSeconds(45));

    room.enter(can);
    room.pass(Duration.ofMinutes(5));

    assertThat(room.isGone()).isFalse();
  }

  @Test
  void a_session_that_ends_as_the_last_one_ends_the_room() {
    room.sessionEnds(can);

    assertThat(room.isGone()).isTrue();
    assertThat(receipt().getString("reason")).isEqualTo("empty");
  }

  @Test
  void a_room_expires_after_warnings_five_minutes_and_one_minute_before() {
    long end = can.snapshot().getLong("expiresAt");
    room.clock.forward(Duration.ofHours(24).minusMinutes(5).minusMillis(1));
    room.tick();
    assertThat(room.told("expiring")).isEmpty();

    room.clock.forward(Duration.ofMillis(1));
    room.tick();
    assertThat(room.told("expiring"))
        .containsExactly(new JsonObject().put("type", "expiring").put("at", end));

    room.pass(Duration.ofMinutes(4));
    assertThat(room.told("expiring")).hasSize(2);

    room.pass(Duration.ofMinutes(1).minusMillis(200));
    assertThat(room.told("ended")).isEmpty();

    room.pass(Duration.ofMillis(200));
    assertThat(room.last("ended").getString("reason")).isEqualTo("expired");
    assertThat(room.last("ended").containsKey("by")).isFalse();
  }

  @Test
  void a_changed_lifetime_counts_from_the_opening_and_warns_again() {
    room.pass(Duration.ofMinutes(2));
    can.set("lifetimeMinutes", 10);
    assertThat(room.enter(can).getLong("expiresAt"))
        .isEqualTo(can.snapshot().getLong("createdAt") + Duration.ofMinutes(10).toMillis());

    room.pass(Duration.ofMinutes(3));
    assertThat(room.told("expiring")).hasSize(1);

    can.set("lifetimeMinutes", 20);
    room.pass(Duration.ofMinutes(10));
    assertThat(room.told("expiring")).hasSize(2);
    assertThat(room.told("ended")).isEmpty();
  }

  @Test
  void an_option_that_is_set_just_when_a_warning_is_due_does_not_swallow_it() {
    room.clock.forward(Duration.ofHours(24).minusMinutes(5).plusMillis(100));
    can.set("locked", true);

    room.tick();

    assertThat(room.told("expiring")).hasSize(1);
  }

  @Test
  void a_lifetime_that_is_over_already_ends_the_room() {
    room.pass(Duration.ofMinutes(2));
    can.set("lifetimeMinutes", 1);
    room.tick();

    assertThat(room.last("ended").getString("reason")).isEqualTo("expired");
  }

  @Test
  void the_operator_and_a_shutdown_end_a_room_once() {
    room.end(EndReason.SHUTDOWN);
    room.end(EndReason.OPERATOR);

    assertThat(room.told("ended")).hasSize(1);
    assertThat(room.last("ended").getString("reason")).isEqualTo("shutdown");
  }

  @Test
  void a_shutdown_waits_five_seconds_at_most() {
    Settings patient =
        TestSettings.of(new JsonObject().put("rooms", new JsonObject().put("wipe-wait", "8 s")));
    TestRoom other = TestRoom.open(patient, new JsonObject());

    other.end(EndReason.SHUTDOWN);
    other.pass(Duration.ofSeconds(5));

    assertThat(other.isGone()).isTrue();
  }

  @Test
  void nothing_is_told_after_the_receipt() {
    can.does("delete");
    room.pass(Duration.ofSeconds(5));
    int told = room.out.size();

    room.pass(Duration.ofMinutes(2));
    room.lose(can);
    room.sessionEnds(can);

    assertThat(room.out).hasSize(told);
    assertThat(room.out.get(told - 1).getString("type")).isEqualTo("receipt");
  }
}
