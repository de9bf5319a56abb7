package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is different with a finger, a keyboard on the screen, and a page that is put to sleep. */
class PhoneIT extends BrowserTest {
  private static final int KEYBOARD_PX = 300;

  @Test
  void a_finger_that_rests_on_a_message_gets_what_can_be_done_with_it() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.phone("Mary", node.url())) {
      String code = can.opens("Finger");
      mary.enters("Finger", code);
      can.says("a quiet thought");
      mary.sees("a quiet thought");
      CDPSession finger = mary.devTools();
      Locator words = mary.message("a quiet thought").getByText("a quiet thought");
      touches(finger, "touchStart", middleOf(words));
      assertThat(mary.at("menu-reply")).isVisible();
      touches(finger, "touchEnd", null);
      assertThat(mary.at("menu-copy")).isVisible();
      assertThat(mary.page.evaluate("() => getSelection().toString()")).isEqualTo("");
      mary.at("menu-react-👍").tap();
      assertThat(can.at("reaction")).containsText("👍");

      mary.message("a quiet thought").getByTestId("message-menu").tap();
      mary.at("menu-reply").tap();
      assertThat(mary.at("composing")).containsText("a quiet thought");
    }
  }

  @Test
  void any_emoji_can_be_a_reaction_and_nothing_else() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.phone("Mary", node.url())) {
      String code = can.opens("Emoji");
      mary.enters("Emoji", code);
      can.says("a find");
      mary.message("a find").getByTestId("message-menu").tap();
      mary.at("menu-react-other").tap();
      mary.at("any-emoji").fill("well");
      mary.at("emoji-use").tap();
      assertThat(mary.at("any-emoji")).hasAttribute("aria-invalid", "true");
      mary.at("any-emoji").fill("🎉👩🏽‍🚀");
      assertThat(mary.at("any-emoji")).hasValue("👩🏽‍🚀");
      mary.at("emoji-use").tap();
      assertThat(can.at("reaction")).containsText("👩🏽‍🚀");
      mary.message("a find").getByTestId("message-menu").tap();
      mary.at("menu-react-other").tap();
      mary.at("emoji-🍀").tap();
      assertThat(mary.at("emoji-sheet")).hasCount(0);
      assertThat(can.at("reaction")).containsText("🍀");
      assertThat(can.at("reaction")).hasCount(1);

      can.at("message-text").fill("luck!");
      can.at("message-text").press("Home");
      can.at("emoji").click();
      can.at("emoji-🍀").click();
      assertThat(can.at("message-text")).hasValue("🍀luck!");
      assertThat(can.at("message-text")).isFocused();
    }
  }

  @Test
  void the_composer_stands_above_a_keyboard_that_covers_the_page() {
    try (Person mary = chromium.phone("Mary", node.url())) {
      mary.opens("Typing");
      mary.at("message-text").tap();
      mary.page.evaluate(
          "px => { Object.defineProperty(visualViewport, 'height',"
              + " {get: () => innerHeight - px, configurable: true});"
              + " visualViewport.dispatchEvent(new Event('resize')) }",
          KEYBOARD_PX);
      int above = (int) mary.page.evaluate("() => innerHeight") - KEYBOARD_PX;
      assertThat(bottomOf(mary.at("send"))).isLessThanOrEqualTo(above);
      assertThat(mary.at("messages")).isVisible();
      mary.page.evaluate(
          "() => { delete visualViewport.height;"
              + " visualViewport.dispatchEvent(new Event('resize')) }");
      assertThat(bottomOf(mary.at("send"))).isGreaterThan(above);
    }
  }

  @Test
  void a_page_that_was_put_to_sleep_takes_up_what_it_missed() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.phone("Mary", "http://127.0.0.1:" + line.port())) {
      String code = can.opens("Asleep");
      mary.enters("Asleep", code);
      can.says("before");
      mary.sees("before");
      CDPSession browser = mary.devTools();
      lives(browser, "frozen");
      line.cut();
      assertThat(can.member("Mary")).hasAttribute("data-state", "reconnecting");
      can.says("said while she slept");
      can.says("@Mary whispered while she slept");
      line.mend();
      lives(browser, "active");
      LocatorAssertions.IsVisibleOptions patient =
          new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
      assertThat(mary.message("said while she slept")).isVisible(patient);
      assertThat(mary.whisper("whispered while she slept")).hasCount(1);
      assertThat(mary.message("before")).hasCount(1);
      assertThat(mary.at("banner")).not().isVisible();
      mary.says("awake");
      can.sees("awake");
    }
  }

  @Test
  void whatever_a_finger_presses_is_large_enough() {
    try (Person mary = chromium.phone("Mary", node.url())) {
      largeEnough(mary);
      mary.opens("Targets");
      mary.says("hello");
      largeEnough(mary);
      for (String sheet : List.of("invite", "settings", "people", "attach")) {
        mary.at(sheet).tap();
        assertThat(mary.page.locator("dialog[open]")).isVisible();
        largeEnough(mary);
        mary.page.keyboard().press("Escape");
      }
    }
  }

  /** 24 px for all but links in a text, and 44 for what a screen is there for. */
  private static void largeEnough(Person person) {
    Object small =
        person.page.evaluate(
            "() => [...document.querySelectorAll('button, select, textarea, input, [role=switch]')]"
                + ".filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))"
                + ".filter(e => !e.matches('.visually-hidden'))"
                + ".map(e => ({e, box: (e.closest('label') ?? e).getBoundingClientRect()}))"
                + ".filter(({e, box}) => { const least = e.matches('.button-primary, .leave,"
                + " #message-text, .send') ? 44 : 24;"
                + " return box.height < least - 0.5 || box.width < least - 0.5 })"
                + ".map(({e, box}) => `${e.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)");
    assertThat((List<?>) small).isEmpty();
  }

  private static double bottomOf(Locator element) {
    BoundingBox box = element.boundingBox();
    return box.y + box.height;
  }

  private static JsonObject middleOf(Locator element) {
    BoundingBox box = element.boundingBox();
    JsonObject point = new JsonObject();
    point.addProperty("x", box.x + box.width / 2);
    point.addProperty("y", box.y + box.height / 2);
    return point;
  }

  /** One finger, on the screen as long as no end is told. */
  private static void touches(
      CDPSession devTools, String type, @org.jspecify.annotations.Nullable JsonObject point) {
    JsonArray points = new JsonArray();
    if (point != null) {
      points.add(point);
    }
    JsonObject touch = new JsonObject();
    touch.addProperty("type", type);
    touch.add("touchPoints", points);
    devTools.send("Input.dispatchTouchEvent", touch);
  }

  private static void lives(CDPSession devTools, String state) {
    JsonObject wanted = new JsonObject();
    wanted.addProperty("state", state);
    devTools.send("Page.setWebLifecycleState", wanted);
  }
}
