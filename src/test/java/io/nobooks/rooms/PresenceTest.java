package io.nobooks.rooms;

import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private final TestRoom room = TestRoom.open();
  private final Guest can = room.opener;

  private static JsonArray change(Guest guest, String state) {
    return JsonArray.of(guest.seat().value(), state);
  }

  @Test
  void a_dropped_socket_is_told_as_reconnecting_and_a_return_as_online() {
    Guest mary = room.enter("Mary");

    room.lose(mary);
    assertThat(room.last("states"))
        .isEqualTo(
            new JsonObject()
                .put("type", "states")
                .put("rev", 1)
                .put("changes", JsonArray.of(change(mary, "reconnecting"))));

    JsonObject back = room.back(mary);
    room.pass(Duration.ofSeconds(1));
    assertThat(room.last("states").getJsonArray("changes"))
        .isEqualTo(JsonArray.of(change(mary, "online")));
    assertThat(back)
        .isEqualTo(
            new JsonObject()
                .put("room", TestRoom.ID.value())
                .put("seat", mary.seat().value())
                .put("epoch", mary.snapshot().getString("epoch"))
                .put("top", 2L)
                .put("rev", 1L));
    assertThat(room.told("left")).isEmpty();
  }

  @Test
  void states_are_told_at_most_once_a_second_and_the_last_one_wins() {
    Guest mary = room.enter("Mary");
    Guest joe = room.enter("Joe");
    mary.away(true);
    joe.away(true);
    joe.away(false);
    mary.away(false);
    can.away(true);

    room.pass(Duration.ofMillis(800));
    assertThat(room.told("states")).hasSize(1);

    room.pass(Duration.ofMillis(200));
    assertThat(room.told("states")).hasSize(2);
    assertThat(room.last("states").getLong("rev")).isEqualTo(2);
    assertThat(room.last("states").getJsonArray("changes"))
        .containsExactlyInAnyOrder(
            change(mary, "online"), change(joe, "online"), change(can, "away"));
  }

  @Test
  void who_entered_while_a_state_was_about_to_change_back_hears_that_it_did() {
    Guest mary = room.enter("Mary");
    can.away(true);
    mary.away(true);
    Guest joe = room.enter("Joe");
    assertThat(room.enter(joe).getJsonArray("members").getJsonObject(1).getString("state"))
        .isEqualTo("away");
    mary.away(false);

    room.pass(Duration.ofSeconds(1));

    assertThat(room.last("states").getJsonArray("changes")).contains(change(mary, "online"));
  }

  @Test
  void an_away_member_who_reconnects_is_still_away() {
    Guest mary = room.enter("Mary");
    mary.away(true);
    room.lose(mary);
    room.back(mary);

    assertThat(room.enter(can).getJsonArray("members").getJsonObject(1).getString("state"))
        .isEqualTo("away");
  }

  @Test
  void a_member_is_lost_after_thirty_seconds() {
    Guest mary = room.enter("Mary");
    room.lose(mary);

    room.pass(Duration.ofSeconds(30).minusMillis(200));
    assertThat(room.told("left")).isEmpty();

    room.pass(Duration.ofMillis(200));
    assertThat(room.last("left").getJsonArray("seats"))
        .isEqualTo(JsonArray.of(JsonArray.of(mary.seat().value(), "lost")));
    assertThat(room.seated).doesNotContain(mary.session());
    refused(Failure.ROOM_NOT_FOUND, () -> room.back(mary));
    JsonObject gone = room.enter(can).getJsonArray("members").getJsonObject(1);
    assertThat(gone.getString("state")).isEqualTo("gone");
  }

  @Test
  void who_leaves_is_told_as_gone_at_once() {
    Guest mary = room.enter("Mary");

    assertThat(mary.does("leave")).isEqualTo(new JsonObject());

    assertThat(room.last("left").getJsonArray("seats"))
        .isEqualTo(JsonArray.of(JsonArray.of(mary.seat().value(), "left")));
    assertThat(room.seated).doesNotContain(mary.session());
    refused(Failure.ROOM_NOT_FOUND, () -> mary.does("leave"));
  }

  @Test
  void a_session_that_ends_leaves() {
    Guest mary = room.enter("Mary");

    room.sessionEnds(mary);

    assertThat(room.last("left").getJsonArray("seats"))
        .isEqualTo(JsonArray.of(JsonArray.of(mary.seat().value(), "left")));
  }

  @Test
  void entering_with_a_new_socket_counts_as_being_back() {
    Guest mary = room.enter("Mary");
    room.lose(mary);

    room.enter(mary);
    room.pass(Duration.ofSeconds(31));

    assertThat(room.told("left")).isEmpty();
    assertThat(room.told("entered")).hasSize(2);
  }

  @Test
  void after_twenty_quiet_seconds_the_room_says_where_it_stands() {
    room.pass(Duration.ofSeconds(20).minusMillis(200));
    assertThat(room.told("here")).isEmpty();

    room.pass(Duration.ofMillis(200));
    assertThat(room.last("here"))
        .isEqualTo(
            new JsonObject()
                .put("type", "here")
                .put("epoch", can.snapshot().getString("epoch"))
                .put("top", 1)
                .put("rev", 0));

    room.pass(Duration.ofSeconds(10));
    can.say("not quiet");
    room.pass(Duration.ofSeconds(10));
    assertThat(room.told("here")).hasSize(1);

    room.pass(Duration.ofSeconds(10));
    assertThat(room.told("here")).hasSize(2);
  }

  @Test
  void who_begins_to_listen_hears_where_the_room_stands() {
    Guest mary = room.enter("Mary");
    mary.say("one");

    assertThat(room.here(mary).getLong("top")).isEqualTo(3);
  }

  @Test
  void a_thousand_members_who_drop_and_return_are_told_in_a_few_frames() {
    TestRoom big = TestRoom.open(new JsonObject().put("capacity", 2_000));
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      guests.add(big.enter("Guest " + i));
    }
    big.pass(Duration.ofSeconds(5));
    SyncTest.sayMany(big, 1_000);
    int told = big.out.size();

    for (Guest guest : guests) {
      big.lose(guest);
    }
    big.pass(Duration.ofSeconds(5));
    for (Guest guest : guests) {
      big.back(guest);
    }
    big.pass(Duration.ofSeconds(5));

    assertThat(big.out.size() - told).isLessThanOrEqualTo(4);
    assertThat(big.opener.sync(1).getBoolean("recovered")).isTrue();
    assertThat(big.told("left")).isEmpty();
  }

  @Test
  void a_thousand_members_who_are_lost_and_return_are_told_in_a_few_frames() {
    TestRoom big = TestRoom.open(new JsonObject().put("capacity", 2_000));
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      guests.add(big.enter("Guest " + i));
    }
    big.pass(Duration.ofSeconds(5));
    SyncTest.sayMany(big, 1_000);
    int told = big.out.size();

    for (int i = 0; i < guests.size(); i++) {
      big.lose(guests.get(i));
      if (i % 100 == 0) {
        big.pass(Duration.ofMillis(200));
      }
    }
    big.pass(Duration.ofSeconds(40));
    for (int i = 0; i < guests.size(); i++) {
      big.enter(guests.get(i));
      if (i % 100 == 0) {
        big.pass(Duration.ofMillis(200));
      }
    }
    big.pass(Duration.ofSeconds(5));

    assertThat(big.out.size() - told).isLessThan(40);
    Set<String> lost = new HashSet<>();
    for (JsonObject left : big.told("left")) {
      left.getJsonArray("seats").forEach(seat -> lost.add(((JsonArray) seat).getString(0)));
    }
    assertThat(lost).hasSize(999);
    assertThat(big.opener.sync(1).getBoolean("recovered")).isTrue();
  }

  @Test
  void the_states_of_ten_thousand_fit_into_frames() {
    TestRoom big = TestRoom.open(new JsonObject().put("capacity", 10_000));
    List<Guest> guests = new ArrayList<>();
    for (int i = 1; i < 10_000; i++) {
      guests.add(big.enter("Guest " + i));
    }
    refused(Failure.ROOM_FULL, () -> big.enter("One more"));
    big.pass(Duration.ofSeconds(60));

    guests.forEach(big::lose);
    big.pass(Duration.ofSeconds(10));
    assertThat(big.told("states")).hasSizeLessThanOrEqualTo(7);

    big.pass(Duration.ofSeconds(40));
    assertThat(big.members()).isEqualTo(1);
    assertThat(big.out)
        .allSatisfy(event -> assertThat(event.toBuffer().length()).isLessThan(256 * 1_024));
    assertThat(big.opener.list("members").toBuffer().length()).isLessThan(256 * 1_024);
  }
}
