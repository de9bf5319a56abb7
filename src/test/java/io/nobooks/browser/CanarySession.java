package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.options.AriaRole;
import io.nobooks.sealing.RoomSecrets;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Three people who do everything that a room is for, so that every secret of theirs can be looked
 * for afterwards. The room, its messages and its documents are there until the end.
 */
final class CanarySession implements AutoCloseable {
  static final String NAME = "Marker-of-a-person";
  static final int SEALED_BYTES = 400_000 + 7 * 16;
  private static final String ROOM = "canary-of-the-room";
  private static final String FOR_ALL = "canary-of-a-name.txt";
  private static final String FOR_ONE = "canary-of-another-name.txt";
  private static final String BYTES = "canary-of-the-bytes ".repeat(20_000);

  final Person can;
  final Person mary;
  private final Person ali;
  private final Path folder;
  private final String code;

  /** Begins: one opens, one follows the link, one types the code. */
  CanarySession(Chromium chromium, String url, Path folder) {
    this.folder = folder;
    can = chromium.person(NAME, url);
    code = can.opens(ROOM);
    String fragment = "/#" + URLEncoder.encode(ROOM, UTF_8) + "/" + canonical();
    mary = chromium.person("Mary", url + fragment);
    mary.page.locator("#your-name").fill("Mary");
    mary.page.locator("#your-name").press("Enter");
    assertThat(mary.at("messages")).isVisible();
    ali = chromium.person("Ali", url);
    ali.enters(ROOM, code);
  }

  void run() throws IOException {
    can.says("canary-of-a-message");
    mary.sees("canary-of-a-message");
    mary.says("@" + NAME + " canary-of-a-whisper");
    assertThat(can.whisper("canary-of-a-whisper")).isVisible();
    handOver();
    removes("Ali");
    can.says("canary-of-the-new-key");
    mary.sees("canary-of-the-new-key");
    mary.page.reload();
    mary.sees("canary-of-the-new-key");
    can.at("message-text").fill("canary-of-a-draft");
  }

  private void handOver() throws IOException {
    can.sends(List.of(document(FOR_ALL)));
    can.sends(List.of(document(FOR_ONE)), "Mary");
    assertThat(can.at("withdraw-file")).hasCount(2);
    mary.accepts(FOR_ALL).path();
    mary.document(FOR_ALL).getByTestId("dispute").click();
    mary.at("dispute-reason").fill("canary-of-a-reason");
    mary.at("dispute-send").click();
    assertThat(can.document(FOR_ALL)).containsText("canary-of-a-reason");
    mary.accepts(FOR_ONE).path();
    mary.document(FOR_ONE).getByTestId("confirm-file").click();
    assertThat(can.document(FOR_ONE).locator("[data-state=confirmed]")).isVisible();
  }

  private Path document(String name) throws IOException {
    return Files.writeString(folder.resolve(name), BYTES);
  }

  private void removes(String who) {
    can.member(who).getByRole(AriaRole.BUTTON).first().click();
    can.at("menu-remove").click();
    can.at("confirm").click();
    assertThat(ali.at("removed")).isVisible();
  }

  /** Everything of this session that only pages may know. */
  List<Traces> secrets() throws GeneralSecurityException {
    List<Traces> secrets = new ArrayList<>();
    secrets.add(Traces.of("canary-of"));
    secrets.add(Traces.of(code));
    secrets.add(Traces.of(canonical()));
    secrets.add(Traces.of(canonical().toUpperCase(Locale.ROOT)));
    for (byte[] key : new RoomSecrets(canonical(), ROOM).keys()) {
      secrets.add(Traces.of("a key of the code", key));
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(BYTES.getBytes(UTF_8));
    secrets.add(Traces.of("the digest of the documents", digest));
    for (byte[] key : newKeys()) {
      secrets.add(Traces.of("a key made after a removal", key));
    }
    return secrets;
  }

  /** What the admin's tab keeps for a reload. */
  private List<byte[]> newKeys() {
    Object kept =
        can.page.evaluate(
            "() => JSON.parse(sessionStorage.getItem('nobooks')).sealing.keys.map(k => k[1])");
    List<byte[]> keys = new ArrayList<>();
    for (Object each : (List<?>) kept) {
      keys.add(Base64.getUrlDecoder().decode((String) each));
    }
    if (keys.isEmpty()) {
      throw new AssertionError("nobody made a new key");
    }
    return keys;
  }

  private String canonical() {
    return code.replace("-", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    for (Person each : List.of(can, mary, ali)) {
      each.close();
    }
  }
}
