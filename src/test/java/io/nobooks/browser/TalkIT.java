package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Two tabs are two people: the main job from the front page to the end of the room. */
class TalkIT extends BrowserTest {
  private static final String ROOM = "SecProje";

  @Test
  void two_people_open_enter_talk_both_ways_leave_and_the_room_is_gone() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      assertThat(can.member("Mary")).isVisible();
      assertThat(mary.member("Can")).isVisible();

      can.says("hello Mary");
      mary.sees("hello Mary");
      mary.says("hello Can");
      can.sees("hello Can");

      mary.at("leave").click();
      assertThat(mary.page.locator("#your-name")).isVisible();
      assertThat(can.at("last-one")).isVisible();
      can.at("leave").click();
      can.at("confirm").click();
      assertThat(can.at("save-receipt")).isVisible();

      mary.asksForEntry(ROOM, code);
      assertThat(mary.page.locator("#enter-room-id")).hasAttribute("aria-invalid", "true");
      assertThat(mary.page.locator("#enter-room-id")).isFocused();
    }
  }

  @Test
  void a_whisper_is_seen_by_one_of_three() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ali = chromium.person("Ali", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      ali.enters(ROOM, code);
      assertThat(can.member("Mary")).isVisible();

      can.says("@Mary only for you");
      assertThat(mary.whisper("only for you")).isVisible();
      assertThat(can.whisper("only for you")).isVisible();
      can.says("for everybody");
      ali.sees("for everybody");
      assertThat(ali.page.getByText("only for you")).hasCount(0);
    }
  }

  @Test
  void an_invite_link_asks_for_nothing_but_a_name() {
    try (Person can = chromium.person("Can", node.url())) {
      String code = can.opens("Proje Çağrı");
      String link =
          node.url()
              + "/#Proje%20%C3%87a%C4%9Fr%C4%B1/"
              + code.replace("-", "").toLowerCase(java.util.Locale.ROOT);
      try (Person mary = chromium.person("Mary", link)) {
        assertThat(mary.page.locator("#enter-room-name")).hasValue("Proje Çağrı");
        mary.page.locator("#your-name").fill("Mary");
        mary.page.locator("#your-name").press("Enter");
        assertThat(mary.at("messages")).isVisible();
        assertThat(mary.page.url()).doesNotContain("#");
      }
    }
  }

  @Test
  void the_admin_lets_in_removes_and_deletes() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ali = chromium.person("Ali", node.url())) {
      String code = can.opens(ROOM);
      can.at("settings").click();
      can.at("option-lobby").click();
      can.page.keyboard().press("Escape");

      mary.asksForEntry(ROOM, code);
      assertThat(mary.at("withdraw")).isVisible();
      can.at("admit").click();
      assertThat(mary.at("messages")).isVisible();
      assertThat(mary.at("delete-room")).hasCount(0);
      ali.asksForEntry(ROOM, code);
      can.at("deny").click();
      assertThat(ali.at("denied")).isVisible();

      can.member("Mary")
          .getByRole(com.microsoft.playwright.options.AriaRole.BUTTON)
          .first()
          .click();
      can.at("menu-remove").click();
      can.at("confirm").click();
      assertThat(mary.at("removed")).isVisible();

      can.at("delete-room").click();
      can.at("delete-dialog").getByTestId("confirm").click();
      can.at("delete-dialog-final").getByTestId("confirm").click();
      assertThat(can.at("ended")).isVisible();
      assertThat(can.at("save-receipt")).isVisible();
      assertThat(storage(can))
          .doesNotContain(code.replace("-", "").toLowerCase(java.util.Locale.ROOT));
    }
  }

  @Test
  void a_page_that_loses_its_connection_for_10_s_misses_nothing_and_shows_nothing_twice() {
    String url = "http://127.0.0.1:" + line.port();
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", url)) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      can.says("before");
      mary.sees("before");

      line.cut();
      assertThat(mary.at("banner")).isVisible();
      assertThat(can.member("Mary")).hasAttribute("data-state", "reconnecting");
      mary.says("written while away");
      for (int i = 1; i <= 5; i++) {
        can.says("missed " + i);
      }
      can.says("@Mary kept for you");
      can.page.waitForTimeout(10_000);
      line.mend();

      LocatorAssertions.IsVisibleOptions patient =
          new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
      assertThat(can.message("written while away")).isVisible(patient);
      for (int i = 1; i <= 5; i++) {
        assertThat(mary.message("missed " + i)).hasCount(1);
      }
      assertThat(mary.whisper("kept for you")).hasCount(1);
      assertThat(mary.message("before")).hasCount(1);
      assertThat(can.message("written while away")).hasCount(1);
      assertThat(mary.message("written while away")).hasCount(1);
      assertThat(mary.at("banner")).not().isVisible();
      assertThat(can.member("Mary")).hasAttribute("data-state", "online");
    }
  }

  @Test
  void a_reload_comes_back_to_the_same_seat() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      can.says("before the reload");
      mary.sees("before the reload");
      mary.at("message-text").fill("half a thought");
      mary.page.reload();
      mary.sees("before the reload");
      assertThat(mary.at("message-text")).hasValue("half a thought");
      assertThat(can.member("Mary")).hasCount(1);
      assertThat(can.member("Mary")).hasAttribute("data-state", "online");
    }
  }

  @Test
  void the_second_tab_of_a_session_wins_and_the_first_offers_use_here() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      String kept = (String) mary.page.evaluate("() => JSON.stringify({...sessionStorage})");
      try (Person twin = chromium.person("Mary", node.url())) {
        twin.page.evaluate(
            "kept => Object.entries(JSON.parse(kept)).forEach(([k, v]) => sessionStorage.setItem(k, v))",
            kept);
        twin.page.reload();
        assertThat(twin.at("messages")).isVisible();
        assertThat(mary.at("moved")).isVisible();
        mary.at("use-here").click();
        assertThat(mary.at("messages")).isVisible();
        assertThat(twin.at("moved")).isVisible();
        assertThat(can.member("Mary")).hasCount(1);
      }
    }
  }

  @Test
  void hostile_names_and_messages_stay_text() {
    String hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    try (Person can = chromium.person("<b>Can</b>", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      can.page.onDialog(
          dialog -> {
            throw new AssertionError("a dialog opened: " + dialog.message());
          });
      String code = can.opens("<i>room</i>");
      mary.enters("<i>room</i>", code);
      can.says(hostile);
      can.says(
          "[x](javascript:alert(3)) javascript:alert(4) https://example.org/\"onmouseover=alert(5)");
      assertThat(mary.at("message").first()).containsText(hostile);
      assertThat(mary.page.locator("img[src=x]")).hasCount(0);
      assertThat(mary.at("messages").locator("a[href^='javascript']")).hasCount(0);
      Locator link = mary.at("messages").locator("a").last();
      assertThat(link).hasAttribute("rel", Pattern.compile("noreferrer"));
      assertThat(
              mary.page.locator(
                  "b", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Can")))
          .hasCount(0);
    }
  }

  @Test
  void a_first_password_claims_the_name_and_the_page_says_so() {
    try (Person first = chromium.person("Ayşe", node.url());
        Person second = chromium.person("AYŞE", node.url())) {
      first.page.locator("[aria-controls=keep-name]").click();
      first.page.locator("#password").fill("correct horse");
      String code = first.opens(ROOM);
      assertThat(first.at("claimed")).containsText("Ayşe");
      second.asksForEntry(ROOM, code);
      assertThat(second.page.locator("#password")).isFocused();
    }
  }

  private static String storage(Person person) {
    JsonArray all = new JsonArray();
    all.add(
        person.page.evaluate(
            "() => JSON.stringify([{...sessionStorage}, {...localStorage}, history.state])"));
    all.add(person.page.url());
    return new JsonObject().put("all", all).encode();
  }
}
