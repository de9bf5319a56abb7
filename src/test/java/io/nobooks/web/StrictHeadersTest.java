package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.web.RawHttp.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hides a second request inside a first one, on raw sockets. */
class StrictHeadersTest {
  private static TestNode node;

  /** Answers a POST with its body, and upgrades a WebSocket that it then echoes. */
  private static final Mount ECHO =
      router -> {
        router.post("/echo").handler(ctx -> echo(ctx.request()));
        router.get("/socket").handler(ctx -> ctx.request().toWebSocket());
        return Future.succeededFuture();
      };

  private static void echo(HttpServerRequest request) {
    request.body().onSuccess(body -> request.response().end("<" + body + ">"));
  }

  @BeforeAll
  static void start() {
    node = new TestNode(new JsonObject(), ECHO);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Answer post(String headers, String body) throws IOException {
    return RawHttp.exchange(
        node.port, "POST /echo HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body);
  }

  @Test
  void a_well_formed_body_arrives() throws IOException {
    Answer length = post("Content-Length: 5\r\nConnection: close\r\n", "hello");
    Answer chunked =
        post("Transfer-Encoding: chunked\r\nConnection: close\r\n", "5\r\nhello\r\n0\r\n\r\n");

    assertThat(length.body()).isEqualTo("<hello>");
    assertThat(chunked.body()).isEqualTo("<hello>");
  }

  /** CVE-2026-102479: the stock decoder does not look at the eighth and following letters. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Xength",
        "content-xength",
        "Content-Lengti",
        "Content-Lengtx",
        "Cgntent-Length"
      })
  void a_name_that_only_resembles_content_length_is_none(String name) throws IOException {
    String hidden = "GET /api/about HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    Answer answer = post(name + ": " + hidden.length() + "\r\n", hidden);

    assertThat(answer.responses()).as("the second request is seen, not swallowed").isEqualTo(2);
    assertThat(answer.text()).contains("<>").contains("\"name\":\"NoBooks\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Xost", "hosx", "Hoqt"})
  void a_name_that_only_resembles_host_is_none(String name) throws IOException {
    Answer answer =
        RawHttp.exchange(node.port, "GET /api/about HTTP/1.1\r\n" + name + ": x\r\n\r\n");

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void a_web_socket_is_upgraded_by_the_strict_decoder_too() throws IOException {
    String upgrade =
        RawHttp.lines(
            "GET /socket HTTP/1.1",
            "Host: x",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
    try (RawHttp plain = new RawHttp(node.port);
        RawHttp disguised = new RawHttp(node.port)) {
      plain.send(upgrade + "\r\n");
      disguised.send(upgrade + "Content-Xength: 3\r\n\r\n");

      assertThat(plain.header())
          .startsWith("HTTP/1.1 101")
          .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
      assertThat(disguised.header())
          .as("it does not wait for a body of 3 bytes")
          .startsWith("HTTP/1.1 101");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5 5\r\n",
        "Content-Length: five\r\n",
        "Content-Length : 5\r\n",
        "Content-Length\t: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity\r\nContent-Length: 5\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: \u000bchunked\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Host: y\r\n",
        "Bad Name: x\r\n",
        "Bad\u0000Name: x\r\n",
        ": x\r\n"
      })
  void a_request_whose_end_is_in_doubt_is_refused_and_nothing_after_it_is_read(String headers)
      throws IOException {
    Answer answer = post(headers, "helloGET /api/about HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.responses()).isEqualTo(1);
    assertThat(answer.body()).contains("\"slug\":\"bad_command\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\nhello\n0\n\n",
        "5;\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n"
      })
  void a_chunk_whose_end_is_in_doubt_closes_the_connection(String chunks) throws IOException {
    Answer answer =
        post(
            "Transfer-Encoding: chunked\r\n",
            chunks + "GET /api/about HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer.text()).doesNotContain("NoBooks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://other.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
      })
  void what_is_no_request_for_this_server_is_refused(String bytes) throws IOException {
    assertThat(RawHttp.exchange(node.port, bytes).status()).isEqualTo(400);
  }

  @Test
  void a_start_line_or_header_that_is_too_long_is_named_so() throws IOException {
    Answer line = RawHttp.get(node.port, "/" + "x".repeat(5_000), "");
    Answer header = RawHttp.get(node.port, "/", "X: " + "x".repeat(9_000) + "\r\n");

    assertThat(line.status()).isEqualTo(414);
    assertThat(header.status()).isEqualTo(431);
    assertThat(line.body() + header.body()).contains("\"status\":414").contains("\"status\":431");
    assertThat(line.header("Content-Security-Policy")).contains("default-src 'none'");
  }

  @Test
  void upgrades_to_http_2_are_not_offered() throws IOException {
    String headers =
        RawHttp.lines("Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__", "Connection: Upgrade");
    Answer answer = RawHttp.get(node.port, "/api/about", headers);

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_header_that_never_ends_closes_its_connection_at_first_and_later() throws IOException {
    Duration soon = Duration.ofMillis(200);
    try (TestNode hasty = new TestNode(new JsonObject(), soon, soon);
        RawHttp silent = new RawHttp(hasty.port);
        RawHttp dripping = new RawHttp(hasty.port);
        RawHttp later = new RawHttp(hasty.port)) {
      dripping.send("GET / HTTP/1.1\r\nX-Drip: ");
      later.send("GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nX-Drip: ");

      assertThat(silent.untilClosed()).isEmpty();
      assertThat(dripping.untilClosed()).isEmpty();
      assertThat(new Answer(later.untilClosed()).responses()).isEqualTo(1);
    }
  }

  @Test
  void a_body_that_drips_closes_its_connection() throws IOException {
    Duration soon = Duration.ofMillis(200);
    try (TestNode hasty = new TestNode(new JsonObject(), soon, soon, ECHO);
        RawHttp dripping = new RawHttp(hasty.port);
        RawHttp unwanted = new RawHttp(hasty.port)) {
      dripping.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx");
      unwanted.send("POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx");

      assertThat(dripping.untilClosed()).isEmpty();
      assertThat(new Answer(unwanted.untilClosed()).status()).isEqualTo(404);
    }
  }
}
