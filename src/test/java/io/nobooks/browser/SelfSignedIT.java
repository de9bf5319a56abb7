package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real browser whose people went on in spite of the warning of a self-signed certificate. */
class SelfSignedIT {
  /** Chromium runs none under such a certificate: the document went through memory. */
  private static final String NO_SERVICE_WORKER =
      "An SSL certificate error occurred when fetching the script.";

  private static TestNode selfSigned() throws IOException {
    JsonObject tls = new JsonObject().put("self-signed", true);
    return TestNode.start(new JsonObject().put("http", new JsonObject().put("tls", tls)));
  }

  @Test
  void people_talk_and_hand_over_a_document_and_see_the_server_s_build(@TempDir Path folder)
      throws Exception {
    Path plan = Files.write(folder.resolve("plan.pdf"), new byte[100_000]);
    try (TestNode node = selfSigned();
        Chromium chromium = new Chromium()) {
      String url = "https://127.0.0.1:" + node.port();
      try (Person can = chromium.person("Can", url);
          Person mary = chromium.person("Mary", url)) {
        String code = can.opens("Plans");
        mary.page.navigate(url);
        assertThat(mary.at("build")).containsText("Server build ");
        mary.enters("Plans", code);
        assertThat(can.member("Mary")).isVisible();
        can.says("hello Mary");
        mary.sees("hello Mary");
        can.sends(List.of(plan));

        assertThat(mary.accepts("plan.pdf").path()).hasSize(100_000);
      }
      assertThat(chromium.complaints()).containsOnly(NO_SERVICE_WORKER);
    }
  }
}
