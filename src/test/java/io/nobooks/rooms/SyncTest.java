package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.freshCid;
import static io.nobooks.rooms.Guest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncTest {
  private static List<Long> seqs(JsonObject reply) {
    return reply.getJsonArray("events").stream()
        .map(event -> ((JsonObject) event).getLong("seq"))
        .toList();
  }

  private static List<String> types(JsonObject reply) {
    return reply.getJsonArray("events").stream()
        .map(event -> ((JsonObject) event).getString("type"))
        .toList();
  }

  @Test
  void sync_brings_exactly_what_was_told_from_a_number_on() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    mary.say("one");
    mary.say("two");

    JsonObject reply = room.opener.sync(2);

    assertThat(reply.getJsonArray("events")).isEqualTo(new JsonArray(room.out.subList(1, 4)));
    assertThat(reply.getBoolean("recovered")).isTrue();
    assertThat(reply.getBoolean("more")).isFalse();
    assertThat(reply.getLong("top")).isEqualTo(4);
    assertThat(reply.getLong("rev")).isZero();
    assertThat(reply.getString("epoch")).isEqualTo(mary.snapshot().getString("epoch"));
  }

  @Test
  void sync_from_the_next_number_brings_nothing_and_is_no_hole() {
    TestRoom room = TestRoom.open();

    JsonObject reply = room.opener.sync(2);

    assertThat(reply.getBoolean("recovered")).isTrue();
    assertThat(reply.getJsonArray("events")).isEmpty();
  }

  @Test
  void a_number_that_was_never_given_or_another_epoch_is_not_recovered() {
    TestRoom room = TestRoom.open();

    assertThat(room.opener.sync(3).getBoolean("recovered")).isFalse();
    assertThat(room.opener.sync("another", 1).getBoolean("recovered")).isFalse();
    assertThat(room.opener.sync("another", 1).getJsonArray("events")).isEmpty();
  }

  @Test
  void a_newcomer_reads_of_the_time_before_only_what_was_said_while_history_was_on() {
    TestRoom room = TestRoom.open();
    room.opener.say("shown");
    room.opener.set("history", false);
    room.opener.say("hidden");
    room.opener.set("history", true);
    room.opener.say("shown again");
    Guest mary = room.enter("Mary");
    room.opener.say("after");

    JsonObject reply = mary.sync(1);

    assertThat(reply.getBoolean("recovered")).isTrue();
    assertThat(seqs(reply)).containsExactly(2L, 6L, 7L, 8L);
    assertThat(types(reply)).containsExactly("said", "said", "entered", "said");
  }

  @Test
  void a_newcomer_cannot_read_history_that_is_off() {
    TestRoom room = TestRoom.open(new JsonObject().put("history", false));
    room.opener.say("hidden");

    Guest mary = room.enter("Mary");

    assertThat(mary.snapshot().getJsonArray("events")).isEmpty();
    assertThat(types(mary.sync(1))).containsExactly("entered");
  }

  @Test
  void who_comes_back_reads_everything_since_the_first_entry() {
    TestRoom room = TestRoom.open(new JsonObject().put("history", false));
    Guest mary = room.enter("Mary");
    room.lose(mary);
    room.pass(Duration.ofSeconds(31));
    room.opener.say("while she was away");
    room.enter(mary);

    assertThat(types(mary.sync(2))).containsExactly("entered", "left", "said", "entered");
  }

  @Test
  void a_snapshot_brings_the_last_fifty_messages_in_order() {
    TestRoom room = TestRoom.open();
    sayMany(room, 51);

    JsonObject snapshot = room.enter("Mary").snapshot();

    assertThat(seqs(snapshot)).hasSize(50).isSorted().endsWith(53L);
    assertThat(snapshot.getJsonObject("more").getBoolean("events")).isTrue();
  }

  @Test
  void a_snapshot_of_fifty_messages_says_that_there_are_no_more() {
    TestRoom room = TestRoom.open();
    sayMany(room, 50);

    JsonObject snapshot = room.enter("Mary").snapshot();

    assertThat(seqs(snapshot)).hasSize(50);
    assertThat(snapshot.getJsonObject("more").getBoolean("events")).isFalse();
  }

  @Test
  void a_snapshot_brings_at_most_64_KiB_of_messages() {
    TestRoom room = TestRoom.open();
    Guest loud = Guest.exempt("Loud");
    room.enter(loud);
    for (int i = 0; i < 10; i++) {
      loud.say(freshCid(), text("x".repeat(12_000)));
    }

    JsonObject snapshot = room.enter("Mary").snapshot();

    assertThat(snapshot.getJsonArray("events")).hasSize(5);
    assertThat(snapshot.getJsonArray("events").encode().length()).isLessThan(64 * 1_024);
    assertThat(snapshot.getJsonObject("more").getBoolean("events")).isTrue();
  }

  @Test
  void sync_brings_two_hundred_events_at_once_and_then_the_rest() {
    TestRoom room = TestRoom.open();
    sayMany(room, 201);

    JsonObject first = room.opener.sync(2);
    JsonObject rest = room.opener.sync(202);

    assertThat(seqs(first)).hasSize(200).endsWith(201L);
    assertThat(first.getBoolean("more")).isTrue();
    assertThat(seqs(rest)).containsExactly(202L, 203L);
    assertThat(rest.getBoolean("more")).isFalse();
  }

  @Test
  void sync_brings_at_most_128_KiB_at_once() {
    TestRoom room = TestRoom.open();
    Guest loud = Guest.exempt("Loud");
    room.enter(loud);
    for (int i = 0; i < 15; i++) {
      loud.say(freshCid(), text("x".repeat(12_000)));
    }

    JsonObject reply = room.opener.sync(3);

    assertThat(reply.getJsonArray("events").encode().length()).isLessThan(128 * 1_024);
    assertThat(reply.getJsonArray("events")).hasSize(10);
    assertThat(reply.getBoolean("more")).isTrue();
  }

  @Test
  void a_thousand_messages_are_kept_and_one_more_makes_a_hole() {
    TestRoom room = TestRoom.open();
    sayMany(room, 1_000);
    assertThat(room.opener.sync(1).getBoolean("recovered")).isTrue();

    sayMany(room, 1);

    JsonObject reply = room.opener.sync(1);
    assertThat(reply.getBoolean("recovered")).isFalse();
    assertThat(reply.getJsonArray("events")).isEmpty();
  }

  @Test
  void a_newcomer_misses_nothing_by_messages_that_were_forgotten_before() {
    TestRoom room = TestRoom.open();
    sayMany(room, 1_100);
    Guest mary = room.enter("Mary");

    JsonObject reply = mary.sync(1);

    assertThat(reply.getBoolean("recovered")).isTrue();
    assertThat(seqs(reply)).hasSize(200);
  }

  @Test
  void two_MiB_of_messages_are_kept() {
    TestRoom room =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("history-bytes", "4 KiB")), new JsonObject());
    for (int i = 0; i < 3; i++) {
      room.opener.say(freshCid(), text("x".repeat(1_200)));
    }
    assertThat(room.opener.sync(1).getBoolean("recovered")).isTrue();

    room.opener.say("more");

    assertThat(room.opener.sync(1).getBoolean("recovered")).isFalse();
    assertThat(room.opener.sync(4).getJsonArray("events")).hasSize(2);
  }

  @Test
  void comings_and_goings_beyond_their_own_bound_push_no_message_out() {
    TestRoom room =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("history-other", 10)), new JsonObject());
    room.opener.say("kept");
    Guest mary = room.enter("Mary");
    for (int i = 0; i < 30; i++) {
      room.opener.set("locked", i % 2 == 0);
    }
    room.opener.set("locked", false);

    JsonObject snapshot = room.enter("Joe").snapshot();

    assertThat(types(snapshot)).containsExactly("said");
    assertThat(mary.sync(3).getBoolean("recovered")).isFalse();
  }

  @Test
  void the_log_gives_its_memory_back_when_the_room_ends() {
    TestRoom room = TestRoom.open();
    sayMany(room, 1_100);
    assertThat(room.node.budget().used()).isPositive();

    room.opener.does("delete");
    room.pass(Duration.ofSeconds(5));

    assertThat(room.isGone()).isTrue();
    assertThat(room.node.budget().used()).isZero();
  }

  static void sayMany(TestRoom room, int messages) {
    Guest loud = Guest.exempt("Loud " + messages);
    room.enter(loud);
    int before = room.told("said").size();
    for (int i = 0; i < messages; i++) {
      loud.say("message");
    }
    assertThat(room.told("said")).hasSize(before + messages);
  }
}
