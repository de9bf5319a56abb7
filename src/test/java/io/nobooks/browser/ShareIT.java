package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.browser.Chromium.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other apps share with an installed page: the system sends it as a form of this shape. */
class ShareIT extends BrowserTest {
  private static final String ROOM = "SecProje";
  private static final String FORM =
      """
      <form method="post" enctype="multipart/form-data" action="%s/share">
        <input name="title"><input name="text" value="%s"><input name="url">
        <input type="file" multiple name="files"><button>Share</button>
      </form>
      """;

  private static Path plan;

  @BeforeAll
  static void documents(@TempDir Path folder) throws IOException {
    plan = Files.writeString(folder.resolve("Plan.txt"), "first this, then that");
  }

  /** As the browser tells the page when a person has installed it. */
  private static void installs(Person person) {
    person.page.evaluate(
        "() => { dispatchEvent(new Event('appinstalled')); return navigator.serviceWorker.ready }");
    person.page.waitForFunction(
        "() => navigator.serviceWorker.getRegistration()"
            + ".then(it => it.active?.state === 'activated')");
  }

  private static void shares(Person person, String text, Path... files) {
    person.page.navigate("about:blank");
    person.page.setContent(FORM.formatted(node.url(), text));
    person.page.locator("input[type=file]").setInputFiles(files);
    person.page.locator("button").click();
    person.page.waitForURL(node.url() + "/**");
  }

  @Test
  void what_is_shared_waits_for_a_room_and_nothing_of_it_is_sent_by_itself() {
    try (Person can = chromium.person("Can", node.url())) {
      installs(can);
      shares(can, "look at this", plan);
      assertThat(can.at("shared"))
          .containsText("A text and 1 document from another app wait here.");
      assertThat(can.page).hasURL(node.url() + "/");

      can.opens(ROOM);
      assertThat(can.at("send-sheet").getByTestId("chosen"))
          .hasText(java.util.regex.Pattern.compile("Plan\\.txt"));
      can.page.keyboard().press("Escape");
      assertThat(can.at("message-text")).hasValue("look at this");
      assertThat(can.at("message")).hasCount(0);
      assertThat(can.at("document")).hasCount(0);
      assertThat(can.at("shared")).hasCount(0);
    }
  }

  @Test
  void what_is_shared_goes_to_the_room_that_is_open_in_the_window() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      installs(can);
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      can.at("message-text").fill("I found:");
      shares(can, "https://example.org/plan", plan);

      assertThat(can.at("send-sheet").getByTestId("chosen")).hasCount(1);
      can.at("send-files").click();
      assertThat(can.at("message-text")).hasValue("I found:\nhttps://example.org/plan");
      assertThat(mary.document("Plan.txt")).isVisible();
      can.at("message-text").press("Enter");
      mary.sees("I found:");
    }
  }

  @Test
  void what_is_shared_can_be_dropped() {
    try (Person can = chromium.person("Can", node.url())) {
      installs(can);
      shares(can, "look at this");
      assertThat(can.at("shared")).containsText("A text from another app waits here.");
      can.at("drop-shared").click();
      assertThat(can.at("shared")).hasCount(0);
      can.opens(ROOM);
      assertThat(can.at("message-text")).hasValue("");
    }
  }

  @Test
  void a_room_that_takes_no_documents_says_so_and_keeps_them_waiting() {
    try (Person can = chromium.person("Can", node.url())) {
      installs(can);
      shares(can, "", plan);
      can.at("open-files-locked").click();
      can.opens(ROOM);
      assertThat(can.at("shared")).containsText("This room takes no new documents now.");
      can.at("settings").click();
      can.at("option-filesLocked").click();
      can.page.keyboard().press("Escape");
      assertThat(can.at("send-sheet").getByTestId("chosen")).hasCount(1);
    }
  }

  @Test
  void without_the_worker_nothing_is_taken_and_the_page_says_so() {
    try (Person can = chromium.person("Can", node.url())) {
      shares(can, "look at this", plan);
      assertThat(can.page.locator(".note")).containsText("What you shared was not taken");
      assertThat(can.at("shared")).hasCount(0);
      assertThat(can.page).hasURL(node.url() + "/");
    }
  }

  @ParameterizedTest
  @MethodSource("io.nobooks.browser.Chromium$Look#corners")
  void what_waits_is_accessible_and_fits(Look look) {
    try (Person can = chromium.person("Can", node.url(), look)) {
      installs(can);
      shares(can, "look at this", plan);
      assertThat(can.at("shared")).isVisible();
      ScreensIT.keep(can, look, "47-front-shared");
      can.at("open-files-locked").click();
      can.opens(ROOM);
      assertThat(can.at("shared")).isVisible();
      ScreensIT.keep(can, look, "48-room-shared-documents-stopped");
    }
  }
}
