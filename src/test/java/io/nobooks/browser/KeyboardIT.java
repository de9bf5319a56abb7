package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole main job without a mouse, and the keys that do more than move. */
class KeyboardIT extends BrowserTest {
  private static final int MOST_TABS = 80;

  @Test
  void open_invite_talk_whisper_cover_and_delete_by_keyboard_alone() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      types(can, "Can");
      reaches(can, can.page.locator("#open-room-name"));
      types(can, "SecProje");
      presses(can, "Enter");
      assertThat(can.at("invite-sheet")).isVisible();
      String code = can.at("invite-id").innerText().replaceAll("\\s", "");
      presses(can, "Escape");
      assertThat(can.at("message-text")).isFocused();

      types(mary, "Mary");
      reaches(mary, mary.page.locator("#enter-room-name"));
      types(mary, "SecProje");
      reaches(mary, mary.page.locator("#enter-room-id"));
      types(mary, code);
      presses(mary, "Enter");
      assertThat(mary.at("message-text")).isFocused();
      types(mary, "Hello");
      presses(mary, "Enter");
      can.sees("Hello");

      types(can, "@Mary psst");
      presses(can, "Enter");
      assertThat(mary.whisper("psst")).isVisible();

      backTo(can, can.at("fuse"));
      presses(can, "Enter");
      presses(can, "ArrowDown");
      presses(can, "Enter");
      assertThat(can.at("fuse")).isFocused();
      reaches(can, can.at("message-text"));
      types(can, "4711");
      presses(can, "Enter");
      backTo(mary, mary.at("show"));
      presses(mary, "Enter");
      assertThat(mary.message("4711")).isVisible();

      backTo(can, can.at("settings"));
      presses(can, "Enter");
      assertThat(can.at("settings-sheet")).isVisible();
      presses(can, "Escape");
      assertThat(can.at("settings")).isFocused();

      reaches(can, can.at("delete-room"));
      presses(can, "Enter");
      confirms(can, can.at("delete-dialog").getByTestId("confirm"));
      confirms(can, can.at("delete-dialog-final").getByTestId("confirm"));
      assertThat(mary.at("save-receipt")).isVisible();
    }
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void an_invitation_answers_reactions_and_documents_by_keyboard_alone(@TempDir Path folder)
      throws Exception {
    Path plan = Files.writeString(folder.resolve("Plan.txt"), "one, two, three");
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      List<FileChooser> choosers = new ArrayList<>();
      can.page.onFileChooser(choosers::add);
      entersByLink(can, mary);
      types(mary, "Hello");
      presses(mary, "Enter");
      can.sees("Hello");
      answersAndReacts(can, mary);

      backTo(can, can.at("attach"));
      presses(can, "Enter");
      reaches(can, can.at("choose-files"));
      presses(can, "Enter");
      can.page.waitForCondition(() -> !choosers.isEmpty());
      choosers.get(0).setFiles(plan);
      assertThat(can.at("chosen")).containsText("Plan.txt");
      assertThat(can.at("choose-files")).isFocused();
      reaches(can, can.at("send-files"));
      presses(can, "Enter");
      assertThat(can.at("attach")).isFocused();

      backTo(mary, mary.at("accept"));
      Download saved = mary.page.waitForDownload(() -> presses(mary, "Enter"));
      assertThat(saved.path()).hasSameBinaryContentAs(plan);
      reaches(mary, mary.at("confirm-file"));
      presses(mary, "Enter");
      assertThat(can.document("Plan.txt").locator("[data-state=confirmed]")).isVisible();
      assertThat(mary.page.locator("article.document")).isFocused();

      backTo(can, can.at("documents"));
      presses(can, "Enter");
      assertThat(can.at("documents-sheet")).containsText("CONFIRMED");
      presses(can, "Escape");
      assertThat(can.at("documents")).isFocused();
    }
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void a_room_is_set_handed_over_and_deleted_and_its_receipt_saved_by_keyboard_alone() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ali = chromium.person("Ali", node.url())) {
      String code = entersByLink(can, mary);
      ali.enters("SecProje", code);
      assertThat(can.member("Ali")).isVisible();

      backTo(can, can.at("settings"));
      presses(can, "Enter");
      reaches(can, can.at("option-locked"));
      presses(can, "Space");
      assertThat(can.at("option-locked")).isChecked();
      presses(can, "Escape");
      assertThat(can.at("settings")).isFocused();

      choosesFor(can, "Ali", "menu-remove");
      confirms(can, can.at("remove-dialog").getByTestId("confirm"));
      assertThat(ali.at("removed")).isVisible();
      assertThat(can.at("remove-dialog")).hasCount(0);
      assertThat(can.at("message-text")).isFocused();

      choosesFor(can, "Mary", "menu-hand-over");
      confirms(can, can.at("hand-over-dialog").getByTestId("confirm"));
      assertThat(can.at("hand-over-dialog")).hasCount(0);
      assertThat(button(can, "Mary")).isFocused();

      reaches(mary, mary.at("delete-room"));
      presses(mary, "Enter");
      presses(mary, "Escape");
      assertThat(mary.at("delete-room")).isFocused();
      presses(mary, "Enter");
      confirms(mary, mary.at("delete-dialog").getByTestId("confirm"));
      confirms(mary, mary.at("delete-dialog-final").getByTestId("confirm"));
      assertThat(mary.at("save-receipt")).isVisible();
      reaches(mary, mary.at("save-receipt"));
      Download receipt = mary.page.waitForDownload(() -> presses(mary, "Enter"));
      assertThat(receipt.path()).isNotEmptyFile();
      assertThat(can.at("save-receipt")).isVisible();
    }
    assertThat(chromium.complaints()).isEmpty();
  }

  /** Opens a room and copies its link; the other one, at the same machine, pastes it. */
  private static String entersByLink(Person can, Person mary) {
    can.mayUseTheClipboard();
    types(can, "Can");
    reaches(can, can.page.locator("#open-room-name"));
    types(can, "SecProje");
    presses(can, "Enter");
    assertThat(can.at("invite-sheet")).isVisible();
    String code = can.at("invite-id").innerText().replaceAll("\\s", "");
    reaches(can, can.at("copy-link"));
    presses(can, "Enter");
    assertThat(can.at("copy-link")).containsText("Copied");
    presses(can, "Escape");
    assertThat(can.at("message-text")).isFocused();

    types(mary, "Mary");
    reaches(mary, mary.page.locator("#enter-room-id"));
    presses(mary, "Control+V");
    assertThat(mary.page.locator("#enter-room-name")).hasValue("SecProje");
    presses(mary, "Enter");
    assertThat(mary.at("message-text")).isFocused();
    return code;
  }

  private static void answersAndReacts(Person can, Person mary) {
    Locator hello = can.message("Hello").first();
    backTo(can, hello);
    presses(can, "Enter");
    presses(can, "Enter");
    assertThat(mary.at("reaction")).containsText("👍");
    assertThat(hello).isFocused();

    presses(can, "Enter");
    chooses(can, can.at("menu-react-other"), "ArrowRight");
    assertThat(can.at("emoji-sheet")).isVisible();
    presses(can, "ArrowDown");
    presses(can, "ArrowRight");
    assertThat(can.at("emoji-😕")).isFocused();
    reaches(can, can.at("any-emoji"));
    can.page.keyboard().insertText("🦄");
    presses(can, "Enter");
    assertThat(mary.at("reaction")).containsText("🦄");
    assertThat(can.at("emoji-sheet")).hasCount(0);
    assertThat(hello).isFocused();

    presses(can, "Enter");
    chooses(can, can.at("menu-reply"), "ArrowDown");
    assertThat(can.at("message-text")).isFocused();
    types(can, "Hello yourself");
    presses(can, "Enter");
    assertThat(mary.message("Hello yourself").getByTestId("quote")).containsText("Hello");
  }

  private static void choosesFor(Person person, String who, String item) {
    backTo(person, person.at("settings"));
    reaches(person, person.page.locator("[data-testid=people-list] [tabindex='0']"));
    for (int rows = 0; rows < 3 && !hasFocus(button(person, who)); rows++) {
      presses(person, "ArrowDown");
    }
    assertThat(button(person, who)).isFocused();
    presses(person, "Enter");
    chooses(person, person.at(item), "ArrowDown");
  }

  private static Locator button(Person person, String who) {
    return person.member(who).getByRole(AriaRole.BUTTON).first();
  }

  /** Goes to an entry of the menu that is open, and takes it. */
  private static void chooses(Person person, Locator entry, String arrow) {
    walks(person, entry, arrow);
    presses(person, "Enter");
  }

  @Test
  void escape_three_times_leaves_nothing_of_the_room_in_the_tab() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens("Panic");
      mary.enters("Panic", code);
      mary.says("a secret");
      can.sees("a secret");
      for (int times = 0; times < 3; times++) {
        presses(can, "Escape");
      }
      assertThat(can.page.locator("#your-name")).isVisible();
      assertThat(
              can.page.evaluate(
                  "() => sessionStorage.length + '|' + history.state + document.title"))
          .isEqualTo("0|nullNoBooks");
      assertThat(can.page.content()).doesNotContain("a secret", "Panic");
      assertThat(mary.member("Can").first()).not().isVisible();
    }
  }

  @Test
  void everyone_follows_to_a_fresh_room() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens("Leak");
      mary.enters("Leak", code);
      mary.says("before");
      can.sees("before");
      can.at("invite").click();
      can.at("move").click();
      can.at("move-dialog").getByTestId("confirm").click();
      assertThat(mary.member("Can").first()).not().isVisible();
      mary.at("follow").click();
      assertThat(mary.at("follow-dialog")).containsText("Leak ends with you");
      mary.at("follow-dialog").getByTestId("confirm").click();
      assertThat(mary.message("before")).hasCount(0);
      can.says("said there");
      mary.sees("said there");
      can.page.reload();
      mary.says("and once more");
      can.sees("and once more");
      can.sees("said there");
      assertThat(can.at("unreadable")).hasCount(0);
    }
  }

  private static void types(Person person, String text) {
    person.page.keyboard().type(text);
  }

  private static void presses(Person person, String key) {
    person.page.keyboard().press(key);
  }

  private static void confirms(Person person, Locator button) {
    assertThat(button).isVisible();
    reaches(person, button);
    assertThat(button).not().hasAttribute("aria-disabled", "true");
    presses(person, "Enter");
  }

  private static void reaches(Person person, Locator wanted) {
    walks(person, wanted, "Tab");
  }

  private static void backTo(Person person, Locator wanted) {
    walks(person, wanted, "Shift+Tab");
  }

  private static void walks(Person person, Locator wanted, String key) {
    assertThat(wanted.first()).isAttached();
    for (int tabs = 0; tabs < MOST_TABS && !hasFocus(wanted); tabs++) {
      presses(person, key);
    }
    assertThat(wanted.first()).isFocused();
  }

  private static boolean hasFocus(Locator wanted) {
    return Boolean.TRUE.equals(wanted.first().evaluate("e => e === document.activeElement"));
  }
}
