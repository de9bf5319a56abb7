package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.nobooks.support.TestNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole main job without a mouse, and the keys that do more than move. */
class KeyboardIT {
  private static final int MOST_TABS = 80;

  private static TestNode node;
  private static Chromium chromium;

  @BeforeAll
  static void open() throws Exception {
    node = TestNode.start();
    chromium = new Chromium();
  }

  @AfterAll
  static void close() throws Exception {
    chromium.close();
    node.close();
  }

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
      mary.at("follow").click();
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
