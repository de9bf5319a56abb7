package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RawWebSocket;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop, and what there is after it has started again. */
class ShutdownIT {
  private static final String PASSWORD = "correct horse";
  private static final String MESSAGE = "said-and-gone";
  private static final long CONTRACT_S = 10;

  private final Path data;
  private final RoomCode code = RoomCode.fresh();

  ShutdownIT(@TempDir Path data) {
    this.data = data;
  }

  private NodeProcess start() throws IOException {
    return NodeProcess.jar(
        Map.of(
            "NOBOOKS_DATA", data.toString(),
            "NOBOOKS_HTTP_HOST", "127.0.0.1",
            "NOBOOKS_HTTP_PORT", "0",
            "NOBOOKS_ADMIN_PORT", "0",
            "NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.0/8\"]"),
        List.of(),
        List.of());
  }

  @Test
  void a_node_that_is_told_to_stop_says_goodbye_and_keeps_accounts_and_nothing_else()
      throws Exception {
    JsonObject guest;
    JsonObject account;
    try (NodeProcess node = start();
        Visitors visitors = Visitors.at(node.port());
        RawWebSocket stalled = new RawWebSocket(node.port())) {
      BusClient can = visitors.connect().signIn("Can").open(code);
      BusClient selin = visitors.connect().signIn("Selin", PASSWORD).enter(code);
      guest = can.bearer();
      account = selin.bearer();
      stall(stalled, can);

      node.terminate();

      for (BusClient member : List.of(can, selin)) {
        JsonObject ended = member.next("ended");
        assertThat(ended.getString("reason")).isEqualTo("shutdown");
        member.command("wiped", "nonce", ended.getString("nonce"));
      }
      for (BusClient member : List.of(can, selin)) {
        JsonObject bye = member.next("bye");
        assertThat(bye.getInteger("code")).isEqualTo(Failure.UNAVAILABLE.code);
        assertThat(bye.getLong("afterMs")).isPositive();
        member.awaitClosed();
      }
      node.exitWithin(CONTRACT_S);
      assertThat(node.stderr()).isEmpty();
    }
    assertThat(keptOnDisk()).isNotEmpty().doesNotContain(MESSAGE, PASSWORD, code.room());
    try (NodeProcess node = start();
        Visitors visitors = Visitors.at(node.port())) {
      for (JsonObject bearer : List.of(guest, account)) {
        assertThat(visitors.connect().refused("auth.resume", bearer).code)
            .isEqualTo(Failure.TOKEN_INVALID.code);
      }
      assertThat(
              visitors
                  .connect()
                  .refused("auth.sign-in", new JsonObject().put("name", "SELİN"))
                  .code)
          .isEqualTo(Failure.WRONG_PASSWORD.code);
      BusClient selin = visitors.connect().signIn("Selin", PASSWORD);
      assertThat(selin.identity().getBoolean("claimed", false)).isFalse();
      assertThat(selin.refused("rooms.enter", code.toJson()).code)
          .isEqualTo(Failure.ROOM_NOT_FOUND.code);
      assertThat(selin.refused("rooms.open", code.toJson()).code)
          .isEqualTo(Failure.ROOM_EXISTS.code);
      selin.open(RoomCode.fresh());
    }
  }

  /** Somebody enters and reads nothing until bytes for this one wait in the node. */
  private void stall(RawWebSocket stalled, BusClient speaker) throws IOException {
    stalled.ask("auth.sign-in", new JsonObject().put("name", "Slow"));
    stalled.ask("rooms.enter", code.toJson());
    stalled.register(code.out());
    for (int messages = 0; messages < 300; messages++) {
      speaker.say(MESSAGE + "x".repeat(12_000));
    }
    assertThat(speaker.told("states")).isEmpty();
  }

  /** The bytes of all files under the data folder, one after the other. */
  private String keptOnDisk() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, ISO_8859_1));
      }
    }
    return all.toString();
  }
}
