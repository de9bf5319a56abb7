package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.wire.RoomId;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every transport does alike: docs/protocol.md, section 2. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ParameterizedClass
@EnumSource(Transports.class)
class BridgeContractTest {
  private static final String REFUSED_ADDRESS = "room.aaaaaaaaaaaaaaaaaaaaaaaaaa.out";

  private final Transports transport;
  private final BridgeApp app = new BridgeApp();
  private final List<BridgeClient> clients = new ArrayList<>();

  BridgeContractTest(Transports transport) {
    this.transport = transport;
  }

  @AfterEach
  void stop() {
    clients.forEach(BridgeClient::close);
    app.close();
  }

  private BridgeClient connect() {
    BridgeClient client = transport.connect(app);
    clients.add(client);
    return client;
  }

  private BridgeClient member(RoomId room) {
    BridgeClient client = connect();
    client.signIn("Can");
    client.enter(room);
    assertThat(client.register("room." + room + ".out").getJsonObject("body").getString("type"))
        .isEqualTo("here");
    return client;
  }

  private static JsonObject say(Object what) {
    return new JsonObject().put("type", "say").put("what", what);
  }

  private static List<Integer> seqs(BridgeClient client, String address, int count) {
    return IntStream.range(0, count)
        .mapToObj(any -> client.next(address).getJsonObject("body").getInteger("seq"))
        .toList();
  }

  private static List<Integer> oneTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void a_guest_signs_in_enters_and_speaks() throws Exception {
    RoomId room = app.room();
    BridgeClient can = connect();

    JsonObject identity = can.signIn("Can");
    String seat = can.enter(room).getJsonObject("you").getString("seat");
    JsonObject reply = can.ask("room." + room + ".in", say("hello"));

    assertThat(identity.getString("name")).isEqualTo("Can");
    assertThat(reply)
        .isEqualTo(
            new JsonObject()
                .put("type", "rec")
                .put("address", reply.getString("address"))
                .put("body", new JsonObject().put("ok", true)));
    assertThat(app.nextSaid().getString("seat")).isEqualTo(seat);
  }

  @Test
  void a_register_is_answered_with_here_and_then_events_come_once_and_in_order() {
    RoomId room = app.room();
    app.tops.put(room, 7L);
    BridgeClient can = member(room);

    app.tell(room, 1, 50);
    app.tell(room, 51, 100);

    assertThat(seqs(can, "room." + room + ".out", 100)).isEqualTo(oneTo(100));
    can.expectNothingBefore("room." + room + ".in", say("last"));
  }

  @Test
  void registering_twice_counts_once_and_answers_here_again() {
    RoomId room = app.room();
    BridgeClient can = member(room);

    JsonObject again = can.register("room." + room + ".out").getJsonObject("body");
    app.tell(room, 1, 3);

    assertThat(again.getString("type")).isEqualTo("here");
    assertThat(again.getString("epoch")).isEqualTo("e");
    assertThat(seqs(can, "room." + room + ".out", 3)).isEqualTo(oneTo(3));
    can.expectNothingBefore("room." + room + ".in", say("last"));
  }

  @Test
  void one_unregister_ends_it() {
    RoomId room = app.room();
    BridgeClient can = member(room);

    can.send(BridgeClient.frame("unregister", "room." + room + ".out"));
    can.ask("room." + room + ".in", say("in between"));
    app.tell(room, 1, 3);

    can.expectNothingBefore("room." + room + ".in", say("last"));
    assertThat(app.roomsHeard()).isZero();
  }

  @Test
  void messages_of_one_socket_reach_the_room_in_their_order() throws Exception {
    RoomId room = app.room();
    BridgeClient can = member(room);

    can.sendAll(
        IntStream.rangeClosed(1, 30)
            .mapToObj(
                n ->
                    BridgeClient.frame("send", "room." + room + ".in").put("body", say(n)).encode())
            .toList());

    for (int n = 1; n <= 30; n++) {
      assertThat(app.nextSaid().getInteger("what")).isEqualTo(n);
    }
  }

  @Test
  void what_is_sent_together_with_a_sign_in_waits_for_it() {
    RoomId room = app.room();
    BridgeClient can = connect();

    can.sendAll(
        List.of(
            BridgeClient.frame("send", "auth.sign-in")
                .put("body", new JsonObject().put("name", "Can"))
                .put("replyAddress", "1")
                .encode(),
            BridgeClient.frame("send", "rooms.enter")
                .put("body", new JsonObject().put("ticket", room.toString()))
                .put("replyAddress", "2")
                .encode(),
            BridgeClient.frame("register", "room." + room + ".out").encode(),
            BridgeClient.frame("send", "auth.sign-in")
                .put("body", new JsonObject().put("name", "Mary"))
                .put("replyAddress", "3")
                .encode()));

    assertThat(can.next("1").getString("type")).isEqualTo("rec");
    assertThat(can.next("2").getString("type")).isEqualTo("rec");
    assertThat(can.next("room." + room + ".out").getJsonObject("body").getString("type"))
        .isEqualTo("here");
    assertThat(can.next("3").getInteger("failureCode")).isEqualTo(1001);
  }

  @Test
  void who_has_not_signed_in_is_told_so() {
    RoomId room = app.room();
    BridgeClient nobody = connect();

    for (String address :
        List.of(
            "auth.sign-out",
            "auth.account",
            "rooms.open",
            "rooms.enter",
            "rooms.leave",
            "room." + room + ".in")) {
      assertThat(nobody.ask(address, new JsonObject()).getInteger("failureCode"))
          .as(address)
          .isEqualTo(1100);
    }
    assertThat(nobody.register("me").getInteger("failureCode")).isEqualTo(1100);
    assertThat(nobody.register("room." + room + ".out").getInteger("failureCode")).isEqualTo(1100);
  }

  @Test
  void who_is_not_seated_sees_no_difference_between_a_room_and_none() {
    RoomId living = app.room();
    BridgeClient can = connect();
    can.signIn("Can");

    for (String room : List.of(living.toString(), "aaaaaaaaaaaaaaaaaaaaaaaaaa")) {
      JsonObject refused = can.ask("room." + room + ".in", say("hello"));
      assertThat(refused.copy().putNull("address"))
          .isEqualTo(
              new JsonObject()
                  .put("type", "err")
                  .putNull("address")
                  .put("failureCode", 1200)
                  .put("failureType", "RECIPIENT_FAILURE")
                  .put("message", "room_not_found"));
      assertThat(can.register("room." + room + ".out").getInteger("failureCode")).isEqualTo(1200);
    }
    assertThat(app.said).isEmpty();
  }

  @Test
  void a_refused_register_says_why_on_its_address() {
    BridgeClient can = connect();
    can.signIn("Can");

    assertThat(can.register(REFUSED_ADDRESS))
        .isEqualTo(
            new JsonObject()
                .put("type", "err")
                .put("body", "access_denied")
                .put("address", REFUSED_ADDRESS)
                .put("failureCode", 1200)
                .put("failureType", "RECIPIENT_FAILURE")
                .put("message", "room_not_found"));
  }

  @Test
  void publish_is_always_refused() {
    RoomId room = app.room();
    BridgeClient can = member(room);

    for (String address : List.of("room." + room + ".in", "room." + room + ".out", "me")) {
      can.send(BridgeClient.frame("publish", address).put("body", say("past the room")));
      assertThat(can.next())
          .isEqualTo(new JsonObject().put("type", "err").put("body", "access_denied"));
    }
    assertThat(app.said).isEmpty();
  }

  @Test
  void malformed_frames_get_the_stock_bodies() {
    BridgeClient can = connect();
    Map<String, String> bodies =
        Map.of(
            "{", "invalid_json",
            "[]", "invalid_json",
            "17", "invalid_json",
            "", "invalid_json",
            "{}", "missing_type",
            "{\"type\":null,\"address\":\"me\"}", "missing_type",
            "{\"type\":\"send\"}", "missing_address",
            "{\"type\":\"send\",\"address\":null}", "missing_address",
            "{\"type\":\"receive\",\"address\":\"me\"}", "invalid_type",
            "{\"type\":17,\"address\":\"me\"}", "invalid_type");

    bodies.forEach(
        (text, body) -> {
          can.send(text);
          assertThat(can.next())
              .as(text)
              .isEqualTo(new JsonObject().put("type", "err").put("body", body));
        });
  }

  @Test
  void a_body_that_is_no_object_is_refused_and_none_is_an_empty_one() {
    BridgeClient can = connect();
    can.signIn("Can");

    assertThat(can.ask("auth.sign-out", "text").getInteger("failureCode")).isEqualTo(1000);
    assertThat(can.ask("auth.sign-out", new JsonArray()).getInteger("failureCode")).isEqualTo(1000);
    assertThat(can.askWithoutBody("auth.sign-out").getJsonObject("body"))
        .isEqualTo(new JsonObject());
  }

  @Test
  void a_ping_is_not_answered() {
    BridgeClient can = connect();

    can.send(new JsonObject().put("type", "ping"));

    can.expectNothingBefore("auth.sign-in", new JsonObject().put("name", "Can"));
  }

  @Test
  void a_frame_of_64_KiB_passes_and_one_byte_more_is_too_large() throws Exception {
    RoomId room = app.room();
    BridgeClient can = member(room);
    JsonObject frame = BridgeClient.frame("send", "room." + room + ".in").put("replyAddress", "r");
    int overhead = frame.copy().put("body", say("")).encode().length();

    can.send(frame.copy().put("body", say("x".repeat(64 * 1024 - overhead))));
    assertThat(can.next("r").getString("type")).isEqualTo("rec");
    can.send(frame.copy().put("body", say("x".repeat(64 * 1024 - overhead + 1))));
    assertThat(can.next("r").getInteger("failureCode")).isEqualTo(1002);
    can.send(frame.copy().put("body", say("ü".repeat((64 * 1024 - overhead) / 2 + 1))));
    assertThat(can.next("r").getInteger("failureCode")).isEqualTo(1002);
  }

  @Test
  void a_frame_of_128_KiB_is_answered_and_one_byte_more_ends_the_connection() {
    BridgeClient can = connect();
    JsonObject frame = BridgeClient.frame("send", "auth.sign-in").put("replyAddress", "r");
    int overhead = frame.copy().put("body", "").encode().length();

    can.send(frame.copy().put("body", "\"".repeat((128 * 1024 - overhead) / 2)));
    assertThat(can.next("r").getInteger("failureCode")).isEqualTo(1002);
    can.send(frame.copy().put("body", "x".repeat(128 * 1024 - overhead + 1)));
    List<JsonObject> last = can.untilClosed();

    assertThat(last)
        .extracting(bye -> bye.getJsonObject("body").getInteger("code"))
        .isIn(List.of(1002), List.of());
  }

  @Test
  void the_41st_message_at_once_is_too_fast_and_each_in_one_array_counts() {
    RoomId room = app.room();
    BridgeClient can = member(room);
    int spent = 3;

    can.sendAll(
        IntStream.rangeClosed(spent + 1, 41)
            .mapToObj(
                n ->
                    BridgeClient.frame("send", "room." + room + ".in")
                        .put("replyAddress", "r" + n)
                        .put("body", say(n))
                        .encode())
            .toList());

    for (int n = spent + 1; n <= 40; n++) {
      assertThat(can.next("r" + n).getString("type")).as("message %s", n).isEqualTo("rec");
    }
    JsonObject refused = can.next("r41");
    assertThat(refused.getInteger("failureCode")).isEqualTo(1003);
    assertThat(refused.getString("message")).isEqualTo("too_fast afterMs=50");
    app.clock.advance(Duration.ofMillis(50));
    assertThat(can.ask("room." + room + ".in", say("later")).getString("type")).isEqualTo("rec");
  }

  @Test
  void a_refusal_that_nobody_asked_to_hear_is_silent() {
    BridgeClient can = connect();

    can.send(BridgeClient.frame("send", "rooms.enter").put("body", new JsonObject()));
    can.send(BridgeClient.frame("send", "no.such.address").put("body", new JsonObject()));

    can.expectNothingBefore("auth.sign-in", new JsonObject().put("name", "Can"));
  }

  @Test
  void headers_of_a_client_go_nowhere_and_the_bridge_says_who_speaks() throws Exception {
    RoomId room = app.room();
    BridgeClient can = member(room);

    can.send(
        BridgeClient.frame("send", "room." + room + ".in")
            .put("body", say("as another"))
            .put(
                "headers",
                new JsonObject()
                    .put("session", "bbbbbbbbbbbbbbbbbbbbbbbbbb")
                    .put("seat", "bbbbbbbbbbbbbbbbbbbbbbbbbb")
                    .put("exempt", "true")
                    .put("x\r\ny", "z")
                    .putNull("null")));

    JsonObject said = app.nextSaid();
    assertThat(said.getString("session")).doesNotStartWith("bbb");
    assertThat(said.getString("seat")).doesNotStartWith("bbb");
    assertThat(app.headers.get(app.headers.size() - 1).names())
        .containsExactlyInAnyOrder(
            "session", "name", "account", "seat", "address", "exempt", "web", "socket");
  }

  @Test
  void a_kicked_seat_hears_nothing_more_and_may_say_nothing_more() {
    RoomId room = app.room();
    BridgeClient can = member(room);
    BridgeClient mary = member(room);
    app.tell(room, 1, 2);
    JsonObject socket = socketOf(can);

    app.order("unseat", socket.put("room", room.toString()));
    app.tell(room, 3, 4);

    assertThat(seqs(can, "room." + room + ".out", 2)).isEqualTo(oneTo(2));
    assertThat(seqs(mary, "room." + room + ".out", 4)).isEqualTo(oneTo(4));
    String refused = can.post("room." + room + ".in", say("still here?"));
    JsonObject next = can.next();
    assertThat(next.getString("address")).isEqualTo(refused);
    assertThat(next.getInteger("failureCode")).isEqualTo(1200);
    assertThat(can.register("room." + room + ".out").getInteger("failureCode")).isEqualTo(1200);
  }

  /** Whose orders a socket obeys, as the caller of its last message told. */
  private JsonObject socketOf(BridgeClient client) {
    client.ask("rooms.leave", new JsonObject());
    var headers = app.headers.get(app.headers.size() - 1);
    return new JsonObject()
        .put("session", headers.get("session"))
        .put("socket", Long.parseLong(headers.get("socket")));
  }

  @Test
  void the_end_of_a_room_takes_everything_with_it() {
    RoomId room = app.room();
    BridgeClient can = member(room);

    app.tell(room, new JsonObject().put("type", "receipt").put("seq", 1), true);
    app.tell(room, 2, 3);

    assertThat(seqs(can, "room." + room + ".out", 1)).isEqualTo(oneTo(1));
    assertThat(can.ask("room." + room + ".in", say("hello?")).getInteger("failureCode"))
        .isEqualTo(1200);
    assertThat(app.roomsHeard()).isZero();
  }

  @Test
  void me_tells_here_and_what_is_for_this_session_alone() {
    BridgeClient can = connect();
    can.signIn("Can");
    RoomId room = app.room();
    JsonObject socket = socketOf(can);

    app.order(
        "me", socket.copy().put("event", new JsonObject().put("type", "unheard").put("n", 1)));
    JsonObject here = can.register("me").getJsonObject("body");
    app.order(
        "me",
        socket
            .copy()
            .put("event", new JsonObject().put("type", "admitted").put("n", 2))
            .put(
                "seated",
                new JsonObject()
                    .put("room", room.toString())
                    .put("seat", "cccccccccccccccccccccccccc")));

    assertThat(here).isEqualTo(new JsonObject().put("type", "here").put("n", 1));
    assertThat(can.next("me").getJsonObject("body"))
        .isEqualTo(new JsonObject().put("type", "admitted").put("n", 2));
    assertThat(can.ask("room." + room + ".in", say("I am in")).getString("type")).isEqualTo("rec");
  }

  @Test
  void orders_for_another_session_are_not_obeyed() {
    RoomId room = app.room();
    BridgeClient can = member(room);
    JsonObject other = socketOf(can).put("session", "aaaaaabbbbbbbbbbbbbbbbbbbb");

    app.order("unseat", other.copy().put("room", room.toString()));
    app.order("bye", other.copy().put("code", 1106));

    can.expectNothingBefore("room." + room + ".in", say("still here"));
  }

  @Test
  void bye_is_said_before_the_connection_ends() throws Exception {
    BridgeClient can = connect();
    can.signIn("Can");
    JsonObject socket = socketOf(can);

    app.order("bye", socket.copy().put("code", 1106));

    assertThat(can.untilClosed())
        .containsExactly(
            new JsonObject()
                .put("type", "rec")
                .put("address", "me")
                .put("body", new JsonObject().put("type", "bye").put("code", 1106)));
    assertThat(app.nextClosed().getLong("socket")).isEqualTo(socket.getLong("socket"));
  }

  @Test
  void what_is_ordered_before_a_resume_is_answered_holds_when_it_is() {
    RoomId room = app.room();
    BridgeClient can = connect();
    String session = "aaaaaacccccccccccccccccccc";
    JsonObject socket = new JsonObject().put("session", session).put("socket", 1);
    app.resumedRooms =
        new JsonArray()
            .add(
                new JsonObject()
                    .put("room", room.toString())
                    .put("seat", "cccccccccccccccccccccccccc"));
    app.beforeResume =
        () -> {
          app.orderSoon("unseat", socket.copy().put("room", room.toString()));
          app.orderSoon("unseat", socket.copy().put("session", "aaaaaabbbbbbbbbbbbbbbbbbbb"));
        };

    can.ask("auth.resume", new JsonObject().put("token", session));

    assertThat(can.ask("room." + room + ".in", say("back")).getInteger("failureCode"))
        .isEqualTo(1200);
  }

  @Test
  void a_session_that_moved_on_before_its_resume_was_answered_is_not_kept() {
    BridgeClient can = connect();
    String session = "aaaaaacccccccccccccccccccc";
    app.beforeResume =
        () ->
            app.orderSoon(
                "bye", new JsonObject().put("session", session).put("socket", 1).put("code", 1106));

    can.post("auth.resume", new JsonObject().put("token", session));

    assertThat(can.untilClosed())
        .extracting(bye -> bye.getJsonObject("body").getInteger("code"))
        .containsExactly(1106);
  }

  @Test
  void a_deleted_account_speaks_on_as_a_guest() {
    BridgeClient can = connect();
    can.signIn("Can the claimed");

    can.ask("rooms.leave", new JsonObject());
    assertThat(app.headers.get(app.headers.size() - 1).get("account")).isEqualTo("true");
    can.ask("auth.account", new JsonObject().put("delete", true));
    can.ask("rooms.leave", new JsonObject());

    assertThat(app.headers.get(app.headers.size() - 1).get("account")).isEqualTo("false");
  }

  @Test
  void sockets_of_an_address_that_the_operator_blocks_are_closed() {
    BridgeClient can = connect();
    can.signIn("Can");
    app.budget.blocked = "127.0.0.1";

    app.tellBlocked();

    assertThat(can.untilClosed())
        .extracting(bye -> bye.getJsonObject("body").getInteger("code"))
        .containsExactly(1001);
  }

  @Test
  void a_lost_connection_is_told_to_the_sessions_owner() throws Exception {
    RoomId room = app.room();
    BridgeClient can = member(room);
    JsonObject socket = socketOf(can);

    can.disconnect();

    assertThat(app.nextClosed()).isEqualTo(socket.put("web", app.instance()).put("do", "closed"));
    assertThat(app.roomsHeard()).isZero();
  }

  @Test
  void a_resumed_session_has_its_seats_at_once() {
    RoomId room = app.room();
    BridgeClient can = connect();
    app.resumedRooms =
        new JsonArray()
            .add(
                new JsonObject()
                    .put("room", room.toString())
                    .put("seat", "cccccccccccccccccccccccccc"));

    can.ask(
        "auth.resume", new JsonObject().put("token", "aaaaaacccccccccccccccccccc").put("heard", 5));

    assertThat(can.ask("room." + room + ".in", say("back")).getString("type")).isEqualTo("rec");
    assertThat(can.register("me").getJsonObject("body").getInteger("n")).isEqualTo(5);
  }

  @Test
  void signing_out_leaves_nothing_bound() {
    RoomId room = app.room();
    BridgeClient can = member(room);
    can.register("me");

    can.ask("auth.sign-out", new JsonObject());
    app.tell(room, 1, 3);

    JsonObject refused = can.ask("room." + room + ".in", say("who am I?"));
    assertThat(refused.getInteger("failureCode")).isEqualTo(1100);
    assertThat(can.signIn("Can").getString("name")).isEqualTo("Can");
  }

  @Test
  void who_does_not_sign_in_within_10_s_is_closed() {
    BridgeClient nobody = connect();
    nobody.send("{}");
    assertThat(nobody.next().getString("body")).isEqualTo("missing_type");
    app.clock.advance(Duration.ofMillis(9_999));
    app.sweep();
    nobody.send("{}");
    assertThat(nobody.next().getString("body")).isEqualTo("missing_type");

    app.clock.advance(Duration.ofMillis(1));
    app.sweep();

    assertThat(nobody.untilClosed())
        .extracting(bye -> bye.getJsonObject("body").getInteger("code"))
        .containsExactly(1100);
  }

  @Test
  void a_socket_that_is_silent_for_100_s_is_closed() {
    BridgeClient can = connect();
    can.signIn("Can");
    app.clock.advance(Duration.ofSeconds(99));
    can.ask("auth.sign-in", new JsonObject());
    app.clock.advance(Duration.ofSeconds(99));
    app.sweep();
    can.ask("auth.sign-in", new JsonObject());

    app.clock.advance(Duration.ofSeconds(100));
    app.sweep();

    assertThat(can.untilClosed())
        .extracting(bye -> bye.getJsonObject("body").getInteger("code"))
        .contains(1901);
  }

  @Test
  void an_expired_token_closes_its_socket_and_a_renewed_one_does_not() {
    app.tokenLifeMs = 50_000;
    BridgeClient can = connect();
    String token = can.signIn("Can").getString("token");
    app.clock.advance(Duration.ofSeconds(30));
    can.ask("auth.resume", new JsonObject().put("token", token));
    app.clock.advance(Duration.ofSeconds(49));
    app.sweep();
    can.expectNothingBefore("auth.sign-in", new JsonObject());

    app.clock.advance(Duration.ofSeconds(1));
    app.sweep();

    assertThat(can.untilClosed())
        .extracting(bye -> bye.getJsonObject("body").getInteger("code"))
        .containsExactly(1104);
  }

  @Test
  void me_says_here_after_20_s_of_silence() {
    BridgeClient can = connect();
    can.signIn("Can");
    can.register("me");
    app.clock.advance(Duration.ofMillis(19_999));
    app.sweep();
    can.expectNothingBefore("auth.sign-in", new JsonObject());

    app.clock.advance(Duration.ofMillis(1));
    app.sweep();

    assertThat(can.next("me").getJsonObject("body"))
        .isEqualTo(new JsonObject().put("type", "here").put("n", 0));
  }

  @Test
  void a_stopping_node_says_goodbye_to_everybody() {
    BridgeClient can = connect();
    can.signIn("Can");
    BridgeClient nobody = connect();

    var drained = app.drain();

    for (BridgeClient client : List.of(can, nobody)) {
      assertThat(client.untilClosed())
          .singleElement()
          .satisfies(
              bye -> {
                assertThat(bye.getJsonObject("body").getInteger("code")).isEqualTo(1901);
                assertThat(bye.getJsonObject("body").getLong("afterMs")).isBetween(1_000L, 5_000L);
              });
    }
    drained.await();
    assertThat(app.budget.sockets.get()).isZero();
  }

  @Test
  void tries_to_enter_that_fail_are_counted_and_then_refused_before_anybody_is_asked() {
    BridgeClient can = connect();
    can.signIn("Can");
    app.budget.mostFailedEnters = 2;
    app.budget.mostOpens = 1;

    can.enter(app.room());
    assertThat(failedEnter(can)).isEqualTo("room_not_found");
    assertThat(failedEnter(can)).isEqualTo("room_not_found");
    assertThat(failedEnter(can)).isEqualTo("too_fast afterMs=2000");
    JsonObject open = new JsonObject().put("ticket", app.room().toString());
    assertThat(can.ask("rooms.open", open).getString("type")).isEqualTo("rec");
    assertThat(can.ask("rooms.open", open).getString("message"))
        .isEqualTo("too_fast afterMs=120000");
  }

  @Test
  void a_body_nested_too_deep_is_refused_and_the_socket_lives_on() {
    RoomId room = app.room();
    BridgeClient can = member(room);
    String deep = "[".repeat(900) + "]".repeat(900);
    String body = "{\"type\":\"say\",\"cid\":\"cid-000000000001\",\"body\":" + deep + "}";

    can.send(
        "{\"type\":\"send\",\"address\":\"room."
            + room
            + ".in\",\"body\":"
            + body
            + ",\"replyAddress\":\"deep\"}");

    assertThat(can.next("deep").getInteger("failureCode")).isEqualTo(1000);
    assertThat(can.ask("room." + room + ".in", say("still here")).getString("type"))
        .isEqualTo("rec");
  }

  @Test
  void who_may_not_ask_is_told_so_before_the_body_is_looked_at() {
    BridgeClient nobody = connect();
    String enter =
        "{\"type\":\"send\",\"address\":\"rooms.enter\",\"body\":\"x\",\"replyAddress\":\"r1\"}";
    nobody.send(enter);
    assertThat(nobody.next("r1").getInteger("failureCode")).isEqualTo(1100);
  }

  private static String failedEnter(BridgeClient client) {
    return client.ask("rooms.enter", new JsonObject().put("ticket", "?")).getString("message");
  }

  @Test
  void five_hundred_hostile_addresses_lead_nowhere() {
    app.budget.exempt = true;
    RoomId room = app.room();
    RoomId foreign = app.room();
    BridgeClient can = member(room);
    var heard = new java.util.concurrent.CopyOnWriteArrayList<String>();
    List<String> hostile = HostileAddresses.all(room, foreign, app.instance());
    for (String address : hostile) {
      app.vertx.eventBus().consumer(address, message -> heard.add(address)).completion().await();
    }

    for (String address : hostile) {
      assertThat(can.ask(address, say("in")).getInteger("failureCode"))
          .as(address)
          .isIn(1001, 1200);
      can.send(BridgeClient.frame("publish", address).put("body", say("in")));
      assertThat(can.next().getString("body")).isEqualTo("access_denied");
      JsonObject refused = can.register(address);
      assertThat(refused.getString("body")).as(address).isEqualTo("access_denied");
      assertThat(refused.getInteger("failureCode")).isIn(1001, 1200);
    }

    assertThat(hostile).hasSizeGreaterThanOrEqualTo(500);
    assertThat(heard).isEmpty();
    assertThat(app.said).isEmpty();
    assertThat(app.roomsHeard()).isEqualTo(1);
  }

  @Test
  void nobody_can_answer_what_the_server_asked_somebody_else() {
    app.budget.exempt = true;
    BridgeClient can = connect();
    can.signIn("Can");
    var reply =
        app.vertx
            .eventBus()
            .request(
                "held.open", "?", new io.vertx.core.eventbus.DeliveryOptions().setSendTimeout(400));
    app.vertx.eventBus().consumer("held.open", question -> {});

    can.sendAll(
        IntStream.rangeClosed(1, 2_000)
            .mapToObj(
                n ->
                    BridgeClient.frame("send", "__vertx.reply." + n)
                        .put("body", say("me"))
                        .encode())
            .toList());

    can.expectNothingBefore("auth.sign-in", new JsonObject());
    assertThat(reply.succeeded()).isFalse();
  }

  @Test
  void no_server_options_are_left_at_their_dangerous_defaults() {
    HttpServerOptions options = BusBridge.serverOptions(new HttpServerOptions());

    assertThat(options.getPerMessageWebSocketCompressionSupported()).isFalse();
    assertThat(options.getPerFrameWebSocketCompressionSupported()).isFalse();
  }
}
