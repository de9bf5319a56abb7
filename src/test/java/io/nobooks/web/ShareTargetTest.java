package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.web.RawHttp.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What reaches the server when the browser has lost the worker that takes what is shared. */
class ShareTargetTest {
  private static final String TYPE = "Content-Type: multipart/form-data; boundary=x\r\n";

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = new TestNode(new JsonObject());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void assertNotTaken(Answer answer) {
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/#not-shared");
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.body()).isEmpty();
    assertThat(answer.responses()).isEqualTo(1);
  }

  @Test
  void it_is_answered_before_its_body_came_and_the_connection_is_over() throws IOException {
    try (RawHttp app = new RawHttp(node.port)) {
      app.send("POST /share HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n" + TYPE + "\r\n");
      app.send("--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nsecret");
      assertNotTaken(new Answer(app.untilClosed()));
    }
  }

  @Test
  void a_whole_body_is_no_second_request() throws IOException {
    String body = "GET /api/about HTTP/1.1\r\nHost: x\r\n\r\n";
    String head = "POST /share HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n";
    assertNotTaken(RawHttp.exchange(node.port, head + TYPE + "\r\n" + body));
  }

  @Test
  void nothing_is_to_be_read_there() throws IOException {
    assertThat(RawHttp.get(node.port, "/share", "").status()).isEqualTo(404);
  }
}
