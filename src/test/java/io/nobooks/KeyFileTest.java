package io.nobooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private final Path folder;

  KeyFileTest(@TempDir Path temp) {
    folder = temp.resolve("data");
  }

  @Test
  void a_key_is_made_once() throws Exception {
    byte[] made = KeyFile.readOrMake(folder, "a.key", () -> "first".getBytes(UTF_8));
    byte[] read = KeyFile.readOrMake(folder, "a.key", () -> "second".getBytes(UTF_8));

    assertThat(made).asString(UTF_8).isEqualTo("first");
    assertThat(read).isEqualTo(made);
  }

  @Test
  void only_the_owner_can_read_it_and_no_draft_is_left() throws Exception {
    Path file = folder.resolve("a.key");

    KeyFile.readOrMake(folder, "a.key", () -> "first".getBytes(UTF_8));

    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(folder)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void what_was_readable_by_others_is_closed() throws Exception {
    Files.createDirectories(folder);
    Path file = Files.writeString(folder.resolve("a.key"), "first");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    KeyFile.readOrMake(folder, "a.key", () -> "second".getBytes(UTF_8));

    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void an_empty_file_is_refused_by_name() throws Exception {
    Files.createDirectories(folder);
    Files.createFile(folder.resolve("a.key"));

    assertThatThrownBy(() -> KeyFile.readOrMake(folder, "a.key", () -> "second".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.key is empty");
  }

  @Test
  void nodes_that_start_at_once_read_the_same_key() throws Exception {
    Callable<String> start =
        () ->
            new String(
                KeyFile.readOrMake(
                    folder, "a.key", () -> UUID.randomUUID().toString().getBytes(UTF_8)),
                UTF_8);
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    try {
      List<String> keys =
          nodes.invokeAll(Stream.generate(() -> start).limit(8).toList()).stream()
              .map(KeyFileTest::result)
              .toList();
      assertThat(keys).hasSize(8).containsOnly(keys.get(0));
    } finally {
      nodes.shutdownNow();
    }
  }

  private static String result(java.util.concurrent.Future<String> future) {
    try {
      return future.get();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
