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
    assertThat(ask("GET", "/health", "").body()).isEqualTo("{\"live\":true,\"ready\":true}");
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
    assertThat(ask("GET", "/blocks", "").body()).isEqualTo("{\"blocks\":[\"" + listed + "\"]}");
    assertThat(publicly(inside).status()).isEqualTo(403);
    assertThat(publicly(outside).status()).isEqualTo(200);

    assertThat(ask("DELETE", "/blocks/" + block, "").status()).isEqualTo(204);
    assertThat(ask("DELETE", "/blocks/" + block, "").status()).isEqualTo(404);
    assertThat(publicly(inside).status()).isEqualTo(200);
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
