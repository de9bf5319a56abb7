package io.nobooks.rooms;

import io.nobooks.KeyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tombstones on the disk: records of 40 bytes, an HMAC and until when it stands in milliseconds
 * since 1970 UTC, the highest byte first; the last of the same HMAC counts. What cannot be written
 * is told once and is then in memory only: rooms go on.
 */
final class TombstoneFile {
  /** In the place of a time: the room has not ended yet. */
  static final long LIVING = Long.MAX_VALUE;

  /** In the place of a time: there was no such room. */
  static final long NEVER = 0;

  private static final Logger LOG = LoggerFactory.getLogger(TombstoneFile.class);
  private static final String NAME = "ended-rooms";
  private static final int TAG_BYTES = 32;
  private static final int RECORD = TAG_BYTES + Long.BYTES;
  private static final int MOST_APPENDED = 20_000;
  private static final long LAST_WRITES_S = 5;

  private final Path folder;
  private final Path path;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "nobooks-ended-rooms");
            thread.setDaemon(true);
            return thread;
          });

  private Supplier<Map<String, Long>> standing = Map::of;
  private @Nullable FileChannel channel;
  private int appended;
  private boolean failed;

  TombstoneFile(Path folder) {
    this.folder = folder;
    this.path = folder.resolve(NAME);
  }

  /** What the process before has left: base64 of each HMAC, and its time. */
  Map<String, Long> read() throws IOException {
    Map<String, Long> found = new HashMap<>();
    if (Files.exists(path)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      byte[] tag = new byte[TAG_BYTES];
      while (bytes.remaining() >= RECORD) {
        bytes.get(tag);
        found.put(Base64.getEncoder().encodeToString(tag), bytes.getLong());
      }
    }
    return found;
  }

  /**
   * Writes what stands in place of what was there, now and whenever much was appended.
   *
   * @throws IOException when it cannot be written now
   */
  void begin(Supplier<Map<String, Long>> whatStands) throws IOException {
    standing = whatStands;
    rewrite();
  }

  /** Soon, and in the order of the calls; not any more once this is closed. */
  void append(String tag, long until) {
    try {
      writer.execute(() -> write(tag, until));
    } catch (RejectedExecutionException closed) {
      LOG.warn("a room ended too late to be written down: the next start finds that it lived");
    }
  }

  /** Waits until all is written. */
  void close() {
    writer.execute(this::leaveFile);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(LAST_WRITES_S, TimeUnit.SECONDS)) {
        LOG.warn("not every room's end could be written in time");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(String tag, long until) {
    try {
      appended++;
      if (channel == null || appended > MOST_APPENDED) {
        rewrite();
      } else {
        writeAll(channel, record(ByteBuffer.allocate(RECORD), tag, until).flip());
      }
      failed = false;
    } catch (IOException cause) {
      if (!failed) {
        LOG.error("which rooms ended cannot be kept: a restart would forget it", cause);
      }
      failed = true;
      leaveFile();
    }
  }

  /** Half a record may be at its end: the next one is written into a new file. */
  private void leaveFile() {
    FileChannel left = channel;
    channel = null;
    if (left != null) {
      try {
        left.close();
      } catch (IOException cause) {
        LOG.debug("a file that could not be written could not be closed", cause);
      }
    }
  }

  /** The new file appears whole or not at all. */
  private void rewrite() throws IOException {
    Map<String, Long> all = standing.get();
    ByteBuffer bytes = ByteBuffer.allocate(all.size() * RECORD);
    all.forEach((tag, until) -> record(bytes, tag, until));
    Path draft = folder.resolve(NAME + ".new");
    Files.deleteIfExists(draft);
    FileChannel fresh =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      KeyFile.ownerOnly(draft);
      writeAll(fresh, bytes.flip());
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException cause) {
      fresh.close();
      throw cause;
    }
    leaveFile();
    channel = fresh;
    appended = 0;
  }

  private static ByteBuffer record(ByteBuffer bytes, String tag, long until) {
    return bytes.put(Base64.getDecoder().decode(tag)).putLong(until);
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
