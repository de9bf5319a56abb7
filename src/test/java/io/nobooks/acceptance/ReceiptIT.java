package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.BusClient;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receipt that somebody saved, and the command in the jar that checks it. */
class ReceiptIT {
  private static final long PATIENCE_S = 60;

  @TempDir private Path folder = Path.of("");

  private static String verify(int exitCode, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("verify-receipt"));
    command.addAll(List.of(arguments));
    try (NodeProcess process = NodeProcess.jar(Map.of(), List.of(), command)) {
      assertThat(process.exitWithin(PATIENCE_S)).as(process.stderr()).isEqualTo(exitCode);
      assertThat(process.stderr()).isEmpty();
      return process.stdout().strip();
    }
  }

  @Test
  void the_jar_checks_a_saved_receipt_without_a_node() throws Exception {
    JsonObject receipt;
    try (TestNode node = TestNode.start();
        Visitors visitors = Visitors.of(node)) {
      BusClient can = visitors.guest("Can").open(RoomCode.fresh());
      receipt = can.command("leave").getJsonObject("receipt");
    }
    Path saved = Files.writeString(folder.resolve("saved.json"), receipt.encodePrettily());
    String key = receipt.getString("key");

    assertThat(verify(0, saved.toString(), "--key", key))
        .isEqualTo("signature good, signed by the key you named");
    assertThat(verify(2, saved.toString())).isEqualTo("signature consistent, signer unknown");
    Files.writeString(saved, receipt.copy().put("endedAt", 1).encode());
    assertThat(verify(1, saved.toString())).startsWith("bad signature");
  }
}
