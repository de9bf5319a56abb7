package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.freshCid;
import static io.nobooks.rooms.Guest.text;
import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a message after it was said. */
class MarksTest {
  private static final Duration WITHIN = Duration.ofMinutes(15);

  private final TestRoom room = TestRoom.open();
  private final Guest can = room.opener;
  private final Guest mary = room.enter("Mary");

  private static List<JsonObject> events(JsonObject reply) {
    return reply.getJsonArray("events").stream().map(JsonObject.class::cast).toList();
  }

  /** The events of a reply in short: their types, and their text where they have a body. */
  private static List<String> brief(JsonObject reply) {
    return events(reply).stream().map(MarksTest::words).toList();
  }

  private static String words(JsonObject event) {
    JsonObject body = event.getJsonObject("body");
    return event.getString("type") + (body == null ? "" : " " + body.getString("text"));
  }

  private static long said(Guest guest, String text) {
    return guest.say(text).getLong("seq");
  }

  @Test
  void an_edit_is_told_to_all_with_what_it_edits() {
    long of = said(mary, "helo");

    JsonObject reply = mary.edit("cid-1234567890123", of, text("hello"));

    JsonObject edited = room.last("edited");
    assertThat(edited)
        .isEqualTo(
            new JsonObject()
                .put("type", "edited")
                .put("seq", reply.getLong("seq"))
                .put("at", reply.getLong("at"))
                .put("by", mary.seat().value())
                .put("of", of)
                .put("cid", "cid-1234567890123")
                .put("body", text("hello")));
    assertThat(edited.getLong("seq")).isEqualTo(of + 1);
  }

  @Test
  void only_who_said_it_edits_it_not_even_the_admin() {
    long of = said(mary, "mine");

    refused(Failure.NOT_ALLOWED_HERE, () -> can.edit(of, "not yours"));

    assertThat(room.told("edited")).isEmpty();
  }

  @Test
  void what_was_said_can_be_edited_for_a_quarter_of_an_hour_and_no_longer() {
    long of = said(mary, "helo");
    room.clock.forward(WITHIN);
    mary.edit(of, "hello");

    room.clock.forward(Duration.ofMillis(1));

    refused(Failure.NOT_ALLOWED_HERE, () -> mary.edit(of, "too late"));
    refused(Failure.NOT_ALLOWED_HERE, () -> mary.retract(of));
  }

  @Test
  void what_is_no_message_can_be_neither_edited_nor_retracted_nor_reacted_to() {
    long entered = 1;
    long edited = mary.edit(said(mary, "helo"), "hello").getLong("seq");
    mary.whisper(can, freshCid(), "psst");
    for (long of : new long[] {entered, edited, edited + 1, Long.MAX_VALUE}) {
      refused(Failure.NOT_ALLOWED_HERE, () -> mary.edit(of, "x"));
      refused(Failure.NOT_ALLOWED_HERE, () -> mary.retract(of));
      refused(Failure.NOT_ALLOWED_HERE, () -> mary.react(of, "👍"));
    }
  }

  @Test
  void the_same_edit_again_is_answered_the_same_and_told_once() {
    long of = said(mary, "helo");
    String cid = freshCid();
    JsonObject first = mary.edit(cid, of, text("hello"));
    room.clock.forward(WITHIN);

    assertThat(mary.edit(cid, of, text("hello"))).isEqualTo(first);
    assertThat(room.told("edited")).hasSize(1);
  }

  @Test
  void the_log_keeps_of_a_message_only_the_words_that_count() {
    long of = said(mary, "first");
    mary.edit(of, "second");
    mary.edit(of, "third");

    assertThat(brief(can.sync(of))).containsExactly("said", "edited", "edited third");
    assertThat(events(can.sync(of)).get(0).containsKey("body")).isTrue();
  }

  @Test
  void who_was_there_heard_each_edit_as_it_was() {
    long of = said(mary, "first");
    mary.edit(of, "second");
    mary.retract(of);

    assertThat(words(room.last("said"))).isEqualTo("said first");
    assertThat(words(room.last("edited"))).isEqualTo("edited second");
  }

  @Test
  void a_retracted_message_leaves_no_body_behind() {
    long of = said(mary, "first");
    mary.edit(of, "second");
    can.react(of, "👍");

    JsonObject reply = mary.retract(of);

    assertThat(brief(can.sync(of))).containsExactly("said", "edited", "reacted", "retracted");
    assertThat(can.sync(of).getJsonArray("events").encode()).doesNotContain("text");
    assertThat(room.last("retracted"))
        .isEqualTo(
            new JsonObject()
                .put("type", "retracted")
                .put("seq", reply.getLong("seq"))
                .put("at", reply.getLong("at"))
                .put("by", mary.seat().value())
                .put("of", of));
  }

  @Test
  void to_retract_once_more_is_answered_as_the_first_time_even_when_it_is_late() {
    long of = said(mary, "oops");
    JsonObject first = mary.retract(of);
    room.clock.forward(WITHIN.plusSeconds(1));

    assertThat(mary.retract(of)).isEqualTo(first);
    assertThat(can.retract(of)).isEqualTo(first);
    assertThat(room.told("retracted")).hasSize(1);
  }

  @Test
  void the_admin_retracts_anything_at_any_time_and_it_tells_who_did() {
    long of = said(mary, "spam");
    room.clock.forward(WITHIN.plusSeconds(1));

    can.retract(of);

    assertThat(room.last("retracted").getString("by")).isEqualTo(can.seat().value());
    assertThat(brief(mary.sync(of))).containsExactly("said", "retracted");
  }

  @Test
  void nobody_else_retracts_it() {
    long of = said(can, "mine");

    refused(Failure.NOT_THE_ADMIN, () -> mary.retract(of));

    assertThat(room.told("retracted")).isEmpty();
  }

  @Test
  void a_retracted_message_is_neither_edited_nor_reacted_to() {
    long of = said(mary, "oops");
    mary.retract(of);

    refused(Failure.NOT_ALLOWED_HERE, () -> mary.edit(of, "again"));
    refused(Failure.NOT_ALLOWED_HERE, () -> can.react(of, "👍"));
    refused(Failure.NOT_ALLOWED_HERE, () -> can.reactNoMore(of));
  }

  @Test
  void a_seat_has_one_reaction_to_a_message() {
    long of = said(can, "cake?");
    mary.react(of, "👍");
    mary.react(of, "🎂");
    can.react(of, "👍");

    assertThat(brief(can.sync(of)))
        .containsExactly("said cake?", "reacted", "reacted 🎂", "reacted 👍");
    assertThat(room.told("reacted"))
        .extracting(event -> event.getString("by"))
        .containsExactly(mary.seat().value(), mary.seat().value(), can.seat().value());
  }

  @Test
  void a_reaction_is_taken_back_with_null() {
    long of = said(can, "cake?");
    mary.react(of, "👍");

    mary.reactNoMore(of);

    assertThat(room.last("reacted").containsKey("body")).isTrue();
    assertThat(room.last("reacted").getValue("body")).isNull();
    assertThat(brief(can.sync(of))).containsExactly("said cake?", "reacted", "reacted");
  }

  @Test
  void the_same_reaction_again_is_answered_the_same_and_told_once() {
    long of = said(can, "cake?");
    String cid = freshCid();
    JsonObject first = mary.react(cid, of, text("👍"));

    assertThat(mary.react(cid, of, text("👍"))).isEqualTo(first);
    assertThat(room.told("reacted")).hasSize(1);
  }

  @Test
  void a_room_for_sealed_bodies_takes_no_clear_edits_and_reactions() {
    long of = said(mary, "before");
    can.set("sealedOnly", true);
    JsonObject sealed = new JsonObject().put("sealed", "AAAA");

    refused(Failure.NOT_ALLOWED_HERE, () -> mary.edit(of, "clear"));
    refused(Failure.NOT_ALLOWED_HERE, () -> mary.react(of, "👍"));
    mary.edit(freshCid(), of, sealed);
    mary.react(freshCid(), of, sealed);
    mary.reactNoMore(of);

    assertThat(room.told("reacted")).hasSize(2);
  }

  @Test
  void a_newcomer_is_shown_how_messages_stand() {
    long first = said(mary, "helo");
    long second = said(mary, "oops");
    said(mary, "bye");
    mary.edit(first, "hello");
    mary.retract(second);
    can.react(first, "👍");
    can.react(first, "🎂");

    Guest joe = room.enter("Joe");

    assertThat(brief(joe.snapshot()))
        .containsExactly("said", "said", "said bye", "edited hello", "retracted", "reacted 🎂");
    assertThat(brief(joe.sync(1)).subList(0, 7))
        .containsExactly(
            "said", "said", "said bye", "edited hello", "retracted", "reacted", "reacted 🎂");
  }

  @Test
  void a_newcomer_reads_nothing_that_was_edited_or_reacted_while_history_was_off() {
    long of = said(mary, "shown");
    can.set("history", false);
    mary.edit(of, "hidden");
    can.react(of, "👍");
    can.set("history", true);

    Guest joe = room.enter("Joe");

    assertThat(brief(joe.snapshot())).containsExactly("said");
    assertThat(brief(joe.sync(1))).containsExactly("said", "entered");
  }

  @Test
  void what_became_of_a_message_that_newcomers_cannot_read_is_not_for_them_either() {
    can.set("history", false);
    long of = said(mary, "hidden");
    can.set("history", true);
    mary.edit(of, "hidden still");
    can.react(of, "👍");

    Guest joe = room.enter("Joe");

    assertThat(brief(joe.snapshot())).isEmpty();
    assertThat(brief(joe.sync(1))).containsExactly("entered");
    refused(Failure.NOT_ALLOWED_HERE, () -> joe.react(of, "👍"));
    refused(Failure.NOT_ALLOWED_HERE, () -> joe.retract(of));
  }

  @Test
  void a_retracted_message_is_known_to_be_so_even_where_history_was_off_then() {
    long of = said(mary, "shown");
    can.set("history", false);
    mary.retract(of);
    can.set("history", true);

    assertThat(brief(room.enter("Joe").snapshot())).containsExactly("said", "retracted");
  }

  @Test
  void an_edit_counts_as_something_said_and_a_reaction_does_not() {
    long of = said(mary, "x");
    for (int i = 1; i < 15; i++) {
      mary.edit(of, "x" + i);
    }
    refused(Failure.TOO_FAST, () -> mary.edit(of, "too much"));
    refused(Failure.TOO_FAST, () -> mary.say("too much"));

    for (int i = 0; i < 10; i++) {
      mary.react(of, "👍");
    }
    Failure.Refused refused = refused(Failure.TOO_FAST, () -> mary.react(of, "👍"));
    assertThat(refused.afterMs).isEqualTo(500);
    can.react(of, "👍");
  }

  @Test
  void a_room_takes_fifty_reactions_a_second() {
    long of = said(mary, "x");
    for (int i = 0; i < 5; i++) {
      Guest guest = room.enter("Guest " + i);
      for (int j = 0; j < 10; j++) {
        guest.react(of, "👍");
      }
    }

    refused(Failure.TOO_FAST, () -> can.react(of, "👍"));

    room.clock.forward(Duration.ofMillis(20));
    can.react(of, "👍");
  }

  @Test
  void an_edit_costs_what_a_say_costs() {
    long of = said(mary, "x");
    int effects = room.effects.size();

    mary.edit(of, "y");
    mary.react(of, "👍");
    mary.retract(of);

    assertThat(room.effects.subList(effects, room.effects.size()))
        .hasSize(3)
        .allMatch(Effect.Tell.class::isInstance);
  }

  @Test
  void reactions_push_out_reactions_but_nothing_that_was_said() {
    TestRoom room =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("history-reactions", 3)), new JsonObject());
    long of = said(room.opener, "kept");
    for (int i = 0; i < 9; i++) {
      room.opener.react(of, "" + i);
    }

    assertThat(room.opener.sync(of).getBoolean("recovered")).isFalse();
    assertThat(brief(room.opener.sync(of + 7))).containsExactly("reacted", "reacted", "reacted 8");
    assertThat(brief(room.enter("Joe").snapshot())).containsExactly("said kept", "reacted 8");
  }

  @Test
  void a_reaction_that_was_pushed_out_is_not_missed_when_it_is_replaced() {
    TestRoom room =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("history-reactions", 1)), new JsonObject());
    Guest mary = room.enter("Mary");
    long of = said(room.opener, "kept");
    mary.react(of, "👍");
    room.opener.react(of, "👍");

    mary.react(of, "🎂");
    room.opener.retract(of);

    assertThat(brief(room.enter("Joe").snapshot())).containsExactly("said", "retracted");
  }

  @Test
  void edits_are_bounded_with_what_is_said_and_a_message_lives_as_long_as_its_words() {
    TestRoom room =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("history-said", 3)), new JsonObject());
    Guest can = room.opener;
    long first = said(can, "first");
    said(can, "second");
    can.edit(first, "first again");
    said(can, "third");

    assertThat(can.sync(first).getBoolean("recovered")).isFalse();
    can.retract(first);
    assertThat(brief(can.sync(first + 1)))
        .containsExactly("said second", "edited", "said third", "retracted");
    said(can, "fourth");
    said(can, "fifth");
    refused(Failure.NOT_ALLOWED_HERE, () -> can.retract(first));
  }

  @Test
  void what_is_taken_out_of_the_log_makes_room_in_it() {
    TestRoom room =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("history-bytes", "4 KiB")), new JsonObject());
    Guest can = room.opener;
    long of = can.say(freshCid(), text("x".repeat(3_000))).getLong("seq");
    long used = room.node.budget().used();

    can.retract(of);

    assertThat(room.node.budget().used()).isLessThan(used - 2_000);
    can.say(freshCid(), text("x".repeat(3_000)));
    assertThat(can.sync(1).getBoolean("recovered")).isTrue();
  }

  @Test
  void all_memory_of_marks_is_given_back_when_the_room_ends() {
    long of = said(mary, "x");
    mary.edit(of, "y");
    can.react(of, "👍");
    mary.retract(said(mary, "z"));

    can.does("delete");
    refused(Failure.ROOM_NOT_FOUND, () -> mary.edit(of, "z"));
    refused(Failure.ROOM_NOT_FOUND, () -> mary.retract(of));
    refused(Failure.ROOM_NOT_FOUND, () -> mary.react(of, "👍"));
    room.pass(Duration.ofSeconds(5));

    assertThat(room.isGone()).isTrue();
    assertThat(room.node.budget().used()).isZero();
  }

  @Test
  void a_full_heap_takes_no_edit_and_no_reaction_but_lets_retract() {
    long of = said(mary, "x");
    room.node.budget().add(Runtime.getRuntime().maxMemory() / 4 - room.node.budget().used());

    refused(Failure.UNAVAILABLE, () -> mary.edit(of, "y"));
    refused(Failure.UNAVAILABLE, () -> mary.react(of, "👍"));
    mary.retract(of);
  }

  @Test
  void who_waits_or_is_not_here_marks_nothing() {
    long of = said(mary, "x");
    can.set("lobby", true);
    Guest joe = room.enter("Joe");
    Guest stranger = Guest.named("Zoe").at(room);

    refused(Failure.NOT_ADMITTED_YET, () -> joe.react(of, "👍"));
    refused(Failure.ROOM_NOT_FOUND, () -> stranger.retract(of));
  }

  @Test
  void a_locked_room_lets_its_members_edit() {
    long of = said(mary, "x");
    can.set("locked", true);

    mary.edit(of, "y");

    assertThat(room.told("edited")).hasSize(1);
  }

  @Test
  void who_comes_back_to_the_seat_edits_what_was_said_from_it() {
    long of = said(mary, "x");
    room.lose(mary);
    room.pass(Duration.ofSeconds(31));
    refused(Failure.ROOM_NOT_FOUND, () -> mary.edit(of, "gone"));
    room.enter(mary);

    mary.edit(of, "y");

    assertThat(room.told("edited")).hasSize(1);
  }

  @Test
  void a_snapshot_leaves_out_the_reactions_that_do_not_fit_and_says_so() {
    long of = said(can, "cake?");
    String much = "x".repeat(480);
    for (int i = 0; i < 120; i++) {
      Guest guest = Guest.exempt("Guest " + i);
      room.enter(guest);
      guest.react(of, much);
    }

    JsonObject snapshot = room.enter("Joe").snapshot();

    JsonArray events = snapshot.getJsonArray("events");
    assertThat(events.getJsonObject(0).getString("type")).isEqualTo("said");
    assertThat(events.size()).isBetween(80, 110);
    assertThat(events.encode().length()).isLessThan(LastMessages.BYTES + 1_024);
    assertThat(snapshot.getJsonObject("more").getBoolean("events")).isTrue();
  }

  @Test
  void a_receipt_counts_what_was_said_and_not_its_edits() {
    long of = said(mary, "x");
    mary.edit(of, "y");
    mary.react(of, "👍");
    mary.retract(of);
    mary.does("leave");

    JsonObject receipt = can.does("leave").getJsonObject("receipt");

    assertThat(receipt.getJsonObject("counts").getInteger("messages")).isEqualTo(1);
  }

  @Test
  void no_field_of_an_edit_changes_who_made_it() {
    long of = said(mary, "x");

    mary.does(
        Guest.command("edit")
            .put("cid", freshCid())
            .put("of", of)
            .put("body", text("y").put("by", can.seat().value()))
            .put("by", can.seat().value())
            .put("seat", can.seat().value()));

    assertThat(room.last("edited").getString("by")).isEqualTo(mary.seat().value());
  }
}
