package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that no honest client sends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFramesTest {
  private final BridgeApp app = new BridgeApp(Map.of(), new HttpServerOptions());
  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

  @BeforeEach
  void watch() {
    app.onLoop(
        () -> {
          app.vertx.getOrCreateContext().exceptionHandler(uncaught::add);
          return null;
        });
    app.vertx.exceptionHandler(uncaught::add);
  }

  @AfterEach
  void stop() {
    app.close();
  }

  /** The next answer after whatever the frames before brought. */
  private static JsonObject answered(BridgeClient client, int marker) {
    client.send(
        BridgeClient.frame("send", "no.such.address").put("replyAddress", "marker-" + marker));
    return client.next("marker-" + marker);
  }

  @ParameterizedTest
  @EnumSource(Transports.class)
  void thousands_of_broken_messages_are_answered_and_harm_nobody(Transports transport) {
    app.budget.exempt = true;
    Random random = new Random(20_261_120);
    int batches = transport == Transports.XHR_POLLING ? 20 : 100;
    try (BridgeClient hostile = transport.connect(app);
        BridgeClient mary = Transports.RAW.connect(app)) {
      for (int batch = 0; batch < batches; batch++) {
        hostile.sendAll(
            random.ints(30, 0, Integer.MAX_VALUE).mapToObj(n -> broken(new Random(n))).toList());
        assertThat(answered(hostile, batch).getInteger("failureCode")).isEqualTo(1001);
      }
      assertThat(mary.signIn("Mary").getString("name")).isEqualTo("Mary");
    }
    assertThat(uncaught).isEmpty();
  }

  /** A good message, spoilt. */
  private static String broken(Random random) {
    JsonObject frame = new JsonObject();
    for (String field : List.of("type", "address", "body", "replyAddress", "headers")) {
      if (random.nextInt(5) > 0) {
        frame.put(field, value(random, 0));
      }
    }
    StringBuilder text = new StringBuilder(frame.encode());
    for (int spoilt = random.nextInt(3); spoilt > 0 && text.length() > 1; spoilt--) {
      int at = random.nextInt(text.length());
      if (random.nextBoolean()) {
        text.deleteCharAt(at);
      } else {
        text.insert(at, (char) random.nextInt(0x2100));
      }
    }
    return text.toString();
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 8 : 10)) {
      case 0 -> List.of("send", "publish", "register", "unregister", "ping").get(random.nextInt(5));
      case 1 -> List.of("me", "auth.resume", "rooms.enter", "room.x.in").get(random.nextInt(4));
      case 2 -> random.nextLong();
      case 3 -> random.nextDouble();
      case 4 -> random.nextBoolean();
      case 5 -> "";
      case 6 -> "\u0000\r\n\ud800\u2028";
      case 7 -> "x".repeat(random.nextInt(300));
      case 8 -> new JsonArray().add(value(random, depth + 1)).addNull();
      default -> new JsonObject().put("name", value(random, depth + 1)).putNull("null");
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[", "[\"{}\"", "nonsense", "[\"{}\"] x", "17", "[\"\\ud8", "{\"a\":[]}"})
  void a_broken_sockjs_frame_ends_the_connection(String frame) {
    try (var client = new Transports.SockJsClient(app)) {
      client.write(frame);

      assertThat(client.untilClosed())
          .filteredOn(message -> "me".equals(message.getString("address")))
          .extracting(bye -> bye.getJsonObject("body").getInteger("code"))
          .containsExactly(1000);
    }
  }

  @Test
  void empty_sockjs_frames_mean_nothing_and_what_is_no_text_is_no_message() {
    try (var client = new Transports.SockJsClient(app)) {
      client.write("");
      client.write("[]");
      client.write("[17,null,[\"{}\"],{\"a\":\"{}\"}]");
      client.write("\"{}\"");

      for (String body : List.of("invalid_json", "invalid_json", "invalid_json", "invalid_json")) {
        assertThat(client.next().getString("body")).isEqualTo(body);
      }
      assertThat(client.next().getString("body")).isEqualTo("missing_type");
    }
  }

  @Test
  void a_message_of_128_KiB_may_be_escaped_in_every_way_and_one_byte_more_may_not() {
    String longest = padded(128 * 1024);
    try (var client = new Transports.SockJsClient(app)) {
      client.write("[\"" + escaped(longest) + "\"]");
      assertThat(client.next("r").getInteger("failureCode")).isEqualTo(1002);

      client.write("[\"" + escaped(padded(128 * 1024 + 1)) + "\"]");
      client.untilClosed();
    }
    assertThat(uncaught).isEmpty();
  }

  private static String padded(int bytes) {
    JsonObject frame =
        BridgeClient.frame("send", "auth.sign-in").put("replyAddress", "r").put("body", "");
    int rest = bytes - frame.encode().length();
    return frame.put("body", "x".repeat(rest)).encode();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() * 6);
    text.chars().forEach(letter -> escaped.append(String.format("\\u%04x", letter)));
    return escaped.toString();
  }

  @Test
  void a_flood_in_one_frame_is_cut_off() {
    try (var client = new Transports.SockJsClient(app)) {
      client.write("[" + "\"{}\",".repeat(100_000) + "\"{}\"]");

      List<JsonObject> answers = client.untilClosed();
      assertThat(answers).hasSizeLessThanOrEqualTo(40 + 40 * 50 + 2);
      assertThat(answers.get(answers.size() - 1).getJsonObject("body").getInteger("code"))
          .isEqualTo(1003);
    }
  }

  @Test
  void what_waits_for_a_sign_in_is_bounded() {
    app.budget.exempt = true;
    try (var client = new Transports.RawClient(app)) {
      client.post("auth.sign-in", new JsonObject().put("name", "Can"));
      String body = "x".repeat(60_000);
      for (int n = 0; n < 8; n++) {
        client.send(
            BridgeClient.frame("send", "auth.sign-in")
                .put("body", new JsonObject().put("name", body))
                .put("replyAddress", "held-" + n));
      }

      for (int n = 0; n < 8; n++) {
        assertThat(client.next("held-" + n).getInteger("failureCode")).isIn(1001, 1003);
      }
    }
  }
}
