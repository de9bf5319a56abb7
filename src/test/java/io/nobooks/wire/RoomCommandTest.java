package io.nobooks.wire;

import static io.nobooks.wire.WireVectors.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nobooks.Failure;
import io.nobooks.wire.RoomCommand.Listed;
import io.nobooks.wire.RoomCommand.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomCommandTest {
  private static final BodySizes BODY = new BodySizes(12_288, 512);
  private static final SeatId TO = new SeatId("zyxwvutsrqponmlkjihgfedcba");
  private static final FileId FILE = new FileId("ffffgggghhhhiiiijjjjkkkk77");
  private static final ClientId CID = new ClientId("cid-000000000001");

  private static Map<String, RoomCommand> expected() {
    JsonObject text = new JsonObject().put("text", "Merhaba, dünya 👋");
    JsonObject thumb = new JsonObject().put("text", "👍");
    JsonObject sealed = new JsonObject().put("sealed", "AAECAwQ");
    Map<String, RoomCommand> commands = new LinkedHashMap<>();
    commands.put("say", new RoomCommand.Say(CID, new Body(text, false)));
    commands.put("whisper", new RoomCommand.Whisper(CID, TO, new Body(sealed, true)));
    commands.put("edit", new RoomCommand.Edit(CID, 41, new Body(text, false)));
    commands.put("retract", new RoomCommand.Retract(41));
    commands.put("react", new RoomCommand.React(CID, 41, new Body(thumb, false)));
    commands.put("react-no-more", new RoomCommand.React(CID, 41, null));
    commands.put("typing", new RoomCommand.Typing());
    commands.put("away", new RoomCommand.Away(true));
    commands.put("sync", new RoomCommand.Sync("k3v9p2m7qa", 42));
    commands.put(
        "list", new RoomCommand.ListPage(Listed.MEMBERS, null, "abcdefghijklmnopqrstuvwxyz"));
    commands.put("receive", new RoomCommand.HandOff(Step.RECEIVE, FILE, ""));
    commands.put("confirm", new RoomCommand.HandOff(Step.CONFIRM, FILE, ""));
    commands.put("decline", new RoomCommand.HandOff(Step.DECLINE, FILE, ""));
    commands.put(
        "dispute", new RoomCommand.HandOff(Step.DISPUTE, FILE, "The third page is missing."));
    commands.put("withdraw", new RoomCommand.Withdraw(FILE));
    commands.put("admit", new RoomCommand.Admit(TO));
    commands.put("deny", new RoomCommand.Deny(TO));
    commands.put("kick", new RoomCommand.Kick(TO));
    commands.put("hand-over", new RoomCommand.HandOver(TO));
    commands.put("set", new RoomCommand.Set(new JsonObject().put("locked", true)));
    commands.put("leave", new RoomCommand.Leave());
    commands.put("delete", new RoomCommand.Delete());
    commands.put("wiped", new RoomCommand.Wiped(FILE.value()));
    return commands;
  }

  private static Failure refusal(JsonObject command) {
    Failure.Refused refused =
        catchThrowableOfType(Failure.Refused.class, () -> RoomCommand.parse(command, BODY));
    assertThat(refused).as("refusal of %s", command).isNotNull();
    return refused.failure;
  }

  @Test
  void every_command_is_read_from_its_vector() {
    assertThat(expected())
        .allSatisfy(
            (type, command) ->
                assertThat(RoomCommand.parse(frame("command." + type), BODY)).isEqualTo(command));
  }

  @Test
  void every_kind_of_command_has_a_vector() {
    List<Class<?>> kinds = List.of(RoomCommand.class.getPermittedSubclasses());
    List<Class<?>> shown = new ArrayList<>();
    expected().values().forEach(command -> shown.add(command.getClass()));

    assertThat(shown).containsAll(kinds);
  }

  @Test
  void whatever_stands_in_a_field_is_read_or_refused_and_nothing_else_happens() {
    List<Object> values =
        new ArrayList<>(
            Arrays.asList(
                null,
                true,
                -1,
                1.5,
                1e300,
                "",
                "x",
                "x".repeat(100_000),
                new JsonArray(),
                new JsonObject(),
                new JsonObject().put("text", 1),
                new JsonObject().put("text", "a").put("sealed", "b"),
                JsonArray.of(1, "a")));
    for (String type : expected().keySet()) {
      JsonObject good = frame("command." + type);
      for (String field : good.fieldNames()) {
        for (Object value : values) {
          try {
            RoomCommand.parse(good.copy().put(field, value), BODY);
          } catch (Failure.Refused refused) {
            assertThat(refused.failure).isIn(Failure.BAD_COMMAND, Failure.TOO_LARGE);
          }
        }
        if (!field.equals("after")) {
          JsonObject less = good.copy();
          less.remove(field);
          assertThat(refusal(less)).isEqualTo(Failure.BAD_COMMAND);
        }
      }
    }
  }

  @Test
  void a_cid_has_16_to_64_characters() {
    JsonObject say = frame("command.say");

    assertThat(refusal(say.copy().put("cid", "x".repeat(15)))).isEqualTo(Failure.BAD_COMMAND);
    assertThat(refusal(say.copy().put("cid", "x".repeat(65)))).isEqualTo(Failure.BAD_COMMAND);
    RoomCommand.parse(say.copy().put("cid", "x".repeat(16)), BODY);
    RoomCommand.parse(say.copy().put("cid", "x".repeat(64)), BODY);
  }

  @Test
  void a_body_is_either_sealed_or_text_and_may_carry_more() {
    JsonObject say = frame("command.say");
    JsonObject both = new JsonObject().put("text", "a").put("sealed", "b");
    JsonObject neither = new JsonObject().put("html", "a");
    JsonObject more = new JsonObject().put("text", "a").put("by", "me");

    assertThat(refusal(say.copy().put("body", both))).isEqualTo(Failure.BAD_COMMAND);
    assertThat(refusal(say.copy().put("body", neither))).isEqualTo(Failure.BAD_COMMAND);
    assertThat(refusal(say.copy().put("body", "a"))).isEqualTo(Failure.BAD_COMMAND);
    assertThat(RoomCommand.parse(say.copy().put("body", more), BODY))
        .isEqualTo(new RoomCommand.Say(CID, new Body(more, false)));
  }

  @Test
  void the_size_of_a_body_is_that_of_its_compact_json_in_utf_8() {
    for (String letter : List.of("x", "ü", "€", "👋", "\"", "\n")) {
      JsonObject body = new JsonObject().put("text", letter);
      int bytes = body.encode().getBytes(UTF_8).length;

      assertThat(Fields.compactBytes(body)).isEqualTo(bytes);
      Body.of(body, bytes);
      assertThat(
              catchThrowableOfType(Failure.Refused.class, () -> Body.of(body, bytes - 1)).failure)
          .isEqualTo(Failure.TOO_LARGE);
    }
  }

  @Test
  void a_reaction_has_a_size_of_its_own() {
    JsonObject react = frame("command.react");
    JsonObject fits = new JsonObject().put("text", "x".repeat(512 - "{\"text\":\"\"}".length()));
    JsonObject more = new JsonObject().put("text", fits.getString("text") + "x");

    assertThat(refusal(react.copy().put("body", more))).isEqualTo(Failure.TOO_LARGE);
    assertThat(RoomCommand.parse(react.copy().put("body", fits), BODY))
        .isEqualTo(new RoomCommand.React(CID, 41, new Body(fits, false)));
  }

  @Test
  void a_message_is_named_by_a_number_from_1_on() {
    for (String type : List.of("edit", "retract", "react")) {
      JsonObject good = frame("command." + type);

      assertThat(refusal(good.copy().put("of", 0))).isEqualTo(Failure.BAD_COMMAND);
      assertThat(refusal(good.copy().put("of", "41"))).isEqualTo(Failure.BAD_COMMAND);
      assertThat(refusal(good.copy().put("of", 41.5))).isEqualTo(Failure.BAD_COMMAND);
      RoomCommand.parse(good.copy().put("of", Long.MAX_VALUE), BODY);
    }
  }

  @Test
  void a_reason_has_1_to_200_characters() {
    JsonObject dispute = frame("command.dispute");

    assertThat(refusal(dispute.copy().put("reason", ""))).isEqualTo(Failure.BAD_COMMAND);
    assertThat(refusal(dispute.copy().put("reason", "x".repeat(201))))
        .isEqualTo(Failure.BAD_COMMAND);
    RoomCommand.parse(dispute.copy().put("reason", "👋".repeat(200)), BODY);
  }

  @Test
  void a_room_takes_sealed_bodies_only_unless_its_opener_says_otherwise() {
    Options defaults = Options.defaults(200);
    assertThat(defaults.sealedOnly()).isTrue();
    assertThat(defaults.with(new JsonObject().put("sealedOnly", false), 200).sealedOnly())
        .isFalse();
  }

  @Test
  void each_option_changes_itself_alone() {
    Options all = Options.defaults(200);
    JsonObject others =
        new JsonObject()
            .put("lobby", true)
            .put("locked", true)
            .put("filesLocked", true)
            .put("capacity", 7)
            .put("sealedOnly", false)
            .put("lifetimeMinutes", 60)
            .put("history", false);
    for (String option : others.fieldNames()) {
      JsonObject change = new JsonObject().put(option, others.getValue(option));

      assertThat(all.with(change, 200).toJson()).isEqualTo(all.toJson().mergeIn(change));
    }
  }

  @Test
  void options_take_what_the_contract_allows_and_nothing_else() {
    Options defaults = Options.defaults(200);
    JsonObject good =
        new JsonObject()
            .put("lobby", true)
            .put("locked", true)
            .put("filesLocked", true)
            .put("capacity", 10_000)
            .put("sealedOnly", true)
            .put("lifetimeMinutes", 10_080)
            .put("history", false);

    assertThat(defaults.with(good, 10_000).toJson()).isEqualTo(good);
    assertThat(defaults.with(new JsonObject(), 10_000)).isEqualTo(defaults);
    List<JsonObject> bad =
        List.of(
            new JsonObject().put("colour", "red"),
            new JsonObject().put("lobby", "true"),
            new JsonObject().put("lobby", (Object) null),
            new JsonObject().put("filesLocked", 1),
            new JsonObject().put("capacity", 0),
            new JsonObject().put("capacity", 10_001),
            new JsonObject().put("capacity", 5.5),
            new JsonObject().put("capacity", "5"),
            new JsonObject().put("lifetimeMinutes", 0),
            new JsonObject().put("lifetimeMinutes", 10_081),
            new JsonObject().put("lifetimeMinutes", 4_294_967_297L));
    for (JsonObject changes : bad) {
      Failure.Refused refused =
          catchThrowableOfType(Failure.Refused.class, () -> defaults.with(changes, 10_000));
      assertThat(refused).as("%s", changes).isNotNull();
      assertThat(refused.failure).isEqualTo(Failure.BAD_COMMAND);
    }
  }
}
