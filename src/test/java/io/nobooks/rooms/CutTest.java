package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.command;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must wait until bytes are gone, with a relay that takes its time. */
class CutTest {
  private static final String RELAY = "rrrrrr";
  private static final RoomId ROOM = RoomId.ofTicket(TestRoom.PROOF);

  private final Vertx vertx = Vertx.vertx();
  private final FakeClock clock = new FakeClock();
  private final Guest can = Guest.named("Can");
  private final Guest mary = Guest.named("Mary");
  private final String file = Base32.random(26);
  private final List<JsonObject> cuts = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Promise<String> ended = Promise.promise();
  private final Promise<Void> asked = Promise.promise();
  private final Promise<JsonObject> gone = Promise.promise();
  private FakeAuth auth = new FakeAuth();
  private @Nullable MessageConsumer<JsonObject> relay;
  private String marysSeat = "";

  @BeforeEach
  void open() throws Exception {
    Bus.prepare(vertx);
    auth = await(FakeAuth.start(vertx));
    relay = Bus.answer(vertx, Addresses.relayInstance(RELAY), this::cut);
    RoomsNode node = RoomsNode.of(TestSettings.defaults(), "test", clock, ReceiptKey.fresh());
    await(vertx.deployVerticle(new RoomsVerticle(node)));
    await(Bus.hear(vertx, Addresses.roomOut(ROOM), this::hear).completion());
    JsonObject code = new JsonObject().put("ticket", TestRoom.PROOF).put("proof", TestRoom.PROOF);
    await(ask(Addresses.OPEN_ROOM, code, can));
    marysSeat = await(ask(Addresses.ENTER_ROOM, code, mary)).getJsonObject("you").getString("seat");
    JsonObject offer = about(mary).put("size", 10).put("relay", RELAY);
    await(door("offer", offer));
    await(door("may", offer));
  }

  /** Time flies meanwhile: nobody reports that a room was wiped. */
  @AfterEach
  void close() throws Exception {
    gone.tryComplete(new JsonObject());
    vertx.setPeriodic(20, tick -> clock.forward(Duration.ofMillis(500)));
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, SECONDS);
  }

  private Future<JsonObject> cut(Message<JsonObject> question) {
    cuts.add(question.body());
    asked.tryComplete();
    return gone.future();
  }

  private void hear(Message<Frame> message) {
    JsonObject event = message.body().toJson();
    told.add(event.getString("type"));
    if (event.containsKey("nonce")) {
      ended.complete(event.getString("nonce"));
    }
  }

  private Future<JsonObject> ask(String address, JsonObject body, Guest guest) {
    return Bus.ask(vertx, address, body, guest.caller(), Failure.ROOM_NOT_FOUND);
  }

  private Future<JsonObject> says(Guest guest, JsonObject command) {
    return ask(Addresses.roomIn(ROOM), command, guest);
  }

  private Future<JsonObject> door(String verb, JsonObject body) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("do", verb);
    return Bus.ask(vertx, Addresses.roomDoor(ROOM), body, headers, Failure.ROOM_NOT_FOUND);
  }

  private void waits(Future<JsonObject> answer) throws Exception {
    await(asked.future());
    assertThat(answer.isComplete()).isFalse();
    gone.complete(new JsonObject());
    await(answer);
  }

  private JsonObject about(Guest guest) {
    return new JsonObject().put("session", guest.session().value()).put("file", file);
  }

  private static JsonObject inRoom() {
    return new JsonObject().put("room", ROOM.value());
  }

  @Test
  void a_kick_is_answered_after_the_transfers_have_ended() throws Exception {
    waits(says(can, command("kick").put("seat", marysSeat)));

    assertThat(cuts)
        .containsExactlyInAnyOrder(
            inRoom().put("file", file), inRoom().put("session", mary.session().value()));
  }

  @Test
  void a_leave_is_answered_after_the_transfers_have_ended() throws Exception {
    waits(says(mary, command("leave")));
  }

  @Test
  void a_withdrawal_is_answered_after_the_bytes_are_gone() throws Exception {
    waits(says(mary, command("withdraw").put("file", file)));

    assertThat(cuts).containsExactly(inRoom().put("file", file));
  }

  @Test
  void what_an_upload_given_up_leaves_is_gone_before_the_relay_is_answered() throws Exception {
    waits(door("withdraw", new JsonObject().put("file", file)));
  }

  @Test
  void a_deletion_is_answered_after_the_bytes_are_gone() throws Exception {
    waits(says(can, command("delete")));

    assertThat(cuts).containsExactly(inRoom());
  }

  @Test
  void the_last_words_wait_for_the_bytes_and_seats_end_after_them() throws Exception {
    Future<JsonObject> deletion = says(can, command("delete"));
    String nonce = await(ended.future());
    Future<JsonObject> cans = says(can, command("wiped").put("nonce", nonce));
    Future<JsonObject> marys = says(mary, command("wiped").put("nonce", nonce));
    await(cans);
    await(door("may", about(mary)).otherwiseEmpty());
    assertThat(told).endsWith("ended");
    assertThat(auth.seated).hasSize(2);
    assertThat(marys.isComplete()).isFalse();

    gone.complete(new JsonObject());

    await(Future.all(deletion, marys));
    assertThat(told).endsWith("receipt");
    assertThat(auth.seated).isEmpty();
  }

  @Test
  void the_last_one_who_leaves_gets_the_receipt_after_the_bytes_are_gone() throws Exception {
    says(mary, command("leave"));
    Future<JsonObject> leave = says(can, command("leave"));

    waits(leave);

    assertThat(await(leave).containsKey("receipt")).isTrue();
  }

  @Test
  void a_relay_that_is_gone_keeps_no_room_from_ending() throws Exception {
    await(requireNonNull(relay).unregister());

    await(says(mary, command("leave")));

    assertThat(await(says(can, command("leave"))).containsKey("receipt")).isTrue();
  }
}
