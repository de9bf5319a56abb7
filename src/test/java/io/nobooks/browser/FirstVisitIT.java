package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Response;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What a page is commonly measured by, with nothing in the browser's cache: what it weighs, what it
 * waits for, how it may be kept, and what its document says of itself. {@code
 * bench/first-visit.mjs} measures how long it takes.
 */
class FirstVisitIT extends BrowserTest {
  private static final long MOST_BYTES = 150 * 1024;
  private static final int MOST_REQUESTS = 16;
  private static final int WORTH_COMPRESSING = 1_500;

  @Test
  void from_the_link_to_an_open_room_it_is_light_kept_by_name_and_from_here_alone() {
    try (Person can = chromium.phone("Can", "about:blank")) {
      List<Response> answers = new ArrayList<>();
      AtomicLong bytes = countsBytes(can);
      can.page.onResponse(answers::add);
      can.page.navigate(node.url());
      can.opens("First");
      can.says("hello");
      can.sees("hello");

      assertThat(bytes.get()).isBetween(50_000L, MOST_BYTES);
      assertThat(answers).hasSizeBetween(5, MOST_REQUESTS);
      assertThat(answers).allMatch(answer -> answer.url().startsWith(node.url()));
      assertThat(answers).allMatch(Response::ok, "is answered well");
      assertThat(answers)
          .extracting(Response::url)
          .filteredOn(url -> !url.endsWith("/api/about"))
          .doesNotHaveDuplicates();
      answers.forEach(FirstVisitIT::isKeptAndCompressed);
    }
    assertThat(chromium.complaints()).isEmpty();
  }

  /** What bears a digest in its name is kept for good; all else is asked for again. */
  private static void isKeptAndCompressed(Response answer) {
    String path = answer.url().substring(node.url().length());
    String kept = path.startsWith("/pack/") ? "public, max-age=31536000, immutable" : "no-";
    assertThat(answer.headerValue("cache-control")).as(path).startsWith(kept);
    boolean text = path.matches("/|.*\\.(js|css|json|html)");
    if (text && answer.body().length > WORTH_COMPRESSING) {
      assertThat(answer.headerValue("content-encoding")).as(path).isEqualTo("gzip");
    }
  }

  @Test
  void nothing_holds_up_the_first_paint_but_one_style_and_one_short_script() {
    try (Person can = chromium.phone("Can", node.url())) {
      assertThat(can.page.locator("#your-name")).isVisible();
      assertThat(all(can, "head link[rel=stylesheet]", "e.href")).hasSize(1);
      List<String> blocking =
          all(can, "script[src]:not([defer]):not([async]):not([type])", "e.src");
      assertThat(blocking).containsExactly(node.url() + "/js/early.js");
      assertThat(can.page.request().get(blocking.get(0)).body()).hasSizeLessThan(2_048);
      Object shifted =
          can.page.evaluate(
              "() => new Promise(told => { let sum = 0; new PerformanceObserver(list => {"
                  + " for (const entry of list.getEntries()) sum += entry.value })"
                  + ".observe({type: 'layout-shift', buffered: true});"
                  + " requestAnimationFrame(() => requestAnimationFrame(() => told(sum))) })");
      assertThat(((Number) shifted).doubleValue()).isLessThan(0.1);
    }
  }

  @Test
  void the_document_says_what_it_is() {
    try (Person can = chromium.phone("Can", node.url())) {
      assertThat(can.page).hasTitle("NoBooks");
      assertThat(can.page.locator("html")).hasAttribute("lang", "en");
      assertThat(all(can, "meta[charset]", "e.getAttribute('charset')")).containsExactly("utf-8");
      assertThat(all(can, "meta[name=description]", "e.content"))
          .singleElement()
          .satisfies(words -> assertThat(words).hasSizeBetween(50, 160));
      assertThat(all(can, "meta[name=viewport]", "e.content"))
          .singleElement()
          .satisfies(
              words ->
                  assertThat(words)
                      .contains("width=device-width", "initial-scale=1")
                      .doesNotContain("user-scalable", "maximum-scale"));
      assertThat(all(can, "h1", "e.innerText")).hasSize(1);
      assertThat(all(can, "img:not([alt])", "e.outerHTML")).isEmpty();
      assertThat(all(can, "a:not([href])", "e.outerHTML")).isEmpty();
      assertThat(all(can, "[id]", "e.id")).doesNotHaveDuplicates();
      assertThat(can.page.evaluate("() => document.doctype.name + document.compatMode"))
          .isEqualTo("htmlCSS1Compat");
      isAnApp(can);
    }
  }

  private static void isAnApp(Person can) {
    List<String> manifests = all(can, "link[rel=manifest]", "e.href");
    assertThat(manifests).hasSize(1);
    JsonObject app = new JsonObject(can.page.request().get(manifests.get(0)).text());
    assertThat(app.fieldNames()).contains("name", "start_url", "display", "theme_color");
    List<String> sizes = new ArrayList<>();
    for (Object icon : app.getJsonArray("icons")) {
      JsonObject each = (JsonObject) icon;
      sizes.add(each.getString("sizes"));
      String url = manifests.get(0).replace("site.webmanifest", each.getString("src"));
      assertThat(can.page.request().get(url).ok()).as(url).isTrue();
    }
    assertThat(sizes).contains("192x192", "512x512");
  }

  private static List<String> all(Person person, String selector, String what) {
    Object found =
        person.page.evaluate(
            "selector => [...document.querySelectorAll(selector)].map(e => String(" + what + "))",
            selector);
    return ((List<?>) found).stream().map(String.class::cast).toList();
  }

  private static AtomicLong countsBytes(Person person) {
    AtomicLong bytes = new AtomicLong();
    CDPSession network = person.devTools();
    network.on(
        "Network.loadingFinished",
        event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
    network.send("Network.enable");
    return bytes;
  }
}
