package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.nobooks.browser.Chromium.Look;
import org.junit.jupiter.api.Test;

/** Replies, reactions, edits and messages taken back, as three people see them. */
class MarksIT extends BrowserTest {
  private static final String ROOM = "SecProje";

  @Test
  void three_people_answer_react_edit_and_take_back_and_a_newcomer_finds_it_so() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ali = chromium.person("Ali", node.url());
        Person ece = chromium.person("Ece", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      ali.enters(ROOM, code);

      can.says("the price is 12");
      mary.sees("the price is 12");
      choose(mary, "the price is 12", "menu-reply");
      assertThat(mary.at("composing")).containsText("the price is 12");
      mary.says("twelve what?");
      assertThat(can.message("twelve what?").getByTestId("quote")).containsText("the price is 12");

      choose(mary, "the price is 12", "menu-react-👍");
      choose(ali, "the price is 12", "menu-react-👍");
      assertThat(can.message("twelve what?").getByTestId("reaction")).hasCount(0);
      assertThat(reaction(can, "the price is 12")).hasAccessibleName("👍 Mary and Ali");
      assertThat(reaction(ali, "the price is 12")).hasAttribute("aria-pressed", "true");
      reaction(ali, "the price is 12").click();
      assertThat(reaction(can, "the price is 12")).hasAccessibleName("👍 Mary");

      can.at("message-text").press("ArrowUp");
      assertThat(can.at("message-text")).hasValue("the price is 12");
      can.says("the price is 13");
      for (Person each : new Person[] {can, mary, ali}) {
        assertThat(each.message("the price is 13").getByTestId("edited")).hasText("edited");
        assertThat(each.message("twelve what?").getByTestId("quote")).containsText("is 13");
      }

      ali.says("a slip");
      can.sees("a slip");
      choose(ali, "a slip", "menu-retract");
      ali.at("confirm").click();
      mary.says("against the rules");
      can.sees("against the rules");
      choose(can, "against the rules", "menu-retract");
      can.at("confirm").click();
      assertThat(mary.at("taken-back"))
          .hasText(new String[] {"Taken back", "Taken back by the admin"});

      ece.enters(ROOM, code);
      assertThat(ece.message("the price is 13").getByTestId("edited")).isVisible();
      assertThat(reaction(ece, "the price is 13")).hasAccessibleName("👍 Mary");
      assertThat(ece.message("twelve what?").getByTestId("quote")).containsText("is 13");
      assertThat(ece.at("taken-back")).hasCount(2);
      assertThat(ece.at("unreadable")).hasCount(0);
      for (String gone : new String[] {"a slip", "against the rules", "is 12"}) {
        assertThat(ece.page.getByText(gone)).hasCount(0);
      }
      ali.says("fine with me, @Mary");
      assertThat(mary.page.locator(".mention-you")).hasText("@Mary");
      mary.photographs("marks-mary");
      assertThat(new AxeBuilder(mary.page).analyze().getViolations()).isEmpty();
    }
  }

  @Test
  void what_was_changed_while_the_line_was_cut_is_known_afterwards() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", "http://127.0.0.1:" + line.port())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      for (String text : new String[] {"first", "second", "third"}) {
        can.says(text);
        mary.sees(text);
      }
      line.cut();
      assertThat(mary.at("banner")).isVisible();
      choose(can, "first", "menu-react-🎉");
      choose(can, "second", "menu-retract");
      can.at("confirm").click();
      choose(can, "third", "menu-edit");
      can.says("the third");
      choose(mary, "first", "menu-react-👀");
      line.mend();
      assertThat(mary.at("taken-back")).hasCount(1);
      assertThat(mary.message("the third").getByTestId("edited")).isVisible();
      assertThat(reaction(mary, "first")).hasCount(2);
      assertThat(reaction(can, "first")).hasCount(2);
    }
  }

  @Test
  void all_of_it_works_by_keyboard_alone() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      can.says("one");
      can.says("two");
      mary.sees("two");
      mary.message("two").focus();
      mary.page.keyboard().press("ArrowUp");
      assertThat(mary.message("one")).isFocused();
      mary.page.keyboard().press("Enter");
      mary.page.keyboard().press("ArrowRight");
      mary.page.keyboard().press("Enter");
      assertThat(reaction(can, "one")).hasAccessibleName("❤️ Mary");
      assertThat(mary.message("one")).isFocused();
      mary.page.keyboard().press("Enter");
      mary.page.keyboard().press("Escape");
      assertThat(mary.message("one")).isFocused();

      mary.at("message-text").focus();
      mary.page.keyboard().type("yes, @c");
      assertThat(mary.at("mention-list")).containsText("Can");
      mary.page.keyboard().press("Enter");
      assertThat(mary.at("message-text")).hasValue("yes, @Can ");
      mary.page.keyboard().press("Enter");
      assertThat(can.page.locator(".names-you")).containsText("yes, @Can");
      assertThat(mary.message("yes, @Can").locator(".message-time")).not().containsText("sending");
      mary.page.keyboard().press("ArrowUp");
      assertThat(mary.at("composing")).isVisible();
      mary.page.keyboard().press("Escape");
      assertThat(mary.at("composing")).hasCount(0);
      assertThat(mary.at("message-text")).hasValue("");
    }
  }

  @Test
  void on_a_phone_each_message_has_a_button_for_it() {
    Look phone = new Look("tr", ColorScheme.DARK, 390);
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url(), phone)) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      can.says("Onikinci maddeyi bir daha oku @Mary, bir yanlış var gibi duruyor orada");
      choose(mary, "Onikinci", "menu-react-😮");
      choose(mary, "Onikinci", "menu-reply");
      mary.says("Okudum, doğru.");
      can.at("message-text").press("ArrowUp");
      can.says("Onikinci maddeyi bir daha oku @Mary, bir yanlış var orada");
      assertThat(mary.at("edited")).isVisible();
      can.says("Yanlış oda");
      choose(can, "Yanlış oda", "menu-retract");
      can.at("confirm").click();
      assertThat(mary.at("taken-back")).isVisible();
      mary.message("Onikinci").getByTestId("message-menu").first().click();
      mary.photographs("marks-phone-menu");
      mary.page.keyboard().press("Escape");
      choose(mary, "Okudum", "menu-edit");
      mary.photographs("marks-phone");
      can.photographs("marks-desk");
      assertThat(new AxeBuilder(mary.page).analyze().getViolations()).isEmpty();
    }
  }

  private static void choose(Person who, String text, String what) {
    Locator message = who.message(text).first();
    message.hover();
    message.getByTestId("message-menu").click();
    who.at(what).click();
  }

  private static Locator reaction(Person who, String text) {
    return who.message(text).first().getByTestId("reaction");
  }
}
