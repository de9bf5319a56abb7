package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRuleOptions;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.nobooks.browser.Chromium.Look;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every screen in both languages, both themes and on three widths: accessible by axe, nothing wider
 * than the window, and kept as a picture in {@code target/screenshots}.
 */
class ScreensIT extends BrowserTest {
  private static List<Path> documents;

  @BeforeAll
  static void files(@TempDir Path folder) throws Exception {
    documents = documents(folder);
  }

  static Stream<Look> looks() {
    return Stream.of("en", "tr")
        .flatMap(
            language ->
                Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                    .flatMap(
                        theme ->
                            Stream.of(320, 768, 1280)
                                .map(width -> new Look(language, theme, width))));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void every_screen_is_accessible_and_fits(Look look) {
    line.mend();
    String room = look.language().equals("tr") ? "Sözleşme Çalışması" : "Contract review";
    try (Person can = chromium.person("Can", "http://127.0.0.1:" + line.port(), look);
        Person mary = chromium.person("Mary Ann Featherstonehaugh", node.url(), look);
        Person ali = chromium.person("Ali", node.url(), look)) {
      keep(can, look, "01-front");
      can.at("open-room").click();
      keep(can, look, "02-front-mend");

      can.page.locator("#your-name").fill("Can");
      can.page.locator("#open-room-name").fill(room);
      can.at("open-room").click();
      assertThat(can.at("invite-sheet")).isVisible();
      String code = can.at("invite-id").innerText().replaceAll("\\s", "");
      keep(can, look, "03-invite");
      can.at("safety-qr").click();
      keep(can, look, "17-safety-qr");
      can.at("what-is-seen").click();
      keep(can, look, "18-seen");
      can.page.keyboard().press("Escape");
      keep(can, look, "04-room-empty");

      mary.enters(room, code);
      mary.says(
          "Hello! The draft is at https://example.org/draft, **please** read `clause 4` first.");
      can.sees("clause 4");
      can.says("Reading it now.\n- clause 4\n- clause 5");
      can.says("@Mary Ann Featherstonehaugh the price in clause 4 is too high");
      assertThat(mary.whisper("too high")).isVisible();
      mary.says("👍");
      mary.says("A_long_word_without_any_space_" + "abcdefghij".repeat(12));
      can.sees("A_long_word");
      keep(can, look, "05-room-talk");
      keep(mary, look, "06-room-whispered");
      if (look.width() != 768) {
        handOver(can, mary, look);
      }
      covers(can, mary, look);

      if (look.width() < 600) {
        can.at("people").click();
      }
      can.member("Mary").getByRole(AriaRole.BUTTON).first().click();
      can.at("menu-compare").click();
      assertThat(can.at("safety-number")).isVisible();
      keep(can, look, "19-compare");
      can.page.keyboard().press("Escape");
      can.at("settings").click();
      keep(can, look, "07-settings");
      can.at("option-lobby").click();
      can.page.keyboard().press("Escape");
      ali.asksForEntry(room, code);
      assertThat(ali.at("withdraw")).isVisible();
      keep(ali, look, "08-waiting");
      assertThat(can.at("knock").first()).isAttached();
      keep(can, look, "09-knock");
      if (look.width() < 600) {
        can.at("people").click();
        keep(can, look, "10-people");
        can.page.keyboard().press("Escape");
      }
      can.at("message-text").fill("");
      can.page.keyboard().press("Escape");
      can.at("messages").click();
      can.page.keyboard().press("?");
      assertThat(can.page.locator("dialog[open]")).isVisible();
      keep(can, look, "11-shortcuts");
      can.page.keyboard().press("Escape");

      line.cut();
      assertThat(can.at("banner")).isVisible();
      can.says("written while offline");
      keep(can, look, "12-reconnecting");
      line.mend();
      assertThat(can.at("banner"))
          .not()
          .isVisible(
              new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                  .setTimeout(30_000));

      can.at("delete-room").click();
      keep(can, look, "13-delete");
      can.at("delete-dialog").getByTestId("confirm").click();
      keep(can, look, "14-delete-final");
      can.at("delete-dialog-final").getByTestId("confirm").click();
      assertThat(can.at("save-receipt")).isVisible();
      assertThat(mary.at("save-receipt")).isVisible();
      keep(mary, look, "15-ended");
      assertThat(ali.at("denied")).isVisible();
      keep(ali, look, "16-denied");
    }
  }

  /** A message that is covered and shown, and what a leak leads to; the latter is not done here. */
  private static void covers(Person can, Person mary, Look look) {
    mary.at("fuse").click();
    keep(mary, look, "34-fuse-menu");
    mary.at("menu-fuse-300").click();
    mary.says("4711");
    mary.at("fuse").click();
    mary.at("menu-fuse-off").click();
    assertThat(can.at("show")).isVisible();
    keep(can, look, "35-covered");
    can.at("show").click();
    assertThat(can.at("fuse-left")).isVisible();
    keep(can, look, "36-burning");
    Locator covered = can.message("4711");
    covered.hover();
    covered.getByTestId("message-menu").click();
    keep(can, look, "39-message-menu");
    can.at("menu-react-other").click();
    keep(can, look, "40-emoji");
    can.at("emoji-🎉").click();
    assertThat(can.at("reaction")).isVisible();
    can.at("invite").click();
    can.at("move").click();
    keep(can, look, "37-move");
    can.page.keyboard().press("Escape");
    can.page.setViewportSize(320, 256);
    keep(can, look, "38-at-400-percent");
    can.page.setViewportSize(look.width(), 800);
  }

  /**
   * Documents from before they are chosen to what is said of them; the widths between differ
   * little.
   */
  private static void handOver(Person can, Person mary, Look look) {
    boolean turkish = look.language().equals("tr");
    can.at("attach").click();
    keep(can, look, "20-send-empty");
    can.at("file-input").setInputFiles(documents.toArray(Path[]::new));
    can.at("to-some").check();
    keep(can, look, "21-send-chosen");
    can.at("to-all").check();
    can.at("send-files").click();
    assertThat(can.at("withdraw-file")).hasCount(documents.size());
    assertThat(mary.at("accept")).hasCount(documents.size());
    keep(mary, look, "22-documents-offered");
    mary.document("photo.png").getByTestId("preview").click();
    assertThat(mary.at("preview-sheet").locator("img")).isVisible();
    keep(mary, look, "23-preview-image");
    mary.page.keyboard().press("Escape");
    mary.document("notes.txt").getByTestId("preview").click();
    assertThat(mary.at("preview-text")).isVisible();
    keep(mary, look, "24-preview-text");
    mary.page.keyboard().press("Escape");

    mary.accepts("7 (2).docx").path();
    assertThat(mary.at("confirm-file")).isVisible();
    keep(mary, look, "25-document-received");
    mary.document("7 (2).docx").getByTestId("dispute").click();
    keep(mary, look, "26-dispute");
    mary.at("dispute-reason").fill(turkish ? "İkinci sayfa boş" : "The second page is blank");
    mary.at("dispute-send").click();
    mary.accepts("notes.txt").path();
    mary.at("confirm-file").click();
    Locator confirmed = can.document("notes.txt").locator("[data-state=confirmed]");
    assertThat(confirmed).isVisible();
    assertThat(can.document("7 (2).docx").locator("[data-state=disputed]")).isVisible();
    keep(can, look, "27-documents-own");
    keep(mary, look, "28-documents-answered");
    can.at("documents").click();
    keep(can, look, "29-matrix");
    can.page.keyboard().press("Escape");

    can.at("message-text").fill(turkish ? "Sonra ikinci kısım" : "Then the second part");
    can.at("later").click();
    keep(can, look, "30-later");
    can.at("send-until").selectOption("0");
    can.at("hold").click();
    keep(can, look, "31-held");
    can.at("leave").click();
    keep(can, look, "32-leave");
    can.at("stay").click();
    drags(can, "dragenter");
    assertThat(can.at("drop-zone")).isVisible();
    keep(can, look, "33-drop");
    drags(can, "dragleave");
    assertThat(can.at("drop-zone")).hasCount(0);
    can.at("discard").click();
  }

  static void drags(Person person, String event) {
    person.page.evaluate(
        "type => { const data = new DataTransfer(); data.items.add(new File(['x'], 'x.txt'));"
            + " document.body.dispatchEvent("
            + "new DragEvent(type, {dataTransfer: data, bubbles: true})) }",
        event);
  }

  private static List<Path> documents(Path folder) throws IOException {
    BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    Path photo = folder.resolve("photo.png");
    ImageIO.write(picture, "png", photo.toFile());
    String longName = "A very long name of a contract, final version 7 (2).docx";
    return List.of(
        Files.writeString(folder.resolve(longName), "contract"),
        Files.writeString(folder.resolve("notes.txt"), "first line\nsecond line\n"),
        photo);
  }

  static void keep(Person person, Look look, String screen) {
    person.photographs(look + "/" + screen);
    assertThat(person.page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
        .as("%s %s is wider than the window", look, screen)
        .isEqualTo(0);
    List<String> found =
        new AxeBuilder(person.page)
            .options(withTargetSizes()).setLegacyMode(true).analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .toList();
    assertThat(found).as("%s %s", look, screen).isEmpty();
  }

  /** All rules that axe runs by itself, and the one of WCAG 2.2 that it leaves out. */
  private static AxeRunOptions withTargetSizes() {
    AxeRuleOptions on = new AxeRuleOptions();
    on.setEnabled(true);
    AxeRunOptions options = new AxeRunOptions();
    options.setRules(Map.of("target-size", on));
    options.setResultTypes(List.of("violations"));
    return options;
  }
}
