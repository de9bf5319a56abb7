package io.nobooks.relay;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One document in a folder. A large one can also be written past the page cache, which costs a
 * fraction of the processor's time where nobody reads it soon; a disk that is slow at that is
 * spared it.
 */
final class DiskFile implements Store.Kept {
  /** What is smaller is soon written anyway, and another descriptor for it costs more. */
  private static final long LARGE = 8L << 20;

  /** A segment in this time is what a network of 1 Gbit/s brings. */
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

  /** One that only stumbles has caught up before. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** A part of a segment may begin or end between the units of the disk. */
  private static final int WHOLE = Segment.BYTES;

  private final FileChannel channel;
  private final @Nullable FileChannel direct;
  private volatile boolean uncached;
  private volatile boolean refused;

  /** By how much the disk has been slower than that, of one writer at a time. */
  private volatile long behindNanos;

  /** A document, and its second channel past the cache. */
  DiskFile(FileChannel channel, @Nullable FileChannel direct) {
    this.channel = channel;
    this.direct = direct;
  }

  /** A new file without a name, for so many bytes. */
  static DiskFile create(Path path, FileAttribute<?>[] attributes, long size) throws IOException {
    if (size < LARGE) {
      return new DiskFile(
          FileChannel.open(path, Set.of(CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE), attributes),
          null);
    }
    FileChannel.open(path, Set.of(CREATE_NEW, WRITE), attributes).close();
    @Nullable FileChannel direct = openDirect(path);
    try {
      return new DiskFile(FileChannel.open(path, READ, WRITE, DELETE_ON_CLOSE), direct);
    } catch (IOException failure) {
      if (direct != null) {
        direct.close();
      }
      Files.delete(path);
      throw failure;
    }
  }

  /** Null where the file system cannot do it. */
  private static @Nullable FileChannel openDirect(Path path) {
    try {
      return FileChannel.open(path, WRITE, ExtendedOpenOption.DIRECT);
    } catch (IOException | UnsupportedOperationException cannot) {
      return null;
    }
  }

  @Override
  public void write(ByteBuffer from, long position) throws IOException {
    write(channel, from, position);
  }

  @Override
  public void writeUncached(ByteBuffer from, long position) throws IOException {
    FileChannel past = direct;
    if (past == null || refused || behindNanos > PATIENCE_NANOS || from.remaining() != WHOLE) {
      write(channel, from, position);
      return;
    }
    long begunAt = System.nanoTime();
    ByteBuffer again = from.duplicate();
    try {
      write(past, from, position);
      uncached = true;
    } catch (Store.NoSpaceException full) {
      throw full;
    } catch (IOException cannot) {
      refused = true; // It counts in units that memory is not aligned to, for one.
      write(channel, again, position);
    }
    behindNanos = Math.max(0, behindNanos + System.nanoTime() - begunAt - SLOW_NANOS);
  }

  @Override
  public void read(ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new EOFException("the spool holds less than it stored");
      }
      at += count;
    }
  }

  /** None once the disk would have to be waited for: a connection that sends waits for nothing. */
  @Override
  public @Nullable FileChannel channel() {
    return uncached ? null : channel;
  }

  @Override
  public void close() throws IOException {
    try {
      if (direct != null) {
        direct.close();
      }
    } finally {
      channel.close();
    }
  }

  private static void write(FileChannel to, ByteBuffer from, long position) throws IOException {
    long at = position;
    try {
      while (from.hasRemaining()) {
        at += to.write(from, at);
      }
    } catch (IOException failure) {
      throw DiskStore.told(failure);
    }
  }
}
