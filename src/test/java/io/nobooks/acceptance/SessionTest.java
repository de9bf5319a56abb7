package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Overheard;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One session, several sockets, and the ways in which it ends. */
class SessionTest {
  private static final JsonObject EMPTY = new JsonObject();
  private static final String PASSWORD = "correct horse";

  private static TestNode node;
  private static Visitors visitors;
  private final RoomCode code = RoomCode.fresh();

  @BeforeAll
  static void start() throws IOException {
    JsonObject many = new JsonObject().put("auth", 2).put("rooms", 2).put("web", 2);
    node = TestNode.start(new JsonObject().put("deploy", many));
    visitors = Visitors.of(node);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private static BusClient guest(String name) {
    return visitors.connect().signIn(name);
  }

  @Test
  void the_newest_socket_wins_and_goes_on_where_the_older_was() {
    BusClient can = guest("Can").open(code);
    BusClient mary = guest("Mary").enter(code);
    mary.whisper(can, "first");
    can.next("whispered");

    BusClient newer = visitors.connect();
    JsonObject resumed = newer.resume(can);
    newer.register("me");
    newer.register(code.out());
    mary.say("to the newer");
    mary.whisper(can, "second");

    assertThat(can.next("bye").getInteger("code")).isEqualTo(Failure.SESSION_MOVED.code);
    can.awaitClosed();
    JsonObject room = resumed.getJsonArray("rooms").getJsonObject(0);
    assertThat(room.getString("seat")).isEqualTo(can.seat());
    assertThat(resumed.getJsonArray("missed")).isEmpty();
    newer.nextSaid("to the newer");
    newer.nextSaid("second");
    newer.say("as before");
    assertThat(mary.nextSaid("as before").getString("by")).isEqualTo(can.seat());
    assertThat(can.heardText()).doesNotContain("to the newer").doesNotContain("second");
    assertThat(mary.told("left")).isEmpty();
  }

  @Test
  void a_whisper_to_who_is_reconnecting_arrives() {
    BusClient can = guest("Can").open(code);
    BusClient mary = guest("Mary").enter(code);
    can.close();
    mary.next("states");

    mary.whisper(can, "while you were away");
    BusClient back = visitors.connect();

    JsonArray missed = back.resume(can).getJsonArray("missed");
    assertThat(missed).hasSize(1);
    assertThat(missed.getJsonObject(0).getJsonObject("body").getString("text"))
        .isEqualTo("while you were away");
  }

  @Test
  void a_session_goes_on_at_whichever_web_instance_its_sockets_arrive() {
    try (Overheard bus = Overheard.on(node)) {
      BusClient can = guest("Can").open(code);
      BusClient mary = guest("Mary").enter(code);
      BusClient socket = can;
      for (int moves = 0; moves < 4; moves++) {
        BusClient newer = visitors.connect();
        newer.resume(socket);
        newer.register(code.out());
        mary.say("move " + moves);
        newer.nextSaid("move " + moves);
        socket = newer;
      }
      assertThat(webInstances(bus)).hasSize(2);
      assertThat(mary.told("left")).isEmpty();
    }
  }

  private static Set<String> webInstances(Overheard bus) {
    return bus.to(Addresses.RESUME).stream()
        .map(message -> message.headers().get("web"))
        .collect(Collectors.toSet());
  }

  @Test
  void signing_out_takes_everything_at_once() {
    BusClient can = guest("Can").open(code);
    BusClient mary = guest("Mary").enter(code);

    mary.ask("auth.sign-out", EMPTY);
    can.say("she is gone");

    assertThat(can.next("left").getJsonArray("seats"))
        .isEqualTo(new JsonArray().add(new JsonArray().add(mary.seat()).add("left")));
    for (String address : Set.of("rooms.open", "rooms.enter", "rooms.leave", "auth.account")) {
      assertThat(mary.refused(address, code.toJson()).code).isEqualTo(Failure.SIGN_IN_FIRST.code);
    }
    assertThat(mary.commandRefused("away", "away", true).code)
        .isEqualTo(Failure.SIGN_IN_FIRST.code);
    assertThat(mary.registerRefused("me").code).isEqualTo(Failure.SIGN_IN_FIRST.code);
    assertThat(mary.registerRefused(code.out()).code).isEqualTo(Failure.SIGN_IN_FIRST.code);
    assertThat(mary.heardText()).doesNotContain("she is gone");
    refusesToken(mary);
    mary.signIn("Mary again");
  }

  /** On a fresh socket, on the same one, and where HTTP asks whose a token is. */
  private static void refusesToken(BusClient whose) {
    assertThat(visitors.connect().refused("auth.resume", whose.bearer()).code)
        .isEqualTo(Failure.TOKEN_INVALID.code);
    assertThat(whose.refused("auth.resume", whose.bearer()).code)
        .isEqualTo(Failure.TOKEN_INVALID.code);
    Future<JsonObject> whois =
        Bus.ask(
            node.vertx(),
            Addresses.WHOIS,
            whose.bearer(),
            MultiMap.caseInsensitiveMultiMap(),
            Failure.UNAVAILABLE);
    assertThatThrownBy(whois::await)
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> assertThat(refused.failure).isEqualTo(Failure.TOKEN_INVALID));
  }

  @Test
  void a_session_without_a_socket_ends_in_its_time_and_leaves_its_rooms() throws Exception {
    JsonObject shortLived = new JsonObject().put("idle-session", "1 s");
    try (TestNode other = TestNode.start(new JsonObject().put("auth", shortLived));
        Visitors theirs = Visitors.of(other)) {
      BusClient can = theirs.guest("Can").open(code);
      BusClient mary = theirs.guest("Mary").enter(code);

      mary.close();

      assertThat(can.next("left").getJsonArray("seats").getJsonArray(0).getString(0))
          .isEqualTo(mary.seat());
      assertThat(theirs.connect().refused("auth.resume", mary.bearer()).code)
          .isEqualTo(Failure.TOKEN_INVALID.code);
      theirs.guest("Mary").enter(code);
    }
  }

  @Test
  void who_deletes_the_account_goes_on_as_a_guest_and_the_name_is_free() {
    BusClient can = guest("Can").open(code);
    BusClient ayse = visitors.connect().signIn("Ayşe", PASSWORD).enter(code);
    BusClient elsewhere = visitors.connect().signIn("Ayşe", PASSWORD);

    JsonObject delete = new JsonObject().put("password", PASSWORD).put("delete", true);
    Future<JsonObject> deleted = ayse.asks("auth.account", delete);
    Future<JsonObject> opened = ayse.asks("rooms.open", RoomCode.fresh().toJson());

    assertThat(deleted.await().getBoolean("account")).isFalse();
    assertThat(opened.await().getJsonArray("members").getJsonObject(0).getBoolean("account"))
        .isFalse();
    assertThat(elsewhere.next("bye").getInteger("code")).isEqualTo(Failure.TOKEN_INVALID.code);
    ayse.say("still here");
    can.nextSaid("still here");
    assertThat(ayse.refused("auth.account", delete).code).isEqualTo(Failure.NOT_ALLOWED_HERE.code);
    guest("AYŞE");
  }

  @Test
  void who_claims_a_name_that_was_given_up_does_not_inherit_its_seats() {
    BusClient ayla = visitors.connect().signIn("Ayla", PASSWORD).open(code);
    BusClient can = guest("Can").enter(code);
    ayla.ask("auth.account", new JsonObject().put("password", PASSWORD).put("delete", true));
    BusClient thief = visitors.connect().signIn("Ayla", "another password");

    assertThat(ayla.next("bye").getInteger("code")).isEqualTo(Failure.TOKEN_INVALID.code);
    assertThat(can.next("handed-over").getString("to")).isEqualTo(can.seat());
    assertThat(thief.enter(code).seat()).isNotEqualTo(ayla.seat());
  }

  @Test
  void a_new_password_ends_the_other_sessions_and_not_this_one() {
    BusClient here = visitors.connect().signIn("Deniz", PASSWORD).open(code);
    BusClient there = visitors.connect().signIn("Deniz", PASSWORD);

    JsonObject change =
        new JsonObject().put("password", PASSWORD).put("newPassword", "new horse 1");
    assertThat(here.ask("auth.account", change).getBoolean("account")).isTrue();

    assertThat(there.next("bye").getInteger("code")).isEqualTo(Failure.TOKEN_INVALID.code);
    assertThat(visitors.connect().refused("auth.resume", there.bearer()).code)
        .isEqualTo(Failure.TOKEN_INVALID.code);
    here.say("still here");
    assertThat(
            visitors
                .connect()
                .refused("auth.sign-in", BusClient.credentials("Deniz", PASSWORD))
                .code)
        .isEqualTo(Failure.WRONG_PASSWORD.code);
    visitors.connect().signIn("Deniz", "new horse 1");
  }

  @Test
  void a_kicked_session_stays_out_by_every_door() {
    BusClient can = guest("Can").open(code);
    BusClient mary = guest("Mary").enter(code);

    can.command("kick", "seat", mary.seat());
    can.say("without her");

    assertThat(mary.next("kicked").getString("room")).isEqualTo(code.room());
    assertThat(mary.commandRefused("say", "cid", BusClient.cid(), "body", EMPTY).code)
        .isEqualTo(Failure.ROOM_NOT_FOUND.code);
    assertThat(mary.registerRefused(code.out()).code).isEqualTo(Failure.ROOM_NOT_FOUND.code);
    assertThat(mary.refused("rooms.enter", code.toJson()).code).isEqualTo(Failure.REMOVED.code);
    BusClient again = visitors.connect();
    assertThat(again.resume(mary).getJsonArray("rooms")).isEmpty();
    assertThat(again.refused("rooms.enter", code.toJson()).code).isEqualTo(Failure.REMOVED.code);
    assertThat(guest("Mary").knock(code)).isNotEqualTo(mary.seat());
    assertThat(mary.heardText()).doesNotContain("without her");
  }

  @Test
  void the_operator_blocks_an_address_and_its_sockets_go_at_once() throws Exception {
    String address = visitors.freshAddress();
    InetAddress from = InetAddress.getByName(address);
    BusClient can = guest("Can").open(code);
    BusClient mallory = visitors.connectFrom(address).signIn("Mallory").enter(code);

    Operator.of(node).put("/blocks/" + address);

    assertThat(mallory.next("bye").getInteger("code")).isEqualTo(Failure.NOT_ALLOWED_HERE.code);
    mallory.awaitClosed();
    can.next("states");
    try (Socket another = new Socket(InetAddress.getLoopbackAddress(), node.port(), from, 0)) {
      assertThat(another.getInputStream().read()).isEqualTo(-1);
    }
    can.say("nobody else noticed");

    Operator.of(node).delete("/blocks/" + address);
    visitors.connectFrom(address).resume(mallory);
  }
}
