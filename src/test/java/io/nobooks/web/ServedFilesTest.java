package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What browsers are given: only files of ours and pinned libraries, and no way to another host. */
class ServedFilesTest {
  private static final String VENDOR = "/vendor/";
  private static final String LOCK = "/vendor/vendor.lock.json";

  /** An address with a host; the names of XML namespaces are never asked for. */
  private static final Pattern OTHER_HOST =
      Pattern.compile(
          "(?:(?:https?|wss?|ftp):)?//(?=[\\w\\[])(?!www\\.w3\\.org/(?:2000/svg|1999/xlink|1999/xhtml|1998/Math/MathML)\\b)"
              + "[\\w.-]*[a-z][\\w.-]*\\.[a-z]{2,}\\b");

  private final Map<String, Assets.Asset> files = new TreeMap<>(Assets.bundled().byPath());

  private Buffer bytes(String path) {
    return Objects.requireNonNull(files.get(path), path).bytes();
  }

  private static String sha512(Buffer bytes) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(bytes.getBytes());
    return Base64.getEncoder().encodeToString(digest);
  }

  @Test
  void every_library_file_is_the_one_that_the_lock_file_names() throws NoSuchAlgorithmException {
    Map<String, String> locked = new TreeMap<>();
    Map<String, String> served = new TreeMap<>();
    for (Object entry : new JsonArray(bytes(LOCK))) {
      JsonObject pinned = (JsonObject) entry;
      assertThat(pinned.fieldNames()).contains("name", "version", "licence");
      locked.put(VENDOR + pinned.getString("file"), pinned.getString("sha512"));
    }
    for (Map.Entry<String, Assets.Asset> file : files.entrySet()) {
      if (file.getKey().startsWith(VENDOR) && !file.getKey().equals(LOCK)) {
        served.put(file.getKey(), sha512(file.getValue().bytes()));
      }
    }

    assertThat(served).isNotEmpty().isEqualTo(locked);
  }

  @Test
  void no_byte_of_ours_names_another_host() {
    List<String> found =
        files.entrySet().stream()
            .filter(file -> !file.getKey().startsWith(VENDOR))
            .flatMap(file -> hosts(file.getKey(), file.getValue().bytes().toString()))
            .toList();

    assertThat(files).containsKeys("/", "/js/main.js");
    assertThat(found).isEmpty();
  }

  private static Stream<String> hosts(String path, String text) {
    Matcher matcher = OTHER_HOST.matcher(text);
    return matcher.results().map(found -> path + ": " + found.group());
  }

  @Test
  void the_search_for_other_hosts_finds_them() {
    for (String text :
        List.of(
            "<script src=\"//cdn.example.com/x.js\">",
            "url(https://fonts.example.org/a.woff2)",
            "new WebSocket('wss://other.example')",
            "http://www.w3.org.evil.example/2000/svg")) {
      assertThat(hosts("", text)).as(text).hasSize(1);
    }
    assertThat(hosts("", "xmlns=\"http://www.w3.org/2000/svg\" // a comment. ./js/a.js")).isEmpty();
  }

  @Test
  void every_file_has_a_type_that_browsers_run_or_show() {
    assertThat(files.values()).noneMatch(file -> file.type().equals("application/octet-stream"));
  }

  @Test
  void the_page_has_no_inline_script_style_or_handler_that_its_policy_forbids() {
    String html = bytes("/").toString();
    Matcher scripts = Pattern.compile("<script(?![^>]*\\bsrc=)[^>]*>").matcher(html);

    assertThat(scripts.results().map(found -> found.group()))
        .containsOnly("<script type=\"importmap\">");
    assertThat(html)
        .doesNotContain("<style", " style=", "javascript:")
        .doesNotContainPattern(" on\\w+=");
  }
}
