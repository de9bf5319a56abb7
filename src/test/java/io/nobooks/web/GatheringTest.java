package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.wire.RoomId;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of one turn travels together, and in which order. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatheringTest {
  private final BridgeApp app = new BridgeApp(Map.of(), new HttpServerOptions());

  @AfterEach
  void stop() {
    app.close();
  }

  private BridgeClient member(RoomId room, Transports transport) {
    BridgeClient client = transport.connect(app);
    client.signIn("Can");
    client.enter(room);
    client.register("room." + room + ".out");
    return client;
  }

  private static void awaitSeq(BridgeClient client, RoomId room, int seq) {
    for (int next = 1; next <= seq; next++) {
      JsonObject body = client.next("room." + room + ".out").getJsonObject("body");
      assertThat(body.getInteger("seq")).isEqualTo(next);
    }
  }

  @Test
  void events_of_one_turn_are_one_sockjs_array() {
    RoomId room = app.room();
    try (BridgeClient can = member(room, Transports.SOCKJS)) {
      int before = can.frames.size();

      app.tell(room, 1, 40);

      awaitSeq(can, room, 40);
      assertThat(can.frames.subList(before, can.frames.size())).hasSize(1);
    }
  }

  @Test
  void events_of_one_turn_are_text_frames_of_their_own_on_a_raw_socket() {
    RoomId room = app.room();
    try (BridgeClient can = member(room, Transports.RAW)) {
      int before = can.frames.size();

      app.tell(room, 1, 40);

      awaitSeq(can, room, 40);
      assertThat(can.frames.subList(before, can.frames.size())).hasSize(40);
    }
  }

  @Test
  void events_of_one_turn_take_one_poll() {
    RoomId room = app.room();
    try (BridgeClient can = member(room, Transports.XHR_POLLING)) {
      int before = can.frames.size();

      app.tell(room, 1, 40);

      awaitSeq(can, room, 40);
      assertThat(can.frames.subList(before, can.frames.size())).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void a_private_message_between_events_of_one_turn_stays_between_them() {
    RoomId room = app.room();
    try (BridgeClient can = member(room, Transports.SOCKJS);
        BridgeClient mary = member(room, Transports.SOCKJS)) {
      int before = mary.frames.size();

      app.onLoop(
          () -> {
            tell(room, 1);
            app.socket(1).ifPresent(this::whisper);
            tell(room, 2);
            app.socket(1).ifPresent(this::whisper);
            tell(room, 3);
            return null;
          });

      assertThat(IntStream.range(0, 5).mapToObj(any -> can.next().getJsonObject("body")))
          .containsExactly(seq(1), whispered(), seq(2), whispered(), seq(3));
      awaitSeq(mary, room, 3);
      assertThat(mary.frames.subList(before, mary.frames.size())).hasSize(1);
    }
  }

  private void tell(RoomId room, int seq) {
    app.hear(room, seq(seq));
  }

  private void whisper(ClientSocket socket) {
    app.sockets().fanOut.tell(socket, Outgoing.rec("me", whispered()));
  }

  private static JsonObject seq(int seq) {
    return new JsonObject().put("seq", seq);
  }

  private static JsonObject whispered() {
    return new JsonObject().put("type", "whispered");
  }

  @Test
  void who_joins_within_a_turn_hears_what_is_told_from_then_on() {
    RoomId room = app.room();
    try (BridgeClient can = member(room, Transports.RAW);
        BridgeClient mary = Transports.RAW.connect(app)) {
      mary.signIn("Mary");
      app.onLoop(
          () -> {
            tell(room, 1);
            app.join(room, app.socket(2).orElseThrow());
            tell(room, 2);
            return null;
          });

      awaitSeq(can, room, 2);
      assertThat(mary.next().getJsonObject("body")).isEqualTo(seq(2));
    }
  }

  @Test
  void texts_of_every_kind_arrive_as_they_were_told() {
    RoomId room = app.room();
    String odd = "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028\u2029ıİüß漢字🙂{}[]a\\u0041";
    for (Transports transport : Transports.values()) {
      try (BridgeClient can = member(room, transport)) {
        app.tell(room, new JsonObject().put("text", odd), false);

        assertThat(can.next("room." + room + ".out").getJsonObject("body").getString("text"))
            .as(transport.name())
            .isEqualTo(odd);
      }
    }
  }

  @Test
  void a_body_of_256_KiB_arrives_on_every_transport() {
    RoomId room = app.room();
    String large = "x\"ü".repeat(65_536);
    for (Transports transport : Transports.values()) {
      try (BridgeClient can = member(room, transport)) {
        app.tell(room, new JsonObject().put("text", large), false);
        app.tell(room, 1, 1);

        assertThat(can.next().getJsonObject("body").getString("text")).isEqualTo(large);
        awaitSeq(can, room, 1);
      }
    }
  }

  @Test
  void a_sockjs_array_never_outgrows_one_frame() {
    List<Outgoing> messages =
        IntStream.range(0, 30)
            .mapToObj(n -> Outgoing.rec("me", new JsonObject().put("text", "y".repeat(5_000))))
            .toList();

    var frames = Framing.SOCKJS.encode(messages);
    int read = 0;
    while (frames.isReadable()) {
      assertThat(frames.readUnsignedByte()).isEqualTo((short) 0x81);
      int length = frames.readUnsignedByte();
      int payload = length == 126 ? frames.readUnsignedShort() : (int) frames.readLong();
      assertThat(payload).isLessThanOrEqualTo(WebSocketFrames.FRAGMENT);
      String text =
          frames.readCharSequence(payload, java.nio.charset.StandardCharsets.UTF_8).toString();
      assertThat(text).startsWith("a[");
      read += new JsonArray(text.substring(1)).size();
    }

    frames.release();
    assertThat(read).isEqualTo(30);
  }

  @Test
  void a_sockjs_socket_gets_h_every_25_s_and_a_raw_one_does_not() {
    try (BridgeClient sockJs = Transports.SOCKJS.connect(app);
        BridgeClient raw = Transports.RAW.connect(app)) {
      sockJs.signIn("Can");
      raw.signIn("Mary");
      app.clock.advance(java.time.Duration.ofMillis(24_999));
      app.sweep();
      app.clock.advance(java.time.Duration.ofMillis(1));
      app.sweep();
      app.sweep();
      sockJs.ask("auth.sign-in", new JsonObject());
      raw.ask("auth.sign-in", new JsonObject());

      assertThat(sockJs.frames).filteredOn("h"::equals).hasSize(1);
      assertThat(sockJs.frames.get(0)).isEqualTo("o");
      assertThat(raw.frames).hasSize(2);
    }
  }
}
