package io.nobooks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.ChildNode;
import io.nobooks.support.Eavesdropper;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that leaves browsers, and everything that a server remembers and writes, is read. */
class ServerMemoryIT {
  @Test
  void nothing_that_people_said_nor_any_key_leaves_a_browser_or_is_on_the_server(
      @TempDir Path folder, @TempDir Path outside) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (ChildNode node = ChildNode.start(folder);
        Eavesdropper ear = Eavesdropper.to(vertx, node.port());
        Chromium chromium = new Chromium();
        CanarySession session = new CanarySession(chromium, ear.url(), outside)) {
      session.run();
      List<String> left = ear.heard();
      List<String> spooled = node.spooled();
      List<String> remembered = node.remembers();

      assertThat(spooled.stream().map(String::length)).contains(CanarySession.SEALED_BYTES);
      Traces visible = Traces.of(CanarySession.NAME);
      assertThat(visible.in(left)).as("what is sent is heard").isTrue();
      assertThat(visible.in(remembered)).as("what is remembered is found").isTrue();
      String sealed = spooled.get(0).substring(100, 200);
      assertThat(left).as("documents are heard").anyMatch(each -> each.contains(sealed));
      for (Traces secret : session.secrets()) {
        assertThat(secret.in(left)).as("left: %s", secret.what()).isFalse();
        assertThat(secret.in(spooled)).as("spooled: %s", secret.what()).isFalse();
        assertThat(secret.in(remembered)).as("remembered: %s", secret.what()).isFalse();
      }
      assertThat(chromium.complaints()).isEmpty();
    } finally {
      vertx.close().await();
    }
  }
}
