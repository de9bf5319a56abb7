package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.nobooks.sealing.RoomSecrets;
import io.nobooks.support.BusClient;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Sealed rooms as people meet them; {@link ServerMemoryIT} watches what leaves browsers. */
class SealIT extends BrowserTest {
  private static final String ROOM = "canary-of-the-room";

  @Test
  void nothing_is_kept_where_it_outlives_the_tab() {
    try (Person can = chromium.person("Can", node.url())) {
      String code = can.opens(ROOM);
      can.says("canary-of-a-message");
      can.sees("canary-of-a-message");
      Object kept =
          can.page.evaluate(
              "async () => JSON.stringify([{...localStorage}, document.cookie,"
                  + " await indexedDB.databases(), await caches.keys(),"
                  + " (await navigator.serviceWorker.getRegistrations()).length, location.href])");
      assertThat(kept.toString().toLowerCase(Locale.ROOT))
          .doesNotContain("canary", code.toLowerCase(Locale.ROOT), canonical(code))
          .contains("[],[],0");
    }
  }

  @Test
  void who_was_removed_and_signs_in_anew_with_the_same_code_reads_nothing_said_afterwards()
      throws Exception {
    List<JsonObject> told = Collections.synchronizedList(new ArrayList<>());
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ali = chromium.person("Ali", node.url());
        Person anew = chromium.person("Somebody", node.url())) {
      String code = can.opens(ROOM);
      mary.page.onWebSocket(socket -> socket.onFrameReceived(frame -> hear(frame.text(), told)));
      mary.page.reload();
      mary.enters(ROOM, code);
      ali.enters(ROOM, code);
      can.says("with Ali");
      ali.sees("with Ali");
      removes(can, "Ali");
      assertThat(ali.at("removed")).isVisible();
      anew.asksForEntry(ROOM, code);
      assertThat(anew.at("withdraw")).isVisible();
      mary.says("indeed");
      can.sees("indeed");
      can.says("without Ali");
      mary.sees("without Ali");

      RoomSecrets known = new RoomSecrets(canonical(code), ROOM);
      List<Boolean> readable = new ArrayList<>();
      for (JsonObject said : told) {
        String sealed = said.getJsonObject("body").getString("sealed");
        readable.add(known.opens(said.getString("by"), said.getString("cid"), sealed));
      }
      assertThat(readable).containsExactly(true, false, false);
      for (Person each : List.of(ali, anew)) {
        assertThat(each.page.getByText("without Ali")).hasCount(0);
        assertThat(each.page.getByText("indeed")).hasCount(0);
      }
    }
  }

  @Test
  void what_is_not_sealed_is_marked_and_pages_seal_all_the_same() throws Exception {
    RoomSecrets room = new RoomSecrets("0123456789abcdefghjkmnpqr", ROOM);
    try (Visitors visitors = Visitors.of(node);
        Person can = chromium.person("Can", node.url())) {
      BusClient script = visitors.guest("Script").open(room.code());
      can.enters(ROOM, "01234-56789-abcde-fghjk-mnpqr");
      script.say("from a script");
      can.sees("from a script");
      assertThat(can.message("from a script").getByTestId("not-sealed")).isVisible();
      can.says("canary-of-a-message");
      JsonObject body = script.next("said").getJsonObject("body");
      while (body.containsKey("text")) {
        body = script.next("said").getJsonObject("body");
      }
      assertThat(body.fieldNames()).containsExactly("sealed");
      assertThat(script.heardText()).doesNotContain("canary");
      assertThat(can.at("not-sealed")).hasCount(1);
    }
  }

  @Test
  void a_message_that_was_edited_or_taken_back_keeps_no_browser_out() throws Exception {
    RoomSecrets room = new RoomSecrets("1123456789abcdefghjkmnpqr", ROOM);
    String code = "11234-56789-abcde-fghjk-mnpqr";
    try (Visitors visitors = Visitors.of(node);
        Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      BusClient script = visitors.guest("Script").open(room.code());
      can.enters(ROOM, code);
      long edited = script.say("to be edited").getLong("seq");
      long retracted = script.say("to be taken back").getLong("seq");
      can.sees("to be taken back");
      JsonObject body = new JsonObject().put("text", "edited");
      script.command("react", "cid", BusClient.cid(), "of", edited, "body", body);
      script.command("edit", "cid", BusClient.cid(), "of", edited, "body", body);
      script.command("retract", "of", retracted);
      JsonObject none = new JsonObject().put("type", "react").put("of", edited).putNull("body");
      script.ask(room.code().in(), none.put("cid", BusClient.cid()));
      script.say("behind it");
      can.sees("behind it");
      mary.enters(ROOM, code);
      mary.sees("behind it");
      mary.page.reload();
      mary.sees("behind it");
      mary.says("here");
      can.sees("here");
    }
  }

  @Test
  void over_plain_http_from_another_host_the_page_refuses_and_says_why() {
    List<String> sockets = Collections.synchronizedList(new ArrayList<>());
    String url = "http://" + Chromium.ANOTHER_HOST + ":" + node.port();
    try (Person can = chromium.person("Can", url)) {
      can.page.onWebSocket(socket -> sockets.add(socket.url()));
      can.page.navigate(url + "/#" + ROOM + "/0123456789abcdefghjkmnpqr");
      can.page.reload();
      assertThat(can.at("insecure")).containsText("https");
      assertThat(can.page.locator("input, textarea, form")).hasCount(0);
      can.page.waitForLoadState();
      assertThat(sockets).isEmpty();
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
      assertThat(can.at("seen-dialog").locator("h3")).hasCount(3);
      assertThat(can.at("seen-dialog").locator("li")).hasCount(15);
      can.page.keyboard().press("Escape");
      assertThat(can.at("seen-dialog")).hasCount(0);
    }
  }

  /** Keeps the messages to all that a SockJS frame carries. */
  private static void hear(String frame, List<JsonObject> told) {
    if (frame.startsWith("a")) {
      for (Object each : new JsonArray(frame.substring(1))) {
        Object body = new JsonObject((String) each).getValue("body");
        if (body instanceof JsonObject event && "said".equals(event.getString("type"))) {
          told.add(event);
        }
      }
    }
  }

  private static String canonical(String code) {
    return code.replace("-", "").toLowerCase(Locale.ROOT);
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
    return (boolean)
        person.page.evaluate(
            """
            () => history.state?.nobooks !== undefined
                || (sessionStorage.getItem("nobooks") ?? "").includes("sealing")
            """);
  }

  private static Locator notice(Person person, String what) {
    return person.page.locator("[data-testid=notice][data-what=" + what + "]");
  }
}
