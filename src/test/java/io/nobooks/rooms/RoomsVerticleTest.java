package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.command;
import static io.nobooks.rooms.Guest.freshCid;
import static io.nobooks.rooms.Guest.text;
import static io.nobooks.rooms.Refusals.refused;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms on a real bus, over several instances, with a scripted owner of sessions. */
class RoomsVerticleTest {
  private static final int INSTANCES = 3;

  private final FakeClock clock = new FakeClock();
  private final Random random = new Random(1);
  private final Guest can = Guest.named("Can");
  private final Guest mary = Guest.named("Mary");
  private final Vertx vertx = Vertx.vertx();
  private RoomsNode node = node(TestSettings.defaults());
  private FakeAuth auth = new FakeAuth();
  private String deployment = "";

  /** A code as its owner knows it. */
  private record Code(String ticket, RoomId room) {
    JsonObject body() {
      return new JsonObject().put("ticket", ticket).put("proof", TestRoom.PROOF);
    }
  }

  /** A room's last words. */
  private record Told(JsonObject event, boolean end) {}

  @BeforeEach
  void start() throws Exception {
    Bus.prepare(vertx);
    auth = await(FakeAuth.start(vertx));
    deploy(TestSettings.defaults());
  }

  @AfterEach
  void stop() throws Exception {
    undeploy();
    await(vertx.close());
  }

  /** Time flies meanwhile: nobody here reports that a room was wiped. */
  private void undeploy() throws Exception {
    if (!deployment.isEmpty()) {
      long timer = vertx.setPeriodic(20, tick -> clock.forward(Duration.ofMillis(500)));
      await(vertx.undeploy(deployment));
      vertx.cancelTimer(timer);
      deployment = "";
    }
  }

  private RoomsNode node(Settings settings) {
    return RoomsNode.of(settings, "test", clock, ReceiptKey.fresh());
  }

  private void deploy(Settings settings) throws Exception {
    undeploy();
    node = node(settings);
    DeploymentOptions options = new DeploymentOptions().setInstances(INSTANCES);
    deployment = await(vertx.deployVerticle(() -> new RoomsVerticle(node), options));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, SECONDS);
  }

  private Code freshCode() {
    byte[] ticket = new byte[32];
    random.nextBytes(ticket);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(ticket);
    return new Code(text, RoomId.ofTicket(text));
  }

  private Future<JsonObject> ask(String address, JsonObject body, Guest guest) {
    return Bus.ask(vertx, address, body, guest.caller(), Failure.ROOM_NOT_FOUND);
  }

  private JsonObject open(Code code, Guest guest) throws Exception {
    JsonObject options = new JsonObject().put("sealedOnly", false);
    return await(ask(Addresses.OPEN_ROOM, code.body().put("options", options), guest));
  }

  private JsonObject enter(Code code, Guest guest) throws Exception {
    return await(ask(Addresses.ENTER_ROOM, code.body(), guest));
  }

  private JsonObject leave(Code code, Guest guest) throws Exception {
    JsonObject body = new JsonObject().put("room", code.room().value());
    return await(ask(Addresses.LEAVE_ROOM, body, guest));
  }

  private Future<JsonObject> say(Code code, Guest guest, JsonObject command) {
    return ask(Addresses.roomIn(code.room()), command, guest);
  }

  private Future<JsonObject> door(Code code, String verb, JsonObject body) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("do", verb);
    String address = Addresses.roomDoor(code.room());
    return Bus.ask(vertx, address, body, headers, Failure.ROOM_NOT_FOUND);
  }

  private static JsonObject about(Guest guest) {
    return new JsonObject().put("session", guest.session().value());
  }

  private static String seat(JsonObject snapshot) {
    return snapshot.getJsonObject("you").getString("seat");
  }

  private static JsonObject whisper(String cid, String to) {
    return command("whisper").put("cid", cid).put("to", to).put("body", text("psst"));
  }

  private List<Told> hear(Code code) throws Exception {
    List<Told> heard = new CopyOnWriteArrayList<>();
    hearing(code, heard, Promise.promise());
    return heard;
  }

  /** Completes with the last words of a room. */
  private Future<Told> hearing(Code code, List<Told> heard, Promise<Told> last) throws Exception {
    var consumer = vertx.eventBus().<Frame>consumer(Addresses.roomOut(code.room()));
    consumer.handler(
        message -> {
          Told told = new Told(message.body().toJson(), message.headers().contains("end"));
          heard.add(told);
          if (told.end()) {
            last.tryComplete(told);
          }
        });
    await(consumer.completion());
    return last.future();
  }

  @Test
  void only_who_has_the_same_claim_of_a_name_takes_the_seat_of_one_who_reconnects()
      throws Exception {
    Code code = freshCode();
    Guest zoe = Guest.claimed("Zoe", 1);
    Guest thief = Guest.claimed("Zoe", 2);
    Guest again = Guest.claimed("Zoe", 1);
    List.of(zoe, thief, again).forEach(auth::knows);
    open(code, can);
    enter(code, zoe);
    await(door(code, "lost", about(zoe)));

    refused(Failure.NAME_TAKEN, () -> enter(code, thief));

    assertThat(auth.asked).contains("release " + thief.session());
    assertThat(enter(code, again).getJsonObject("you").getString("seat")).isNotNull();
  }

  @Test
  void people_open_enter_talk_and_leave_whichever_instance_they_meet() throws Exception {
    for (int i = 0; i < 2 * INSTANCES; i++) {
      Code code = freshCode();
      Guest one = Guest.named("One");
      Guest two = Guest.named("Two");
      JsonObject opened = open(code, one);
      JsonObject entered = enter(code, two);
      JsonObject said =
          await(say(code, two, command("say").put("cid", freshCid()).put("body", text("hello"))));

      assertThat(opened.getString("room")).isEqualTo(code.room().value());
      assertThat(entered.getJsonArray("members")).hasSize(2);
      assertThat(said.getLong("seq")).isEqualTo(3);
      assertThat(leave(code, two)).isEqualTo(new JsonObject());
      assertThat(leave(code, one).getJsonObject("receipt").getString("reason")).isEqualTo("empty");
    }
    assertThat(auth.seated).isEmpty();
  }

  @Test
  void one_code_opened_a_thousand_times_at_once_makes_one_room() throws Exception {
    Code code = freshCode();
    List<Future<JsonObject>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      answers.add(ask(Addresses.OPEN_ROOM, code.body(), Guest.named("Guest " + i)));
    }
    await(Future.join(answers).otherwiseEmpty());

    List<Future<JsonObject>> snapshots = answers.stream().filter(Future::succeeded).toList();
    List<Failure> refusals =
        answers.stream()
            .filter(Future::failed)
            .map(answer -> Failure.of(answer.cause()).failure)
            .toList();
    assertThat(snapshots).hasSize(1);
    assertThat(snapshots.get(0).result().getJsonArray("members")).hasSize(1);
    assertThat(refusals).hasSize(999).containsOnly(Failure.ROOM_EXISTS);
    assertThat(node.rooms().get()).isEqualTo(1);
    assertThat(auth.seated).hasSize(1);
  }

  @Test
  void who_has_not_signed_in_opens_enters_and_leaves_nothing() {
    MultiMap nobody = MultiMap.caseInsensitiveMultiMap();
    for (String address :
        List.of(Addresses.OPEN_ROOM, Addresses.ENTER_ROOM, Addresses.LEAVE_ROOM)) {
      refused(
          Failure.SIGN_IN_FIRST,
          () -> await(Bus.ask(vertx, address, new JsonObject(), nobody, Failure.ROOM_NOT_FOUND)));
    }
  }

  @Test
  void what_cannot_be_read_is_refused() throws Exception {
    Code code = freshCode();
    JsonObject options = new JsonObject().put("capacity", 0);

    refused(Failure.BAD_COMMAND, () -> await(ask(Addresses.OPEN_ROOM, new JsonObject(), can)));
    refused(
        Failure.BAD_COMMAND,
        () -> await(ask(Addresses.OPEN_ROOM, code.body().put("options", options), can)));
    refused(
        Failure.BAD_COMMAND,
        () -> await(ask(Addresses.ENTER_ROOM, code.body().put("proof", "x"), can)));
    refused(Failure.BAD_COMMAND, () -> await(ask(Addresses.LEAVE_ROOM, new JsonObject(), can)));
    refused(
        Failure.TOO_LARGE,
        () -> await(ask(Addresses.OPEN_ROOM, code.body().put("hello", "x".repeat(1_100)), can)));
    open(code, can);
  }

  @Test
  void an_unknown_room_an_ended_room_and_a_wrong_proof_answer_the_same() throws Exception {
    Code living = freshCode();
    Code dead = freshCode();
    open(living, can);
    open(dead, can);
    leave(dead, can);

    Failure.Refused unknown = refused(Failure.ROOM_NOT_FOUND, () -> enter(freshCode(), mary));
    Failure.Refused ended = refused(Failure.ROOM_NOT_FOUND, () -> enter(dead, mary));
    Failure.Refused wrong =
        refused(
            Failure.ROOM_NOT_FOUND,
            () ->
                await(
                    ask(
                        Addresses.ENTER_ROOM,
                        living.body().put("proof", "A".repeat(42) + "E"),
                        mary)));

    assertThat(List.of(ended.wireMessage(), wrong.wireMessage()))
        .containsOnly(unknown.wireMessage());
    refused(Failure.ROOM_NOT_FOUND, () -> leave(freshCode(), mary));
    refused(Failure.ROOM_NOT_FOUND, () -> leave(living, mary));
  }

  @Test
  void a_code_is_used_once_in_twenty_four_hours() throws Exception {
    Code code = freshCode();
    open(code, can);
    refused(Failure.ROOM_EXISTS, () -> open(code, mary));
    leave(code, can);

    refused(Failure.ROOM_EXISTS, () -> open(code, can));
    clock.forward(Duration.ofHours(24).minusMillis(1));
    refused(Failure.ROOM_EXISTS, () -> open(code, can));

    clock.forward(Duration.ofMillis(1));
    open(code, can);
  }

  @Test
  void opening_one_s_own_again_answers_a_fresh_snapshot() throws Exception {
    Code code = freshCode();
    JsonObject first = open(code, can);
    enter(code, mary);

    JsonObject again = open(code, can);

    assertThat(seat(again)).isEqualTo(seat(first));
    assertThat(again.getJsonArray("members")).hasSize(2);
    refused(Failure.ROOM_EXISTS, () -> open(code, mary));
    refused(
        Failure.ROOM_EXISTS,
        () -> await(ask(Addresses.OPEN_ROOM, code.body().put("proof", "A".repeat(42) + "E"), can)));
  }

  @Test
  void a_session_with_too_many_rooms_leaves_no_trace() throws Exception {
    Code code = freshCode();
    open(code, can);
    auth.refuse("reserve", mary, Failure.TOO_MANY_ROOMS);
    List<Told> heard = hear(code);

    refused(Failure.TOO_MANY_ROOMS, () -> enter(code, mary));

    assertThat(heard).isEmpty();
    assertThat(enter(code, can).getJsonArray("members")).hasSize(1);
  }

  @Test
  void a_code_whose_opener_was_refused_can_still_be_opened() throws Exception {
    Code code = freshCode();
    auth.refuse("reserve", mary, Failure.TOO_MANY_ROOMS);

    refused(Failure.TOO_MANY_ROOMS, () -> open(code, mary));
    assertThat(node.rooms().get()).isZero();

    open(code, can);
  }

  @Test
  void a_reservation_of_an_opener_that_was_carried_out_but_not_answered_is_given_back()
      throws Exception {
    Code code = freshCode();
    auth.refuse("reserve", mary, Failure.UNAVAILABLE);

    refused(Failure.UNAVAILABLE, () -> open(code, mary));

    assertThat(auth.asked)
        .containsExactly("reserve " + mary.session(), "release " + mary.session());
  }

  @Test
  void a_session_that_ends_before_it_is_seated_is_no_member() throws Exception {
    Code code = freshCode();
    open(code, can);
    auth.refuse("seat", mary, Failure.TOKEN_INVALID);

    refused(Failure.ROOM_NOT_FOUND, () -> enter(code, mary));

    JsonArray members = enter(code, can).getJsonArray("members");
    assertThat(members.getJsonObject(1).getString("state")).isEqualTo("gone");
  }

  @Test
  void a_refusal_after_the_reservation_gives_it_back() throws Exception {
    Code code = freshCode();
    open(code, can);
    Future<Void> reserving = auth.hold("reserve", mary);
    Future<JsonObject> entering = ask(Addresses.ENTER_ROOM, code.body(), mary);
    await(reserving);
    await(say(code, can, command("set").put("options", new JsonObject().put("locked", true))));

    auth.letGo("reserve", mary);

    refused(Failure.ROOM_LOCKED, () -> await(entering));
    assertThat(auth.asked).endsWith("reserve " + mary.session(), "release " + mary.session());
  }

  @Test
  void a_lobby_that_opens_after_the_reservation_takes_a_knock_instead() throws Exception {
    Code code = freshCode();
    open(code, can);
    Future<Void> reserving = auth.hold("reserve", mary);
    Future<JsonObject> entering = ask(Addresses.ENTER_ROOM, code.body(), mary);
    await(reserving);
    await(say(code, can, command("set").put("options", new JsonObject().put("lobby", true))));

    auth.letGo("reserve", mary);

    assertThat(await(entering).getValue("waiting")).isEqualTo(true);
    assertThat(auth.mailOf(can).get(0).getString("type")).isEqualTo("knocking");
  }

  @Test
  void a_socket_lost_on_the_way_in_makes_a_member_who_reconnects() throws Exception {
    Code code = freshCode();
    open(code, can);
    Future<Void> reserving = auth.hold("reserve", mary);
    Future<JsonObject> entering = ask(Addresses.ENTER_ROOM, code.body(), mary);
    await(reserving);
    await(door(code, "lost", about(mary)));

    auth.letGo("reserve", mary);
    await(entering);

    JsonArray members = enter(code, can).getJsonArray("members");
    assertThat(members.getJsonObject(1).getString("state")).isEqualTo("reconnecting");
  }

  @Test
  void a_kick_is_answered_after_the_session_hears_nothing_more() throws Exception {
    Code code = freshCode();
    open(code, can);
    String seat = seat(enter(code, mary));
    Future<Void> releasing = auth.hold("release", mary);

    Future<JsonObject> kick = say(code, can, command("kick").put("seat", seat));
    await(releasing);
    assertThat(kick.isComplete()).isFalse();
    assertThat(auth.mailOf(mary)).isEmpty();

    auth.letGo("release", mary);
    assertThat(await(kick)).isEqualTo(new JsonObject());
    assertThat(auth.mailOf(mary))
        .containsExactly(command("kicked").put("room", code.room().value()));
  }

  @Test
  void a_leave_is_answered_after_the_session_hears_nothing_more() throws Exception {
    Code code = freshCode();
    open(code, can);
    enter(code, mary);
    Future<Void> releasing = auth.hold("release", mary);

    Future<JsonObject> leaving = say(code, mary, command("leave"));
    await(releasing);
    assertThat(leaving.isComplete()).isFalse();

    auth.letGo("release", mary);
    assertThat(await(leaving)).isEqualTo(new JsonObject());
  }

  @Test
  void an_enter_is_answered_after_the_seat_was_bound() throws Exception {
    Code code = freshCode();
    open(code, can);
    Future<Void> seating = auth.hold("seat", mary);

    Future<JsonObject> entering = ask(Addresses.ENTER_ROOM, code.body(), mary);
    await(seating);
    assertThat(entering.isComplete()).isFalse();

    auth.letGo("seat", mary);
    await(entering);
  }

  @Test
  void the_admitted_one_is_seated_before_it_hears_of_it() throws Exception {
    Code code = freshCode();
    await(
        ask(
            Addresses.OPEN_ROOM,
            code.body().put("options", new JsonObject().put("lobby", true)),
            can));
    String seat = enter(code, mary).getString("seat");
    Future<Void> seating = auth.hold("seat", mary);

    Future<JsonObject> admitting = say(code, can, command("admit").put("seat", seat));
    await(seating);
    assertThat(auth.mailOf(mary)).isEmpty();

    auth.letGo("seat", mary);
    await(admitting);
    assertThat(seat(auth.mailOf(mary).get(0).getJsonObject("snapshot"))).isEqualTo(seat);
  }

  @Test
  void a_whisper_that_cannot_be_kept_is_refused_and_told_to_nobody() throws Exception {
    Code code = freshCode();
    open(code, can);
    String seat = seat(enter(code, mary));
    String cid = freshCid();
    auth.refuse("tell", mary, Failure.NO_SUCH_SEAT);

    refused(Failure.NO_SUCH_SEAT, () -> await(say(code, can, whisper(cid, seat))));
    assertThat(auth.mailOf(can)).isEmpty();

    auth.accept("tell", mary);
    await(say(code, can, whisper(cid, seat)));
    assertThat(auth.mailOf(mary)).hasSize(1);
    assertThat(auth.mailOf(can)).isEqualTo(auth.mailOf(mary));
  }

  @Test
  void a_whisper_sent_twice_at_once_is_told_once_and_answered_twice_the_same() throws Exception {
    Code code = freshCode();
    open(code, can);
    String seat = seat(enter(code, mary));
    String cid = freshCid();
    Future<Void> telling = auth.hold("tell", mary);

    Future<JsonObject> first = say(code, can, whisper(cid, seat));
    await(telling);
    Future<JsonObject> second = say(code, can, whisper(cid, seat));
    JsonObject other = await(say(code, can, command("typing")));
    auth.letGo("tell", mary);

    assertThat(other).isEqualTo(new JsonObject());
    assertThat(await(second)).isEqualTo(await(first));
    assertThat(auth.mailOf(mary)).hasSize(1);
  }

  @Test
  void another_command_with_the_cid_of_a_whisper_under_way_is_carried_out() throws Exception {
    Code code = freshCode();
    open(code, can);
    String seat = seat(enter(code, mary));
    String cid = freshCid();
    Future<Void> telling = auth.hold("tell", mary);
    Future<JsonObject> first = say(code, can, whisper(cid, seat));
    await(telling);
    JsonObject options = new JsonObject().put("locked", true);

    JsonObject set = await(say(code, can, command("set").put("cid", cid).put("options", options)));
    refused(Failure.BAD_COMMAND, () -> await(say(code, can, command("whisper").put("cid", cid))));
    auth.letGo("tell", mary);

    assertThat(set).isEqualTo(new JsonObject());
    assertThat(enter(code, can).getJsonObject("options").getBoolean("locked")).isTrue();
    assertThat(await(first).containsKey("at")).isTrue();
  }

  @Test
  void the_door_answers_where_a_seat_stands() throws Exception {
    Code code = freshCode();
    JsonObject snapshot = open(code, can);
    JsonObject here = await(door(code, "here", new JsonObject().put("seat", seat(snapshot))));
    await(door(code, "lost", about(can)));
    JsonObject back = await(door(code, "back", about(can)));

    assertThat(here)
        .isEqualTo(
            new JsonObject().put("epoch", snapshot.getString("epoch")).put("top", 1).put("rev", 0));
    assertThat(back)
        .isEqualTo(
            new JsonObject()
                .put("room", code.room().value())
                .put("seat", seat(snapshot))
                .put("epoch", snapshot.getString("epoch"))
                .put("top", 1)
                .put("rev", 1));
    refused(Failure.ROOM_NOT_FOUND, () -> await(door(code, "back", about(mary))));
  }

  @Test
  void after_its_end_nothing_of_a_room_is_left() throws Exception {
    Code code = freshCode();
    open(code, can);
    enter(code, mary);
    List<Told> heard = new CopyOnWriteArrayList<>();
    Promise<Told> lastWords = Promise.promise();
    Future<Told> last = hearing(code, heard, lastWords);
    await(say(code, can, command("delete")));
    String nonce = heard.get(0).event().getString("nonce");

    await(say(code, can, command("wiped").put("nonce", nonce)));
    assertThat(last.isComplete()).isFalse();
    await(say(code, mary, command("wiped").put("nonce", nonce)));

    assertThat(await(last).event().getString("type")).isEqualTo("receipt");
    JsonObject receipt = await(last).event().getJsonObject("receipt");
    assertThat(RoomReceipt.isGenuine(receipt, node.key().spki())).isTrue();
    assertThat(heard).hasSize(2);
    assertThat(auth.seated).isEmpty();
    assertThat(node.rooms().get()).isZero();
    assertThat(node.members().get()).isZero();
    assertThat(node.budget().used()).isZero();
    var owners = await(vertx.sharedData().<String, String>getAsyncMap("nobooks.rooms"));
    assertThat(await(owners.size())).isZero();
    refused(Failure.ROOM_NOT_FOUND, () -> await(say(code, can, command("typing"))));
    refused(Failure.ROOM_NOT_FOUND, () -> await(door(code, "lost", about(can))));
  }

  @Test
  void what_everybody_was_told_of_a_room_is_forgotten_with_it_also_by_who_left_before()
      throws Exception {
    Code code = freshCode();
    open(code, can);
    enter(code, mary);
    leave(code, mary);
    assertThat(auth.asked).doesNotContain("forget-room " + mary.session());

    leave(code, can);

    assertThat(auth.asked)
        .contains("forget-room " + mary.session(), "forget-room " + can.session());
  }

  @Test
  void a_room_that_nothing_has_stirred_for_long_still_tells_what_is_due() throws Exception {
    Code code = freshCode();
    Promise<JsonObject> here = Promise.promise();
    String epoch = open(code, can).getString("epoch");
    Bus.hear(
        vertx,
        Addresses.roomOut(code.room()),
        told -> {
          JsonObject event = told.body().toJson();
          if ("here".equals(event.getString("type"))) {
            here.tryComplete(event);
          }
        });

    vertx.setTimer(2_500, later -> clock.forward(Duration.ofSeconds(21)));

    assertThat(await(here.future()).getString("epoch")).isEqualTo(epoch);
  }

  @Test
  void a_room_that_nobody_wipes_ends_by_the_clock() throws Exception {
    Code code = freshCode();
    open(code, can);
    Promise<Told> lastWords = Promise.promise();
    Future<Told> last = hearing(code, new CopyOnWriteArrayList<>(), lastWords);
    await(say(code, can, command("delete")));

    clock.forward(Duration.ofSeconds(5));

    assertThat(await(last).event().getJsonObject("receipt").getJsonArray("silent"))
        .isEqualTo(JsonArray.of("Can"));
  }

  @Test
  void a_shutdown_ends_all_rooms_with_that_reason_and_waits_for_reports() throws Exception {
    Code code = freshCode();
    open(code, can);
    open(freshCode(), mary);
    clock.forward(Duration.ofSeconds(31));
    List<Told> heard = new CopyOnWriteArrayList<>();
    Promise<Told> lastWords = Promise.promise();
    Future<Told> last = hearing(code, heard, lastWords);

    undeploy();

    assertThat(heard.get(0).event().getString("reason")).isEqualTo("shutdown");
    assertThat(await(last).event().getJsonObject("receipt").getString("reason"))
        .isEqualTo("shutdown");
    assertThat(node.rooms().get()).isZero();
    assertThat(auth.seated).isEmpty();
  }

  @Test
  void a_node_has_its_number_of_rooms_and_not_one_more() throws Exception {
    deploy(TestSettings.limits(new JsonObject().put("rooms", 2)));
    Code first = freshCode();
    Code third = freshCode();
    open(first, can);
    open(freshCode(), can);

    Failure.Refused refused = refused(Failure.UNAVAILABLE, () -> open(third, can));
    assertThat(refused.afterMs).isPositive();

    leave(first, can);
    open(third, can);
  }

  @Test
  void the_operator_counts_rooms_and_members_and_closes_a_room() throws Exception {
    Code code = freshCode();
    open(code, can);
    enter(code, mary);
    open(freshCode(), can);
    List<Told> heard = hear(code);

    assertThat(await(ask(Addresses.ROOM_COUNTS, new JsonObject(), can)))
        .isEqualTo(new JsonObject().put("rooms", 2).put("members", 3));
    await(door(code, "close", new JsonObject()));

    assertThat(heard.get(0).event().getString("reason")).isEqualTo("operator");
    assertThat(heard.get(0).event().containsKey("by")).isFalse();
  }

  @Test
  void the_key_of_receipts_is_served() throws Exception {
    assertThat(await(ask(Addresses.RECEIPT_KEY, new JsonObject(), can)))
        .isEqualTo(node.key().toJson());
  }
}
