package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.wire.RoomId;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that stop reading, on sockets of their own making. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowReaderTest {
  private static final int SMALL = 8 * 1024;
  private static final int LARGE_EVENT = 100_000;

  private BridgeApp app = new BridgeApp(Map.of(), options());

  private static HttpServerOptions options() {
    return new HttpServerOptions().setSendBufferSize(SMALL);
  }

  private void restart(Map<String, Object> limits) {
    app.close();
    app = new BridgeApp(limits, options());
  }

  @AfterEach
  void stop() {
    app.close();
  }

  /** A WebSocket client that reads only when told to. */
  private final class Stalled implements AutoCloseable {
    private final Socket socket = new Socket();

    Stalled(RoomId room, String path) throws IOException {
      socket.setReceiveBufferSize(SMALL);
      socket.setSoTimeout(10_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), app.port()));
      write(
          ("GET "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      boolean sockJs = !path.endsWith("/eventbus/websocket");
      readUntil("\r\n\r\n");
      say(sockJs, signIn());
      readUntil("signed-in");
      say(sockJs, enter(room));
      readUntil("entered");
      say(sockJs, register(room));
      readUntil("here");
    }

    private void say(boolean sockJs, JsonObject frame) throws IOException {
      String text = frame.encode();
      write(masked(0x81, sockJs ? new JsonArray().add(text).encode() : text));
    }

    /** A mask of zeros leaves the payload as it is. */
    private byte[] masked(int first, String payload) {
      byte[] utf8 = payload.getBytes(StandardCharsets.UTF_8);
      ByteBuffer frame = ByteBuffer.allocate(utf8.length + 8).put((byte) first);
      if (utf8.length < 126) {
        frame.put((byte) (0x80 | utf8.length));
      } else {
        frame.put((byte) (0x80 | 126)).putShort((short) utf8.length);
      }
      frame.putInt(0).put(utf8).flip();
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      return bytes;
    }

    void ping() throws IOException {
      write(masked(0x89, "x".repeat(125)));
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    private void readUntil(String text) throws IOException {
      StringBuilder read = new StringBuilder();
      InputStream in = socket.getInputStream();
      while (read.indexOf(text) < 0) {
        int octet = in.read();
        assertThat(octet).isNotNegative();
        read.append((char) octet);
      }
      if (!text.equals("\r\n\r\n")) {
        in.skipNBytes(in.available());
      }
    }

    /** Reads what the kernel still has; then the connection is found to be reset. */
    void findReset() {
      assertThatThrownBy(() -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static JsonObject signIn() {
    return BridgeClient.frame("send", "auth.sign-in")
        .put("replyAddress", "signed-in")
        .put("body", new JsonObject().put("name", "Slow"));
  }

  private static JsonObject enter(RoomId room) {
    return BridgeClient.frame("send", "rooms.enter")
        .put("replyAddress", "entered")
        .put("body", new JsonObject().put("ticket", room.toString()));
  }

  private static JsonObject register(RoomId room) {
    return BridgeClient.frame("register", "room." + room + ".out");
  }

  private BridgeClient member(RoomId room) {
    BridgeClient client = Transports.SOCKJS.connect(app);
    client.signIn("Mary");
    client.enter(room);
    client.register("room." + room + ".out");
    return client;
  }

  private void tellLarge(RoomId room, int seq) {
    app.tell(room, new JsonObject().put("seq", seq).put("text", "z".repeat(LARGE_EVENT)), false);
  }

  @Test
  void who_has_more_than_the_limit_unsent_is_cut_and_the_others_go_on() throws Exception {
    RoomId room = app.room();
    try (BridgeClient mary = member(room);
        Stalled slow = new Stalled(room, "/eventbus/000/slow/websocket")) {
      int told = 0;
      while (app.closed.isEmpty()) {
        told++;
        tellLarge(room, told);
        assertThat(mary.next("room." + room + ".out").getJsonObject("body").getInteger("seq"))
            .isEqualTo(told);
        assertThat(told).isLessThan(60);
      }

      assertThat(told).isGreaterThan(10);
      slow.findReset();
      mary.ask("rooms.leave", new JsonObject());
      assertThat(app.unsentBytes()).isZero();
      assertThat(app.sockets().count()).isEqualTo(1);
      assertThat(app.budget.sockets.get()).isEqualTo(1);
    }
  }

  @Test
  void who_takes_nothing_for_15_s_is_cut() throws Exception {
    RoomId room = app.room();
    try (BridgeClient mary = member(room);
        Stalled slow = new Stalled(room, "/eventbus/websocket")) {
      int told = 0;
      while (app.unsentBytes() == 0) {
        told++;
        tellLarge(room, told);
        mary.next("room." + room + ".out");
        mary.ask("rooms.leave", new JsonObject());
      }
      app.sweep();
      app.clock.advance(Duration.ofMillis(14_999));
      app.sweep();
      mary.ask("rooms.leave", new JsonObject());
      assertThat(app.closed).isEmpty();

      // The kernel may still have taken a little in between, which is progress.
      for (int rounds = 0; rounds < 5 && app.closed.isEmpty(); rounds++) {
        app.clock.advance(Duration.ofSeconds(15));
        app.sweep();
        mary.ask("rooms.leave", new JsonObject());
      }

      assertThat(app.closed).hasSize(1);
      slow.findReset();
      assertThat(app.unsentBytes()).isZero();
    }
  }

  @Test
  void who_streams_over_xhr_and_stops_reading_is_cut_as_well() throws Exception {
    RoomId room = app.room();
    try (BridgeClient mary = member(room);
        Socket slow = new Socket()) {
      slow.setReceiveBufferSize(SMALL);
      slow.setSoTimeout(10_000);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), app.port()));
      slow.getOutputStream().write(post("xhr_streaming", ""));
      while (app.sockets().count() < 2) {
        Thread.onSpinWait();
      }
      for (JsonObject frame : List.of(signIn(), enter(room), register(room))) {
        xhrSend(frame);
      }
      while (app.onLoop(() -> app.socket(2).orElseThrow().registrations.isEmpty())) {
        Thread.onSpinWait();
      }
      mary.register("room." + room + ".out");

      int told = 0;
      while (app.closed.isEmpty()) {
        told++;
        tellLarge(room, told);
        mary.next("room." + room + ".out");
        assertThat(told).isLessThan(60);
      }

      assertThatThrownBy(() -> slow.getInputStream().transferTo(OutputStream.nullOutputStream()))
          .hasMessageContaining("reset");
      mary.ask("rooms.leave", new JsonObject());
      assertThat(app.unsentBytes()).isZero();
    }
  }

  private void xhrSend(JsonObject frame) throws IOException {
    try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), app.port())) {
      sender
          .getOutputStream()
          .write(post("xhr_send", new JsonArray().add(frame.encode()).encode()));
      byte[] status = sender.getInputStream().readNBytes(12);
      assertThat(new String(status, StandardCharsets.US_ASCII)).endsWith("204");
    }
  }

  private static byte[] post(String way, String body) {
    return ("POST /eventbus/000/slowslow/"
            + way
            + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void when_all_together_hold_too_much_the_largest_is_cut() throws Exception {
    restart(Map.of("unsentAll", 700_000L, "unsent", 10_000_000L));
    RoomId room = app.room();
    RoomId quiet = app.room();
    try (BridgeClient mary = member(room);
        Stalled largest = new Stalled(room, "/eventbus/websocket");
        Stalled other = new Stalled(quiet, "/eventbus/websocket")) {
      app.tell(quiet, new JsonObject().put("text", "z".repeat(LARGE_EVENT)), false);
      int told = 0;
      while (app.closed.isEmpty()) {
        told++;
        tellLarge(room, told);
        mary.next("room." + room + ".out");
        assertThat(told).isLessThan(60);
      }

      largest.findReset();
      assertThat(app.sockets().count()).isEqualTo(2);
      other.ping();
    }
  }

  @Test
  void who_sends_goodbye_but_reads_nothing_is_cut_after_3_s() throws Exception {
    RoomId room = app.room();
    try (BridgeClient mary = member(room);
        Stalled slow = new Stalled(room, "/eventbus/websocket")) {
      while (app.unsentBytes() == 0) {
        tellLarge(room, 1);
        mary.next("room." + room + ".out");
        mary.ask("rooms.leave", new JsonObject());
      }
      app.clock.advance(Duration.ofHours(12));
      app.sweep();
      assertThat(app.unsentBytes()).isPositive();

      app.clock.advance(Duration.ofSeconds(3));
      app.sweep();

      slow.findReset();
      assertThat(app.unsentBytes()).isZero();
    }
  }

  @Test
  void a_ping_flood_that_is_not_read_is_cut() throws Exception {
    RoomId room = app.room();
    try (Stalled slow = new Stalled(room, "/eventbus/websocket")) {
      assertThatThrownBy(
              () -> {
                for (int pings = 0; pings < 1_000_000; pings++) {
                  slow.ping();
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(app.nextClosed().getString("do")).isEqualTo("closed");
      assertThat(app.unsentBytes()).isZero();
    }
  }
}
