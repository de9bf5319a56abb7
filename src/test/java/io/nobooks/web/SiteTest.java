package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.web.RawHttp.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
  private static final Mount FAILING =
      router -> {
        router.get("/bug").handler(ctx -> ctx.fail(new IllegalStateException("a bug")));
        router.get("/throwing").handler(ctx -> Integer.parseInt("not a number"));
        return Future.succeededFuture();
      };

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = new TestNode(new JsonObject(), FAILING);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Answer get(String target) throws IOException {
    return RawHttp.get(node.port, target, "");
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }

  @Test
  void the_page_is_served_and_never_kept() throws IOException {
    Answer page = get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.body())
        .contains("<title>NoBooks</title>", "pack/")
        .doesNotContain("js/main.js", "href=\"css/");
  }

  @Test
  void the_pages_policy_allows_its_own_import_map_and_no_other_inline_script()
      throws IOException, NoSuchAlgorithmException {
    String html = Files.readString(Path.of("webroot/index.html"));
    String opening = "<script type=\"importmap\">";
    int begin = html.indexOf(opening) + opening.length();
    String map = html.substring(begin, html.indexOf("</script>", begin));
    String policy = get("/").header("Content-Security-Policy");

    assertThat(policy)
        .contains("script-src 'self' 'sha256-" + sha256(map) + "';")
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .contains("require-trusted-types-for 'script'; trusted-types nobooks")
        .contains("worker-src 'self'; frame-src 'self';", "img-src 'self' data: blob:;")
        .doesNotContain("unsafe", "http:", "https:", "*");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/js/digest-worker.js, default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
        "/dl/worker.js, default-src 'none'",
        "/installed.js, default-src 'none'; connect-src 'self'"
      })
  void a_worker_runs_scripts_of_the_site_and_reaches_nothing(String worker, String policy)
      throws IOException {
    Answer answer = get(worker);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(answer.header("Content-Security-Policy")).isEqualTo(policy);
  }

  @Test
  void other_scripts_keep_the_policy_that_allows_nothing() throws IOException {
    assertThat(get("/js/main.js").header("Content-Security-Policy"))
        .contains("default-src 'none'", "sandbox");
  }

  @Test
  void the_import_maps_of_any_page_are_found(@TempDir Path folder)
      throws IOException, NoSuchAlgorithmException {
    Files.writeString(folder.resolve("index.html"), "<script type=\"importmap\">{}</script>");
    Files.createDirectories(folder.resolve(".git"));
    Files.writeString(folder.resolve(".git/config"), "secret");
    Files.writeString(folder.resolve(".env"), "secret");
    Files.createDirectories(folder.resolve("css"));
    Files.writeString(folder.resolve("css/a.css"), "a {}");

    Assets assets = Assets.in(folder);

    assertThat(assets.importMaps()).containsExactly("'sha256-" + sha256("{}") + "'");
    assertThat(assets.byPath()).containsOnlyKeys("/", "/css/a.css");
  }

  @Test
  void the_page_is_read_out_of_a_jar(@TempDir Path folder) throws IOException {
    URI jar = URI.create("jar:" + folder.resolve("packed.jar").toUri());
    try (FileSystem packed = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      Files.createDirectories(packed.getPath("/webroot/css"));
      Files.createDirectories(packed.getPath("/conf"));
      Files.writeString(packed.getPath("/webroot/index.html"), "page");
      Files.writeString(packed.getPath("/webroot/css/a.css"), "a {}");
      Files.writeString(packed.getPath("/conf/nobooks.json"), "{}");
    }

    Assets assets = Assets.inJar(URI.create(jar + "!/webroot"));

    assertThat(assets.byPath()).containsOnlyKeys("/", "/css/a.css");
  }

  @Test
  void the_digest_changes_with_any_byte(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.css");
    Files.writeString(file, "a {}");
    String before = Assets.in(folder).digest();
    Files.writeString(file, "b {}");

    assertThat(Assets.in(folder).digest()).isNotEqualTo(before).hasSize(16);
  }

  @Test
  void a_file_is_kept_but_asked_for_again_at_no_cost() throws IOException {
    Answer first = get("/js/main.js");
    String etag = first.header("ETag");
    Answer again = RawHttp.get(node.port, "/js/main.js", "If-None-Match: " + etag + "\r\n");
    Answer other = RawHttp.get(node.port, "/js/main.js", "If-None-Match: \"other\"\r\n");

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(other.status()).isEqualTo(200);
  }

  @Test
  void head_says_what_get_would_without_the_body() throws IOException {
    Answer get = get("/js/main.js");
    Answer head = RawHttp.request(node.port, "HEAD", "/js/main.js", "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length"))
        .isEqualTo(get.header("Content-Length"))
        .isEqualTo(Integer.toString(get.body().getBytes(StandardCharsets.UTF_8).length));
    assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br | gzip",
        "br,gzip;q=0.5 | gzip",
        "deflate, GZIP ; Q=0.001 | gzip",
        "gzip;q=0 | ''",
        "gzip; q=0. | ''",
        "gzip;q=0.000 | ''",
        "x-gzip | ''",
        "br | ''"
      })
  void a_file_is_compressed_for_who_takes_it_so(String taken, String encoding) throws IOException {
    Answer plain = get("/js/main.js");
    Answer answer = RawHttp.get(node.port, "/js/main.js", "Accept-Encoding: " + taken + "\r\n");

    assertThat(answer.header("Content-Encoding")).isEqualTo(encoding);
    assertThat(answer.header("Vary")).isEqualToIgnoringCase("Accept-Encoding");
    assertThat(answer.header("ETag").equals(plain.header("ETag"))).isEqualTo(encoding.isEmpty());
  }

  @Test
  void what_is_compressed_is_the_same_and_asked_for_again_at_no_cost() throws IOException {
    try (GZIPInputStream gzip =
        new GZIPInputStream(
            new ByteArrayInputStream(
                Objects.requireNonNull(Objects.requireNonNull(bundled().at("/js/main.js")).gzip())
                    .getBytes()))) {
      assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(get("/js/main.js").body());
    }
    String etag = RawHttp.get(node.port, "/js/main.js", "Accept-Encoding: gzip\r\n").header("ETag");
    String again = "Accept-Encoding: gzip\r\nIf-None-Match: " + etag + "\r\n";

    Answer same = RawHttp.get(node.port, "/js/main.js", again);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("Vary")).isEqualToIgnoringCase("Accept-Encoding");
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_weight_of_thousands_of_digits_costs_no_time() throws IOException {
    for (String digits : List.of("1", "0", "0.", "10")) {
      String weight = digits.repeat(7_000 / digits.length()) + "x";
      String asked = "Accept-Encoding: gzip;q=" + weight + "\r\n";

      assertThat(RawHttp.get(node.port, "/js/main.js", asked).status()).isEqualTo(200);
    }
  }

  @Test
  void only_what_is_the_same_for_everybody_is_compressed() throws IOException {
    Answer about = RawHttp.get(node.port, "/api/about", "Accept-Encoding: gzip\r\n");

    assertThat(about.header("Content-Encoding")).isEmpty();
  }

  @Test
  void the_packed_files_are_kept_for_good_because_their_names_change_with_them()
      throws IOException {
    String page = get("/").body();
    List<String> packed =
        Pattern.compile("pack/(?:main|page)-[0-9A-Z]{8}\\.(?:js|css)")
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .toList();

    assertThat(packed).hasSize(2);
    for (String path : packed) {
      Answer answer = get("/" + path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    }
    assertThat(get("/pack/main-00000000.js").status()).isEqualTo(404);
  }

  @Test
  void a_first_visit_takes_less_than_150_kib() {
    Map<String, Assets.Asset> files = bundled().byPath();
    long bytes =
        Stream.concat(
                Stream.of(
                    "/", "/js/early.js", "/vendor/sockjs.min.js", "/vendor/vertx-eventbus.js"),
                Stream.of("/i18n/tr.json", "/icons/icon.svg", "/site.webmanifest"))
            .map(files::get)
            .mapToLong(SiteTest::travelling)
            .sum();
    bytes +=
        files.entrySet().stream()
            .filter(file -> file.getKey().startsWith("/pack/"))
            .mapToLong(file -> travelling(file.getValue()))
            .sum();

    assertThat(bytes).isLessThan(140 * 1024);
  }

  /** Without its headers, for which 10 KiB are left. */
  private static long travelling(Assets.Asset file) {
    return file.gzip() == null ? file.bytes().length() : file.gzip().length();
  }

  private static Assets bundled() {
    return Assets.bundled();
  }

  @Test
  void robots_are_sent_away() throws IOException {
    assertThat(get("/robots.txt").body()).isEqualTo("User-agent: *\nDisallow: /\n");
    assertThat(get("/").header("X-Robots-Tag")).isEqualTo("noindex, nofollow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nowhere",
        "/js",
        "/js/",
        "/css/",
        "/vendor/",
        "/.gitignore",
        "/../pom.xml",
        "/..%2fpom.xml",
        "/%2e%2e/pom.xml",
        "/js/../../pom.xml",
        "/js/..%5c..%5cpom.xml",
        "/js/main.js/",
        "/js/main.js%00",
        "//js/main.js/..",
        "/io/nobooks/MainVerticle.class",
        "/conf/nobooks.json",
        "/META-INF/MANIFEST.MF"
      })
  void there_is_no_way_out_of_the_page_and_no_list_of_a_folder(String target) throws IOException {
    Answer answer = get(target);

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere, 404",
    "POST, /nowhere, 404",
    "POST, /, 405",
    "DELETE, /js/main.js, 405",
    "OPTIONS, /, 405",
    "TRACE, /, 405",
    "POST, /api/about, 405",
    "PUT, /health/live, 405",
    "GET, /health/ready, 503",
    "GET, /bug, 500",
    "GET, /throwing, 500"
  })
  void every_failure_is_a_problem(String method, String target, int status) throws IOException {
    Answer answer = RawHttp.request(node.port, method, target, "");
    JsonObject problem = new JsonObject(answer.body());

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.fieldNames()).contains("type", "title", "code", "slug");
    assertThat(answer.header("Allow")).isEqualTo(status == 405 ? "GET, HEAD" : "");
    assertThat(problem.containsKey("trace")).isEqualTo(status == 500);
    assertThat(answer.body()).doesNotContain("a bug", "Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /",
    "GET, /js/main.js",
    "HEAD, /",
    "GET, /nowhere",
    "POST, /",
    "GET, /api/about",
    "GET, /health/ready",
    "GET, /bug",
    "OPTIONS, /api/about",
    "GET, no-path"
  })
  void every_answer_carries_the_security_headers(String method, String target) throws IOException {
    Answer answer = RawHttp.request(node.port, method, target, "");
    Map<String, String> exact =
        Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Embedder-Policy", "require-corp",
            "Cross-Origin-Resource-Policy", "same-origin",
            "X-Robots-Tag", "noindex, nofollow");

    exact.forEach((name, value) -> assertThat(answer.header(name)).as(name).isEqualTo(value));
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(answer.header("Permissions-Policy"))
        .contains("camera=()", "microphone=()")
        .as("names that browsers warn of, as they do not know them")
        .doesNotContain("ambient-light-sensor", "attribution-reporting", "bluetooth", "web-share");
    assertThat(answer.header("Cache-Control")).isIn("no-store", "no-cache");
    for (String absent :
        List.of("Server", "Set-Cookie", "X-Powered-By", "Strict-Transport-Security")) {
      assertThat(answer.header(absent)).as(absent).isEmpty();
    }
    assertThat(answer.head()).doesNotContainIgnoringCase("Access-Control-");
  }

  @Test
  void while_developing_an_edit_is_served_at_once(@TempDir Path folder)
      throws IOException, NoSuchAlgorithmException {
    Path page = folder.resolve("index.html");
    Files.writeString(page, "<script type=\"importmap\">{}</script>");
    Vertx vertx = Vertx.vertx();
    try {
      Router router = Router.router(vertx);
      Site.following(vertx, folder).await().mount(router);
      int port =
          vertx
              .createHttpServer()
              .requestHandler(router)
              .listen(0, "127.0.0.1")
              .await()
              .actualPort();
      assertThat(RawHttp.get(port, "/", "").header("Content-Security-Policy"))
          .contains(sha256("{}"));

      Files.writeString(page, "<script type=\"importmap\">{ }</script>");

      Answer edited = RawHttp.get(port, "/", "");
      assertThat(edited.header("Content-Security-Policy")).contains(sha256("{ }"));
      assertThat(edited.body()).contains("{ }");
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void https_is_asked_for_again_behind_a_proxy_only_where_that_says_it_was_used()
      throws IOException {
    JsonObject behindProxy = new JsonObject("{\"http\":{\"forwarded-from\":[\"127.0.0.1\"]}}");
    try (TestNode proxied = new TestNode(behindProxy)) {
      Answer secure = RawHttp.get(proxied.port, "/", "X-Forwarded-Proto: https\r\n");
      Answer plain = RawHttp.get(proxied.port, "/", "X-Forwarded-Proto: http\r\n");

      assertThat(secure.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
      assertThat(plain.header("Strict-Transport-Security")).isEmpty();
      assertThat(RawHttp.get(node.port, "/", "X-Forwarded-Proto: https\r\n").head())
          .doesNotContain("Strict-Transport-Security");
    }
  }
}
