package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.BusClient;
import io.nobooks.support.Eventually;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Visitors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starting a node as people do: with a file, with the environment, with mistakes. */
class StartIT {
  private static final long PATIENCE_S = 60;

  private final Path folder;

  StartIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private Map<String, String> environment(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NOBOOKS_DATA", folder.resolve("data").toString());
    environment.put("NOBOOKS_HTTP_HOST", "127.0.0.1");
    environment.put("NOBOOKS_HTTP_PORT", "0");
    environment.put("NOBOOKS_ADMIN_PORT", "0");
    for (int at = 0; at < more.length; at += 2) {
      environment.put(more[at], more[at + 1]);
    }
    return environment;
  }

  private static void isServed(int port) {
    try (Visitors visitors = Visitors.at(port)) {
      BusClient can = visitors.guest("Can").open(RoomCode.fresh());
      can.say("hello");
      can.nextSaid("hello");
    }
  }

  @Test
  void the_main_class_prints_the_address_and_nothing_else() throws Exception {
    try (NodeProcess node =
        NodeProcess.classes(environment(), List.of("-conf", "conf/nobooks.json"))) {
      int port = node.port();
      isServed(port);
      assertThat(node.stdout()).isEqualTo("http://localhost:" + port + "/\n");
      assertThat(node.stderr()).isEmpty();
    }
  }

  @Test
  void the_jar_prints_the_address_and_nothing_else() throws Exception {
    try (NodeProcess node = NodeProcess.jar(environment(), List.of(), List.of())) {
      int port = node.port();
      isServed(port);
      assertThat(node.stdout()).isEqualTo("http://localhost:" + port + "/\n");
      assertThat(node.stderr()).isEmpty();
    }
  }

  @Test
  void the_file_is_read_the_environment_stands_over_it_and_properties_over_both() throws Exception {
    int port = NodeProcess.freePort();
    Path file = folder.resolve("nobooks.json");
    Files.writeString(
        file,
        "{\"http\":{\"host\":\"127.0.0.1\",\"port\":1},\"admin\":{\"port\":0},\"data\":\""
            + folder.resolve("data")
            + "\",\"limits\":{\"body\":77}}");
    try (NodeProcess node =
        NodeProcess.jar(
            Map.of("NOBOOKS_HTTP_PORT", "2"),
            List.of("-Dnobooks.http.port=" + port),
            List.of("-conf", file.toString()))) {
      assertThat(node.port()).isEqualTo(port);
      assertThat(new String(get(port, "/api/about"), UTF_8)).contains("77");
    }
  }

  private static byte[] get(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return socket.getInputStream().readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NOBOOKS_LIMITS_BODIES, 1, NOBOOKS_LIMITS_BODIES",
    "NOBOOKS_LIMITS_BODY, much, limits.body",
    "NOBOOKS_LIMITS_EXEMPT, example.org, limits.exempt"
  })
  void a_setting_that_cannot_be_ends_the_start_with_one_sentence(
      String variable, String value, String named) throws Exception {
    try (NodeProcess node = NodeProcess.jar(environment(variable, value), List.of(), List.of())) {
      assertThat(node.exitWithin(PATIENCE_S)).isNotZero();
      assertThat(node.stdout()).isEmpty();
      assertThat(node.stderr().lines())
          .singleElement()
          .asString()
          .contains(named, value, "allowed is")
          .endsWith(".");
    }
  }

  @Test
  void a_file_with_an_unknown_key_or_none_at_all_ends_the_start() throws Exception {
    Path file = folder.resolve("nobooks.json");
    Files.writeString(file, "{\"http\":{\"prot\":80}}");
    try (NodeProcess node =
        NodeProcess.jar(environment(), List.of(), List.of("-conf", file.toString()))) {
      assertThat(node.exitWithin(PATIENCE_S)).isNotZero();
      assertThat(node.stderr().lines()).singleElement().asString().contains("http.prot", "port");
    }
    for (String given : List.of(folder.resolve("missing.json").toString(), "{not json")) {
      try (NodeProcess node = NodeProcess.jar(environment(), List.of(), List.of("-conf", given))) {
        assertThat(node.exitWithin(PATIENCE_S)).isNotZero();
        assertThat(node.stdout()).isEmpty();
        assertThat(node.stderr().lines()).singleElement().asString().contains("-conf", given);
      }
    }
  }

  @Test
  void a_port_that_is_taken_ends_the_start() throws Exception {
    try (NodeProcess first = NodeProcess.jar(environment(), List.of(), List.of())) {
      String taken = String.valueOf(first.port());
      try (NodeProcess second =
          NodeProcess.jar(environment("NOBOOKS_HTTP_PORT", taken), List.of(), List.of())) {
        assertThat(second.exitWithin(PATIENCE_S)).isNotZero();
        assertThat(second.stdout()).isEmpty();
        assertThat(second.stderr()).isNotEmpty();
      }
    }
  }

  @Test
  void a_node_without_web_has_no_public_port_but_an_operator_s() throws Exception {
    int admin = NodeProcess.freePort();
    try (NodeProcess node =
        NodeProcess.jar(
            environment("NOBOOKS_DEPLOY_WEB", "0", "NOBOOKS_ADMIN_PORT", String.valueOf(admin)),
            List.of(),
            List.of())) {
      Eventually.holds("the operator is answered", () -> answers(admin));
      assertThat(Operator.at(admin).get("/rooms").getInteger("rooms")).isZero();
      assertThat(node.isAlive()).isTrue();
      assertThat(node.stdout()).isEmpty();
      assertThat(node.stderr()).isEmpty();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
