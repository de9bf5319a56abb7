package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.web.RawHttp.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AboutTest {
  @Test
  void a_node_tells_its_name_version_build_and_limits() throws IOException {
    try (TestNode node = new TestNode()) {
      Answer answer = RawHttp.get(node.port, "/api/about", "");
      JsonObject about = new JsonObject(answer.body());
      JsonObject limits = about.getJsonObject("limits");

      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(about.fieldNames()).containsExactly("name", "version", "build", "limits");
      assertThat(about.getString("name")).isEqualTo("NoBooks");
      assertThat(about.getString("version")).matches("\\d+\\.\\d+\\.\\d+");
      assertThat(about.getString("build")).isEqualTo(node.web.site().digest());
      assertThat(limits.getInteger("body")).isEqualTo(12 * 1024);
      assertThat(limits.getInteger("message")).isEqualTo(64 * 1024);
      assertThat(limits.getInteger("silenceMs")).isEqualTo(100_000);
      assertThat(limits.getInteger("lostAfterMs")).isEqualTo(30_000);
      assertThat(limits.getInteger("emptyGraceMs")).isEqualTo(30_000);
      assertThat(limits.getInteger("reaction")).isEqualTo(512);
      assertThat(limits.getInteger("editWithinMs")).isEqualTo(900_000);
      assertThat(limits.stream()).allMatch(limit -> limit.getValue() instanceof Number);
    }
  }

  @Test
  void a_node_is_ready_while_it_is_open_and_sessions_and_rooms_answer() throws IOException {
    try (TestNode node = new TestNode()) {
      assertThat(RawHttp.get(node.port, "/health/live", "").status()).isEqualTo(200);
      assertThat(RawHttp.get(node.port, "/health/ready", "").status()).isEqualTo(503);

      node.web.readiness().opened();
      assertThat(RawHttp.get(node.port, "/health/ready", "").status())
          .as("nobody answers yet")
          .isEqualTo(503);

      node.answer();
      assertThat(RawHttp.get(node.port, "/health/ready", "").body())
          .isEqualTo("{\"status\":\"ready\"}");

      node.web.readiness().draining();
      Answer draining = RawHttp.get(node.port, "/health/ready", "");
      assertThat(draining.status()).isEqualTo(503);
      assertThat(draining.header("Retry-After")).isEqualTo("1");
      assertThat(draining.body()).contains("\"slug\":\"unavailable\"", "\"afterMs\":1000");
      assertThat(RawHttp.get(node.port, "/health/live", "").status()).isEqualTo(200);
    }
  }

  @Test
  void all_web_instances_share_one_free_port() throws IOException {
    try (TestNode node = new TestNode()) {
      assertThat(node.port).isPositive().isNotEqualTo(node.adminPort);
      assertThat(node.adminPort).isPositive();
      for (int i = 0; i < 4; i++) {
        assertThat(RawHttp.get(node.port, "/health/live", "").status()).isEqualTo(200);
      }
    }
  }
}
