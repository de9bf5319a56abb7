package io.nobooks.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.wire.Base32;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreTest {
  private final Path data;

  DiskStoreTest(@TempDir Path data) {
    this.data = data;
  }

  @Test
  void only_the_owner_sees_into_the_folder() throws Exception {
    Path folder = data.resolve("spool");
    new DiskStore(folder, 10).wipe();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void leftovers_of_its_own_are_wiped() throws Exception {
    Path folder = Files.createDirectory(data.resolve("spool"));
    Files.writeString(folder.resolve(Base32.random(26) + ".part"), "left");

    new DiskStore(folder, 10).wipe();
    assertThat(namesIn(folder)).isEmpty();
  }

  @Test
  void a_folder_that_holds_other_files_is_left_alone() throws Exception {
    Files.writeString(data.resolve("thesis.odt"), "years of work");

    assertThatThrownBy(() -> new DiskStore(data, 10).wipe()).isInstanceOf(IOException.class);
    assertThat(data.resolve("thesis.odt")).exists();
  }

  @Test
  void a_file_has_no_name_from_the_beginning_and_is_read_and_written_anywhere() throws Exception {
    Path folder = data.resolve("spool");
    DiskStore store = new DiskStore(folder, 10);
    store.wipe();
    try (Store.Kept kept = store.create(100)) {
      assertThat(namesIn(folder)).isEmpty();
      kept.write(ByteBuffer.wrap("world".getBytes(UTF_8)), 6);
      kept.write(ByteBuffer.wrap("hello ".getBytes(UTF_8)), 0);
      byte[] read = new byte[11];
      kept.read(ByteBuffer.wrap(read), 0);

      assertThat(new String(read, UTF_8)).isEqualTo("hello world");
      assertThatThrownBy(() -> kept.read(ByteBuffer.allocate(1), 11))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void the_floor_of_the_disk_is_out_of_reach() throws Exception {
    long all = new DiskStore(data, 0).spare();
    long abovePercent = new DiskStore(data, 10).spare();
    long tenth = Files.getFileStore(data).getTotalSpace() / 10;

    assertThat(all - abovePercent).isBetween(tenth / 2, tenth * 2);
  }

  @Test
  void a_killed_process_leaves_no_content() throws Exception {
    Path folder = data.resolve("spool");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(child.getInputStream().readNBytes(7), UTF_8);
    child.destroyForcibly();

    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEqualTo("writing");
    assertThat(child.exitValue()).isNotZero();
    assertThat(namesIn(folder)).isEmpty();
  }

  /** Writes documents until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] folder) throws IOException {
      DiskStore store = new DiskStore(Path.of(folder[0]), 0);
      store.wipe();
      List<Store.Kept> documents =
          List.of(store.create(1 << 20), store.create(1 << 20), store.create(1 << 20));
      boolean told = false;
      while (true) {
        for (Store.Kept document : documents) {
          document.write(ByteBuffer.wrap(new byte[1 << 20]), 0);
        }
        if (!told) {
          System.out.print("writing");
          System.out.flush();
          told = true;
        }
      }
    }
  }

  private static List<Path> namesIn(Path folder) throws IOException {
    try (Stream<Path> names = Files.list(folder)) {
      return names.toList();
    }
  }
}
