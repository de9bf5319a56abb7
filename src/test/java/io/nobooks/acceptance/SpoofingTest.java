package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Overheard;
import io.nobooks.support.Refused;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Members and strangers who try to speak as somebody else, or where they have no business. */
class SpoofingTest {
  private static final String CANARY = "canary-7d1f";
  private static final JsonObject EMPTY = new JsonObject();

  private static TestNode node;
  private static Visitors visitors;
  private final RoomCode code = RoomCode.fresh();

  @BeforeAll
  static void start() throws IOException {
    JsonObject several = new JsonObject().put("auth", 2).put("rooms", 2).put("web", 2);
    node = TestNode.start(new JsonObject().put("deploy", several));
    visitors = Visitors.of(node);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  /** Every address that the node used itself for a while, and what resembles one. */
  private Set<String> hostileAddresses(Overheard bus) {
    Set<String> addresses = new LinkedHashSet<>(bus.addresses());
    addresses.removeAll(
        Set.of(
            "auth.sign-in",
            "auth.resume",
            "auth.sign-out",
            "auth.account",
            "rooms.open",
            "rooms.enter",
            "rooms.leave",
            code.in(),
            code.out(),
            "me"));
    for (String used : List.copyOf(addresses)) {
      addresses.addAll(List.of(used + " ", " " + used, used.toUpperCase(Locale.ROOT), used + ".x"));
    }
    String room = "room." + code.room();
    addresses.addAll(
        List.of(
            "",
            "*",
            ".*",
            "room.*.in",
            "room..in",
            room,
            room + ".door",
            room + ".in.door",
            room + ".in\n",
            room + ".out\u0000",
            room + ".end",
            "room." + code.room() + "a.in",
            "auth.whois",
            "auth.sign-in.door",
            "rooms.counts",
            "rooms.receipt-key",
            "web.blocked",
            "web.of.",
            "auth.of.",
            "relay.of.",
            "vertx.cluster",
            "__vertx",
            "$",
            "me.x",
            "ME"));
    IntStream.range(0, 600).forEach(n -> addresses.add("__vertx.reply." + n));
    return addresses;
  }

  @Test
  void no_internal_address_can_be_sent_published_to_or_heard() {
    try (Overheard bus = Overheard.on(node)) {
      BusClient can = visitors.connect().signIn("Cem", "correct horse").open(code);
      BusClient mary = visitors.guest("Mary").enter(code);
      mary.whisper(can, "psst");
      visitors.connect().resume(mary);
      BusClient mallory = visitors.guest("Mallory").enter(code);
      Set<String> addresses = hostileAddresses(bus);
      assertThat(addresses).hasSizeGreaterThan(500).anyMatch(used -> used.startsWith("web.of."));

      int before = bus.messages().size();
      for (String address : addresses) {
        refusesEverything(mallory, address);
      }

      assertThat(mallory.isOpen()).isTrue();
      assertThat(bus.messages().subList(before, bus.messages().size()))
          .noneMatch(message -> String.valueOf(message.body()).contains(CANARY))
          .noneMatch(message -> message.headers().contains(CANARY));
      can.say("the end");
      assertThat(mallory.nextSaid("the end")).isNotNull();
      assertThat(can.heardText()).doesNotContain(CANARY);
    }
  }

  private static void refusesEverything(BusClient mallory, String address) {
    JsonObject body = new JsonObject().put("type", "said").put("text", CANARY);
    JsonObject headers = new JsonObject().put(CANARY, "x").put("do", "bye");
    JsonObject frame =
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("body", body)
            .put("headers", headers);
    Future<JsonObject> sent = mallory.asks(frame);
    mallory.write(frame.copy().put("type", "publish").encode());
    Refused heard = mallory.registerRefused(address);

    assertThat(codeOf(sent)).as(address).isEqualTo(Failure.NOT_ALLOWED_HERE.code);
    assertThat(heard.code).as(address).isEqualTo(Failure.NOT_ALLOWED_HERE.code);
    assertThat(mallory.nextFrame())
        .isEqualTo(new JsonObject().put("type", "err").put("body", "access_denied"));
  }

  private static int codeOf(Future<JsonObject> answer) {
    return answer
        .<Integer>map(allowed -> 0)
        .otherwise(refused -> ((Refused) refused).code)
        .timeout(30, TimeUnit.SECONDS)
        .await();
  }

  @Test
  void nobody_speaks_in_another_s_name_by_body_or_header() {
    BusClient can = visitors.guest("Can").open(code);
    BusClient mallory = visitors.guest("Mallory").enter(code);
    Map<String, Object> mask =
        Map.of(
            "by",
            can.seat(),
            "seat",
            can.seat(),
            "session",
            can.identity().getString("session"),
            "name",
            "Can",
            "account",
            true,
            "exempt",
            true,
            "admin",
            true,
            "web",
            "aaaaaa",
            "socket",
            1);
    JsonObject say = new JsonObject(new HashMap<>(mask)).put("type", "say");
    say.put("cid", BusClient.cid()).put("body", new JsonObject().put("text", "as somebody"));
    JsonObject delete = new JsonObject(new HashMap<>(mask)).put("type", "delete");

    mallory.asks(masked(say, mask)).timeout(30, TimeUnit.SECONDS).await();

    assertThat(can.nextSaid("as somebody").getString("by")).isEqualTo(mallory.seat());
    assertThat(codeOf(mallory.asks(masked(delete, mask)))).isEqualTo(Failure.NOT_THE_ADMIN.code);
    assertThat(can.told("ended")).isEmpty();
  }

  private JsonObject masked(JsonObject body, Map<String, Object> headers) {
    return new JsonObject()
        .put("type", "send")
        .put("address", code.in())
        .put("body", body)
        .put("headers", new JsonObject(new HashMap<>(headers)));
  }

  @Test
  void a_message_never_leaves_its_room() {
    RoomCode other = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(code);
    BusClient mallory = visitors.guest("Mallory").open(other);
    BusClient stranger = visitors.connect();

    for (BusClient outside : List.of(mallory, visitors.guest("Guest"))) {
      JsonObject say = new JsonObject().put("type", "say").put("cid", BusClient.cid());
      say.put("body", new JsonObject().put("text", CANARY));
      assertThat(outside.refused(code.in(), say).code).isEqualTo(Failure.ROOM_NOT_FOUND.code);
      assertThat(outside.registerRefused(code.out()).code).isEqualTo(Failure.ROOM_NOT_FOUND.code);
      assertThat(outside.refused("rooms.leave", new JsonObject().put("room", code.room())).code)
          .isEqualTo(Failure.ROOM_NOT_FOUND.code);
    }
    assertThat(stranger.refused(code.in(), EMPTY).code).isEqualTo(Failure.SIGN_IN_FIRST.code);
    assertThat(stranger.registerRefused(code.out()).code).isEqualTo(Failure.SIGN_IN_FIRST.code);
    can.say("for us");
    mallory.say("for them");

    can.nextSaid("for us");
    mallory.nextSaid("for them");
    assertThat(can.heardText()).doesNotContain("for them").doesNotContain(CANARY);
    assertThat(mallory.heardText()).doesNotContain("for us");
  }

  @Test
  void a_seat_of_one_room_is_nobody_in_another() {
    RoomCode other = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(code);
    BusClient mary = visitors.guest("Mary").enter(code);
    BusClient mallory = visitors.guest("Mallory").open(other);

    assertThat(
            mallory.commandRefused(
                    "whisper",
                    "cid",
                    BusClient.cid(),
                    "to",
                    mary.seat(),
                    "body",
                    new JsonObject().put("text", CANARY))
                .code)
        .isEqualTo(Failure.NO_SUCH_SEAT.code);
    assertThat(mallory.commandRefused("kick", "seat", mary.seat()).code)
        .isEqualTo(Failure.NO_SUCH_SEAT.code);
    assertThat(mallory.commandRefused("hand-over", "seat", mary.seat()).code)
        .isEqualTo(Failure.NO_SUCH_SEAT.code);
    can.say("the end");
    mary.nextSaid("the end");
    assertThat(mary.heardText()).doesNotContain(CANARY);
  }

  @Test
  void whispers_are_heard_by_their_two_ends_and_nobody_else() {
    BusClient can = visitors.guest("Can").open(code);
    List<BusClient> others = new ArrayList<>();
    for (int guests = 0; guests < 20; guests++) {
      others.add(visitors.guest("Guest " + guests).enter(code));
    }
    BusClient mary = others.remove(0);

    for (int whispers = 0; whispers < 100; whispers++) {
      (whispers % 2 == 0 ? can : mary)
          .whisper(whispers % 2 == 0 ? mary : can, CANARY + "-" + whispers);
    }
    can.say("the end");

    assertThat(can.told("whispered")).hasSize(100);
    mary.nextSaid("the end");
    assertThat(mary.told("whispered")).hasSize(100);
    for (BusClient other : others) {
      other.nextSaid("the end");
      assertThat(other.heardText()).doesNotContain(CANARY);
    }
  }

  @Test
  void an_answer_to_the_node_s_own_questions_cannot_be_guessed() {
    BusClient can = visitors.guest("Can").open(code);
    BusClient mallory = visitors.guest("Mallory").enter(code);
    try (Overheard bus = Overheard.on(node)) {
      List<Future<JsonObject>> questions = new ArrayList<>();
      for (int n = 0; n < 50; n++) {
        questions.add(can.commands("list", "what", "members"));
        for (Message<?> message : bus.messages()) {
          String reply = message.replyAddress();
          if (reply != null && n % 10 == 0) {
            mallory.write(
                "send", reply, new JsonObject().put("items", new JsonArray().add(CANARY)));
          }
        }
      }
      for (Future<JsonObject> question : questions) {
        assertThat(question.timeout(30, TimeUnit.SECONDS).await().encode()).doesNotContain(CANARY);
      }
      mallory.command("away", "away", false);
      assertThat(bus.messages())
          .noneMatch(message -> String.valueOf(message.body()).contains(CANARY));
    }
  }
}
