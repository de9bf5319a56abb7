package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.command;
import static io.nobooks.rooms.Guest.freshCid;
import static io.nobooks.rooms.Guest.text;
import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntranceTest {
  private static final Duration LOST = Duration.ofSeconds(31);

  private static JsonObject proof(String proof) {
    return new JsonObject().put("proof", proof);
  }

  private static List<String> names(JsonArray members) {
    return members.stream().map(member -> ((JsonObject) member).getString("name")).toList();
  }

  @Test
  void the_opener_is_the_first_member_and_the_admin() {
    TestRoom room = TestRoom.open();

    JsonObject snapshot = room.opener.snapshot();

    assertThat(snapshot.fieldNames())
        .containsExactlyInAnyOrder(
            "room",
            "epoch",
            "top",
            "rev",
            "options",
            "createdAt",
            "expiresAt",
            "you",
            "members",
            "files",
            "events",
            "waiting",
            "more");
    assertThat(snapshot.getString("room")).isEqualTo(TestRoom.ID.value());
    assertThat(snapshot.getString("epoch")).isNotEmpty().doesNotContain(".");
    assertThat(snapshot.getLong("top")).isEqualTo(1);
    assertThat(snapshot.getLong("rev")).isZero();
    assertThat(snapshot.getLong("createdAt")).isEqualTo(room.clock.getAsLong());
    assertThat(snapshot.getLong("expiresAt"))
        .isEqualTo(room.clock.getAsLong() + Duration.ofDays(1).toMillis());
    assertThat(snapshot.getJsonObject("you").getBoolean("admin")).isTrue();
    assertThat(names(snapshot.getJsonArray("members"))).containsExactly("Can");
    assertThat(snapshot.getJsonArray("files")).isEmpty();
    assertThat(snapshot.getJsonArray("waiting")).isEmpty();
    assertThat(snapshot.getJsonObject("more"))
        .isEqualTo(new JsonObject().put("members", false).put("files", false).put("events", false));
    assertThat(room.told("entered")).hasSize(1);
    assertThat(room.seated).containsExactly(room.opener.session());
  }

  @Test
  void a_newcomer_is_told_to_all_and_sees_all() {
    TestRoom room = TestRoom.open();

    Guest mary = room.enter("Mary");

    JsonObject entered = room.last("entered");
    JsonObject member = entered.getJsonArray("members").getJsonObject(0);
    assertThat(member)
        .isEqualTo(
            new JsonObject()
                .put("seat", mary.seat().value())
                .put("name", "Mary")
                .put("account", false)
                .put("admin", false)
                .put("state", "online")
                .put("since", room.clock.getAsLong()));
    assertThat(entered.containsKey("again")).isFalse();
    assertThat(names(mary.snapshot().getJsonArray("members"))).containsExactly("Can", "Mary");
    assertThat(mary.snapshot().getLong("top")).isEqualTo(entered.getLong("seq")).isEqualTo(2);
    assertThat(mary.snapshot().getJsonObject("you").getBoolean("admin")).isFalse();
  }

  @Test
  void a_hello_stands_in_entered_and_in_members() {
    TestRoom room = TestRoom.open();
    Guest mary = Guest.named("Mary");
    JsonObject hello = new JsonObject().put("keys", "AAAA");

    JsonObject snapshot = room.enter(mary, proof(TestRoom.PROOF).put("hello", hello));

    assertThat(room.last("entered").getJsonArray("members").getJsonObject(0).getValue("hello"))
        .isEqualTo(hello);
    assertThat(snapshot.getJsonArray("members").getJsonObject(1).getValue("hello"))
        .isEqualTo(hello);
  }

  @Test
  void a_new_hello_of_a_member_is_told_and_the_same_one_is_not() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    room.enter(mary, proof(TestRoom.PROOF).put("hello", "keys"));

    assertThat(room.last("entered").getBoolean("again")).isTrue();
    assertThat(room.told("entered")).hasSize(3);

    room.enter(mary, proof(TestRoom.PROOF).put("hello", "keys"));
    assertThat(room.told("entered")).hasSize(3);
  }

  @Test
  void a_wrong_proof_and_an_ended_room_look_like_no_room() {
    TestRoom room = TestRoom.open();
    String wrong = "A".repeat(42) + "E";
    Failure.Refused guess =
        refused(Failure.ROOM_NOT_FOUND, () -> room.enter(Guest.named("Mary"), proof(wrong)));
    room.opener.does("delete");
    Failure.Refused late = refused(Failure.ROOM_NOT_FOUND, () -> room.enter("Mary"));

    assertThat(guess.wireMessage()).isEqualTo(late.wireMessage()).isEqualTo("room_not_found");
  }

  @Test
  void wrong_proofs_cannot_be_counted_by_asking() {
    TestRoom room = TestRoom.open();
    Guest mary = Guest.named("Mary");

    for (int i = 0; i < 50; i++) {
      refused(Failure.ROOM_NOT_FOUND, () -> room.enter(mary, proof("A".repeat(42) + "E")));
    }

    assertThat(room.enter(mary).getLong("top")).isEqualTo(2);
  }

  @Test
  void entering_again_answers_the_same_seat_whatever_the_options_say() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    String seat = mary.seat().value();
    room.opener.set("capacity", 1);
    room.opener.set("lobby", true);
    room.opener.set("locked", true);

    JsonObject snapshot = room.enter(mary);

    assertThat(snapshot.getJsonObject("you").getString("seat")).isEqualTo(seat);
    assertThat(room.told("entered")).hasSize(2);
  }

  @Test
  void entering_again_remembers_which_messages_were_answered() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    String cid = freshCid();
    JsonObject first = mary.say(cid, text("once"));
    room.lose(mary);
    room.pass(LOST);
    room.enter(mary);

    assertThat(mary.say(cid, text("once"))).isEqualTo(first);
    assertThat(room.told("said")).hasSize(1);
  }

  @Test
  void a_lost_member_takes_the_seat_back_whatever_the_options_say() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    String seat = mary.seat().value();
    room.lose(mary);
    room.pass(LOST);
    room.opener.set("lobby", true);
    room.opener.set("locked", true);

    JsonObject snapshot = room.enter(mary);

    assertThat(snapshot.getJsonObject("you").getString("seat")).isEqualTo(seat);
    JsonObject entered = room.last("entered");
    assertThat(entered.getBoolean("again")).isTrue();
    assertThat(entered.getJsonArray("members").getJsonObject(0).getString("seat")).isEqualTo(seat);
    assertThat(room.seated).contains(mary.session());
  }

  @Test
  void who_left_may_come_back_to_the_same_seat() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    String seat = mary.seat().value();
    mary.does("leave");

    room.enter(mary);

    assertThat(mary.seat().value()).isEqualTo(seat);
    assertThat(room.last("entered").getBoolean("again")).isTrue();
  }

  @Test
  void a_locked_room_is_locked_before_it_is_full_and_full_before_a_name_is_taken() {
    TestRoom room = TestRoom.open(new JsonObject().put("capacity", 1).put("locked", true));

    refused(Failure.ROOM_LOCKED, () -> room.enter("Can"));
    room.opener.set("locked", false);
    refused(Failure.ROOM_FULL, () -> room.enter("Can"));
    room.opener.set("capacity", 2);
    refused(Failure.NAME_TAKEN, () -> room.enter("Can"));
    room.opener.set("lobby", true);
    refused(Failure.NAME_TAKEN, () -> room.enter("Can"));
  }

  @Test
  void a_removed_session_hears_so_before_it_hears_that_the_room_is_locked() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    room.opener.to(mary, "kick");
    room.opener.set("locked", true);

    refused(Failure.REMOVED, () -> room.enter(mary));
  }

  @Test
  void a_room_takes_its_capacity_and_not_one_more() {
    TestRoom room = TestRoom.open(new JsonObject().put("capacity", 3));
    room.enter("Mary");
    Guest joe = room.enter("Joe");

    refused(Failure.ROOM_FULL, () -> room.enter("Zoe"));

    joe.does("leave");
    room.enter("Zoe");
    assertThat(room.members()).isEqualTo(3);
  }

  @Test
  void names_that_look_alike_are_one_name() {
    TestRoom room = TestRoom.open();

    for (String alike : List.of("CAN", "can", "Cаn", "ＣＡＮ", "  can ")) {
      Failure.Refused refused = refused(Failure.NAME_TAKEN, () -> room.enter(alike));
      assertThat(refused.afterMs).isZero();
    }
    room.enter("Cam");
  }

  @Test
  void a_name_whose_holder_reconnects_is_taken_for_so_long() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    room.lose(mary);
    room.pass(Duration.ofSeconds(10));

    Failure.Refused refused = refused(Failure.NAME_TAKEN, () -> room.enter("Mary"));
    assertThat(refused.afterMs).isEqualTo(20_000);

    room.pass(Duration.ofSeconds(21));
    room.enter("Mary");
  }

  @Test
  void who_comes_back_to_a_taken_name_is_refused() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    mary.does("leave");
    Guest other = room.enter("mary");

    refused(Failure.NAME_TAKEN, () -> room.enter(mary));

    other.does("leave");
    room.enter(mary);
  }

  @Test
  void a_second_session_of_an_account_waits_while_the_first_is_online_and_follows_when_it_is_not() {
    TestRoom room = TestRoom.open();
    Guest first = Guest.account("Mary");
    Guest second = Guest.account("Mary");
    room.enter(first);
    refused(Failure.NAME_TAKEN, () -> room.enter(second));

    room.lose(first);
    room.enter(second);

    assertThat(second.seat()).isNotEqualTo(first.seat());
    assertThat(room.last("left").getJsonArray("seats"))
        .isEqualTo(JsonArray.of(JsonArray.of(first.seat().value(), "lost")));
    assertThat(room.seated).contains(second.session()).doesNotContain(first.session());
    refused(Failure.ROOM_NOT_FOUND, () -> room.back(first));
    refused(Failure.NAME_TAKEN, () -> room.enter(first));
  }

  @Test
  void an_admin_who_goes_on_in_another_session_of_the_account_stays_the_admin() {
    Guest first = Guest.account("Mary");
    TestRoom room = TestRoom.openedBy(first);
    room.enter("Joe");
    room.lose(first);

    Guest second = Guest.account("Mary");
    room.enter(second);

    assertThat(room.last("handed-over").getString("to")).isEqualTo(second.seat().value());
    second.set("locked", true);
  }

  @Test
  void a_guest_does_not_follow_another_guest_of_the_name() {
    TestRoom room = TestRoom.open();
    room.lose(room.enter("Mary"));

    refused(Failure.NAME_TAKEN, () -> room.enter(Guest.account("Mary")));
  }

  @Test
  void a_snapshot_has_two_hundred_members_and_list_has_the_rest() {
    TestRoom room = TestRoom.open(new JsonObject().put("capacity", 300));
    for (int i = 1; i < 200; i++) {
      room.enter("Guest " + i);
    }
    Guest last = room.enter("Guest 200");

    JsonArray members = last.snapshot().getJsonArray("members");
    JsonObject rest =
        last.does(
            command("list")
                .put("what", "members")
                .put("after", members.getJsonObject(199).getString("seat")));

    assertThat(members).hasSize(200);
    assertThat(last.snapshot().getJsonObject("more").getBoolean("members")).isTrue();
    assertThat(names(rest.getJsonArray("items"))).containsExactly("Guest 200");
    assertThat(rest.getBoolean("more")).isFalse();
    JsonObject first = last.list("members");
    assertThat(first.getJsonArray("items")).hasSize(200);
    assertThat(first.getBoolean("more")).isTrue();
    refused(
        Failure.NO_SUCH_SEAT,
        () -> last.does(command("list").put("what", "members").put("after", TestRoom.ID.value())));
  }

  @Test
  void a_room_of_two_hundred_says_that_there_are_no_more() {
    TestRoom room = TestRoom.open();
    for (int i = 1; i < 199; i++) {
      room.enter("Guest " + i);
    }

    Guest last = room.enter("Guest 199");

    assertThat(last.snapshot().getJsonArray("members")).hasSize(200);
    assertThat(last.snapshot().getJsonObject("more").getBoolean("members")).isFalse();
  }

  @Test
  void a_snapshot_of_large_hellos_large_messages_and_many_knocks_fits_into_one_frame() {
    TestRoom room = TestRoom.open(new JsonObject().put("capacity", 300));
    String hello = "\"".repeat(500);
    for (int i = 0; i < 199; i++) {
      Guest guest = Guest.exempt("𝐆uest of the house number " + i);
      room.enter(guest, proof(TestRoom.PROOF).put("hello", hello));
      guest.say(freshCid(), text("x".repeat(8_000)));
    }
    room.opener.set("lobby", true);
    for (int i = 0; i < 50; i++) {
      room.enter(Guest.named("Knock " + i), proof(TestRoom.PROOF).put("hello", hello));
    }

    JsonObject snapshot = room.enter(room.opener);

    assertThat(snapshot.toBuffer().length()).isLessThan(256 * 1_024);
    assertThat(snapshot.getJsonObject("more").getBoolean("members")).isTrue();
    assertThat(snapshot.getJsonArray("waiting")).hasSize(50);
  }

  @Test
  void arrivals_that_storm_in_are_told_together_and_before_anything_they_say() {
    TestRoom room = TestRoom.open(new JsonObject().put("capacity", 2_000));
    for (int i = 0; i < 1_000; i++) {
      room.enter("Guest " + i);
      if (i % 100 == 99) {
        room.pass(Duration.ofMillis(200));
      }
    }
    room.pass(Duration.ofSeconds(2));

    assertThat(room.told("entered")).hasSizeLessThan(30);
    List<String> told = new ArrayList<>();
    room.told("entered").forEach(event -> told.addAll(names(event.getJsonArray("members"))));
    assertThat(told).hasSize(1_001).doesNotHaveDuplicates();
    assertThat(room.out)
        .allSatisfy(event -> assertThat(event.toBuffer().length()).isLessThan(256 * 1_024));
  }

  @Test
  void an_arrival_that_waits_is_told_before_its_first_word() {
    TestRoom room = TestRoom.open();
    Guest last = room.opener;
    for (int i = 0; i < 20; i++) {
      last = room.enter("Guest " + i);
    }
    int waiting = room.told("entered").size();

    last.say("hello");

    assertThat(room.out.get(room.out.size() - 1).getString("type")).isEqualTo("said");
    assertThat(names(room.last("entered").getJsonArray("members"))).contains("Guest 19");
    assertThat(room.told("entered")).hasSize(waiting + 1);
  }

  @Test
  void a_newcomer_whose_arrival_waits_reads_from_its_own_entry_on() {
    TestRoom room = TestRoom.open();
    Guest last = room.opener;
    for (int i = 0; i < 20; i++) {
      last = room.enter("Guest " + i);
    }

    JsonArray events = last.sync(1).getJsonArray("events");

    assertThat(events).hasSize(1);
    assertThat(names(events.getJsonObject(0).getJsonArray("members"))).contains("Guest 19");
  }
}
