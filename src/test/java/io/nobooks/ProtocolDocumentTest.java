package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/protocol.md shows what the code says and hears. */
class ProtocolDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/protocol.md");
  private static final Path WIRE = Path.of("src/test/resources/wire");

  @Test
  void every_example_is_one_that_the_tests_of_the_wire_read() throws IOException {
    List<MatchResult> examples = find("```json (\\S+)\\n(.*?)```");
    assertThat(examples).hasSizeGreaterThan(3);
    for (MatchResult example : examples) {
      JsonObject tested = new JsonObject(Files.readString(WIRE.resolve(example.group(1))));
      assertThat(new JsonObject(example.group(2))).as(example.group(1)).isEqualTo(tested);
    }
  }

  @Test
  void every_failure_stands_in_it_with_its_code_slug_and_status() throws IOException {
    List<String> rows =
        find("(?m)^\\| (\\d{4}) \\| (\\S+) \\| (\\d{3}) \\|").stream()
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .toList();
    List<String> failures =
        List.of(Failure.values()).stream()
            .map(failure -> failure.code + " " + failure.slug() + " " + failure.status)
            .toList();
    assertThat(rows).isEqualTo(failures);
  }

  @Test
  void every_command_and_event_of_the_wire_stands_in_it() throws IOException {
    String document = Files.readString(DOCUMENT);
    try (var vectors = Files.list(WIRE)) {
      for (Path vector : vectors.filter(file -> file.toString().endsWith(".json")).toList()) {
        String type = new JsonObject(Files.readString(vector)).getString("type");
        if (type != null) {
          assertThat(document).as(vector.toString()).contains("`" + type);
        }
      }
    }
  }

  private static List<MatchResult> find(String pattern) throws IOException {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(Files.readString(DOCUMENT))
        .results()
        .toList();
  }
}
