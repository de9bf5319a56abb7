package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in below {@code /eventbus}, and by which ways. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EntranceTest {
  private static final String SESSION = "/eventbus/000/0123456789abcdef";

  private final BridgeApp app = new BridgeApp(Map.of(), new HttpServerOptions());
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    app.close();
  }

  private HttpResponse<String> request(String method, String path, String... headers)
      throws Exception {
    return requestWith("", method, path, headers);
  }

  private HttpResponse<String> requestWith(
      String body, String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(app.origin() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** The status of a WebSocket handshake; 101 when it went through. */
  private int upgrade(String path, String... headers) throws IOException {
    try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), app.port())) {
      StringBuilder request =
          new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + app.port() + "\r\n")
              .append("Connection: Upgrade\r\nUpgrade: websocket\r\n")
              .append("Sec-WebSocket-Version: 13\r\n")
              .append("Sec-WebSocket-Extensions: permessage-deflate\r\n")
              .append("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
      for (int i = 0; i < headers.length; i += 2) {
        request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
      }
      socket
          .getOutputStream()
          .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
      StringBuilder response = new StringBuilder();
      while (response.indexOf("\r\n\r\n") < 0) {
        response.append((char) socket.getInputStream().read());
      }
      assertThat(response.toString().toLowerCase(java.util.Locale.ROOT))
          .doesNotContain("extensions");
      return Integer.parseInt(response.substring(9, 12));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1.evil.example",
        "https://127.0.0.1",
        ""
      })
  void a_page_of_another_origin_gets_403_on_every_way(String origin) throws Exception {
    for (String path : List.of("/eventbus/info", "/eventbus/", "/eventbus/x")) {
      assertThat(request("GET", path, "Origin", origin).statusCode()).as(path).isEqualTo(403);
    }
    for (String way : List.of("/xhr", "/xhr_streaming", "/xhr_send")) {
      assertThat(request("POST", SESSION + way, "Origin", origin).statusCode()).isEqualTo(403);
      assertThat(request("OPTIONS", SESSION + way, "Origin", origin).statusCode()).isEqualTo(403);
    }
    assertThat(upgrade(SESSION + "/websocket", "Origin", origin)).isEqualTo(403);
    assertThat(upgrade("/eventbus/websocket", "Origin", origin)).isEqualTo(403);
    assertThat(app.budget.sockets.get()).isZero();
  }

  @Test
  void the_own_page_and_who_is_no_browser_come_in() throws Exception {
    for (String[] headers : new String[][] {{}, {"Origin", app.origin()}}) {
      assertThat(request("GET", "/eventbus/info", headers).statusCode()).isEqualTo(200);
      assertThat(upgrade(SESSION + "/websocket", headers)).isEqualTo(101);
      assertThat(upgrade("/eventbus/websocket", headers)).isEqualTo(101);
    }
  }

  @Test
  void info_tells_what_there_is_and_sets_no_cookie() throws Exception {
    HttpResponse<String> info = request("GET", "/eventbus/info", "Origin", app.origin());

    JsonObject json = new JsonObject(info.body());
    assertThat(json.getBoolean("websocket")).isTrue();
    assertThat(json.getBoolean("cookie_needed")).isFalse();
    assertThat(info.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(info.headers().firstValue("Access-Control-Allow-Origin")).contains(app.origin());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/eventbus/iframe.html",
        "/eventbus/iframe-1.html",
        "/eventbus/chunking_test",
        SESSION + "/eventsource",
        SESSION + "/htmlfile?c=x",
        SESSION + "/jsonp?c=x"
      })
  void ways_that_nobody_needs_are_closed(String path) throws Exception {
    assertThat(request("GET", path).statusCode()).isEqualTo(404);
    assertThat(request("POST", path).statusCode()).isIn(404, 405);
  }

  @Test
  void only_an_upgrade_by_get_becomes_a_websocket() throws Exception {
    assertThat(request("GET", SESSION + "/websocket").statusCode()).isEqualTo(400);
    assertThat(request("POST", SESSION + "/websocket").statusCode()).isEqualTo(405);
    assertThat(request("GET", "/eventbus/websocket").statusCode()).isEqualTo(400);
    assertThat(app.budget.sockets.get()).isZero();
  }

  @Test
  void an_xhr_session_is_only_for_the_address_and_browser_that_began_it() throws Exception {
    String[] own = {"User-Agent", "Firefox", "X-Test-Address", "192.0.2.1"};
    String[][] others = {
      {"User-Agent", "curl", "X-Test-Address", "192.0.2.1"},
      {"User-Agent", "Firefox", "X-Test-Address", "192.0.2.2"}
    };
    String signIn =
        new JsonArray()
            .add(
                BridgeClient.frame("send", "auth.sign-in")
                    .put("body", new JsonObject().put("name", "Can"))
                    .put("replyAddress", "r")
                    .encode())
            .encode();
    assertThat(requestWith(signIn, "POST", SESSION + "/xhr_send", own).statusCode()).isEqualTo(404);
    assertThat(request("POST", SESSION + "/xhr", own).body()).isEqualTo("o\n");

    for (String[] other : others) {
      assertThat(requestWith(signIn, "POST", SESSION + "/xhr_send", other).statusCode())
          .isEqualTo(404);
      assertThat(request("POST", SESSION + "/xhr", other).statusCode()).isEqualTo(404);
      assertThat(request("POST", SESSION + "/xhr_streaming", other).statusCode()).isEqualTo(404);
    }
    assertThat(requestWith(signIn, "POST", SESSION + "/xhr_send", own).statusCode()).isEqualTo(204);
    assertThat(request("POST", SESSION + "/xhr", own).body()).contains("rec");
    assertThat(app.budget.sockets.get()).isEqualTo(1);
  }

  @Test
  void what_is_no_sockjs_frame_gets_500_over_xhr() throws Exception {
    assertThat(request("POST", SESSION + "/xhr").body()).isEqualTo("o\n");

    assertThat(request("POST", SESSION + "/xhr_send").statusCode()).isEqualTo(500);
    assertThat(requestWith("[\"", "POST", SESSION + "/xhr_send").statusCode()).isEqualTo(500);
    String tooLong = "x".repeat(BusBridge.LARGEST_SOCKJS_FRAME + 1);
    assertThat(requestWith(tooLong, "POST", SESSION + "/xhr_send").statusCode()).isEqualTo(413);
  }

  @Test
  void a_long_session_id_is_none() throws Exception {
    String path = "/eventbus/000/" + "a".repeat(65) + "/xhr";

    assertThat(request("POST", path).statusCode()).isEqualTo(404);
    assertThat(app.budget.sockets.get()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "sockjs", "xhr"})
  void the_socket_beyond_the_limit_of_its_address_gets_429_and_counts_until_it_is_gone(String way)
      throws Exception {
    app.budget.mostSockets = 2;
    BridgeClient first = Transports.RAW.connect(app);
    BridgeClient second = Transports.SOCKJS.connect(app);
    assertThat(app.budget.signedOut.get()).isEqualTo(2);
    first.signIn("Can");
    assertThat(app.budget.signedOut.get()).isEqualTo(1);

    assertThat(connect(way)).isEqualTo(429);
    first.close();
    while (app.budget.sockets.get() == 2) {
      Thread.onSpinWait();
    }
    assertThat(connect(way)).isIn(101, 200);
    second.close();
  }

  private int connect(String way) throws Exception {
    return switch (way) {
      case "raw" -> upgrade("/eventbus/websocket");
      case "sockjs" -> upgrade(SESSION + "/websocket");
      default -> request("POST", SESSION + "/xhr").statusCode();
    };
  }

  @Test
  void a_stopping_node_lets_nobody_in() throws Exception {
    app.drain().await();

    assertThat(connect("raw")).isEqualTo(503);
    assertThat(connect("sockjs")).isEqualTo(503);
    assertThat(connect("xhr")).isEqualTo(503);
  }
}
