package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.TestNode;
import io.nobooks.web.RawHttp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headers of what is answered to who asks the bridge for a WebSocket. */
class UpgradeHeadersTest {
  private static TestNode node;

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
  }

  /** A handshake as browsers send it, with these lines besides or instead. */
  private static String upgrade(String... lines) {
    List<String> request = new ArrayList<>();
    request.add("GET /eventbus/websocket HTTP/1.1");
    request.add("Host: 127.0.0.1:" + node.port());
    for (String usual :
        List.of(
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")) {
      String name = usual.substring(0, usual.indexOf(':'));
      if (Stream.of(lines).noneMatch(line -> line.startsWith(name + ":"))) {
        request.add(usual);
      }
    }
    request.addAll(List.of(lines));
    return RawHttp.lines(request.toArray(String[]::new)) + "\r\n";
  }

  private static List<String> names(String header) {
    return header
        .lines()
        .skip(1)
        .filter(line -> line.contains(":"))
        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
        .toList();
  }

  @Test
  void a_handshake_says_what_it_has_to_say_and_no_more() throws IOException {
    try (RawHttp client = new RawHttp(node.port())) {
      client.send(upgrade());
      String header = client.header();

      assertThat(header).startsWith("HTTP/1.1 101");
      assertThat(names(header))
          .containsExactlyInAnyOrder("upgrade", "connection", "sec-websocket-accept");
    }
  }

  /** The last three are refused by Vert.x itself. */
  @ParameterizedTest
  @CsvSource({
    "Origin: https://elsewhere.example, 403",
    "Sec-WebSocket-Key:, 400",
    "Sec-WebSocket-Version: 99, 426",
    "Upgrade: websocketx, 400",
    "Connection: upgradex, 400"
  })
  void a_refused_handshake_carries_the_security_headers(String line, int status)
      throws IOException {
    try (RawHttp client = new RawHttp(node.port())) {
      client.send(upgrade(line));
      Answer answer = new Answer(client.header());

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
    }
  }
}
