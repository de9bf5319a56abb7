package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;

/** What one person does on the page, in the words of the page. */
final class Person implements AutoCloseable {
  final String name;
  final Page page;
  private final BrowserContext context;

  Person(String name, String url, BrowserContext context) {
    this.name = name;
    this.context = context;
    this.page = context.newPage();
    page.navigate(url);
  }

  /** Opens a room and closes the invitation; the invite link of the room. */
  String opens(String room) {
    page.locator("#your-name").fill(name);
    page.locator("#open-room-name").fill(room);
    at("open-room").click();
    assertThat(at("invite-sheet")).isVisible();
    String code = at("invite-id").innerText().replaceAll("\\s", "");
    page.keyboard().press("Escape");
    assertThat(at("invite-sheet")).not().isVisible();
    return code;
  }

  /** Fills in the second card and asks for entry. */
  void asksForEntry(String room, String code) {
    page.locator("#your-name").fill(name);
    page.locator("#enter-room-name").fill(room);
    page.locator("#enter-room-id").fill(code);
    at("enter-room").click();
  }

  /** Enters, and is in. */
  void enters(String room, String code) {
    asksForEntry(room, code);
    assertThat(at("messages")).isVisible();
  }

  /** Writes to whom the composer says and sends with Enter. */
  void says(String text) {
    at("message-text").fill(text);
    at("message-text").press("Enter");
  }

  /** Sees this text as a message to everybody. */
  void sees(String text) {
    assertThat(message(text)).isVisible();
  }

  Locator message(String text) {
    return at("message").filter(new Locator.FilterOptions().setHasText(text));
  }

  Locator whisper(String text) {
    return at("whisper").filter(new Locator.FilterOptions().setHasText(text));
  }

  Locator member(String who) {
    return at("member").filter(new Locator.FilterOptions().setHasText(who));
  }

  /** Hands documents over to everybody, or to these people only. */
  void sends(List<Path> documents, String... people) {
    at("attach").click();
    at("file-input").setInputFiles(documents.toArray(Path[]::new));
    if (people.length > 0) {
      at("to-some").check();
    }
    for (String each : people) {
      at("send-sheet")
          .getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName(each).setExact(true))
          .check();
    }
    at("send-files").click();
    assertThat(at("send-sheet")).hasCount(0);
  }

  /** The card of a document in the flow. */
  Locator document(String document) {
    return at("document").filter(new Locator.FilterOptions().setHasText(document));
  }

  /** How a document stands with somebody, on its sender's card. */
  Locator standing(String document, String who) {
    return document(document)
        .getByTestId("recipient")
        .filter(new Locator.FilterOptions().setHasText(who))
        .getByTestId("hand-off");
  }

  /** Accepts a document; it is in the browser's downloads. */
  Download accepts(String document) {
    return page.waitForDownload(() -> document(document).getByTestId("accept").click());
  }

  /** Makes the line of this page slow, or as fast as it can be with -1. */
  void takesBytesPerSecond(int download, int upload) {
    CDPSession devTools = devTools();
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 0);
    conditions.addProperty("downloadThroughput", download);
    conditions.addProperty("uploadThroughput", upload);
    devTools.send("Network.emulateNetworkConditions", conditions);
  }

  /** What no page can do by itself. */
  CDPSession devTools() {
    return context.newCDPSession(page);
  }

  /** Lets the page write to the clipboard, as a browser does for whoever is at it. */
  void mayUseTheClipboard() {
    context.grantPermissions(List.of("clipboard-write"));
  }

  Locator at(String testId) {
    return page.getByTestId(testId);
  }

  /** Keeps a picture of the whole page as build output. */
  void photographs(String name) {
    Path file = Path.of("target", "screenshots", name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    context.close();
  }
}
