package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code docs/threats.md} and {@code docs/asvs.md} name tests and more: none of it may be an
 * invention.
 */
class ThreatsTest {
  private static final Path MAP = Path.of("docs/threats.md");
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
  private static final Path CHECKLIST = Path.of("docs/asvs.md");
  private static final Pattern ITEM = Pattern.compile("V\\d+\\.\\d+\\.\\d+");
  private static final Pattern PLACE = Pattern.compile("`([\\w./-]+)`");

  /** Items of levels 1 and 2 in version 5.0.0. */
  private static final int ITEMS = 253;

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

  @ParameterizedTest
  @ValueSource(strings = {"docs/threats.md", "docs/asvs.md"})
  void every_test_that_is_named_exists(String document) throws IOException {
    Map<String, String> sources = sources();

    List<String> missing =
        named(Files.readString(Path.of(document)))
            .filter(
                test ->
                    !sources
                        .getOrDefault(test.group(1), "")
                        .contains(" void " + test.group(2) + "("))
            .map(test -> test.group(1) + "." + test.group(2))
            .toList();

    assertThat(missing).isEmpty();
  }

  private static List<String> items() throws IOException {
    return Files.readString(CHECKLIST).lines().filter(line -> line.startsWith("| V")).toList();
  }

  @Test
  void every_item_of_the_checklist_stands_in_it_once_with_evidence_or_a_word() throws IOException {
    List<String> numbers =
        items().stream()
            .flatMap(line -> ITEM.matcher(line.split("\\|", -1)[1]).results())
            .map(MatchResult::group)
            .toList();

    assertThat(numbers).hasSize(ITEMS).doesNotHaveDuplicates();
    assertThat(items()).allMatch(line -> line.contains("`") || line.contains("does not apply"));
  }

  /** A class, a module of the page or a document that is evidence is there. */
  @Test
  void every_place_that_the_checklist_names_exists() throws IOException {
    Set<String> places = new HashSet<>();
    for (Path root :
        List.of(Path.of("src"), Path.of("webroot"), Path.of("docs"), Path.of("conf"))) {
      try (Stream<Path> files = Files.walk(root)) {
        files.forEach(
            file -> {
              places.add(file.toString());
              places.add(file.getFileName().toString());
              places.add(className(file));
            });
      }
    }
    List<String> named =
        items().stream()
            .map(line -> line.split("\\|", -1)[3])
            .flatMap(evidence -> PLACE.matcher(evidence).results())
            .map(place -> place.group(1))
            .filter(place -> !NAMED.matcher("`" + place + "`").matches())
            .toList();

    assertThat(named)
        .isNotEmpty()
        .allMatch(place -> places.contains(place) || Files.isRegularFile(Path.of(place)));
  }

  @Test
  void every_threat_has_a_test_or_says_with_what_it_comes() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(30);
    assertThat(rows()).allMatch(row -> named(row).findAny().isPresent() || row.contains(LATER));
  }
}
