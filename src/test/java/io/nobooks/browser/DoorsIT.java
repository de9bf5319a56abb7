package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.nobooks.browser.Chromium.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rooms that take no newcomers, no new documents, or neither; and who waits at their doors. */
class DoorsIT extends BrowserTest {
  private static final String ROOM = "SecProje";
  private static final IsVisibleOptions PATIENTLY = new IsVisibleOptions().setTimeout(60_000);
  private static final String REFUSED = "This room takes no new documents now.";

  private static Path plan;

  @BeforeAll
  static void documents(@TempDir Path folder) throws IOException {
    plan = Files.writeString(folder.resolve("Plan.txt"), "first this, then that");
  }

  private static void switches(Person admin, String option) {
    admin.at("settings").click();
    admin.at("option-" + option).click();
    admin.at("settings-sheet").getByRole(AriaRole.BUTTON).first().click();
  }

  private static Locator told(Person person) {
    return person.page.locator("[data-testid=notice][data-what=options]").last();
  }

  private static Locator note(Person person) {
    return person.page.locator(".note");
  }

  private static void pastesAFile(Person person) {
    person.page.evaluate(
        "() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'x.txt'));"
            + " document.body.dispatchEvent("
            + "new ClipboardEvent('paste', {clipboardData: data, bubbles: true})) }");
  }

  @Test
  void behind_closed_doors_nobody_comes_and_no_document_but_those_offered_before() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ece = chromium.person("Ece", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      mary.sends(List.of(plan));
      assertThat(can.at("accept")).isVisible(PATIENTLY);

      switches(can, "doors");
      assertThat(mary.at("rule")).hasText("Doors closed");
      assertThat(told(mary)).containsText("The doors were closed");
      ece.asksForEntry(ROOM, code);
      assertThat(ece.page.getByRole(AriaRole.ALERT).last()).containsText("takes no newcomers");
      mary.at("attach").press("Enter");
      assertThat(note(mary)).containsText(REFUSED);
      assertThat(mary.at("send-sheet")).hasCount(0);
      can.accepts("Plan.txt").path();
      can.at("confirm-file").click();
      assertThat(mary.standing("Plan.txt", "Can")).hasAttribute("data-state", "confirmed");

      switches(can, "filesLocked");
      assertThat(told(mary)).containsText("Documents are taken again.");
      assertThat(mary.at("rule")).hasText("No newcomers");
      mary.sends(List.of(plan));
      assertThat(can.at("accept")).isVisible(PATIENTLY);
      switches(can, "locked");
      assertThat(told(can)).containsText("People can come in again.");
      ece.at("enter-room").click();
      assertThat(ece.at("messages")).isVisible();
    }
  }

  @Test
  void a_room_opened_without_documents_says_why_it_takes_none_however_they_are_given() {
    try (Person can = chromium.person("Can", node.url())) {
      can.at("open-files-locked").click();
      can.opens(ROOM);
      assertThat(can.at("rule")).hasText("No new documents");

      pastesAFile(can);
      assertThat(note(can)).containsText(REFUSED);
      ScreensIT.drags(can, "dragenter");
      assertThat(can.at("drop-zone")).containsText(REFUSED);
      ScreensIT.drags(can, "drop");
      assertThat(can.at("drop-zone")).hasCount(0);
      assertThat(can.at("send-sheet")).hasCount(0);

      switches(can, "filesLocked");
      assertThat(told(can)).containsText("Documents are taken again.");
      pastesAFile(can);
      assertThat(can.at("send-sheet").getByTestId("chosen")).hasCount(1);
    }
  }

  @Test
  void documents_chosen_before_the_doors_were_closed_are_not_sent() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      mary.enters(ROOM, can.opens(ROOM));
      mary.at("attach").click();
      mary.at("file-input").setInputFiles(plan);
      switches(can, "filesLocked");
      assertThat(mary.at("send-sheet")).containsText(REFUSED);
      mary.at("send-files").click();
      assertThat(mary.at("send-sheet").getByRole(AriaRole.ALERT)).containsText(REFUSED);
      assertThat(can.at("document")).hasCount(0);
    }
  }

  @Test
  void who_waits_is_told_for_whom_also_when_somebody_else_decides() {
    try (Person can = chromium.person("Can", node.url());
        Person joe = chromium.person("Joe", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens(ROOM);
      joe.enters(ROOM, code);
      switches(can, "lobby");
      mary.asksForEntry(ROOM, code);
      assertThat(mary.at("waiting").locator("h1")).hasText("Waiting for Can to let you in");
      can.member("Joe").getByRole(AriaRole.BUTTON).first().click();
      can.at("menu-hand-over").click();
      can.at("hand-over-dialog").getByTestId("confirm").click();
      assertThat(mary.at("waiting").locator("h1")).hasText("Waiting for Joe to let you in");
      joe.at("admit").click();
      assertThat(mary.at("messages")).isVisible();
    }
  }

  @ParameterizedTest
  @MethodSource("io.nobooks.browser.Chromium$Look#corners")
  void every_state_of_the_doors_is_accessible_and_fits(Look look) {
    try (Person can = chromium.person("Can", node.url(), look);
        Person mary = chromium.person("Mary", node.url(), look)) {
      ScreensIT.keep(can, look, "40-front-without-documents");
      String code = can.opens(look.language().equals("tr") ? "Sözleşme Çalışması" : ROOM);
      can.at("settings").click();
      can.at("option-doors").click();
      assertThat(can.at("option-filesLocked")).isChecked();
      ScreensIT.keep(can, look, "41-settings-doors-closed");
      can.page.keyboard().press("Escape");
      can.at("attach").press("Enter");
      assertThat(note(can)).isVisible();
      ScreensIT.keep(can, look, "42-doors-closed");
      ScreensIT.drags(can, "dragenter");
      ScreensIT.keep(can, look, "43-drop-refused");
      ScreensIT.drags(can, "dragleave");
      can.at("invite").click();
      ScreensIT.keep(can, look, "44-invite-doors-closed");
      can.page.keyboard().press("Escape");
      switches(can, "filesLocked");
      switches(can, "locked");
      switches(can, "lobby");
      assertThat(can.at("notice")).hasCount(4);
      ScreensIT.keep(can, look, "45-doors-open");
      mary.asksForEntry(can.page.locator(".room-title h1").innerText(), code);
      assertThat(mary.at("withdraw")).isVisible();
      ScreensIT.keep(mary, look, "46-waiting-for-admin");
    }
  }
}
