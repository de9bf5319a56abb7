package io.nobooks.browser;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The machine's Chromium, found as {@code ensure-browser.sh} does; each person gets a context. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  /** A name of this machine that is not {@code localhost}: over plain http it is not trusted. */
  static final String ANOTHER_HOST = "nobooks.test";

  /** Nobody is there to answer it; documents go the way that most browsers have. */
  private static final String WITHOUT_FILE_PICKER = "window.showSaveFilePicker = undefined";

  private static final List<String> EXPECTED =
      List.of("net::ERR_", "WebSocket", "the URL's origin was untrustworthy");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

  Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable())
                    .setChromiumSandbox(false)
                    .setArgs(
                        List.of(
                            "--disable-gpu",
                            "--host-resolver-rules=MAP " + ANOTHER_HOST + " 127.0.0.1",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** A person at a desk, in English and the light theme. */
  Person person(String name, String url) {
    return person(name, url, new Look("en", ColorScheme.LIGHT, 1280));
  }

  /** A person with a device of that look. */
  Person person(String name, String url, Look look) {
    return new Person(name, url, context(url, look));
  }

  /** A person with a phone: a small screen and fingers. */
  Person phone(String name, String url) {
    Look look = new Look("en", ColorScheme.LIGHT, 390);
    return new Person(name, url, prepared(options(url, look).setHasTouch(true).setIsMobile(true)));
  }

  /** A person whose page has its modules as they were written: a test can reach into them. */
  Person personWithModules(String name, String url) {
    BrowserContext context = context(url, new Look("en", ColorScheme.LIGHT, 1280));
    context.route(
        url + "/",
        route -> {
          APIResponse page = route.fetch();
          String html = page.text().replaceFirst("pack/main-\\w+\\.js", "js/main.js");
          route.fulfill(new Route.FulfillOptions().setResponse(page).setBody(html));
        });
    return new Person(name, url, context);
  }

  private BrowserContext context(String url, Look look) {
    return prepared(options(url, look));
  }

  private static Browser.NewContextOptions options(String url, Look look) {
    return new Browser.NewContextOptions()
        .setLocale(look.language())
        .setIgnoreHTTPSErrors(url.startsWith("https:"))
        .setColorScheme(look.theme())
        .setViewportSize(look.width(), look.width() < 600 ? 700 : 800)
        .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE);
  }

  private BrowserContext prepared(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.addInitScript(WITHOUT_FILE_PICKER);
    context.onConsoleMessage(this::note);
    context.onWebError(error -> complaints.add(error.error()));
    return context;
  }

  /** What pages complained about: uncaught errors and violations of the security policy. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /**
   * Network errors are part of losing a connection, and what a browser withholds over plain http is
   * what the page tells people; everything else on the console is a defect.
   */
  private void note(ConsoleMessage message) {
    String text = message.text();
    boolean expected = EXPECTED.stream().anyMatch(text::contains);
    if (message.type().equals("error") && !expected) {
      complaints.add(text);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** How a device shows the page: language tag, theme, and width in CSS pixels. */
  record Look(String language, ColorScheme theme, int width) {
    /** Each language, theme and end of the widths twice, for screens that are shown elsewhere. */
    static Stream<Look> corners() {
      return Stream.of(
          new Look("en", ColorScheme.LIGHT, 1280),
          new Look("tr", ColorScheme.DARK, 1280),
          new Look("en", ColorScheme.DARK, 320),
          new Look("tr", ColorScheme.LIGHT, 320));
    }

    @Override
    public String toString() {
      return language + "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
    }
  }

  private static Path executable() {
    String named = System.getenv("NOBOOKS_BROWSER");
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no Chromium on the PATH"));
  }
}
