package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.freshCid;
import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.wire.ClientId;
import io.nobooks.wire.EndReason;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each limit of section 9 that rooms keep, at N and N+1. */
class RoomLimitsTest {
  private final TestRoom room = TestRoom.open();
  private final Guest can = room.opener;

  private static void times(int times, Runnable deed) {
    for (int i = 0; i < times; i++) {
      deed.run();
    }
  }

  @Test
  void a_seat_says_fifteen_at_once_and_five_a_second() {
    times(15, () -> can.say("x"));
    Failure.Refused refused = refused(Failure.TOO_FAST, () -> can.say("x"));
    assertThat(refused.afterMs).isEqualTo(200);

    room.clock.forward(Duration.ofSeconds(1));
    times(5, () -> can.say("x"));
    refused(Failure.TOO_FAST, () -> can.say("x"));
    assertThat(room.told("said")).hasSize(20);
  }

  @Test
  void a_room_says_a_hundred_a_second() {
    for (int i = 0; i < 10; i++) {
      Guest guest = room.enter("Guest " + i);
      times(10, () -> guest.say("x"));
    }

    refused(Failure.TOO_FAST, () -> can.say("x"));

    room.clock.forward(Duration.ofMillis(10));
    can.say("x");
  }

  @Test
  void a_room_passes_ten_typings_a_second_on() {
    for (int i = 0; i < 10; i++) {
      room.enter("Guest " + i).does("typing");
    }

    refused(Failure.TOO_FAST, () -> can.does("typing"));
    assertThat(room.told("typing")).hasSize(10);
  }

  @Test
  void a_session_reads_five_times_at_once_and_twice_a_second() {
    can.sync(1);
    can.list("members");
    can.list("files");
    room.enter(can);
    can.sync(1);

    refused(Failure.TOO_FAST, () -> can.sync(1));
    refused(Failure.TOO_FAST, () -> can.list("members"));
    refused(Failure.TOO_FAST, () -> room.enter(can));

    room.clock.forward(Duration.ofSeconds(1));
    times(2, () -> can.sync(1));
    refused(Failure.TOO_FAST, () -> can.sync(1));
  }

  @Test
  void a_session_enters_and_leaves_a_room_ten_times_a_minute() {
    Guest mary = Guest.named("Mary");
    times(
        10,
        () -> {
          room.enter(mary);
          mary.does("leave");
        });

    Failure.Refused refused = refused(Failure.TOO_FAST, () -> room.enter(mary));
    assertThat(refused.afterMs).isEqualTo(6_000);

    room.clock.forward(Duration.ofSeconds(6));
    room.enter(mary);
    room.enter("Joe");
  }

  @Test
  void leaving_has_a_bucket_of_its_own() {
    Guest mary = Guest.named("Mary");
    times(
        9,
        () -> {
          room.enter(mary);
          mary.does("leave");
        });
    room.enter(mary);

    mary.does("leave");

    assertThat(room.members()).isEqualTo(1);
  }

  @Test
  void exempt_callers_know_no_rates() {
    Guest tool = Guest.exempt("Tool");
    times(30, () -> room.enter(tool));
    times(200, () -> tool.say("x"));
    times(30, () -> tool.sync(1));
    times(
        30,
        () -> {
          tool.does("leave");
          room.enter(tool);
        });

    assertThat(room.told("said")).hasSize(200);
  }

  @Test
  void a_body_of_12_KiB_is_taken_and_one_byte_more_is_not() {
    String fits = "ü" + "x".repeat(12 * 1_024 - "{\"text\":\"\"}".length() - 2);

    can.say(fits);

    refused(Failure.TOO_LARGE, () -> can.say(fits + "x"));
    refused(Failure.TOO_LARGE, () -> can.whisper(can, freshCid(), fits + "x"));
  }

  @Test
  void a_hello_of_1_KiB_is_taken_and_one_byte_more_is_not() {
    String fits = "x".repeat(1_022);
    JsonObject body = new JsonObject().put("proof", TestRoom.PROOF);

    room.enter(Guest.named("Mary"), body.copy().put("hello", fits));

    refused(
        Failure.TOO_LARGE,
        () -> room.enter(Guest.named("Joe"), body.copy().put("hello", fits + "x")));
  }

  @Test
  void logs_that_fill_their_part_of_the_heap_take_no_more() {
    room.node.budget().add(Runtime.getRuntime().maxMemory() / 4 - room.node.budget().used());
    int told = room.out.size();

    Failure.Refused refused = refused(Failure.UNAVAILABLE, () -> can.say("x"));

    assertThat(refused.afterMs).isPositive();
    assertThat(room.out).hasSize(told);
    refused(Failure.UNAVAILABLE, () -> room.enter("Mary"));
    can.sync(1);
    room.node.budget().add(-100_000);
    can.say("x");
  }

  @Test
  void cids_are_kept_for_the_last_256_or_ten_minutes_whichever_is_more() {
    CidMemory cids = new CidMemory(new LogBudget(Long.MAX_VALUE));
    ClientId first = new ClientId(freshCid());
    cids.put(first, new CidMemory.Answered(1, 0));
    for (int i = 1; i < 256; i++) {
      cids.put(new ClientId(freshCid()), new CidMemory.Answered(i, 0));
    }
    assertThat(cids.get(first)).isNotNull();

    long tenMinutes = Duration.ofMinutes(10).toMillis();
    cids.put(new ClientId(freshCid()), new CidMemory.Answered(300, tenMinutes));
    assertThat(cids.get(first)).isNotNull();

    cids.put(new ClientId(freshCid()), new CidMemory.Answered(301, tenMinutes + 1));
    assertThat(cids.get(first)).isNull();
  }

  @Test
  void the_memory_of_ones_own_messages_is_counted_and_falls_with_time_and_when_one_goes() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    Guest joe = room.enter("Joe");
    room.pass(Duration.ofSeconds(1));
    long before = room.node.budget().used();
    for (int i = 0; i < 300; i++) {
      mary.whisper(joe, freshCid(), "psst");
      joe.whisper(mary, freshCid(), "psst");
    }
    assertThat(room.node.budget().used()).isEqualTo(before + 600 * CidMemory.ENTRY_BYTES);

    room.sessionEnds(joe);
    room.pass(Duration.ofMinutes(11));

    long others = room.node.budget().used() - before;
    assertThat(others).isBetween(512L * CidMemory.ENTRY_BYTES, 520L * CidMemory.ENTRY_BYTES);
    room.end(EndReason.OPERATOR);
    room.pass(Duration.ofSeconds(5));
    assertThat(room.isGone()).isTrue();
    assertThat(room.node.budget().used()).isZero();
  }

  @Test
  void a_whisper_whose_answer_cannot_be_remembered_is_refused() {
    TestRoom room = TestRoom.open();
    Guest mary = room.enter("Mary");
    room.node.budget().add(Runtime.getRuntime().maxMemory() / 4 - room.node.budget().used());

    refused(Failure.UNAVAILABLE, () -> mary.whisper(room.opener, freshCid(), "psst"));

    assertThat(room.mail(room.opener)).isEmpty();
  }
}
