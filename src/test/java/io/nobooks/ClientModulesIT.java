package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.NodeJs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The browser client's pure modules under Node.js. */
class ClientModulesIT {
  @Test
  void the_modules_of_the_page_pass_their_own_tests() throws Exception {
    List<Path> files;
    try (Stream<Path> found = Files.list(Path.of("src/test/js"))) {
      files = found.filter(file -> file.toString().endsWith(".test.js")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    NodeJs.Run run = NodeJs.test(Map.of(), 120, files);
    assertThat(run.exitCode()).as(run.output()).isZero();
  }
}
