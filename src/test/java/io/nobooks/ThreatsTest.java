package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/threats.md} names tests: none of them may be an invention. */
class ThreatsTest {
  private static final Path MAP = Path.of("docs/threats.md");
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
  private static final String LATER = "comes with the cluster";

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
          .collect(Collectors.toMap(ThreatsTest::className, ThreatsTest::read, String::concat));
    }
  }

  private static String className(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<MatchResult> named(String line) {
    return NAMED.matcher(line).results();
  }

  private static List<String> rows() throws IOException {
    return Files.readString(MAP).lines().filter(line -> line.startsWith("| ")).skip(1).toList();
  }

  @Test
  void every_test_that_the_map_of_threats_names_exists() throws IOException {
    Map<String, String> sources = sources();

    List<String> missing =
        named(Files.readString(MAP))
            .filter(
                test ->
                    !sources
                        .getOrDefault(test.group(1), "")
                        .contains(" void " + test.group(2) + "("))
            .map(test -> test.group(1) + "." + test.group(2))
            .toList();

    assertThat(missing).isEmpty();
  }

  @Test
  void every_threat_has_a_test_or_says_with_what_it_comes() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(30);
    assertThat(rows()).allMatch(row -> named(row).findAny().isPresent() || row.contains(LATER));
  }
}
