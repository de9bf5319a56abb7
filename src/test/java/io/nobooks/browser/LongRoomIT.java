package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.nobooks.sealing.RoomSecrets;
import io.nobooks.support.BusClient;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A room in which ten thousand things were said, and one with a thousand members. */
class LongRoomIT {
  private static final String ROOM = "SecProje";
  private static final String CODE = "0123456789abcdefghjkmnpqr";
  private static final int BEFORE = 9_000;
  private static final int AFTER = 1_000;
  private static final int MOST_ROWS = 300;

  /** A session's room as the page itself has it, when its modules are not bundled. */
  private static final String IN_THE_ROOM =
      "const {session} = await import('/js/session.js'); const room = session.room.peek();";

  private static TestNode node;
  private static Chromium chromium;

  @BeforeAll
  static void open() throws Exception {
    JsonObject limits = new JsonObject().put("history-said", 20_000).put("history-bytes", "64 MiB");
    node = TestNode.start(new JsonObject().put("limits", limits));
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
  void of_ten_thousand_messages_few_are_in_the_page_and_what_is_read_never_moves()
      throws Exception {
    RoomSecrets secrets = new RoomSecrets(CODE, ROOM);
    try (Visitors visitors = Visitors.of(node);
        Person can = chromium.person("Can", node.url())) {
      BusClient script = visitors.guest("Script").open(secrets.code());
      saysMany(script, 0, BEFORE);
      can.enters(ROOM, CODE);
      hasAll(can);
      can.sees("message " + (BEFORE - 1) + ".");
      fewRows(can);

      for (int i = 0; i < 12; i++) {
        assertThat(movedByScrolling(can, -500)).isCloseTo(500, within());
        fewRows(can);
      }
      double before = topOfReading(can);
      saysMany(script, BEFORE, AFTER);
      assertThat(can.at("new-below")).containsText(AFTER + " new below");
      assertThat(topOfReading(can)).isCloseTo(before, within());
      fewRows(can);

      can.at("new-below").click();
      can.sees("message " + (BEFORE + AFTER - 1) + ".");
      assertThat(can.at("new-below")).hasCount(0);
      fewRows(can);

      can.page.locator(".timeline").focus();
      can.page.keyboard().press("Home");
      can.sees("message 0.");
      for (int i = 0; i < 12; i++) {
        assertThat(movedByScrolling(can, 700)).isCloseTo(-700, within());
        fewRows(can);
      }
      findsWords(can);
      can.says("and mine");
      can.sees("and mine");
      fewRows(can);
    }
  }

  /** Everything that was said is there once each tenth is found. */
  private static void hasAll(Person can) {
    can.page.keyboard().press("Control+Shift+F");
    can.at("search-words").fill("message 0.");
    assertThat(can.at("search-count"))
        .hasText("1 of " + BEFORE / 10, new LocatorAssertions.HasTextOptions().setTimeout(30_000));
    can.at("search-words").press("Escape");
    can.page.locator(".timeline").focus();
    can.page.keyboard().press("End");
  }

  private static void findsWords(Person can) {
    can.page.keyboard().press("Control+Shift+F");
    can.at("search-words").fill("message 4321.");
    assertThat(can.at("search-count")).hasText("1 of 1");
    can.sees("message 4321.");
    assertThat(can.at("search-words")).isFocused();
    can.at("search-words").fill("thousandth");
    assertThat(can.at("search-count")).hasText("1 of 9");
    can.sees("message 9000.");
    can.at("search-words").press("Enter");
    assertThat(can.at("search-count")).hasText("2 of 9");
    can.sees("message 8000.");
    fewRows(can);
    can.photographs("long-room-search");
    assertThat(new AxeBuilder(can.page).analyze().getViolations()).isEmpty();
    can.at("search-words").press("Escape");
    assertThat(can.at("search-bar")).hasCount(0);
    assertThat(can.at("message-text")).isFocused();
  }

  @Test
  void a_thousand_members_are_listed_and_only_those_in_sight_are_laid_out() {
    try (Person can = chromium.personWithModules("Can", node.url())) {
      can.opens(ROOM);
      can.page.evaluate(
          "async () => {"
              + IN_THE_ROOM
              + "const all = new Map(room.members.peek());"
              + "for (let i = 0; i < 1000; i += 1) all.set(`seat${i}`, {seat: `seat${i}`,"
              + " name: `Member ${i}`, account: false, admin: false, state: 'online', since: 1});"
              + "room.members.value = all }");
      Locator list = can.at("people-list");
      assertThat(list.getByTestId("member")).hasCount(1_001);
      assertThat(can.member("Member 999")).isAttached();
      assertThat(skipped(list)).isGreaterThan(900);
      can.member("Member 999").scrollIntoViewIfNeeded();
      can.member("Member 999").getByRole(com.microsoft.playwright.options.AriaRole.BUTTON).click();
      assertThat(can.at("menu-whisper")).isVisible();
    }
  }

  /** How many of the rows the browser does not lay out, because they are far from what is seen. */
  private static int skipped(Locator list) {
    return (int)
        list.evaluate(
            "list => [...list.children].filter(row => !row.firstElementChild.checkVisibility("
                + "{contentVisibilityAuto: true})).length");
  }

  private static void saysMany(BusClient script, int from, int count) throws Exception {
    List<Future<JsonObject>> told = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      String mark = i % 1_000 == 0 && i > 0 ? " thousandth" : "";
      told.add(script.says("message " + i + "." + mark + " " + "words ".repeat(i % 40)));
      if (told.size() == 100) {
        Future.all(told).await();
        told.clear();
      }
    }
    Future.all(told).await();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(2.0);
  }

  private static void fewRows(Person who) {
    int rows = (int) who.page.evaluate("() => document.querySelectorAll('.messages > li').length");
    assertThat(rows).isBetween(10, MOST_ROWS);
  }

  /** Scrolls, and tells by how much what was in the middle has moved then. */
  private static double movedByScrolling(Person who, int by) {
    Object moved =
        who.page.evaluate(
            "async by => { const frames = () => new Promise(done => requestAnimationFrame(() =>"
                + " requestAnimationFrame(done)));"
                + "await frames(); const scroller = document.querySelector('.timeline');"
                + "const box = scroller.getBoundingClientRect();"
                + "const row = [...document.querySelectorAll('.messages > li')].find(each =>"
                + " each.getBoundingClientRect().bottom > box.top + box.height / 2);"
                + "const before = row.getBoundingClientRect().top; scroller.scrollTop += by;"
                + "await frames(); await frames();"
                + "return row.isConnected ? row.getBoundingClientRect().top - before : 1e9 }",
            by);
    return ((Number) moved).doubleValue();
  }

  /** Where the first row that is seen stands. */
  private static double topOfReading(Person who) {
    Object top =
        who.page.evaluate(
            "() => { const top = document.querySelector('.timeline').getBoundingClientRect().top;"
                + "window.read ??= [...document.querySelectorAll('.messages > li')].find(each =>"
                + " each.getBoundingClientRect().bottom > top);"
                + "return window.read.isConnected ? window.read.getBoundingClientRect().top : 1e9 }");
    return ((Number) top).doubleValue();
  }
}
