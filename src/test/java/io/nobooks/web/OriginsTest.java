package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From which pages browsers may speak; {@code -} stands for no such header. */
class OriginsTest {
  private static final io.nobooks.Settings.Tls NO_TLS =
      new io.nobooks.Settings.Tls("", "", false, Duration.ofHours(1));
  private static TestNode node;

  /** One set of rules below each path, so that one node tries them all. */
  private static Mount rules(String path, JsonArray origins, String proxy) {
    Origins rules = new Origins(settings(origins, proxy));
    return router -> {
      router
          .get(path)
          .handler(
              ctx -> {
                int status = rules.allows(ctx.request()) ? 200 : 403;
                ctx.response().setStatusCode(status).end();
              });
      return Future.succeededFuture();
    };
  }

  private static io.nobooks.Settings.Http settings(JsonArray origins, String proxy) {
    return new io.nobooks.Settings.Http(
        "127.0.0.1", 0, origins.stream().map(String::valueOf).toList(), List.of(proxy), NO_TLS);
  }

  @BeforeAll
  static void start() {
    JsonArray listed = new JsonArray().add("https://good.example").add("http://dev.example:3000");
    node =
        new TestNode(
            new JsonObject(),
            rules("/open", new JsonArray(), "192.0.2.1"),
            rules("/listed", listed, "192.0.2.1"),
            rules("/proxied", new JsonArray(), "127.0.0.0/8"),
            rules("/both", listed, "127.0.0.0/8"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static int status(String path, String host, List<String> others) throws IOException {
    List<String> lines = new ArrayList<>(List.of("Host: " + host));
    lines.addAll(others);
    return RawHttp.get(node.port, path, RawHttp.lines(lines.toArray(String[]::new))).status();
  }

  @ParameterizedTest
  @CsvSource({
    // no page at all
    "/open, chat.example, -, 200",
    "/listed, chat.example, -, 200",
    // the page's own host
    "/open, chat.example, http://chat.example, 200",
    "/open, chat.example:80, http://chat.example, 200",
    "/open, chat.example:8080, http://chat.example:8080, 200",
    "/open, CHAT.example, http://chat.example, 200",
    "/open, 127.0.0.1:8080, http://127.0.0.1:8080, 200",
    "/open, [::1]:8080, http://[::1]:8080, 200",
    "/open, localhost:8080, http://localhost:8080, 200",
    // anything that is not byte by byte the same
    "/open, chat.example, https://chat.example, 403",
    "/open, chat.example, http://chat.example:80, 403",
    "/open, chat.example, http://chat.example:8080, 403",
    "/open, chat.example:8080, http://chat.example, 403",
    "/open, chat.example, http://CHAT.example, 403",
    "/open, chat.example, HTTP://chat.example, 403",
    "/open, chat.example, http://chat.example/, 403",
    "/open, chat.example, http://chat.example., 403",
    "/open, chat.example, http://evil.example, 403",
    "/open, chat.example, http://chat.example.evil.example, 403",
    "/open, chat.example, http://evilchat.example, 403",
    "/open, chat.example, http://sub.chat.example, 403",
    "/open, chat.example, http://chat.example@evil.example, 403",
    "/open, chat.example, http://evil.example#chat.example, 403",
    "/open, chat.example, http://evil.example http://chat.example, 403",
    "/open, chat.example, chat.example, 403",
    "/open, chat.example, //chat.example, 403",
    "/open, chat.example, null, 403",
    "/open, chat.example, '', 403",
    "/open, chat.example, *, 403",
    "/open, localhost:8080, http://127.0.0.1:8080, 403",
    "/open, chat.example, file://, 403",
    "/open, chat.example, ws://chat.example, 403",
    // listed ones, and names that were made to point here
    "/listed, chat.example, https://good.example, 200",
    "/listed, chat.example, http://dev.example:3000, 200",
    "/listed, chat.example, http://good.example, 403",
    "/listed, chat.example, https://good.example:443, 403",
    "/listed, chat.example, http://dev.example, 403",
    "/listed, evil.example, http://evil.example, 403",
    "/listed, 127.0.0.1:8080, http://127.0.0.1:8080, 200",
    "/listed, localhost:8080, http://localhost:8080, 200",
    "/listed, localhost.evil.example, http://localhost.evil.example, 403",
  })
  void only_the_own_and_the_listed_origins_pass(String path, String host, String origin, int status)
      throws IOException {
    List<String> header = origin.equals("-") ? List.of() : List.of("Origin: " + origin);

    assertThat(status(path, host, header)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "/proxied, https, chat.example, https://chat.example, 200",
    "/proxied, https, chat.example:8443, https://chat.example:8443, 200",
    "/proxied, https, -, https://inside:80, 200",
    "/proxied, -, chat.example, http://chat.example, 200",
    "/proxied, https, chat.example, http://chat.example, 403",
    "/proxied, https, chat.example, http://inside, 403",
    "/proxied, https, 'evil.example, chat.example', https://chat.example, 403",
    "/both, https, chat.example, https://good.example, 200",
    "/both, https, evil.example, https://evil.example, 403",
    "/open, https, chat.example, https://chat.example, 403",
    "/open, https, chat.example, http://inside:80, 403",
    "/open, https, chat.example, http://inside, 200"
  })
  void only_a_configured_proxy_tells_scheme_and_host(
      String path, String scheme, String host, String origin, int status) throws IOException {
    List<String> headers = new ArrayList<>(List.of("Origin: " + origin));
    if (!scheme.equals("-")) {
      headers.add("X-Forwarded-Proto: " + scheme);
    }
    if (!host.equals("-")) {
      headers.add("X-Forwarded-Host: " + host);
    }

    assertThat(status(path, "inside:80", headers)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "http://chat.example, http://evil.example",
    "http://chat.example, http://chat.example"
  })
  void two_origins_are_none(String first, String second) throws IOException {
    List<String> headers = List.of("Origin: " + first, "Origin: " + second);

    assertThat(status("/open", "chat.example", headers)).isEqualTo(403);
  }
}
