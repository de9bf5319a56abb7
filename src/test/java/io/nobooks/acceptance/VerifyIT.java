package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.NodeProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a server with a certificate of its own making, and as the one that checks it. */
class VerifyIT {
  private static final long PATIENCE_S = 60;

  private final Path data;

  VerifyIT(@TempDir Path data) {
    this.data = data;
  }

  private static String verify(int exitCode, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("verify"));
    command.addAll(List.of(arguments));
    try (NodeProcess process = NodeProcess.jar(Map.of(), List.of(), command)) {
      assertThat(process.exitWithin(PATIENCE_S)).as(process.stderr()).isEqualTo(exitCode);
      assertThat(process.stderr()).isEmpty();
      return process.stdout();
    }
  }

  @Test
  void the_jar_tells_whether_a_server_serves_its_page() throws Exception {
    Map<String, String> environment =
        Map.of(
            "NOBOOKS_DATA", data.toString(),
            "NOBOOKS_HTTP_HOST", "127.0.0.1",
            "NOBOOKS_HTTP_PORT", "0",
            "NOBOOKS_HTTP_TLS_SELF_SIGNED", "true",
            "NOBOOKS_ADMIN_PORT", "0");
    try (NodeProcess node = NodeProcess.jar(environment, List.of(), List.of())) {
      String address = "https://localhost:" + node.port();
      assertThat(URI.create(node.stdout().strip())).isEqualTo(URI.create(address + "/"));
      assertThat(node.stderr()).isEmpty();

      assertThat(verify(0, address, "--insecure")).contains("The same: all");
      assertThat(verify(2, address)).contains("Not all could be checked");
    }
    assertThat(verify(2)).startsWith("usage: verify URL");
  }
}
