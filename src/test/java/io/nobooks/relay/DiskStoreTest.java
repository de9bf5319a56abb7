package io.nobooks.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.nio.file.ExtendedOpenOption;
import io.nobooks.wire.Base32;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Random;
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
  void what_is_written_past_the_cache_is_read_back_among_the_rest() throws Exception {
    DiskStore store = new DiskStore(data.resolve("spool"), 0);
    store.wipe();
    byte[] document = new byte[9 << 20];
    new Random(1).nextBytes(document);
    SegmentPool pool = new SegmentPool(Segment.BYTES);
    try (Store.Kept kept = store.create(document.length)) {
      assertThat(namesIn(data.resolve("spool"))).isEmpty();
      kept.write(ByteBuffer.wrap(document, 0, 1000), 0);
      for (int at = 1000; at < document.length; at += Segment.BYTES - at % Segment.BYTES) {
        Segment segment = Objects.requireNonNull(pool.take(at));
        segment.put(ByteBuffer.wrap(document, at, document.length - at));
        kept.writeUncached(segment.bytes(), at);
        segment.release();
      }
      byte[] read = new byte[document.length];
      kept.read(ByteBuffer.wrap(read), 0);

      assertThat(read).isEqualTo(document);
      assertThat(kept.channel() == null).isEqualTo(hasWayPastTheCache());
    }
  }

  private boolean hasWayPastTheCache() {
    try {
      FileChannel.open(data.resolve("probe"), CREATE_NEW, WRITE, ExtendedOpenOption.DIRECT).close();
      return true;
    } catch (IOException | UnsupportedOperationException none) {
      return false;
    }
  }

  @Test
  void a_disk_that_refuses_what_goes_past_the_cache_gets_it_through_the_cache() throws Exception {
    Path file = data.resolve("document");
    FileChannel refuses = FileChannel.open(file, CREATE_NEW, WRITE);
    refuses.close();
    byte[] document = new byte[2 * Segment.BYTES];
    new Random(2).nextBytes(document);
    try (Store.Kept kept = new DiskFile(FileChannel.open(file, READ, WRITE), refuses)) {
      kept.writeUncached(ByteBuffer.wrap(document, 0, Segment.BYTES), 0);
      kept.writeUncached(ByteBuffer.wrap(document, Segment.BYTES, Segment.BYTES), Segment.BYTES);
      byte[] read = new byte[document.length];
      kept.read(ByteBuffer.wrap(read), 0);

      assertThat(read).isEqualTo(document);
      assertThat(kept.channel()).isNotNull();
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
