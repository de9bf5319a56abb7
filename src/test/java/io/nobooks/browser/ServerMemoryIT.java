package io.nobooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.ChildNode;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server could tell if everything it remembers and writes were read. */
class ServerMemoryIT {
  private static final List<Charset> CHARSETS = List.of(UTF_8, UTF_16BE, UTF_16LE);

  @Test
  void heap_folder_and_logs_hold_nothing_that_people_said_nor_any_key(
      @TempDir Path folder, @TempDir Path outside) throws Exception {
    try (ChildNode node = ChildNode.start(folder);
        Chromium chromium = new Chromium();
        Person can = chromium.person("Marker-of-a-name", node.url());
        Person mary = chromium.person("Mary", node.url())) {
      String code = can.opens("canary-of-the-room");
      mary.enters("canary-of-the-room", code);
      can.says("canary-of-a-message");
      mary.sees("canary-of-a-message");
      mary.says("@Marker-of-a-name canary-of-a-whisper");
      can.whisper("canary-of-a-whisper").waitFor();
      Path document = Files.createDirectory(outside.resolve("d")).resolve("canary-of-a-name.txt");
      Files.writeString(document, "canary-of-the-bytes ".repeat(20_000));
      can.sends(List.of(document));
      mary.document("canary-of-a-name.txt").waitFor();
      assertThat(can.at("withdraw-file")).isVisible();

      List<String> remembered = node.remembers();
      String canonical = code.replace("-", "").toLowerCase(Locale.ROOT);
      assertThat(holds(remembered, "Marker-of-a-name")).as("the search itself works").isTrue();
      for (String secret : List.of("canary-of", canonical, code)) {
        assertThat(holds(remembered, secret)).as(secret).isFalse();
      }
    }
  }

  private static boolean holds(List<String> contents, String text) {
    Stream<String> forms = CHARSETS.stream().map(set -> new String(text.getBytes(set), ISO_8859_1));
    return forms.anyMatch(form -> contents.stream().anyMatch(content -> content.contains(form)));
  }
}
