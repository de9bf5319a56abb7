package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.TestNode;
import io.nobooks.web.RawHttp.Answer;
import java.io.IOException;
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

  private static String upgrade(String key, String header) {
    return RawHttp.lines(
            "GET /eventbus/websocket HTTP/1.1",
            "Host: 127.0.0.1:" + node.port(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            key,
            header)
        + "\r\n";
  }

  @Test
  void a_handshake_says_what_it_has_to_say_and_no_more() throws IOException {
    try (RawHttp client = new RawHttp(node.port())) {
      client.send(upgrade("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "X-No-Origin: 1"));

      assertThat(client.header())
          .startsWith("HTTP/1.1 101")
          .containsIgnoringCase("Sec-WebSocket-Accept")
          .doesNotContainIgnoringCase("Permissions-Policy");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, https://elsewhere.example, 403",
    "X-No-Key: 1, '', 400"
  })
  void a_refused_handshake_carries_the_security_headers(String key, String origin, int status)
      throws IOException {
    try (RawHttp client = new RawHttp(node.port())) {
      client.send(upgrade(key, origin.isEmpty() ? "X-No-Origin: 1" : "Origin: " + origin));
      Answer answer = new Answer(client.header());

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
    }
  }
}
