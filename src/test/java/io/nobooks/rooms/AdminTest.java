package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.command;
import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdminTest {
  private static final Duration LOST = Duration.ofSeconds(31);
  private static final Duration GRACE = Duration.ofMinutes(5);

  private final TestRoom room = TestRoom.open();
  private final Guest can = room.opener;

  private boolean rules(Guest guest) {
    return room.enter(guest).getJsonObject("you").getBoolean("admin");
  }

  @Test
  void what_only_the_admin_may_do_is_refused_to_others() {
    Guest mary = room.enter("Mary");

    refused(Failure.NOT_THE_ADMIN, () -> mary.to(can, "kick"));
    refused(Failure.NOT_THE_ADMIN, () -> mary.to(mary, "hand-over"));
    refused(Failure.NOT_THE_ADMIN, () -> mary.set("locked", true));
    refused(Failure.NOT_THE_ADMIN, () -> mary.does("delete"));
  }

  @Test
  void options_merge_and_the_full_set_is_told() {
    can.set("capacity", 5);
    can.set("history", false);

    assertThat(room.last("options").getJsonObject("options"))
        .isEqualTo(
            new JsonObject()
                .put("lobby", false)
                .put("locked", false)
                .put("filesLocked", false)
                .put("capacity", 5)
                .put("sealedOnly", false)
                .put("lifetimeMinutes", 1_440)
                .put("history", false));
  }

  @Test
  void options_that_are_unknown_or_out_of_range_change_nothing() {
    refused(Failure.BAD_COMMAND, () -> can.set("colour", "red"));
    refused(Failure.BAD_COMMAND, () -> can.set("capacity", 10_001));

    assertThat(room.told("options")).isEmpty();
  }

  @Test
  void a_kicked_seat_hears_of_it_after_it_was_released_and_nothing_more() {
    Guest mary = room.enter("Mary");

    can.to(mary, "kick");
    can.say("she is gone");

    assertThat(room.last("left").getJsonArray("seats"))
        .isEqualTo(JsonArray.of(JsonArray.of(mary.seat().value(), "kicked")));
    assertThat(room.toldTo(mary, "kicked"))
        .containsExactly(command("kicked").put("room", TestRoom.ID.value()));
    int released = room.effects.indexOf(new Effect.Release(mary.session()));
    Effect after = room.effects.get(released + 1);
    assertThat(after).isInstanceOf(Effect.TellOne.class);
    assertThat(room.seated).doesNotContain(mary.session());
    refused(Failure.ROOM_NOT_FOUND, () -> mary.say("hello?"));
    refused(Failure.ROOM_NOT_FOUND, () -> room.here(mary));
    refused(Failure.ROOM_NOT_FOUND, () -> room.back(mary));
  }

  @Test
  void a_kick_switches_the_lobby_on_and_says_so_once() {
    Guest mary = room.enter("Mary");
    Guest joe = room.enter("Joe");

    can.to(mary, "kick");
    can.to(joe, "kick");

    assertThat(room.told("options")).hasSize(1);
    assertThat(room.last("options").getJsonObject("options").getBoolean("lobby")).isTrue();
    assertThat(room.enter(Guest.named("Zoe")).getValue("waiting")).isEqualTo(true);
  }

  @Test
  void a_kick_blocks_the_session_and_the_account_for_good() {
    Guest account = Guest.account("Mary");
    room.enter(account);
    can.to(account, "kick");
    can.set("lobby", false);

    refused(Failure.REMOVED, () -> room.enter(account));
    refused(Failure.REMOVED, () -> room.enter(Guest.account("mary")));
    room.enter(Guest.named("mary"));
  }

  @Test
  void a_lost_member_can_still_be_kicked_and_a_kicked_one_not_again() {
    Guest mary = room.enter("Mary");
    room.lose(mary);
    room.pass(LOST);
    int left = room.told("left").size();

    can.to(mary, "kick");

    assertThat(room.told("left")).hasSize(left);
    refused(Failure.REMOVED, () -> room.enter(mary));
    refused(Failure.NO_SUCH_SEAT, () -> can.to(mary, "kick"));
  }

  @Test
  void the_admin_cannot_kick_herself_nor_somebody_unknown() {
    refused(Failure.NOT_ALLOWED_HERE, () -> can.to(can, "kick"));
    refused(Failure.NO_SUCH_SEAT, () -> can.does(command("kick").put("seat", TestRoom.ID.value())));
  }

  @Test
  void the_chair_is_handed_over_to_a_member() {
    Guest mary = room.enter("Mary");

    can.to(mary, "hand-over");

    assertThat(room.last("handed-over").getString("to")).isEqualTo(mary.seat().value());
    refused(Failure.NOT_THE_ADMIN, () -> can.set("locked", true));
    mary.set("locked", true);
  }

  @Test
  void the_chair_is_not_handed_over_to_who_is_gone_nor_told_when_nothing_changes() {
    Guest mary = room.enter("Mary");
    mary.does("leave");

    refused(Failure.NO_SUCH_SEAT, () -> can.to(mary, "hand-over"));
    can.to(can, "hand-over");

    assertThat(room.told("handed-over")).isEmpty();
  }

  @Test
  void when_the_admin_leaves_the_longest_seated_online_member_follows_at_once() {
    Guest mary = room.enter("Mary");
    Guest joe = room.enter("Joe");
    Guest zoe = room.enter("Zoe");
    room.lose(mary);
    joe.away(true);

    can.does("leave");

    assertThat(room.last("handed-over").getString("to")).isEqualTo(zoe.seat().value());
  }

  @Test
  void when_only_away_members_are_there_the_longest_seated_of_them_follows() {
    Guest mary = room.enter("Mary");
    room.enter("Joe").away(true);
    mary.away(true);

    can.does("leave");

    assertThat(room.last("handed-over").getString("to")).isEqualTo(mary.seat().value());
  }

  @Test
  void when_nobody_is_online_the_first_to_come_back_follows() {
    Guest mary = room.enter("Mary");
    Guest joe = room.enter("Joe");
    room.lose(mary);
    room.lose(joe);
    can.does("leave");
    assertThat(room.told("handed-over")).isEmpty();

    room.back(joe);

    assertThat(room.last("handed-over").getString("to")).isEqualTo(joe.seat().value());
  }

  @Test
  void a_lost_admin_stays_the_admin_for_five_minutes() {
    Guest mary = room.enter("Mary");
    room.lose(can);
    room.pass(Duration.ofSeconds(30));
    assertThat(room.told("left")).hasSize(1);

    room.pass(GRACE.minusMillis(200));
    assertThat(room.told("handed-over")).isEmpty();

    room.pass(Duration.ofMillis(200));
    assertThat(room.last("handed-over").getString("to")).isEqualTo(mary.seat().value());
  }

  @Test
  void an_admin_who_comes_back_in_time_is_still_the_admin() {
    room.enter("Mary");
    room.lose(can);
    room.pass(LOST);
    room.enter(can);
    room.pass(GRACE.plus(GRACE));

    assertThat(room.told("handed-over")).isEmpty();
    assertThat(rules(can)).isTrue();
  }

  @Test
  void an_opener_who_was_lost_gets_the_chair_back() {
    Guest mary = room.enter("Mary");
    room.lose(can);
    room.pass(LOST.plus(GRACE));
    assertThat(rules(mary)).isTrue();

    room.enter(can);

    assertThat(room.last("handed-over").getString("to")).isEqualTo(can.seat().value());
    assertThat(rules(mary)).isFalse();
  }

  @Test
  void an_opener_does_not_get_back_what_was_handed_over_by_hand() {
    Guest mary = room.enter("Mary");
    Guest joe = room.enter("Joe");
    room.lose(can);
    room.pass(LOST.plus(GRACE));
    mary.to(joe, "hand-over");

    room.enter(can);

    assertThat(rules(can)).isFalse();
    assertThat(rules(joe)).isTrue();
  }

  @Test
  void an_opener_who_left_does_not_get_the_chair_back() {
    Guest mary = room.enter("Mary");
    can.does("leave");

    room.enter(can);

    assertThat(rules(mary)).isTrue();
  }

  @Test
  void an_opener_with_an_account_gets_the_chair_back_in_a_new_session() {
    TestRoom other = TestRoom.openedBy(Guest.account("Zoe"));
    other.enter("Mary");
    other.lose(other.opener);
    other.pass(LOST.plus(GRACE));

    Guest zoe = Guest.account("Zoe");
    other.enter(zoe);

    assertThat(other.last("handed-over").getString("to")).isEqualTo(zoe.seat().value());
  }

  @Test
  void
      who_claims_the_name_of_a_lost_opener_whose_account_was_deleted_elsewhere_is_not_the_opener() {
    TestRoom other = TestRoom.openedBy(Guest.claimed("Zoe", 1));
    Guest mary = other.enter("Mary");
    other.lose(other.opener);

    Guest thief = Guest.claimed("Zoe", 2);
    refused(Failure.NAME_TAKEN, () -> other.enter(thief));
    other.pass(LOST.plus(GRACE));
    other.enter(thief);

    assertThat(other.last("handed-over").getString("to")).isEqualTo(mary.seat().value());
    Guest zoe = Guest.claimed("Zoe", 1);
    thief.does("leave");
    other.enter(zoe);
    assertThat(other.last("handed-over").getString("to")).isEqualTo(zoe.seat().value());
  }

  @Test
  void who_claims_the_name_that_an_opener_gave_up_is_not_the_opener() {
    TestRoom other = TestRoom.openedBy(Guest.account("Zoe"));
    Guest mary = other.enter("Mary");
    other.losesAccount(other.opener);
    assertThat(other.last("entered").getJsonArray("members").getJsonObject(0).getBoolean("account"))
        .isFalse();
    other.lose(other.opener);

    Guest thief = Guest.account("Zoe");
    refused(Failure.NAME_TAKEN, () -> other.enter(thief));
    other.pass(LOST.plus(GRACE));
    other.enter(thief);

    assertThat(other.last("handed-over").getString("to")).isEqualTo(mary.seat().value());
    assertThat(thief.seat()).isNotEqualTo(other.opener.seat());
  }
}
