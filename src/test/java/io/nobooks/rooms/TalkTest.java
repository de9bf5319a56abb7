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
import java.util.Random;
import org.junit.jupiter.api.Test;

class TalkTest {
  private final TestRoom room = TestRoom.open();
  private final Guest can = room.opener;

  @Test
  void what_is_said_is_told_to_all_with_who_when_and_in_what_order() {
    Guest mary = room.enter("Mary");

    JsonObject reply = mary.say("cid-1234567890123", text("hello"));

    JsonObject said = room.last("said");
    assertThat(said.getString("by")).isEqualTo(mary.seat().value());
    assertThat(said.getString("cid")).isEqualTo("cid-1234567890123");
    assertThat(said.getJsonObject("body")).isEqualTo(text("hello"));
    assertThat(said.getLong("seq")).isEqualTo(3).isEqualTo(reply.getLong("seq"));
    assertThat(said.getLong("at")).isEqualTo(room.clock.getAsLong()).isEqualTo(reply.getLong("at"));
  }

  @Test
  void an_answer_has_the_very_time_that_was_told_however_the_clock_goes_on() {
    Guest mary = room.enter("Mary");
    room.clock.go();

    JsonObject said = can.say(freshCid(), text("hello"));
    JsonObject whispered = can.whisper(mary, freshCid(), "psst");

    assertThat(said.getLong("at")).isEqualTo(room.last("said").getLong("at"));
    assertThat(whispered.getLong("at"))
        .isEqualTo(room.toldTo(mary, "whispered").get(0).getLong("at"));
  }

  @Test
  void nothing_that_a_client_writes_changes_who_said_it() {
    Guest mary = room.enter("Mary");
    JsonObject forged =
        command("say")
            .put("cid", freshCid())
            .put("body", text("x").put("by", can.seat().value()))
            .put("by", can.seat().value())
            .put("seat", can.seat().value())
            .put("session", can.session().value())
            .put("name", "Can");

    mary.does(forged);

    assertThat(room.last("said").getString("by")).isEqualTo(mary.seat().value());
  }

  @Test
  void no_field_of_any_name_with_any_value_changes_who_said_it() {
    Guest mary = Guest.exempt("Mary");
    room.enter(mary);
    Random random = new Random(7);
    String[] names = {
      "by", "from", "seat", "session", "name", "user", "headers", "seq", "at", "me"
    };
    Object[] values = {
      can.seat().value(), can.session().value(), "Can", 1, true, new JsonObject(), new JsonArray()
    };
    for (int i = 0; i < 500; i++) {
      JsonObject say = command("say").put("cid", freshCid()).put("body", text("x"));
      for (int j = 0; j < 4; j++) {
        JsonObject where = random.nextBoolean() ? say : say.getJsonObject("body");
        where.put(names[random.nextInt(names.length)], values[random.nextInt(values.length)]);
      }
      mary.does(say);
    }

    assertThat(room.told("said"))
        .hasSize(500)
        .allMatch(said -> said.getString("by").equals(mary.seat().value()));
  }

  @Test
  void the_same_cid_again_is_answered_the_same_and_told_once() {
    String cid = freshCid();
    JsonObject first = can.say(cid, text("once"));
    room.pass(Duration.ofSeconds(3));

    JsonObject second = can.say(cid, text("once"));

    assertThat(second).isEqualTo(first);
    assertThat(room.told("said")).hasSize(1);
  }

  @Test
  void the_same_cid_of_another_session_is_another_message() {
    Guest mary = room.enter("Mary");
    String cid = freshCid();
    can.say(cid, text("one"));

    mary.say(cid, text("two"));

    assertThat(room.told("said")).hasSize(2);
  }

  @Test
  void a_repeated_cid_is_answered_even_when_its_sender_speaks_too_fast() {
    String cid = freshCid();
    JsonObject first = can.say(cid, text("once"));
    for (int i = 1; i < 15; i++) {
      can.say("more");
    }
    refused(Failure.TOO_FAST, () -> can.say("too much"));

    assertThat(can.say(cid, text("once"))).isEqualTo(first);
  }

  @Test
  void a_room_for_sealed_bodies_refuses_text_to_all_and_to_one() {
    Guest mary = room.enter("Mary");
    can.set("sealedOnly", true);

    refused(Failure.NOT_ALLOWED_HERE, () -> mary.say("clear"));
    refused(Failure.NOT_ALLOWED_HERE, () -> mary.whisper(can, freshCid(), "clear"));
    mary.say(freshCid(), new JsonObject().put("sealed", "AAAA"));

    assertThat(room.told("said")).hasSize(1);
  }

  @Test
  void a_whisper_reaches_both_ends_and_nobody_else() {
    Guest mary = room.enter("Mary");
    Guest joe = room.enter("Joe");
    int toldToAll = room.out.size();

    JsonObject reply = mary.whisper(joe, "cid-1234567890123", "psst");

    JsonObject heard = room.toldTo(joe, "whispered").get(0);
    assertThat(room.toldTo(mary, "whispered")).containsExactly(heard);
    assertThat(heard.getString("room")).isEqualTo(TestRoom.ID.value());
    assertThat(heard.getString("by")).isEqualTo(mary.seat().value());
    assertThat(heard.getString("to")).isEqualTo(joe.seat().value());
    assertThat(heard.getString("cid")).isEqualTo("cid-1234567890123");
    assertThat(heard.getJsonObject("body")).isEqualTo(text("psst"));
    assertThat(heard.getLong("at")).isEqualTo(reply.getLong("at"));
    assertThat(reply.containsKey("seq")).isFalse();
    assertThat(room.mail(can)).isEmpty();
    assertThat(room.out).hasSize(toldToAll);
  }

  @Test
  void a_whisper_to_oneself_is_told_once() {
    can.whisper(can, freshCid(), "note");

    assertThat(room.toldTo(can, "whispered")).hasSize(1);
  }

  @Test
  void a_repeated_whisper_is_told_once() {
    Guest mary = room.enter("Mary");
    String cid = freshCid();
    JsonObject first = can.whisper(mary, cid, "psst");

    assertThat(can.whisper(mary, cid, "psst")).isEqualTo(first);
    assertThat(room.toldTo(mary, "whispered")).hasSize(1);
  }

  @Test
  void a_whisper_that_could_not_be_kept_may_be_sent_again() {
    Guest mary = room.enter("Mary");
    String cid = freshCid();
    can.whisper(mary, cid, "psst");
    room.effects.stream()
        .filter(Effect.Whisper.class::isInstance)
        .forEach(effect -> room.unsay((Effect.Whisper) effect));

    can.whisper(mary, cid, "psst");

    assertThat(room.toldTo(mary, "whispered")).hasSize(2);
  }

  @Test
  void a_whisper_to_a_member_who_reconnects_is_kept_and_to_a_lost_one_refused() {
    Guest mary = room.enter("Mary");
    room.lose(mary);

    can.whisper(mary, freshCid(), "psst");
    assertThat(room.toldTo(mary, "whispered")).hasSize(1);

    room.pass(Duration.ofSeconds(31));
    refused(Failure.NO_SUCH_SEAT, () -> can.whisper(mary, freshCid(), "psst"));
  }

  @Test
  void typing_is_passed_on_once_in_two_seconds() {
    Guest mary = room.enter("Mary");

    assertThat(mary.does("typing")).isEqualTo(new JsonObject());
    assertThat(mary.does("typing")).isEqualTo(new JsonObject());
    assertThat(room.told("typing")).hasSize(1);
    assertThat(room.last("typing").getString("by")).isEqualTo(mary.seat().value());

    room.clock.forward(Duration.ofMillis(1_999));
    mary.does("typing");
    assertThat(room.told("typing")).hasSize(1);

    room.clock.forward(Duration.ofMillis(1));
    mary.does("typing");
    assertThat(room.told("typing")).hasSize(2);
  }

  @Test
  void documents_that_do_not_exist_are_not_found() {
    String file = "abcdefghijklmnopqrstuvwxyz";
    for (String type : new String[] {"receive", "confirm", "decline", "withdraw"}) {
      refused(Failure.NO_SUCH_FILE, () -> can.does(command(type).put("file", file)));
    }
    refused(
        Failure.NO_SUCH_FILE,
        () -> can.does(command("dispute").put("file", file).put("reason", "torn")));
    refused(
        Failure.NO_SUCH_FILE,
        () -> can.does(command("list").put("what", "handoff").put("file", file)));
    assertThat(can.list("files"))
        .isEqualTo(
            new JsonObject().put("items", new JsonArray()).put("more", false).put("rev", 0L));
  }

  @Test
  void a_command_that_cannot_be_read_is_refused_and_harms_nothing() {
    refused(Failure.BAD_COMMAND, () -> can.does("fly"));
    refused(Failure.BAD_COMMAND, () -> can.does(command("say")));

    assertThat(can.say("still here").getLong("seq")).isEqualTo(2);
  }

  @Test
  void who_has_no_seat_is_told_that_there_is_no_room() {
    Guest stranger = Guest.named("Mary");

    refused(Failure.ROOM_NOT_FOUND, () -> room.obey(stranger, command("typing")));
    refused(Failure.ROOM_NOT_FOUND, () -> room.obey(stranger, command("fly")));
  }
}
