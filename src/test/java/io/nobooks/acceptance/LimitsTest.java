package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Eventually;
import io.nobooks.support.Refused;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The limits of docs/protocol.md, section 9, on a node whose settings make them small: what is
 * within is taken, one more is refused. Rates are per hour, so that no token comes back meanwhile;
 * people come from addresses of their own unless the limit is the address's.
 */
class LimitsTest {
  private static final String PASSWORD = "correct horse";
  private static final String EXEMPT = "127.99.0.1";

  private static TestNode node;
  private static Visitors visitors;

  @BeforeAll
  static void start() throws IOException {
    JsonObject limits =
        new JsonObject()
            .put("exempt", new JsonArray().add(EXEMPT))
            .put("body", 200)
            .put("commands", "1/h burst 60")
            .put("sync", "3/h")
            .put("say-seat", "3/h")
            .put("say-room", "5/h")
            .put("typing", "2/h")
            .put("enter", "3/h")
            .put("knocks-room", 2)
            .put("knocks-session", 2)
            .put("sockets", 5)
            .put("sockets-signed-out", 2)
            .put("guests", "4/h")
            .put("failed-passwords", "2/h")
            .put("failed-passwords-address", "4/h")
            .put("claims", "2/day")
            .put("failed-enters", "3/h")
            .put("opens", "5/h")
            .put("capacity", 2)
            .put("members", 4)
            .put("rooms-session", 3)
            .put("history-said", 4)
            .put("history-bytes", 1024);
    node = TestNode.start(new JsonObject().put("limits", limits));
    visitors = Visitors.of(node);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private static BusClient stranger() {
    return visitors.connectFrom(visitors.freshAddress());
  }

  private static JsonObject name(String name) {
    return new JsonObject().put("name", name);
  }

  private static void isRefused(Refused refused, Failure failure) {
    assertThat(refused.code).isEqualTo(failure.code);
    assertThat(refused.saysWhen()).isTrue();
  }

  /** A body of exactly so many bytes as compact JSON, most of them in letters of two. */
  private static JsonObject bodyOf(int bytes) {
    String odd = bytes % 2 == 0 ? "x" : "";
    int frame = "{\"text\":\"\"}".length() + odd.length();
    JsonObject body = new JsonObject().put("text", odd + "ğ".repeat((bytes - frame) / 2));
    assertThat(body.encode().getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
    return body;
  }

  @Test
  void a_body_is_measured_in_bytes_of_utf_8() {
    BusClient can = visitors.guest("Can").open(RoomCode.fresh());

    can.command("say", "cid", BusClient.cid(), "body", bodyOf(200));
    Refused all = can.commandRefused("say", "cid", BusClient.cid(), "body", bodyOf(201));
    can.command("whisper", "cid", BusClient.cid(), "to", can.seat(), "body", bodyOf(200));
    Refused one =
        can.commandRefused(
            "whisper", "cid", BusClient.cid(), "to", can.seat(), "body", bodyOf(201));

    assertThat(List.of(all.code, one.code)).containsOnly(Failure.TOO_LARGE.code);
  }

  @Test
  void a_bridge_message_has_64_KiB_and_above_128_KiB_there_is_no_answer_but_the_end() {
    BusClient can = stranger();

    assertThat(can.refused("auth.resume", filler(64 * 1024, 1)).code)
        .isEqualTo(Failure.TOKEN_INVALID.code);
    assertThat(can.refused("auth.resume", filler(64 * 1024 + 1, 2)).code)
        .isEqualTo(Failure.TOO_LARGE.code);
    assertThat(can.refused("auth.resume", filler(128 * 1024, 3)).code)
        .isEqualTo(Failure.TOO_LARGE.code);
    can.asks("auth.resume", filler(128 * 1024 + 1, 4));
    assertThat(can.next("bye").getInteger("code")).isEqualTo(Failure.TOO_LARGE.code);
    can.awaitClosed();
  }

  /** A body that makes the whole message so large; {@code question} is its number. */
  private static JsonObject filler(int bytes, int question) {
    JsonObject frame =
        new JsonObject()
            .put("type", "send")
            .put("address", "auth.resume")
            .put("body", new JsonObject().put("x", ""))
            .put("replyAddress", "reply-" + question);
    int rest = bytes - frame.encode().getBytes(StandardCharsets.UTF_8).length;
    return new JsonObject().put("x", "x".repeat(rest));
  }

  @Test
  void a_socket_sends_its_burst_of_messages_pings_as_well() {
    BusClient can = stranger();
    for (int sent = 0; sent < 58; sent++) {
      can.write("{\"type\":\"ping\"}");
    }

    can.ask("auth.sign-in", name("Can"));
    can.register("me");
    isRefused(can.refused("auth.sign-out", new JsonObject()), Failure.TOO_FAST);
    assertThat(can.registerRefused("me").code).isEqualTo(Failure.TOO_FAST.code);
  }

  @Test
  void a_session_reads_so_often_whatever_it_reads() {
    RoomCode code = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(code);
    String epoch = can.snapshot().getString("epoch");

    can.command("list", "what", "members");
    can.command("sync", "epoch", epoch, "from", 1);
    can.ask("rooms.enter", code.toJson());

    isRefused(can.commandRefused("list", "what", "members"), Failure.TOO_FAST);
    isRefused(can.commandRefused("sync", "epoch", epoch, "from", 1), Failure.TOO_FAST);
    isRefused(can.refused("rooms.enter", code.toJson()), Failure.TOO_FAST);
  }

  @Test
  void a_seat_speaks_so_often_and_a_room_hears_so_much() {
    RoomCode code = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(code, new JsonObject().put("capacity", 3));
    BusClient mary = visitors.guest("Mary").enter(code);
    BusClient ali = visitors.guest("Ali").enter(code);

    IntStream.rangeClosed(1, 3).forEach(i -> can.say("can " + i));
    isRefused(refusedToSay(can), Failure.TOO_FAST);
    IntStream.rangeClosed(1, 2).forEach(i -> mary.say("mary " + i));
    isRefused(refusedToSay(mary), Failure.TOO_FAST);
    isRefused(refusedToSay(ali), Failure.TOO_FAST);

    ali.command("away", "away", false);
    assertThat(ali.told("said")).hasSize(5);
  }

  private static Refused refusedToSay(BusClient who) {
    return who.commandRefused("say", "cid", BusClient.cid(), "body", bodyOf(20));
  }

  @Test
  void so_many_who_write_are_passed_on() {
    RoomCode code = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(code, new JsonObject().put("capacity", 3));
    BusClient mary = visitors.guest("Mary").enter(code);
    BusClient ali = visitors.guest("Ali").enter(code);

    can.command("typing");
    mary.command("typing");
    isRefused(ali.commandRefused("typing"), Failure.TOO_FAST);

    ali.say("the end");
    can.nextSaid("the end");
    assertThat(can.told("typing")).hasSize(2);
  }

  @Test
  void a_session_enters_and_leaves_a_room_so_often() {
    RoomCode code = RoomCode.fresh();
    visitors.guest("Can").open(code);
    BusClient mary = visitors.guest("Mary");

    for (int times = 0; times < 3; times++) {
      mary.enter(code).command("leave");
    }

    isRefused(mary.refused("rooms.enter", code.toJson()), Failure.TOO_FAST);
    RoomCode other = RoomCode.fresh();
    visitors.guest("Can").open(other);
    mary.enter(other);
  }

  @Test
  void so_many_wait_before_a_room_and_so_many_doors_one_knocks_at() {
    RoomCode first = RoomCode.fresh();
    RoomCode second = RoomCode.fresh();
    RoomCode third = RoomCode.fresh();
    JsonObject lobby = new JsonObject().put("lobby", true);
    visitors.guest("Can").open(first, lobby);
    visitors.guest("Can").open(second, lobby);
    BusClient can = visitors.guest("Can").open(third, lobby);
    BusClient mary = visitors.guest("Mary");

    String waiting = mary.knock(first);
    mary.knock(second);
    assertThat(mary.refused("rooms.enter", third.toJson()).code).isEqualTo(Failure.TOO_FAST.code);
    assertThat(mary.knock(first)).isEqualTo(waiting);

    visitors.guest("Ali").knock(third);
    visitors.guest("Veli").knock(third);
    isRefused(visitors.guest("Ayşe").refused("rooms.enter", third.toJson()), Failure.TOO_FAST);
    can.next("knocking");
    can.next("knocking");
    can.command("set", "options", new JsonObject().put("lobby", false));
    assertThat(can.told("knocking")).hasSize(2);
  }

  @Test
  void so_many_sockets_of_an_address_wait_to_sign_in_and_so_many_there_are() {
    String address = visitors.freshAddress();
    BusClient first = visitors.connectFrom(address);
    BusClient second = visitors.connectFrom(address);

    assertTurnedAway(address);
    first.signIn("Can");
    second.signIn("Can");
    visitors.connectFrom(address).signIn("Can");
    visitors.connectFrom(address).signIn("Can");
    BusClient fifth = visitors.connectFrom(address);
    assertTurnedAway(address);

    visitors.connectFrom(visitors.freshAddress());
    fifth.close();
    Eventually.holds("there is room for one again", () -> isAdmitted(address));
  }

  private static boolean isAdmitted(String address) {
    Future<BusClient> next = visitors.connectsFrom(address);
    return next.map(true).otherwise(false).await();
  }

  private static void assertTurnedAway(String address) {
    assertThatThrownBy(() -> visitors.connectFrom(address))
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class,
            rejected -> {
              assertThat(rejected.getStatus()).isEqualTo(429);
              assertThat(new JsonObject(rejected.getBody()).getInteger("code"))
                  .isEqualTo(Failure.TOO_FAST.code);
            });
  }

  @Test
  void so_many_guests_come_from_an_address() {
    String address = visitors.freshAddress();
    for (int guests = 0; guests < 4; guests++) {
      visitors.connectFrom(address).ask("auth.sign-in", name("Can"));
    }

    isRefused(
        visitors.connectFrom(address).refused("auth.sign-in", name("Can")),
        Failure.TOO_MANY_ATTEMPTS);
  }

  @Test
  void so_many_passwords_for_a_name_may_be_wrong_and_its_owner_comes_in_from_elsewhere() {
    JsonObject right = BusClient.credentials("Selin", PASSWORD);
    JsonObject wrong = BusClient.credentials("SELİN", "battery staple");
    stranger().ask("auth.sign-in", right);
    BusClient mallory = stranger();

    for (int guesses = 0; guesses < 2; guesses++) {
      assertThat(mallory.refused("auth.sign-in", wrong).code)
          .isEqualTo(Failure.WRONG_PASSWORD.code);
    }
    isRefused(mallory.refused("auth.sign-in", wrong), Failure.TOO_MANY_ATTEMPTS);
    isRefused(mallory.refused("auth.sign-in", right), Failure.TOO_MANY_ATTEMPTS);

    assertThat(stranger().ask("auth.sign-in", right).getBoolean("account")).isTrue();
  }

  @Test
  void so_many_passwords_from_an_address_may_be_wrong_whatever_the_names() {
    String[] names = {"Defne", "Deniz", "Derya"};
    for (String name : names) {
      stranger().ask("auth.sign-in", BusClient.credentials(name, PASSWORD));
    }
    BusClient mallory = stranger();
    for (int guesses = 0; guesses < 4; guesses++) {
      JsonObject guess = BusClient.credentials(names[guesses % 2], "battery staple");
      assertThat(mallory.refused("auth.sign-in", guess).code)
          .isEqualTo(Failure.WRONG_PASSWORD.code);
    }

    isRefused(
        mallory.refused("auth.sign-in", BusClient.credentials(names[2], "battery staple")),
        Failure.TOO_MANY_ATTEMPTS);
  }

  @Test
  void so_many_names_are_claimed_from_an_address() {
    String address = visitors.freshAddress();
    visitors.connectFrom(address).ask("auth.sign-in", BusClient.credentials("Bir", PASSWORD));
    visitors.connectFrom(address).ask("auth.sign-in", BusClient.credentials("Iki", PASSWORD));

    isRefused(
        visitors
            .connectFrom(address)
            .refused("auth.sign-in", BusClient.credentials("Uc", PASSWORD)),
        Failure.TOO_MANY_ATTEMPTS);
  }

  @Test
  void so_many_tries_to_enter_may_fail_and_then_even_the_right_code_waits() {
    RoomCode code = RoomCode.fresh();
    visitors.guest("Can").open(code);
    BusClient mallory = visitors.guest("Mallory");

    for (int tries = 0; tries < 3; tries++) {
      RoomCode wrong = tries == 0 ? code.withWrongProof() : RoomCode.fresh();
      assertThat(mallory.refused("rooms.enter", wrong.toJson()).code)
          .isEqualTo(Failure.ROOM_NOT_FOUND.code);
    }

    isRefused(mallory.refused("rooms.enter", code.toJson()), Failure.TOO_FAST);
  }

  @Test
  void so_many_rooms_are_opened_from_an_address() {
    BusClient can = visitors.guest("Can");
    for (int rooms = 0; rooms < 5; rooms++) {
      can.open(RoomCode.fresh()).command("leave");
    }

    isRefused(can.refused("rooms.open", RoomCode.fresh().toJson()), Failure.TOO_FAST);
  }

  @Test
  void a_room_has_its_capacity_and_the_opener_may_ask_for_so_much() {
    RoomCode small = RoomCode.fresh();
    RoomCode large = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(small);
    visitors.guest("Mary").enter(small);
    assertThat(visitors.guest("Ali").refused("rooms.enter", small.toJson()).code)
        .isEqualTo(Failure.ROOM_FULL.code);

    can.open(large, new JsonObject().put("capacity", 4));
    List.of("Mary", "Ali", "Veli").forEach(name -> visitors.guest(name).enter(large));
    assertThat(visitors.guest("Ayşe").refused("rooms.enter", large.toJson()).code)
        .isEqualTo(Failure.ROOM_FULL.code);
    JsonObject five = new JsonObject().put("capacity", 5);
    assertThat(can.commandRefused("set", "options", five).code).isEqualTo(Failure.BAD_COMMAND.code);
    assertThat(
            visitors
                .guest("Fatma")
                .refused("rooms.open", RoomCode.fresh().toJson().put("options", five))
                .code)
        .isEqualTo(Failure.BAD_COMMAND.code);
  }

  @Test
  void a_session_is_in_so_many_rooms_and_leaving_one_makes_room() {
    BusClient can = visitors.guest("Can");
    can.open(RoomCode.fresh()).open(RoomCode.fresh()).open(RoomCode.fresh());
    RoomCode fourth = RoomCode.fresh();

    assertThat(can.refused("rooms.open", fourth.toJson()).code)
        .isEqualTo(Failure.TOO_MANY_ROOMS.code);
    can.command("leave");
    can.open(fourth);
  }

  @Test
  void a_room_remembers_so_many_messages() {
    RoomCode code = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(code);
    BusClient mary = visitors.guest("Mary").enter(code);
    String epoch = can.snapshot().getString("epoch");
    long first = can.say("1").getLong("seq");
    can.say("2");
    mary.say("3");
    mary.say("4");
    assertThat(can.command("sync", "epoch", epoch, "from", first).getBoolean("recovered")).isTrue();

    mary.say("5");

    JsonObject hole = can.command("sync", "epoch", epoch, "from", first);
    assertThat(hole.getBoolean("recovered")).isFalse();
    assertThat(hole.getJsonArray("events")).isEmpty();
    JsonObject rest = can.command("sync", "epoch", epoch, "from", first + 1);
    assertThat(rest.getBoolean("recovered")).isTrue();
    assertThat(rest.getJsonArray("events")).hasSize(4);
  }

  @Test
  void a_room_remembers_so_many_bytes() {
    RoomCode code = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(code);
    BusClient mary = visitors.guest("Mary").enter(code);
    can.command("say", "cid", BusClient.cid(), "body", bodyOf(200));
    can.command("say", "cid", BusClient.cid(), "body", bodyOf(200));
    can.command("say", "cid", BusClient.cid(), "body", bodyOf(200));
    int kept = keptBytes(mary.ask("rooms.enter", code.toJson()));
    assertThat(kept).isBetween(1, 1024);

    mary.command("say", "cid", BusClient.cid(), "body", bodyOf(200));

    JsonObject after = mary.ask("rooms.enter", code.toJson());
    assertThat(after.getJsonArray("events")).hasSizeLessThan(4);
    assertThat(keptBytes(after)).isBetween(1, 1024);
  }

  private static int keptBytes(JsonObject snapshot) {
    return snapshot.getJsonArray("events").stream()
        .mapToInt(event -> ((JsonObject) event).toBuffer().length())
        .sum();
  }

  @Test
  void a_hello_has_1_KiB() {
    BusClient can = visitors.guest("Can");

    can.ask("rooms.open", RoomCode.fresh().toJson().put("hello", "x".repeat(1022)));
    assertThat(
            can.refused("rooms.open", RoomCode.fresh().toJson().put("hello", "x".repeat(1023)))
                .code)
        .isEqualTo(Failure.TOO_LARGE.code);
  }

  @Test
  void a_cid_has_16_to_64_characters() {
    BusClient can = visitors.guest("Can").open(RoomCode.fresh());

    for (int length : new int[] {16, 64}) {
      can.command("say", "cid", "c".repeat(length), "body", bodyOf(20));
    }
    for (int length : new int[] {15, 65}) {
      assertThat(can.commandRefused("say", "cid", "c".repeat(length), "body", bodyOf(20)).code)
          .isEqualTo(Failure.BAD_COMMAND.code);
    }
  }

  @Test
  void a_name_has_32_characters_and_a_password_8_to_128() {
    String emoji = "😀";
    stranger().ask("auth.sign-in", name(emoji.repeat(32)));
    stranger().ask("auth.sign-in", BusClient.credentials("ş".repeat(32), emoji.repeat(128)));
    stranger().ask("auth.sign-in", BusClient.credentials("Nil", emoji.repeat(8)));

    assertThat(stranger().refused("auth.sign-in", name(emoji.repeat(33))).code)
        .isEqualTo(Failure.BAD_NAME.code);
    assertThat(stranger().refused("auth.sign-in", name(" \uFEFF\t")).code)
        .isEqualTo(Failure.BAD_NAME.code);
    for (int length : new int[] {7, 129}) {
      JsonObject credentials = BusClient.credentials("Su", emoji.repeat(length));
      assertThat(stranger().refused("auth.sign-in", credentials).code)
          .isEqualTo(Failure.BAD_PASSWORD.code);
    }
  }

  @Test
  void an_exempt_address_meets_no_rate() {
    for (int guests = 0; guests < 5; guests++) {
      visitors.connectFrom(EXEMPT).signIn("Can");
    }
    BusClient can = visitors.connectFrom(EXEMPT).signIn("Can").open(RoomCode.fresh());

    IntStream.range(0, 100).forEach(i -> can.say("load " + i));
    visitors.connectFrom(EXEMPT);
  }

  @Test
  void a_node_holds_so_many_sessions_and_so_many_rooms() throws Exception {
    JsonObject few = new JsonObject().put("sessions", 2).put("rooms", 1);
    try (TestNode small = TestNode.start(new JsonObject().put("limits", few));
        Visitors theirs = Visitors.of(small)) {
      BusClient can = theirs.connect().signIn("Can").open(RoomCode.fresh());
      BusClient mary = theirs.connect().signIn("Mary");
      isRefused(theirs.connect().refused("auth.sign-in", name("Ali")), Failure.UNAVAILABLE);
      isRefused(mary.refused("rooms.open", RoomCode.fresh().toJson()), Failure.UNAVAILABLE);

      can.command("leave");
      mary.open(RoomCode.fresh());
      can.ask("auth.sign-out", new JsonObject());
      theirs.connect().signIn("Ali");
    }
  }

  @Test
  void who_does_not_sign_in_or_is_silent_is_shown_the_door() throws Exception {
    JsonObject short_ = new JsonObject().put("sign-in", "100 ms").put("silence", "1 s");
    try (TestNode strict = TestNode.start(new JsonObject().put("limits", short_));
        Visitors theirs = Visitors.of(strict)) {
      BusClient can = theirs.connect().signIn("Can");
      BusClient nobody = theirs.connect();

      assertThat(nobody.next("bye").getInteger("code")).isEqualTo(Failure.SIGN_IN_FIRST.code);
      nobody.awaitClosed();
      assertThat(can.next("bye").getInteger("code")).isEqualTo(Failure.UNAVAILABLE.code);
      can.awaitClosed();
    }
  }
}
