package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Eventually;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a room leaves behind when it is over. */
class NothingLeftTest {
  private static final int ROOMS = 200;
  private static final JsonObject EMPTY = new JsonObject();

  private static TestNode node;
  private static Visitors visitors;
  private final RoomCode code = RoomCode.fresh();

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private static List<String> addressesInUse() {
    return Remains.addresses(node.vertx());
  }

  private static int claims() {
    return node.vertx().sharedData().getAsyncMap("nobooks.rooms").await().size().await();
  }

  private static JsonObject seatsOf(BusClient who) {
    return Bus.ask(
            node.vertx(),
            Addresses.WHOIS,
            who.bearer(),
            MultiMap.caseInsensitiveMultiMap(),
            Failure.UNAVAILABLE)
        .await()
        .getJsonObject("seats");
  }

  private void assertNothingIsLeft(RoomCode code) {
    Eventually.holds("nobody answers for the room", () -> isSilent(code));
    Eventually.holds("nobody claims a room", () -> claims() == 0);
  }

  private static boolean isSilent(RoomCode code) {
    return addressesInUse().stream().noneMatch(address -> address.contains(code.room()));
  }

  @Test
  void a_deleted_room_is_nowhere_any_more() throws Exception {
    BusClient can = visitors.guest("Can").open(code, new JsonObject().put("lobby", true));
    BusClient mary = visitors.guest("Mary");
    BusClient waiting = visitors.guest("Ali");
    mary.knock(code);
    can.command("admit", "seat", can.next("knocking").getString("seat"));
    mary.take(code, mary.next("admitted").getJsonObject("snapshot"));
    waiting.knock(code);
    assertThat(addressesInUse()).contains(code.in(), code.out());
    assertThat(Operator.of(node).get("/rooms"))
        .isEqualTo(new JsonObject().put("rooms", 1).put("members", 2));

    can.command("delete");
    for (BusClient member : List.of(can, mary)) {
      member.command("wiped", "nonce", member.next("ended").getString("nonce"));
    }

    JsonObject receipt = mary.next("receipt").getJsonObject("receipt");
    assertThat(receipt.getString("reason")).isEqualTo("deleted");
    assertThat(receipt.getJsonArray("wiped")).isEqualTo(new JsonArray().add("Can").add("Mary"));
    assertThat(waiting.next("denied").getInteger("code")).isEqualTo(Failure.ROOM_NOT_FOUND.code);
    assertNothingIsLeft(code);
    assertThat(Operator.of(node).get("/rooms"))
        .isEqualTo(new JsonObject().put("rooms", 0).put("members", 0));
    for (BusClient person : List.of(can, mary, waiting)) {
      assertThat(seatsOf(person)).isEmpty();
      assertThat(person.refused(code.in(), EMPTY).code).isEqualTo(Failure.ROOM_NOT_FOUND.code);
      assertThat(person.registerRefused(code.out()).code).isEqualTo(Failure.ROOM_NOT_FOUND.code);
      assertThat(person.refused("rooms.enter", code.toJson()).code)
          .isEqualTo(Failure.ROOM_NOT_FOUND.code);
      assertThat(person.refused("rooms.open", code.toJson()).code)
          .isEqualTo(Failure.ROOM_EXISTS.code);
    }
  }

  @Test
  void the_operator_closes_a_room_and_its_members_hear_who_did() throws Exception {
    BusClient can = visitors.guest("Can").open(code);
    BusClient mary = visitors.guest("Mary").enter(code);

    Operator.of(node).delete("/rooms/" + code.room());

    for (BusClient member : List.of(can, mary)) {
      JsonObject ended = member.next("ended");
      assertThat(ended.getString("reason")).isEqualTo("operator");
      member.command("wiped", "nonce", ended.getString("nonce"));
    }
    can.next("receipt");
    assertNothingIsLeft(code);
  }

  @Test
  void of_two_hundred_rooms_that_came_and_went_no_object_is_left() throws Exception {
    List<String> classes =
        List.of(
            "io.nobooks.rooms.Room",
            "io.nobooks.rooms.OwnedRoom",
            "io.nobooks.rooms.RoomLog",
            "io.nobooks.rooms.Seat",
            "io.nobooks.rooms.Deeds",
            "io.nobooks.web.RoomAudience");
    BusClient can = visitors.connect().signIn("Can");
    BusClient mary = visitors.connect().signIn("Mary");
    List<Long> before = Remains.objectsOf(classes);
    int addresses = addressesInUse().size();

    List<RoomCode> codes = new ArrayList<>();
    for (int rooms = 0; rooms < ROOMS; rooms++) {
      RoomCode room = RoomCode.fresh();
      codes.add(room);
      can.open(room);
      mary.enter(room).say("hello");
      can.whisper(mary, "psst");
      if (rooms % 2 == 0) {
        mary.command("leave");
        can.command("leave");
      } else {
        can.command("delete");
        can.command("wiped", "nonce", can.nextOf(room, "ended").getString("nonce"));
        mary.command("wiped", "nonce", mary.nextOf(room, "ended").getString("nonce"));
      }
    }

    codes.forEach(this::assertNothingIsLeft);
    Eventually.holds("the bus is as before", () -> addressesInUse().size() == addresses);
    Eventually.holds(
        "no object of a room can be reached",
        () -> Remains.noMore(Remains.objectsOf(classes), before));
  }
}
