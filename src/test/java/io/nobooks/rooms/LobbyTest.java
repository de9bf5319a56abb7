package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.command;
import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.wire.EndReason;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LobbyTest {
  private final TestRoom room = TestRoom.open(new JsonObject().put("lobby", true));
  private final Guest can = room.opener;

  @Test
  void a_newcomer_waits_and_the_admin_hears_the_knock() {
    Guest mary = Guest.named("Mary");
    JsonObject reply =
        room.enter(mary, new JsonObject().put("proof", TestRoom.PROOF).put("hello", "public key"));

    assertThat(reply)
        .isEqualTo(
            new JsonObject()
                .put("waiting", true)
                .put("seat", mary.seat().value())
                .put("admin", "Can"));
    assertThat(room.toldTo(can, "knocking"))
        .containsExactly(
            command("knocking")
                .put("room", TestRoom.ID.value())
                .put("seat", mary.seat().value())
                .put("name", "Mary")
                .put("account", false)
                .put("hello", "public key"));
    assertThat(room.seated).doesNotContain(mary.session());
    assertThat(room.told("entered")).hasSize(1);
    assertThat(room.way(mary)).isEqualTo(Entrance.Way.WAITING);
  }

  @Test
  void knocking_again_answers_the_same_waiting_seat() {
    Guest mary = room.enter("Mary");
    String seat = mary.seat().value();

    JsonObject again = room.enter(mary);

    assertThat(again.getString("seat")).isEqualTo(seat);
    assertThat(room.toldTo(can, "knocking")).hasSize(1);
  }

  @Test
  void the_admitted_one_gets_the_seat_of_the_knock_and_a_snapshot() {
    Guest mary = room.enter("Mary");

    assertThat(can.to(mary, "admit")).isEqualTo(new JsonObject());

    JsonObject admitted = room.toldTo(mary, "admitted").get(0).getJsonObject("snapshot");
    assertThat(admitted.getJsonObject("you").getString("seat")).isEqualTo(mary.seat().value());
    assertThat(admitted.getLong("top")).isEqualTo(2);
    assertThat(room.last("entered").getJsonArray("members").getJsonObject(0).getString("seat"))
        .isEqualTo(mary.seat().value());
    assertThat(room.seated).contains(mary.session());
    assertThat(room.effects)
        .anyMatch(
            effect -> effect instanceof Effect.TellOne tell && mary.seat().equals(tell.seated()));
    assertThat(mary.say("thanks").getLong("seq")).isEqualTo(3);
  }

  @Test
  void the_denied_one_hears_so_and_is_released() {
    Guest mary = room.enter("Mary");

    can.to(mary, "deny");

    assertThat(room.toldTo(mary, "denied"))
        .containsExactly(
            command("denied").put("room", TestRoom.ID.value()).put("code", Failure.REMOVED.code));
    assertThat(room.effects).contains(new Effect.Release(mary.session()));
    assertThat(room.toldTo(can, "knock-gone")).hasSize(1);
    room.enter(mary);
  }

  @Test
  void only_the_admin_admits_and_denies_and_only_who_waits() {
    Guest mary = room.enter("Mary");
    can.to(mary, "admit");
    Guest joe = room.enter("Joe");

    refused(Failure.NOT_THE_ADMIN, () -> mary.to(joe, "admit"));
    refused(Failure.NOT_THE_ADMIN, () -> mary.to(joe, "deny"));
    refused(Failure.NO_SUCH_SEAT, () -> can.to(mary, "admit"));
    refused(Failure.NO_SUCH_SEAT, () -> can.to(mary, "deny"));
  }

  @Test
  void an_account_that_sits_here_goes_on_in_a_second_session_without_a_knock() {
    Guest first = Guest.account("Mary");
    room.enter(first);
    can.to(first, "admit");
    room.lose(first);
    Guest second = Guest.account("Mary");
    assertThat(room.way(second)).isEqualTo(Entrance.Way.SEAT);
    assertThat(room.back(first).getString("seat")).isEqualTo(first.seat().value());
    refused(Failure.NAME_TAKEN, () -> room.enter(second));

    room.lose(first);
    room.enter(second);

    assertThat(room.seated).contains(second.session()).doesNotContain(first.session());
    assertThat(room.toldTo(can, "knocking")).hasSize(1);
  }

  @Test
  void who_waits_is_told_whenever_somebody_else_decides() {
    Guest joe = room.enter("Joe");
    can.to(joe, "admit");
    Guest mary = room.enter("Mary");

    can.to(joe, "hand-over");

    assertThat(room.toldTo(mary, "waiting"))
        .containsExactly(command("waiting").put("room", TestRoom.ID.value()).put("admin", "Joe"));
    assertThat(room.toldTo(joe, "waiting")).isEmpty();
    assertThat(room.enter(mary).getString("admin")).isEqualTo("Joe");
  }

  @Test
  void where_nobody_can_decide_no_name_is_given() {
    room.lose(can);
    room.pass(Duration.ofSeconds(20));
    Guest mary = Guest.named("Mary");
    assertThat(room.enter(mary).getString("admin")).isEqualTo("Can");
    room.pass(Duration.ofSeconds(11));

    assertThat(room.enter(mary).containsKey("admin")).isFalse();
  }

  @Test
  void an_admin_who_was_gone_and_is_back_is_told_to_those_who_came_meanwhile() {
    room.lose(can);
    room.pass(Duration.ofSeconds(31));
    Guest mary = Guest.named("Mary");
    assertThat(room.enter(mary).containsKey("admin")).isFalse();

    room.enter(can);

    assertThat(room.toldTo(mary, "waiting"))
        .singleElement()
        .satisfies(told -> assertThat(told.getString("admin")).isEqualTo("Can"));
  }

  @Test
  void who_waits_cannot_speak_yet() {
    Guest mary = room.enter("Mary");

    refused(Failure.NOT_ADMITTED_YET, () -> mary.say("let me in"));
  }

  @Test
  void a_knock_reserves_its_name() {
    room.enter("Mary");

    Failure.Refused refused = refused(Failure.NAME_TAKEN, () -> room.enter("mary"));
    assertThat(refused.afterMs).isZero();
  }

  @Test
  void a_knock_that_is_withdrawn_is_over() {
    Guest mary = room.enter("Mary");

    assertThat(room.leaveByDoor(mary)).isEqualTo(new JsonObject());

    assertThat(room.toldTo(can, "knock-gone"))
        .containsExactly(
            command("knock-gone")
                .put("room", TestRoom.ID.value())
                .put("seat", mary.seat().value()));
    assertThat(room.mail(mary)).isEmpty();
    refused(Failure.ROOM_NOT_FOUND, () -> room.leaveByDoor(mary));
    room.enter("mary");
  }

  @Test
  void a_knock_of_a_session_that_ends_is_over() {
    Guest mary = room.enter("Mary");

    room.sessionEnds(mary);

    assertThat(room.toldTo(can, "knock-gone")).hasSize(1);
    refused(Failure.NO_SUCH_SEAT, () -> can.to(mary, "admit"));
  }

  @Test
  void a_knock_lives_ten_minutes_at_most() {
    Guest mary = room.enter("Mary");

    room.pass(Duration.ofMinutes(10).minusMillis(200));
    assertThat(room.toldTo(mary, "denied")).isEmpty();

    room.pass(Duration.ofMillis(200));
    assertThat(room.toldTo(mary, "denied").get(0).getInteger("code"))
        .isEqualTo(Failure.NOT_ADMITTED_YET.code);
    assertThat(room.toldTo(can, "knock-gone")).hasSize(1);
  }

  @Test
  void fifty_may_wait_and_not_one_more() {
    for (int i = 0; i < 50; i++) {
      room.enter("Guest " + i);
    }
    room.pass(Duration.ofMinutes(1));

    Failure.Refused refused = refused(Failure.TOO_FAST, () -> room.enter("Zoe"));

    assertThat(refused.afterMs).isEqualTo(Duration.ofMinutes(9).toMillis());
  }

  @Test
  void a_lobby_that_closes_admits_all_who_wait_up_to_the_capacity() {
    can.set("capacity", 3);
    Guest first = room.enter("First");
    Guest second = room.enter("Second");
    Guest third = room.enter("Third");

    can.set("lobby", false);

    assertThat(room.toldTo(first, "admitted")).hasSize(1);
    assertThat(room.toldTo(second, "admitted")).hasSize(1);
    assertThat(room.toldTo(third, "denied").get(0).getInteger("code"))
        .isEqualTo(Failure.ROOM_FULL.code);
    assertThat(room.members()).isEqualTo(3);
    assertThat(room.toldTo(can, "knock-gone")).hasSize(3);
  }

  @Test
  void a_lock_denies_all_who_wait() {
    Guest mary = room.enter("Mary");

    can.set("locked", true);

    assertThat(room.toldTo(mary, "denied").get(0).getInteger("code"))
        .isEqualTo(Failure.ROOM_LOCKED.code);
  }

  @Test
  void the_end_of_the_room_denies_all_who_wait() {
    Guest mary = room.enter("Mary");

    room.end(EndReason.OPERATOR);

    assertThat(room.toldTo(mary, "denied").get(0).getInteger("code"))
        .isEqualTo(Failure.ROOM_NOT_FOUND.code);
    assertThat(room.effects).contains(new Effect.Release(mary.session()));
  }

  @Test
  void a_full_room_admits_nobody() {
    Guest mary = room.enter("Mary");
    can.set("capacity", 1);

    refused(Failure.ROOM_FULL, () -> can.to(mary, "admit"));

    can.set("capacity", 2);
    can.to(mary, "admit");
  }

  @Test
  void the_admin_s_snapshot_and_nobody_else_s_says_who_waits() {
    Guest mary = room.enter("Mary");
    can.to(mary, "admit");
    Guest joe = room.enter("Joe");

    JsonObject admins = room.enter(can);
    JsonObject members = room.enter(mary);

    assertThat(admins.getJsonArray("waiting").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("seat", joe.seat().value())
                .put("name", "Joe")
                .put("account", false));
    assertThat(members.getJsonArray("waiting")).isEmpty();
  }

  @Test
  void a_new_admin_hears_who_waits() {
    Guest mary = room.enter("Mary");
    can.to(mary, "admit");
    Guest joe = room.enter("Joe");

    can.to(mary, "hand-over");

    assertThat(room.toldTo(mary, "knocking").get(0).getString("seat"))
        .isEqualTo(joe.seat().value());
  }

  @Test
  void who_deletes_the_account_while_waiting_is_let_in_as_a_guest() {
    Guest zoe = Guest.account("Zoe");
    room.enter(zoe);
    room.losesAccount(zoe);

    can.to(zoe, "admit");

    assertThat(room.last("entered").getJsonArray("members").getJsonObject(0).getBoolean("account"))
        .isFalse();
  }
}
