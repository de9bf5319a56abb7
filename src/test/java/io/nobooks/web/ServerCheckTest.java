package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.NodeProcess;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code verify} finds out about servers that are what they say, and others. */
class ServerCheckTest {
  private static final String LIMITS = "It can serve another page to somebody else";

  private static ServerCheck.Report check(TestNode node) {
    return ServerCheck.of(List.of("http://127.0.0.1:" + node.port));
  }

  /** A node that answers something else on this path. */
  private static TestNode with(String path, Handler<HttpServerResponse> answer) {
    Mount mount =
        router -> {
          router.route(path).handler(ctx -> answer.handle(ctx.response()));
          return Future.succeededFuture();
        };
    return new TestNode(new JsonObject(), mount);
  }

  @Test
  void a_server_with_the_page_of_this_program_is_the_same() {
    try (TestNode node = new TestNode()) {
      ServerCheck.Report report = check(node);

      assertThat(report.text())
          .contains("build " + node.web.site().digest())
          .contains("The same: all " + Assets.bundled().byPath().size() + " files")
          .contains(LIMITS);
      assertThat(report.exitCode()).isZero();
    }
  }

  @Test
  void one_other_byte_is_found_and_named() {
    String script =
        String.valueOf(Objects.requireNonNull(Assets.bundled().at("/js/main.js")).bytes());
    try (TestNode node =
        with("/js/main.js", answer -> answer.end(script.replaceFirst(";|\n", " ")))) {
      ServerCheck.Report report = check(node);

      assertThat(report.text()).contains("  /js/main.js has other bytes").contains(LIMITS);
      assertThat(report.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void a_page_with_bytes_added_is_another_one_however_many_they_are() {
    try (TestNode node = with("/js/main.js", answer -> endless(answer.setChunked(true)))) {
      ServerCheck.Report report = check(node);

      assertThat(report.text()).contains("  /js/main.js has other bytes");
      assertThat(report.exitCode()).isEqualTo(1);
    }
  }

  private static void endless(HttpServerResponse answer) {
    answer.write(" ".repeat(1 << 20)).onSuccess(more -> endless(answer));
  }

  @Test
  void a_missing_file_is_found_and_what_could_not_be_asked_is_told() {
    try (TestNode node = with("/css/base.css", answer -> answer.setStatusCode(404).end())) {
      assertThat(check(node).text()).contains("  /css/base.css is missing");
      assertThat(check(node).exitCode()).isEqualTo(1);
    }
    try (TestNode node = with("/css/base.css", answer -> answer.setStatusCode(503).end())) {
      assertThat(check(node).text())
          .contains("Not all could be checked: /css/base.css: answered with status 503")
          .doesNotContain("The same");
      assertThat(check(node).exitCode()).isEqualTo(2);
    }
  }

  @Test
  void what_was_found_before_the_end_is_told_and_counts() {
    Mount mount =
        router -> {
          router.route("/css/base.css").handler(ctx -> ctx.response().end("other"));
          router.route("/js/main.js").handler(ctx -> ctx.response().reset());
          return Future.succeededFuture();
        };
    try (TestNode node = new TestNode(new JsonObject(), mount)) {
      ServerCheck.Report report = check(node);

      assertThat(report.text())
          .contains("  /css/base.css has other bytes")
          .contains("Not all could be checked: /js/main.js: ");
      assertThat(report.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void a_redirect_is_not_followed() {
    Handler<HttpServerResponse> elsewhere =
        answer -> answer.setStatusCode(302).putHeader("Location", "/").end();
    try (TestNode node = with("/js/main.js", elsewhere)) {
      assertThat(check(node).text()).contains("/js/main.js: answered with status 302");
      assertThat(check(node).exitCode()).isEqualTo(2);
    }
  }

  @Test
  void nobody_there_and_another_kind_of_server_cannot_be_checked() throws Exception {
    String nobody = "http://127.0.0.1:" + NodeProcess.freePort() + "/";

    assertThat(ServerCheck.of(List.of(nobody)).exitCode()).isEqualTo(2);
    assertThat(ServerCheck.of(List.of(nobody)).text())
        .contains("Not all could be checked: /api/about: ");
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_believed_only_when_asked_to(@TempDir Path data) {
    JsonObject selfSigned =
        new JsonObject()
            .put("data", data.toString())
            .put("http", new JsonObject().put("tls", new JsonObject().put("self-signed", true)));
    try (TestNode node = new TestNode(selfSigned)) {
      String address = "https://127.0.0.1:" + node.port;

      ServerCheck.Report careful = ServerCheck.of(List.of(address));
      assertThat(careful.text()).contains("nobody vouches for the certificate");
      assertThat(careful.exitCode()).isEqualTo(2);

      ServerCheck.Report insecure = ServerCheck.of(List.of("--insecure", address));
      assertThat(insecure.text()).contains("The same").contains("was not checked (--insecure)");
      assertThat(insecure.exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobooks.example",
        "ftp://nobooks.example",
        "https://nobooks.example/chat",
        "https://nobooks.example/?a",
        "https://nobooks.example/#a",
        "https://somebody@nobooks.example",
        "https://",
        "not an address"
      })
  void only_the_address_of_a_whole_server_is_taken(String address) {
    ServerCheck.Report report = ServerCheck.of(List.of(address));

    assertThat(report.text()).startsWith("usage: verify URL");
    assertThat(report.exitCode()).isEqualTo(2);
  }
}
