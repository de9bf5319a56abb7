package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the records, conf/nobooks.json and the README's table together. */
class SettingsShownTest {
  private static final String BEGIN = "<!-- settings: begin -->\n";
  private static final String END = "<!-- settings: end -->";

  @Test
  void the_shipped_file_shows_every_setting_with_its_default() throws IOException {
    String shipped = Files.readString(Path.of("conf/nobooks.json"));

    String right = SettingKeys.defaults().encodePrettily() + "\n";
    assertThat(shipped).as("conf/nobooks.json should be%n%s", right).isEqualTo(right);
  }

  @Test
  void the_shipped_file_changes_nothing() throws IOException {
    JsonObject shipped =
        new JsonObject(Buffer.buffer(Files.readAllBytes(Path.of("conf/nobooks.json"))));

    assertThat(SettingsReader.read(shipped, Map.of(), Map.of()))
        .isEqualTo(SettingsReader.read(new JsonObject(), Map.of(), Map.of()));
  }

  @Test
  void the_readme_explains_every_setting() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String shown = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));

    String right = table();
    assertThat(shown).as("the table of README.md should be%n%s", right).isEqualTo(right);
  }

  private static String table() {
    List<String> lines = new ArrayList<>();
    lines.add("| setting | default | what it is |");
    lines.add("|---|---|---|");
    SettingKeys.LEAVES.forEach((key, leaf) -> lines.add(row(key, leaf.setting())));
    return String.join("\n", lines) + "\n";
  }

  private static String row(String key, Setting setting) {
    String choice =
        setting.oneOf().length == 0 ? "" : ": `" + String.join("` or `", setting.oneOf()) + "`";
    String value = setting.value().isEmpty() ? "" : "`" + setting.value() + "` ";
    return "| `" + key + "` | " + value + "| " + setting.says() + choice + " |";
  }
}
