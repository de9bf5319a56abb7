package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.nobooks.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sealed rooms as people meet them; what leaves the browser is watched. */
class SealIT {
  private static final String ROOM = "canary-of-the-room";

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

  @AfterEach
  void no_page_complained() {
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void nothing_that_people_say_nor_any_key_leaves_the_browser() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      List<String> leaving = Collections.synchronizedList(new ArrayList<>());
      for (Person each : List.of(can, mary)) {
        watch(each, leaving);
        each.page.reload();
      }
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      assertThat(can.member("Mary")).isVisible();
      can.says("canary-of-a-message");
      mary.sees("canary-of-a-message");
      mary.says("@Can canary-of-a-whisper");
      assertThat(can.whisper("canary-of-a-whisper")).isVisible();
      assertThat(can.at("not-sealed")).hasCount(0);

      String all = String.join("\n", leaving);
      assertThat(all).contains("sealed");
      String canonical = code.replace("-", "");
      assertThat(all.toLowerCase(Locale.ROOT))
          .doesNotContain("canary", canonical.toLowerCase(Locale.ROOT));
      assertThat(can.page.evaluate("() => JSON.stringify({...localStorage})").toString())
          .doesNotContain("canary", canonical.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void after_a_removal_the_others_talk_on_and_a_newcomer_is_given_the_key() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ali = chromium.person("Ali", node.url());
        Person ece = chromium.person("Ece", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      ali.enters(ROOM, code);
      removes(can, "Ali");
      assertThat(ali.at("removed")).isVisible();
      can.says("without Ali");
      mary.sees("without Ali");
      mary.says("indeed");
      can.sees("indeed");

      ece.asksForEntry(ROOM, code);
      can.at("admit").click();
      ece.sees("without Ali");
      ece.says("hello");
      mary.sees("hello");
      mary.page.reload();
      mary.sees("without Ali");
      mary.says("back again");
      ece.sees("back again");
      assertThat(notice(can, "rekeyed")).hasCount(0);
      for (Person each : List.of(can, mary, ece)) {
        assertThat(each.at("unreadable")).hasCount(0);
      }
    }
  }

  @Test
  void a_page_that_lost_its_keys_is_told_to_the_others_and_reads_on() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      can.says("before");
      mary.sees("before");
      mary.page.evaluate("() => history.replaceState(null, '')");
      mary.page.reload();
      mary.sees("before");
      assertThat(notice(can, "rekeyed")).hasCount(1);
      can.says("@Mary for the new keys");
      assertThat(mary.whisper("for the new keys")).isVisible();
    }
  }

  @Test
  void everybody_reads_the_same_safety_words_and_two_the_same_number() {
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      assertThat(words(can)).isEqualTo(words(mary)).matches("([a-z]{5} ?){4}");
      assertThat(number(can, "Mary")).isEqualTo(number(mary, "Can")).matches("(\\d{5}\\s*){6}");
    }
  }

  @Test
  void the_keys_are_gone_from_the_tab_when_the_room_is() {
    try (Person can = chromium.person("Can", node.url())) {
      can.opens(ROOM);
      assertThat(kept(can)).isTrue();
      can.at("leave").click();
      can.at("confirm").click();
      assertThat(can.at("save-receipt")).isVisible();
      assertThat(kept(can)).isFalse();
    }
  }

  @Test
  void a_browser_that_cannot_seal_is_told_so() {
    try (Person can = chromium.person("Can", node.url())) {
      can.page.addInitScript(
          "const real = crypto.subtle.generateKey.bind(crypto.subtle);"
              + "crypto.subtle.generateKey = (how, ...rest) => how === 'X25519'"
              + " ? Promise.reject(new DOMException('', 'NotSupportedError')) : real(how, ...rest)");
      can.page.reload();
      assertThat(can.at("outdated")).isVisible();
    }
  }

  @Test
  void the_front_page_says_what_the_server_can_see() {
    try (Person can = chromium.person("Can", node.url())) {
      can.at("what-is-seen").click();
      assertThat(can.at("seen-dialog")).containsText("network address");
      can.page.keyboard().press("Escape");
      assertThat(can.at("seen-dialog")).hasCount(0);
    }
  }

  /** Everything that a page asks for or sends, as text. */
  private static void watch(Person person, List<String> leaving) {
    person.page.onRequest(
        request -> {
          leaving.add(request.url() + " " + request.headers());
          byte[] body = request.postDataBuffer();
          leaving.add(body == null ? "" : new String(body, StandardCharsets.UTF_8));
        });
    person.page.onWebSocket(socket -> socket.onFrameSent(frame -> leaving.add(frame.text())));
  }

  private static void removes(Person admin, String who) {
    admin.member(who).getByRole(AriaRole.BUTTON).first().click();
    admin.at("menu-remove").click();
    admin.at("confirm").click();
  }

  private static String words(Person person) {
    person.at("invite").click();
    String words = person.at("safety-words").innerText();
    person.page.keyboard().press("Escape");
    return words;
  }

  private static String number(Person person, String other) {
    person.member(other).getByRole(AriaRole.BUTTON).first().click();
    person.at("menu-compare").click();
    String number = person.at("safety-number").innerText().replaceAll("\\s+", " ").trim();
    person.page.keyboard().press("Escape");
    return number;
  }

  private static boolean kept(Person person) {
    return (boolean) person.page.evaluate("() => history.state?.nobooks !== undefined");
  }

  private static Locator notice(Person person, String what) {
    return person.page.locator("[data-testid=notice][data-what=" + what + "]");
  }
}
