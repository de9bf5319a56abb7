package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.FilePayload;
import io.nobooks.rooms.ReceiptCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents as people hand them over: offered, accepted, confirmed, and gone with the room. */
class DocumentsIT extends BrowserTest {
  private static final String ROOM = "SecProje";
  private static final int MIB = 1 << 20;
  private static final IsVisibleOptions PATIENTLY = new IsVisibleOptions().setTimeout(60_000);

  private static Path folder;

  @BeforeAll
  static void documents(@TempDir Path given) {
    folder = given;
  }

  private static String lineUrl() {
    return "http://127.0.0.1:" + line.port();
  }

  private static Path document(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  private static Path document(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Path kept(Download download) {
    return download.path();
  }

  private static Locator transfer(Person person, String phase) {
    return person.page.locator("[data-testid=transfer][data-phase=" + phase + "]");
  }

  /** A tenth of a transfer is over, and it runs. */
  private static void isUnderWay(Person person) {
    person.page.waitForFunction(
        "() => document.querySelector('[data-testid=transfer] progress')?.position > 0.1");
  }

  @Test
  void one_confirms_one_declines_one_is_lost_mid_way_and_the_guard_knows() throws Exception {
    Path plan = document("Plan.pdf", 16 * MIB);
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ali = chromium.person("Ali", node.url());
        Person ece = chromium.person("Ece", lineUrl())) {
      String code = can.opens(ROOM);
      for (Person each : List.of(mary, ali, ece)) {
        each.enters(ROOM, code);
      }
      can.sends(List.of(plan));

      assertThat(kept(mary.accepts("Plan.pdf"))).hasSameBinaryContentAs(plan);
      mary.document("Plan.pdf").getByTestId("confirm-file").click();
      ali.document("Plan.pdf").getByTestId("decline").click();
      assertThat(can.standing("Plan.pdf", "Mary")).hasAttribute("data-state", "confirmed");
      assertThat(can.standing("Plan.pdf", "Ali")).hasAttribute("data-state", "declined");
      assertThat(can.at("waiting-line")).containsText("Ece");

      ece.takesBytesPerSecond(2 * MIB, -1);
      Download halfWay = ece.accepts("Plan.pdf");
      isUnderWay(ece);
      assertThat(can.standing("Plan.pdf", "Ece")).containsText("receiving");
      line.cut();
      assertThat(transfer(ece, "broken")).isVisible(PATIENTLY);
      can.at("documents").click();
      assertThat(can.at("matrix")).containsText("Ece");
      assertThat(can.at("matrix"))
          .not()
          .containsText("receiving", new ContainsTextOptions().setTimeout(60_000));
      assertThat(can.at("matrix").locator("[data-state=offered]")).hasCount(1);
      can.page.keyboard().press("Escape");
      line.mend();
      ece.takesBytesPerSecond(-1, -1);
      assertThat(ece.at("confirm-file")).isVisible(PATIENTLY);
      assertThat(kept(halfWay)).hasSameBinaryContentAs(plan);
      assertThat(can.standing("Plan.pdf", "Ece")).hasAttribute("data-state", "received");

      can.at("delete-room").click();
      assertThat(can.at("guard")).containsText("1 of 3 have confirmed Plan.pdf. Ece has not.");
      can.at("nudge-all").click();
      assertThat(ece.whisper("Plan.pdf")).isVisible();
      ece.at("confirm-file").click();
      assertThat(can.at("guard")).containsText("2 of 3 have confirmed Plan.pdf. Ali has declined");
      can.at("confirm").click();
      can.at("confirm").click();

      Download receipt = can.page.waitForDownload(() -> can.at("save-receipt").click());
      assertThat(can.at("ended")).containsText("1 document");
      assertThat(ReceiptCheck.of(List.of(kept(receipt).toString())).exitCode()).isEqualTo(2);
    }
  }

  @Test
  void an_upload_survives_cuts_and_a_reload_by_choosing_the_same_file_again() throws Exception {
    Path plan = document("Plan.pdf", 12 * MIB);
    Path other = document("Other.pdf", "something else");
    List<String> asked = new ArrayList<>();
    try (Person can = chromium.person("Can", lineUrl());
        Person mary = chromium.person("Mary", node.url())) {
      can.page.onDialog(
          dialog -> {
            asked.add(dialog.type());
            dialog.accept();
          });
      mary.enters(ROOM, can.opens(ROOM));
      can.takesBytesPerSecond(-1, 2 * MIB);
      can.sends(List.of(plan));
      isUnderWay(can);
      Download early = mary.accepts("Plan.pdf");
      line.cut();
      assertThat(transfer(can, "broken")).isVisible(PATIENTLY);
      line.mend();
      assertThat(transfer(can, "sending")).isVisible(PATIENTLY);

      can.page.reload();
      assertThat(asked).containsExactly("beforeunload");
      assertThat(can.at("choose-again")).isVisible(PATIENTLY);
      can.at("again-input").setInputFiles(other);
      assertThat(can.at("cancel-upload")).hasText("Discard");
      can.at("cancel-upload").click();
      can.at("again-input").setInputFiles(plan);

      assertThat(mary.at("confirm-file")).isVisible(PATIENTLY);
      assertThat(kept(early)).hasSameBinaryContentAs(plan);
      assertThat(can.at("document")).hasCount(1);
      assertThat(can.standing("Plan.pdf", "Mary")).hasAttribute("data-state", "received");
    }
  }

  @Test
  void a_document_is_saved_straight_to_the_file_that_was_picked() throws Exception {
    Path plan = document("Plan.pdf", 3 * MIB);
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      mary.enters(ROOM, can.opens(ROOM));
      mary.page.evaluate(
          "() => { window.showSaveFilePicker = async ({suggestedName}) =>"
              + " (await navigator.storage.getDirectory()).getFileHandle(suggestedName,"
              + " {create: true}) }");
      can.sends(List.of(plan));
      mary.at("accept").click();
      assertThat(mary.at("confirm-file")).isVisible();
      Object size =
          mary.page.evaluate(
              "async () => (await (await (await navigator.storage.getDirectory())"
                  + ".getFileHandle('Plan.pdf')).getFile()).size");
      assertThat(size).isEqualTo(3 * MIB);
    }
  }

  @Test
  void a_browser_without_service_workers_says_that_it_keeps_the_document_in_memory()
      throws Exception {
    Path plan = document("Plan.pdf", MIB);
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      mary.page.addInitScript(
          "Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined})");
      mary.page.reload();
      mary.enters(ROOM, can.opens(ROOM));
      can.sends(List.of(plan));
      assertThat(mary.document("Plan.pdf")).containsText("in memory");
      assertThat(kept(mary.accepts("Plan.pdf"))).hasSameBinaryContentAs(plan);
      assertThat(mary.at("confirm-file")).isVisible();
    }
  }

  @Test
  void a_document_for_one_has_no_name_for_the_others() throws Exception {
    Path secret = document("Salaries.txt", "not for Ali");
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url());
        Person ali = chromium.person("Ali", node.url())) {
      String code = can.opens(ROOM);
      mary.enters(ROOM, code);
      ali.enters(ROOM, code);
      assertThat(can.member("Ali")).isVisible();
      can.sends(List.of(secret), "Mary");

      mary.document("Salaries.txt").getByTestId("preview").click();
      assertThat(mary.at("preview-text")).hasText("not for Ali");
      mary.page.keyboard().press("Escape");
      assertThat(ali.at("document")).containsText("A document for others");
      assertThat(ali.at("accept")).hasCount(0);
      assertThat(ali.page.getByText("Salaries")).hasCount(0);
      assertThat(mary.at("waiting-line")).containsText("you");
      assertThat(ali.at("waiting-line")).containsText("Mary");
    }
  }

  @Test
  void hostile_names_and_contents_stay_text() throws Exception {
    Path hostile = document("<img src=x onerror=alert(1)>.html", "<script>alert(2)</script>");
    Path drawing = document("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'></svg>");
    Path fake = document("photo.png", "<svg xmlns='http://www.w3.org/2000/svg'></svg>");
    Path turned = document("annual\u202Efdp.txt", "text with <b>marks</b>");
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      mary.page.onDialog(DocumentsIT::mustNotOpen);
      mary.enters(ROOM, can.opens(ROOM));
      can.sends(List.of(hostile, drawing, fake, turned));
      assertThat(mary.at("accept")).hasCount(4);

      assertThat(mary.document("onerror").getByTestId("preview")).hasCount(0);
      assertThat(mary.document("drawing.svg").getByTestId("preview")).hasCount(0);
      assertThat(mary.page.locator("img")).hasCount(0);
      mary.document("photo.png").getByTestId("preview").click();
      assertThat(mary.at("preview-sheet")).containsText("cannot be shown");
      mary.page.keyboard().press("Escape");
      mary.document("annualfdp.txt").getByTestId("preview").click();
      assertThat(mary.at("preview-text")).hasText("text with <b>marks</b>");
      mary.page.keyboard().press("Escape");
      assertThat(mary.accepts("onerror").suggestedFilename()).doesNotContain("<", ">");
    }
  }

  @Test
  void documents_with_hostile_names_are_shown_and_saved_under_harmless_ones() throws Exception {
    List<String> names =
        List.of(
            "../../../../etc/passwd",
            "C:\\Windows\\win.ini",
            "CON",
            "aux .txt",
            "a\r\nSet-Cookie: x=1.pdf",
            "annual\u202Efdp.exe",
            "\"'`; filename=\"x.exe",
            "\u3164\u2800",
            "<b onclick=alert(1)>.html",
            "x".repeat(10_240) + ".pdf");
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      mary.page.onDialog(DocumentsIT::mustNotOpen);
      mary.enters(ROOM, can.opens(ROOM));
      can.at("attach").click();
      can.at("file-input")
          .setInputFiles(
              names.stream()
                  .map(name -> new FilePayload(name, "", name.getBytes(UTF_8)))
                  .toArray(FilePayload[]::new));
      can.at("send-files").click();
      assertThat(mary.at("accept")).hasCount(names.size());
      assertThat(mary.at("file-name").allInnerTexts())
          .hasSize(names.size())
          .noneMatch(String::isBlank);
      Set<String> contents = new HashSet<>();
      for (int card = 0; card < names.size(); card++) {
        Locator accept = mary.at("accept").first();
        Download saved = mary.page.waitForDownload(() -> accept.click());
        assertThat(saved.suggestedFilename())
            .matches("[^\\p{C}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]{1,200}")
            .doesNotMatch("(?i)(con|aux) *(\\..*)?|[. ].*|.*[. ]");
        contents.add(Files.readString(kept(saved)));
        assertThat(mary.at("accept")).hasCount(names.size() - card - 1);
      }
      assertThat(contents).containsExactlyInAnyOrderElementsOf(names);
      assertThat(mary.page.locator("[onclick], b")).hasCount(0);
    }
  }

  private static void mustNotOpen(Dialog dialog) {
    throw new AssertionError("a dialog opened: " + dialog.message());
  }

  @Test
  void a_message_waits_until_the_document_is_confirmed() throws Exception {
    Path plan = document("Plan.pdf", "the plan");
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      mary.enters(ROOM, can.opens(ROOM));
      can.sends(List.of(plan));
      assertThat(can.standing("Plan.pdf", "Mary")).isVisible();
      can.at("message-text").fill("Then the next step");
      can.at("later").click();
      can.at("send-until").selectOption("0");
      can.at("hold").click();
      assertThat(can.message("Then the next step")).hasAttribute("data-delivery", "held");

      assertThat(kept(mary.accepts("Plan.pdf"))).hasSameBinaryContentAs(plan);
      mary.at("confirm-file").click();
      mary.sees("Then the next step");
      assertThat(can.message("Then the next step")).hasAttribute("data-delivery", "sent");
    }
  }

  @Test
  void dropped_and_pasted_files_are_asked_about_first() {
    String files =
        "(type) => { const data = new DataTransfer();"
            + " data.items.add(new File(['x'], 'dropped.txt'));"
            + " const event = type === 'paste'"
            + "   ? new ClipboardEvent(type, {clipboardData: data, bubbles: true, cancelable: true})"
            + "   : new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true});"
            + " document.body.dispatchEvent(event) }";
    try (Person can = chromium.person("Can", node.url())) {
      can.opens(ROOM);
      can.page.evaluate(files, "dragenter");
      assertThat(can.at("drop-zone")).isVisible();
      can.page.evaluate(files, "drop");
      assertThat(can.at("drop-zone")).hasCount(0);
      assertThat(can.at("chosen")).hasCount(1);
      can.page.keyboard().press("Escape");
      can.page.evaluate(files, "paste");
      assertThat(can.at("chosen")).containsText("dropped.txt");
      can.at("send-files").click();
      assertThat(can.document("dropped.txt")).isVisible();
    }
  }

  @Test
  void leaving_asks_while_a_document_is_on_its_way_and_as_the_last_one() throws Exception {
    Path plan = document("Plan.pdf", 8 * MIB);
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      mary.enters(ROOM, can.opens(ROOM));
      can.takesBytesPerSecond(-1, MIB);
      can.sends(List.of(plan));
      isUnderWay(can);
      can.at("leave").click();
      assertThat(can.at("leave-dialog")).containsText("on its way");
      can.at("stay").click();
      can.takesBytesPerSecond(-1, -1);
      assertThat(can.at("withdraw-file")).isVisible(PATIENTLY);

      mary.at("leave").click();
      assertThat(can.at("last-one")).isVisible();
      can.at("leave").click();
      assertThat(can.at("leave-dialog")).containsText("SecProje and its 1 document end with you");
      can.at("confirm").click();
      assertThat(can.at("ended")).containsText("1 document");
    }
  }

  @Test
  void what_is_taken_back_is_gone_for_all() throws Exception {
    Path plan = document("Plan.pdf", "the plan");
    try (Person can = chromium.person("Can", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      mary.enters(ROOM, can.opens(ROOM));
      can.sends(List.of(plan));
      assertThat(mary.at("accept")).isVisible();
      can.at("withdraw-file").click();
      assertThat(mary.at("document")).containsText("Taken back");
      assertThat(mary.at("accept")).hasCount(0);
      assertThat(can.at("documents")).hasAttribute("aria-label", "Documents: 0");
    }
  }
}
