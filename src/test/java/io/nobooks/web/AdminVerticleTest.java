package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.web.RawHttp.Answer;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminVerticleTest {
  private static final String ROOM = "abcdefghijklmnopqrstuvwxyz";

  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(new JsonObject("{\"http\":{\"forwarded-from\":[\"127.0.0.1\"]}}"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Answer ask(String method, String target, String headers) throws IOException {
    return RawHttp.request(node.adminPort, method, target, headers);
  }

  private Answer publicly(String client) throws IOException {
    return RawHttp.get(node.port, "/api/about", "X-Forwarded-For: " + client + "\r\n");
  }

  @Test
  void health_is_told() throws IOException {
    assertThat(ask("GET", "/health", "").body()).isEqualTo("{\"live\":true,\"ready\":false}");

    node.answer();
    assertThat(ask("GET", "/health", "").body())
        .isEqualTo("{\"live\":true,\"ready\":true,\"rooms\":3,\"members\":7}");
  }

  @Test
  void what_the_public_port_says_of_health_this_one_says_too() throws IOException {
    assertThat(ask("GET", "/health/live", "").status()).isEqualTo(200);
    assertThat(ask("GET", "/health/ready", "").status()).isEqualTo(503);

    node.answer();
    assertThat(ask("GET", "/health/ready", "").body()).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void metrics_are_told_as_prometheus_reads_them() throws IOException {
    node.web.meters().gauge("nobooks_answer", "Of everything", () -> 42);

    Answer metrics = ask("GET", "/metrics", "");

    assertThat(metrics.header("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body())
        .isEqualTo(
            """
            # HELP nobooks_answer Of everything
            # TYPE nobooks_answer gauge
            nobooks_answer 42.0
            """);
    assertThat(ask("POST", "/metrics", "").status()).isEqualTo(405);
  }

  @Test
  void with_a_token_nobody_without_it_is_answered() throws IOException {
    String token = "a-token-of-24-characters";
    try (TestNode guarded =
        new TestNode(new JsonObject().put("admin", new JsonObject().put("token", token)))) {
      String url = "/rooms/" + ROOM;
      for (String header :
          new String[] {
            "",
            "Authorization: Bearer \r\n",
            "Authorization: Bearer a-token-of-24-character\r\n",
            "Authorization: Bearer a-token-of-24-characters2\r\n",
            "Authorization: Basic a-token-of-24-characters\r\n",
            "Authorization: a-token-of-24-characters\r\n"
          }) {
        for (String path : new String[] {"/metrics", "/health", "/rooms", "/blocks", "/none"}) {
          Answer answer = RawHttp.get(guarded.adminPort, path, header);
          assertThat(answer.status()).as(path + header).isEqualTo(401);
          assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(RawHttp.request(guarded.adminPort, "DELETE", url, header).status())
            .isEqualTo(401);
      }
      String bearer = "Authorization: Bearer " + token + "\r\n";
      assertThat(RawHttp.get(guarded.adminPort, "/metrics", bearer).status()).isEqualTo(200);
      assertThat(RawHttp.get(guarded.adminPort, "/blocks", bearer).status()).isEqualTo(200);
      assertThat(RawHttp.get(guarded.adminPort, "/health/live", "").status()).isEqualTo(200);
      assertThat(RawHttp.get(guarded.adminPort, "/health/ready", "").status()).isEqualTo(503);
      assertThat(RawHttp.get(guarded.adminPort, "/metrics", bearer + "Origin: null\r\n").status())
          .as("a page that knows the token")
          .isEqualTo(403);
    }
  }

  @Test
  void living_rooms_are_counted() throws IOException {
    assertThat(ask("GET", "/rooms", "").status()).as("no rooms instance").isEqualTo(503);

    node.answer();
    assertThat(ask("GET", "/rooms", "").body()).isEqualTo("{\"rooms\":3,\"members\":7}");
  }

  @Test
  void a_room_is_closed_by_its_owner() throws IOException {
    String door = Addresses.roomDoor(new RoomId(ROOM));
    Bus.answer(
            node.vertx,
            door,
            question ->
                "close".equals(question.headers().get("do"))
                    ? Future.succeededFuture(new JsonObject())
                    : Future.failedFuture("another verb"))
        .completion()
        .await();

    assertThat(ask("DELETE", "/rooms/" + ROOM, "").status()).isEqualTo(204);
    assertThat(ask("DELETE", "/rooms/" + ROOM.replace('a', 'b'), "").body())
        .contains("\"status\":404", "\"slug\":\"room_not_found\"");
    assertThat(ask("DELETE", "/rooms/nonsense", "").body()).contains("\"slug\":\"bad_command\"");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7/32, 192.0.2.7, 192.0.2.8",
    "192.0.2.0/24, 192.0.2.0/24, 192.0.2.200, 192.0.3.1",
    "2001:db8::/48, 2001:db8::/48, 2001:db8:0:9::1, 2001:db8:1::1"
  })
  void a_blocked_address_is_refused_until_it_is_unblocked(
      String block, String listed, String inside, String outside) throws IOException {
    assertThat(ask("PUT", "/blocks/" + block, "").status()).isEqualTo(204);
    assertThat(ask("GET", "/blocks", "").body())
        .isEqualTo("{\"blocks\":[{\"addresses\":\"" + listed + "\"}]}");
    assertThat(publicly(inside).status()).isEqualTo(403);
    assertThat(publicly(outside).status()).isEqualTo(200);

    assertThat(ask("DELETE", "/blocks/" + block, "").status()).isEqualTo(204);
    assertThat(ask("DELETE", "/blocks/" + block, "").status()).isEqualTo(404);
    assertThat(publicly(inside).status()).isEqualTo(200);
  }

  @Test
  void a_block_may_be_for_a_time() throws IOException {
    long before = System.currentTimeMillis();
    assertThat(ask("PUT", "/blocks/192.0.2.7?seconds=600", "").status()).isEqualTo(204);

    JsonObject block =
        new JsonObject(ask("GET", "/blocks", "").body()).getJsonArray("blocks").getJsonObject(0);
    assertThat(block.getString("addresses")).isEqualTo("192.0.2.7/32");
    assertThat(block.getLong("until"))
        .isBetween(before + 600_000, System.currentTimeMillis() + 600_000);
    assertThat(publicly("192.0.2.7").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "ten", "", "1000000000"})
  void a_time_that_is_none_is_refused(String seconds) throws IOException {
    assertThat(ask("PUT", "/blocks/192.0.2.7?seconds=" + seconds, "").body())
        .contains("\"slug\":\"bad_command\"");
    assertThat(ask("GET", "/blocks", "").body()).isEqualTo("{\"blocks\":[]}");
  }

  @Test
  void a_block_ends_what_its_addresses_are_in_the_middle_of() throws IOException {
    try (RawHttp blocked = new RawHttp(node.port);
        RawHttp other = new RawHttp(node.port)) {
      blocked.send("GET /api/about HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
      other.send("GET /api/about HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.8\r\n\r\n");
      assertThat(blocked.header()).startsWith("HTTP/1.1 200");
      assertThat(other.header()).startsWith("HTTP/1.1 200");

      ask("PUT", "/blocks/192.0.2.7", "");

      assertThat(blocked.untilClosed()).startsWith("{");
      other.send("GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(other.untilClosed()).contains("HTTP/1.1 404");
    }
  }

  @Test
  void web_instances_are_told_of_a_block() throws IOException {
    Future<JsonObject> told =
        Future.future(
            heard ->
                node.vertx
                    .eventBus()
                    .<io.nobooks.wire.Frame>consumer(
                        Addresses.BLOCKED, message -> heard.complete(message.body().toJson())));
    ask("PUT", "/blocks/192.0.2.7", "");

    assertThat(told.await()).isEqualTo(new JsonObject().put("addresses", "192.0.2.7/32"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "10.0.0.0/33", "2001:db8::1", "chat.example"})
  void what_is_no_address_is_refused(String block) throws IOException {
    assertThat(ask("PUT", "/blocks/" + block, "").body()).contains("\"slug\":\"bad_command\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: evil.example:9090",
        "Host: localhost.evil.example",
        "Host: 127.0.0.1.evil.example",
        "Host: 127.0.0.1\r\nOrigin: http://127.0.0.1",
        "Host: 127.0.0.1\r\nOrigin: null",
        "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site",
        "Host: 127.0.0.1\r\nSec-Fetch-Site: same-origin",
        "Host: "
      })
  void no_web_page_reaches_the_operators_port(String headers) throws IOException {
    for (String method : new String[] {"GET", "OPTIONS", "PUT", "DELETE"}) {
      Answer answer = ask(method, "/blocks/192.0.2.7", headers + "\r\n");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.head()).doesNotContainIgnoringCase("Access-Control-");
    }
    assertThat(ask("GET", "/blocks", "").body()).isEqualTo("{\"blocks\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:9090", "127.0.0.1:1", "[::1]:9090", "10.0.0.9:9090"})
  void a_host_that_no_foreign_page_can_have_passes(String host) throws IOException {
    assertThat(ask("GET", "/health", "Host: " + host + "\r\n").status()).isEqualTo(200);
    assertThat(ask("GET", "/health", "Host: localhost\r\nSec-Fetch-Site: none\r\n").status())
        .isEqualTo(200);
  }

  @Test
  void the_public_port_has_nothing_of_the_operators() throws IOException {
    for (String target : new String[] {"/health", "/rooms", "/blocks", "/metrics"}) {
      assertThat(RawHttp.get(node.port, target, "").status()).isEqualTo(404);
    }
  }
}
