package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.command;
import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.wire.EndReason;
import io.nobooks.wire.FileId;
import io.nobooks.wire.SeatId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private final Guest can = Guest.exempt("Can");
  private final TestRoom room = TestRoom.openedBy(can);
  private final Guest mary = enter("Mary");
  private final Guest joe = enter("Joe");

  private Guest enter(String name) {
    Guest guest = Guest.exempt(name);
    room.enter(guest);
    return guest;
  }

  private static JsonArray pair(Guest guest, String state) {
    return JsonArray.of(guest.seat().value(), state);
  }

  private static JsonObject seen(Paper paper, Guest guest) {
    return Objects.requireNonNull(paper.seenBy(guest));
  }

  @Test
  void a_room_that_is_locked_for_documents_takes_no_new_one_from_anybody() {
    can.set("filesLocked", true);
    long told = room.told("offered").size();

    refused(Failure.ROOM_LOCKED, () -> Paper.offered(room, can));
    refused(Failure.ROOM_LOCKED, () -> Paper.offered(room, mary, joe));
    assertThat(room.told("offered")).hasSize((int) told);
    assertThat(mary.list("files").getJsonArray("items")).isEmpty();

    can.set("filesLocked", false);
    Paper.offered(room, mary);
    assertThat(room.told("offered")).hasSize((int) told + 1);
  }

  @Test
  void what_was_offered_before_the_lock_goes_on() {
    Paper begun = Paper.offered(room, can);
    Paper whole = Paper.stored(room, mary);
    can.set("filesLocked", true);

    begun.received(Paper.SIZE / 2);
    assertThat(begun.door("may", can).getBoolean("sender")).isTrue();
    assertThat(begun.door("may", joe).getBoolean("recipient")).isTrue();
    begun.door("stored", null);
    begun.reaches(joe);
    begun.does(joe, "confirm");
    whole.does(joe, "decline");

    assertThat(room.last("stored").getString("file")).isEqualTo(begun.id());
    assertThat(seen(begun, joe).getJsonArray("handoff")).contains(pair(joe, "confirmed"));
    assertThat(seen(whole, joe).getJsonArray("handoff")).contains(pair(joe, "declined"));
  }

  @Test
  void people_and_documents_are_locked_apart() {
    can.set("filesLocked", true);
    enter("Ali");

    can.set("filesLocked", false);
    can.set("locked", true);
    Paper.offered(room, can);
    refused(Failure.ROOM_LOCKED, () -> room.enter("Ece"));
  }

  @Test
  void an_offer_is_told_to_all_and_stands_in_snapshots() {
    Paper paper = new Paper(room, can, "ffffiiiilllleeeeaaaabbbb22");

    paper.offer(Paper.SIZE);

    assertThat(room.last("offered"))
        .isEqualTo(
            new JsonObject()
                .put("type", "offered")
                .put("seq", room.last("offered").getLong("seq"))
                .put("at", room.clock.getAsLong())
                .put("file", paper.id())
                .put("by", can.seat().value())
                .put("size", Paper.SIZE)
                .put("meta", Paper.META));
    assertThat(seen(paper, mary))
        .isEqualTo(
            new JsonObject()
                .put("file", paper.id())
                .put("by", can.seat().value())
                .put("size", (long) Paper.SIZE)
                .put("meta", Paper.META)
                .put("at", room.clock.getAsLong())
                .put("received", 0L)
                .put("stored", false)
                .put("handoff", JsonArray.of(pair(mary, "offered"), pair(joe, "offered"))));
  }

  @Test
  void documents_of_a_room_that_takes_sealed_bodies_only_are_sealed_already() {
    can.set("sealedOnly", true);
    assertThat(new Paper(room, can, SeatId.fresh().value()).offer(1).getBoolean("sealed")).isTrue();
    can.set("sealedOnly", false);
    assertThat(new Paper(room, can, SeatId.fresh().value()).offer(1).getBoolean("sealed"))
        .isFalse();
  }

  @Test
  void only_the_ends_of_a_private_document_learn_what_it_says_of_itself() {
    Paper paper = Paper.offered(room, can, mary);

    assertThat(room.last("offered").containsKey("meta")).isFalse();
    assertThat(room.last("offered").getJsonArray("to"))
        .isEqualTo(JsonArray.of(mary.seat().value()));
    assertThat(seen(paper, joe).containsKey("meta")).isFalse();
    assertThat(seen(paper, joe).getJsonArray("handoff"))
        .isEqualTo(JsonArray.of(pair(mary, "offered")));
    assertThat(room.toldTo(joe, "offered")).isEmpty();
    for (Guest end : List.of(can, mary)) {
      assertThat(seen(paper, end).getString("meta")).isEqualTo(Paper.META);
      assertThat(room.toldTo(end, "offered"))
          .containsExactly(
              new JsonObject()
                  .put("type", "offered")
                  .put("room", TestRoom.ID.value())
                  .put("file", paper.id())
                  .put("meta", Paper.META));
    }
  }

  @Test
  void a_list_hides_what_a_snapshot_hides() {
    Paper.offered(room, can, mary);

    assertThat(can.list("files").getJsonArray("items").getJsonObject(0).containsKey("meta"))
        .isTrue();
    assertThat(joe.list("files").getJsonArray("items").getJsonObject(0).containsKey("meta"))
        .isFalse();
  }

  @Test
  void a_document_for_one_who_is_not_here_is_refused() {
    joe.does("leave");

    refused(Failure.NO_SUCH_SEAT, () -> Paper.offered(room, can, joe));
    refused(Failure.ROOM_NOT_FOUND, () -> Paper.offered(room, joe));
    refused(Failure.ROOM_NOT_FOUND, () -> Paper.offered(room, Guest.named("Eve")));
    assertThat(room.told("offered")).isEmpty();
  }

  @Test
  void the_sender_uploads_and_everybody_downloads_what_is_for_all() {
    Paper paper = Paper.offered(room, can);

    assertThat(paper.door("may", can)).isEqualTo(rights(true, true));
    assertThat(paper.door("may", mary)).isEqualTo(rights(false, true));
    refused(Failure.ROOM_NOT_FOUND, () -> paper.door("may", Guest.named("Eve")));
    refused(Failure.NO_SUCH_FILE, () -> new Paper(room, can, TestRoom.ID.value()).door("may", can));
  }

  @Test
  void only_its_recipients_download_a_private_document() {
    Paper paper = Paper.offered(room, can, mary);

    assertThat(paper.door("may", can)).isEqualTo(rights(true, false));
    assertThat(paper.door("may", mary)).isEqualTo(rights(false, true));
    assertThat(paper.door("may", joe)).isEqualTo(rights(false, false));
  }

  private static JsonObject rights(boolean sender, boolean recipient) {
    return new JsonObject().put("sender", sender).put("recipient", recipient);
  }

  @Test
  void progress_is_told_twice_a_second_at_most_and_the_newest_is_never_lost() {
    Paper paper = Paper.offered(room, can);

    for (int bytes = 1; bytes <= 40; bytes++) {
      paper.received(bytes);
      room.pass(Duration.ofMillis(50));
    }
    room.pass(Duration.ofSeconds(1));

    assertThat(room.told("progress")).hasSizeBetween(4, 6);
    assertThat(room.last("progress"))
        .isEqualTo(
            new JsonObject().put("type", "progress").put("file", paper.id()).put("received", 40L));
    assertThat(seen(paper, mary).getLong("received")).isEqualTo(40);
  }

  @Test
  void many_uploads_together_are_told_ten_times_a_second_at_most() {
    List<Paper> papers = Stream.generate(() -> Paper.offered(room, can)).limit(50).toList();

    for (int bytes = 1; bytes <= 10; bytes++) {
      for (Paper paper : papers) {
        paper.received(bytes);
      }
      room.pass(Duration.ofMillis(200));
    }

    assertThat(room.told("progress")).hasSizeBetween(20, 31);
    room.pass(Duration.ofSeconds(10));
    for (Paper paper : papers) {
      assertThat(room.told("progress"))
          .anyMatch(
              told -> told.getString("file").equals(paper.id()) && told.getLong("received") == 10);
    }
  }

  @Test
  void how_far_recipients_have_come_is_told_together_once_a_second() {
    Paper paper = Paper.stored(room, can);

    paper.handed(mary, 100);
    paper.handed(mary, 200);
    paper.handed(joe, 50);
    paper.handed(can, 10);
    room.pass(Duration.ofSeconds(1));

    assertThat(room.told("fetching")).hasSize(2);
    assertThat(room.last("fetching").getJsonArray("changes"))
        .isEqualTo(
            JsonArray.of(
                JsonArray.of(paper.id(), mary.seat().value(), 200L),
                JsonArray.of(paper.id(), joe.seat().value(), 50L)));
  }

  @Test
  void who_is_not_heard_of_for_a_while_fetches_no_more() {
    Paper paper = Paper.stored(room, can);
    paper.handed(mary, 100);
    paper.handed(joe, 100);

    room.pass(Duration.ofSeconds(9));
    paper.handed(joe, 200);
    room.pass(Duration.ofSeconds(2));

    assertThat(room.last("fetching").getJsonArray("changes"))
        .isEqualTo(JsonArray.of(JsonArray.of(paper.id(), mary.seat().value(), 0L)));
    int told = room.told("fetching").size();
    room.pass(Duration.ofSeconds(30));
    assertThat(room.told("fetching")).hasSize(told + 1);
  }

  @Test
  void who_has_it_already_or_does_not_want_it_is_not_told_to_fetch_it() {
    Paper paper = Paper.stored(room, can);
    paper.reaches(mary);
    paper.does(joe, "decline");

    paper.handed(mary, 100);
    paper.handed(joe, 100);
    room.pass(Duration.ofSeconds(2));

    assertThat(room.told("fetching")).isEmpty();
  }

  @Test
  void many_who_fetch_are_told_a_few_at_a_time() {
    List<Paper> papers = Stream.generate(() -> Paper.stored(room, can)).limit(40).toList();
    for (Paper paper : papers) {
      paper.handed(mary, 1);
      paper.handed(joe, 1);
    }
    room.pass(Duration.ofSeconds(5));

    assertThat(room.told("fetching"))
        .allSatisfy(told -> assertThat(told.getJsonArray("changes")).hasSizeLessThanOrEqualTo(32));
    assertThat(
            room.told("fetching").stream()
                .mapToInt(told -> told.getJsonArray("changes").size())
                .sum())
        .isEqualTo(80);
  }

  @Test
  void stored_is_told_once_and_ends_progress() {
    Paper paper = Paper.offered(room, can);
    paper.received(1);
    paper.received(2);

    paper.door("stored", null);
    paper.door("stored", null);
    paper.received(3);
    room.pass(Duration.ofSeconds(2));

    assertThat(room.told("stored")).hasSize(1);
    assertThat(room.told("progress")).hasSize(1);
    assertThat(seen(paper, mary).getLong("received")).isEqualTo(Paper.SIZE);
    assertThat(seen(paper, mary).getBoolean("stored")).isTrue();
  }

  @Test
  void a_recipient_receives_only_after_the_last_byte_then_confirms() {
    Paper paper = Paper.stored(room, can);

    refused(Failure.NOT_ALLOWED_HERE, () -> paper.does(mary, "receive"));
    refused(Failure.NOT_ALLOWED_HERE, () -> paper.does(mary, "confirm"));
    paper.door("fetched", joe);
    refused(Failure.NOT_ALLOWED_HERE, () -> paper.does(mary, "receive"));
    paper.door("fetched", mary);
    assertThat(paper.does(mary, "receive")).isEqualTo(new JsonObject());
    assertThat(paper.does(mary, "receive")).isEqualTo(new JsonObject());
    assertThat(paper.does(mary, "confirm")).isEqualTo(new JsonObject());

    room.pass(Duration.ofSeconds(2));
    assertThat(seen(paper, joe).getJsonArray("handoff"))
        .isEqualTo(JsonArray.of(pair(mary, "confirmed"), pair(joe, "offered")));
  }

  @Test
  void only_recipients_speak_of_a_document() {
    Paper paper = Paper.stored(room, can, mary);

    refused(Failure.NOT_A_RECIPIENT, () -> paper.does(joe, "decline"));
    refused(Failure.NOT_A_RECIPIENT, () -> paper.does(can, "receive"));
    refused(
        Failure.NO_SUCH_FILE,
        () -> new Paper(room, can, TestRoom.ID.value()).does(mary, "decline"));
    assertThat(room.told("handoffs")).isEmpty();
  }

  @Test
  void a_dispute_says_why_to_everybody() {
    Paper paper = Paper.stored(room, can);
    paper.reaches(mary);
    room.pass(Duration.ofSeconds(2));

    paper.does(mary, "dispute");

    JsonArray disputed = JsonArray.of(mary.seat().value(), "disputed", "empty page");
    assertThat(room.last("handoffs").getJsonArray("changes").getJsonArray(0))
        .isEqualTo(JsonArray.of(paper.id()).addAll(disputed));
    assertThat(seen(paper, joe).getJsonArray("handoff").getJsonArray(0)).isEqualTo(disputed);
  }

  @Test
  void steps_are_gathered_for_a_second_and_the_newest_of_each_is_told() {
    Paper paper = Paper.stored(room, can);
    paper.does(joe, "decline");
    paper.reaches(mary);
    paper.does(mary, "confirm");
    assertThat(room.told("handoffs")).hasSize(1);

    room.pass(Duration.ofSeconds(1));

    assertThat(room.told("handoffs")).hasSize(2);
    assertThat(room.last("handoffs").getJsonArray("changes"))
        .isEqualTo(JsonArray.of(JsonArray.of(paper.id(), mary.seat().value(), "confirmed")));
  }

  @Test
  void states_and_steps_share_one_count_without_holes() {
    Paper paper = Paper.stored(room, can);
    paper.does(joe, "decline");
    mary.away(true);
    room.pass(Duration.ofSeconds(2));
    paper.reaches(mary);
    mary.away(false);
    room.pass(Duration.ofSeconds(2));

    List<Long> revs =
        room.out.stream()
            .filter(event -> List.of("states", "handoffs").contains(event.getString("type")))
            .map(event -> event.getLong("rev"))
            .toList();
    assertThat(revs).containsExactly(1L, 2L, 3L, 4L);
    assertThat(can.list("files").getLong("rev")).isEqualTo(4);
  }

  @Test
  void whoever_comes_later_is_offered_what_is_for_all() {
    Paper toAll = Paper.stored(room, can);
    Paper toMary = Paper.stored(room, can, mary);

    Guest eve = enter("Eve");

    assertThat(seen(toAll, eve).getJsonArray("handoff")).contains(pair(eve, "offered"));
    assertThat(seen(toMary, eve).getJsonArray("handoff")).doesNotContain(pair(eve, "offered"));
    toAll.reaches(eve);
    refused(Failure.NOT_A_RECIPIENT, () -> toMary.does(eve, "decline"));
  }

  @Test
  void whoever_left_before_the_offer_and_returns_is_offered_it() {
    joe.does("leave");
    Paper paper = Paper.stored(room, can);
    assertThat(seen(paper, mary).getJsonArray("handoff"))
        .isEqualTo(JsonArray.of(pair(mary, "offered")));

    room.enter(joe);

    assertThat(seen(paper, mary).getJsonArray("handoff")).contains(pair(joe, "offered"));
  }

  @Test
  void a_recipient_who_comes_back_goes_on_where_it_was() {
    Paper paper = Paper.stored(room, can, mary);
    paper.door("fetched", mary);
    mary.does("leave");
    room.enter(mary);

    assertThat(seen(paper, mary).getString("meta")).isEqualTo(Paper.META);
    assertThat(paper.does(mary, "receive")).isEqualTo(new JsonObject());
  }

  @Test
  void when_the_sender_goes_whole_documents_stay_and_others_are_withdrawn() {
    Paper whole = Paper.stored(room, mary);
    Paper part = Paper.offered(room, mary);
    Paper another = Paper.offered(room, joe);

    mary.does("leave");

    assertThat(room.last("withdrawn").getString("file")).isEqualTo(part.id());
    assertThat(room.told("withdrawn")).hasSize(1);
    assertThat(room.cuts).contains(new Effect.Cut(Paper.RELAY, new FileId(part.id()), null));
    assertThat(part.seenBy(can)).isNull();
    assertThat(whole.door("may", can)).isEqualTo(rights(false, true));
    assertThat(another.door("may", joe)).isEqualTo(rights(true, true));
    refused(Failure.ROOM_NOT_FOUND, () -> whole.door("may", mary));
  }

  @Test
  void when_the_sender_is_lost_or_kicked_unfinished_documents_are_withdrawn() {
    Paper lost = Paper.offered(room, mary);
    Paper kicked = Paper.offered(room, joe);

    room.lose(mary);
    room.pass(Duration.ofSeconds(29));
    assertThat(room.told("withdrawn")).isEmpty();
    room.pass(Duration.ofSeconds(3));
    can.to(joe, "kick");

    assertThat(room.told("withdrawn").stream().map(event -> event.getString("file")))
        .containsExactly(lost.id(), kicked.id());
  }

  @Test
  void whoever_goes_has_its_transfers_cut_if_it_ever_moved_bytes() {
    Paper paper = Paper.stored(room, can);
    paper.door("may", mary);

    joe.does("leave");
    assertThat(room.cuts).isEmpty();
    can.to(mary, "kick");

    assertThat(room.cuts).containsExactly(new Effect.Cut(Paper.RELAY, null, mary.session()));
  }

  @Test
  void the_sender_and_the_admin_withdraw_and_nobody_else() {
    Paper first = Paper.stored(room, mary);
    Paper second = Paper.stored(room, mary);

    refused(Failure.NOT_THE_ADMIN, () -> first.does(joe, "withdraw"));
    first.does(mary, "withdraw");
    second.does(can, "withdraw");

    assertThat(room.told("withdrawn")).hasSize(2);
    assertThat(room.cuts)
        .containsExactly(
            new Effect.Cut(Paper.RELAY, new FileId(first.id()), null),
            new Effect.Cut(Paper.RELAY, new FileId(second.id()), null));
    refused(Failure.NO_SUCH_FILE, () -> first.does(mary, "withdraw"));
    refused(Failure.NO_SUCH_FILE, () -> first.does(joe, "receive"));
    refused(Failure.NO_SUCH_FILE, () -> first.door("may", joe));
    refused(Failure.NO_SUCH_FILE, () -> first.door("fetched", joe));
    refused(Failure.NO_SUCH_FILE, () -> first.door("stored", null));
  }

  @Test
  void the_web_tier_withdraws_for_the_sender_and_the_relay_what_was_given_up() {
    Paper first = Paper.offered(room, mary);
    Paper second = Paper.offered(room, mary);

    refused(Failure.NO_SUCH_FILE, () -> first.door("withdraw", can));
    first.door("withdraw", mary);
    second.door("withdraw", null);

    assertThat(room.told("withdrawn")).hasSize(2);
  }

  @Test
  void what_was_to_be_told_of_a_withdrawn_document_is_not_told() {
    Paper paper = Paper.stored(room, can);
    Paper other = Paper.stored(room, can);
    other.does(joe, "decline");
    paper.does(joe, "decline");
    paper.does(can, "withdraw");
    room.pass(Duration.ofSeconds(2));

    assertThat(room.told("handoffs")).hasSize(1);
  }

  @Test
  void the_end_cuts_everything_and_the_receipt_counts_what_was_here_in_whole() {
    Paper.stored(room, can);
    Paper.stored(room, mary).does(mary, "withdraw");
    Paper part = Paper.offered(room, mary);
    room.cuts.clear();

    room.end(EndReason.OPERATOR);

    assertThat(room.cuts).containsExactly(new Effect.Cut(Paper.RELAY, null, null));
    assertThat(room.told("withdrawn")).hasSize(1);
    refused(Failure.ROOM_NOT_FOUND, () -> part.door("may", mary));
    refused(Failure.ROOM_NOT_FOUND, () -> part.door("stored", null));
    refused(Failure.ROOM_NOT_FOUND, () -> Paper.offered(room, can));
    room.pass(Duration.ofSeconds(6));
    JsonObject counts = room.last("receipt").getJsonObject("receipt").getJsonObject("counts");
    assertThat(counts.getLong("files")).isEqualTo(2);
    assertThat(counts.getLong("bytes")).isEqualTo(2L * Paper.SIZE);
  }

  @Test
  void a_room_that_never_had_documents_cuts_nothing() {
    room.end(EndReason.OPERATOR);

    assertThat(room.cuts).isEmpty();
  }

  @Test
  void the_bytes_are_cut_before_the_last_words() {
    Paper.stored(room, can);
    can.does("delete");
    room.pass(Duration.ofSeconds(6));

    List<Class<?>> order =
        room.effects.stream()
            .<Class<?>>map(Effect::getClass)
            .filter(type -> type == Effect.Cut.class || type == Effect.Vanish.class)
            .toList();
    assertThat(order).containsExactly(Effect.Cut.class, Effect.Vanish.class);
  }

  @Test
  void a_room_holds_its_number_of_documents_and_not_one_more() {
    TestRoom small =
        TestRoom.open(
            TestSettings.limits(
                new JsonObject().put("files-room", 2).put("files-room-bytes", "3000 B")),
            new JsonObject());
    Paper first = Paper.offered(small, small.opener);
    Paper.offered(small, small.opener);

    refused(Failure.QUOTA_EXCEEDED, () -> Paper.offered(small, small.opener));
    first.does(small.opener, "withdraw");
    Paper more = new Paper(small, small.opener, "ffffiiiilllleeeeaaaabbbb22");
    refused(Failure.QUOTA_EXCEEDED, () -> more.offer(2_001));
    assertThat(small.told("offered")).hasSize(2);
    more.offer(2_000);
  }

  @Test
  void offers_have_a_rate() {
    TestRoom hasty =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("offers", "1/s burst 2")), new JsonObject());
    Paper.offered(hasty, hasty.opener);
    Paper.offered(hasty, hasty.opener);

    refused(Failure.TOO_FAST, () -> Paper.offered(hasty, hasty.opener));
    hasty.pass(Duration.ofSeconds(1));
    Paper.offered(hasty, hasty.opener);
  }

  @Test
  void who_is_exempt_from_rates_offers_as_often_as_it_likes() {
    TestRoom hasty =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("offers", "1/min burst 1")), new JsonObject());
    Paper.offered(hasty, hasty.opener);
    Paper next = new Paper(hasty, hasty.opener, SeatId.fresh().value());
    refused(Failure.TOO_FAST, () -> next.offer(1));

    next.offerExempt(1);

    assertThat(hasty.told("offered")).hasSize(2);
  }

  @Test
  void a_snapshot_has_fifty_documents_and_a_list_the_others() {
    for (int i = 0; i < 60; i++) {
      Paper.offered(room, can);
    }

    JsonObject snapshot = room.enter(mary);

    JsonArray files = snapshot.getJsonArray("files");
    assertThat(files).hasSize(50);
    assertThat(snapshot.getJsonObject("more").getBoolean("files")).isTrue();
    String last = files.getJsonObject(49).getString("file");
    JsonObject rest = mary.does(command("list").put("what", "files").put("after", last));
    assertThat(rest.getJsonArray("items")).hasSize(10);
    assertThat(rest.getBoolean("more")).isFalse();
    refused(
        Failure.NO_SUCH_FILE,
        () -> mary.does(command("list").put("what", "files").put("after", SeatId.fresh().value())));
  }

  @Test
  void where_a_document_stands_is_listed_in_pages() {
    Paper paper = Paper.stored(room, can);
    JsonObject all = mary.does(command("list").put("what", "handoff").put("file", paper.id()));
    assertThat(all.getJsonArray("items"))
        .isEqualTo(JsonArray.of(pair(mary, "offered"), pair(joe, "offered")));

    JsonObject rest =
        mary.does(
            command("list")
                .put("what", "handoff")
                .put("file", paper.id())
                .put("after", mary.seat().value()));
    assertThat(rest.getJsonArray("items")).isEqualTo(JsonArray.of(pair(joe, "offered")));
  }

  @Test
  void the_largest_room_and_the_largest_papers_fit_into_a_frame() {
    TestRoom large =
        TestRoom.open(
            TestSettings.limits(new JsonObject().put("capacity", 2_000)), new JsonObject());
    Guest last = large.opener;
    for (int i = 0; i < 1_000; i++) {
      last = Guest.exempt("Guest " + i);
      large.enter(last, new JsonObject().put("proof", TestRoom.PROOF));
    }
    for (int i = 0; i < 60; i++) {
      Paper.offered(large, large.opener);
    }

    JsonObject snapshot = large.enter(last);

    assertThat(snapshot.toBuffer().length()).isLessThan(256 * 1_024);
    assertThat(snapshot.getJsonObject("more").getBoolean("files")).isTrue();
    assertThat(snapshot.getJsonArray("files").getJsonObject(0).getBoolean("more")).isTrue();
  }

  @Test
  void what_a_room_remembers_of_documents_is_given_back() {
    long before = room.node.budget().used();
    Paper paper = Paper.stored(room, can);
    long with = room.node.budget().used();
    enter("Eve");
    paper.does(can, "withdraw");
    Paper.stored(room, can);
    assertThat(with).isGreaterThan(before + 1_024);

    room.end(EndReason.OPERATOR);
    room.pass(Duration.ofSeconds(6));

    assertThat(room.node.budget().used()).isZero();
  }
}
