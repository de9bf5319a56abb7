package io.nobooks.relay;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two mebibytes of a document on their way, in memory outside the heap: filled by one connection,
 * then stored and handed to those who follow the upload. It begins at any position and ends at a
 * multiple of its size. Filled by one thread; what is in it afterwards stays as it is until the
 * last user has let go.
 */
public final class Segment {
  /**
   * Bytes of a whole one: a multiple of what disks and memory count in. A write past the page cache
   * costs some 50 us whatever it writes; with twice as much in memory at a time, caches hold less.
   */
  public static final int BYTES = 2 << 20;

  private final SegmentPool pool;
  private final ByteBuffer memory;
  private final long from;
  private final AtomicInteger users = new AtomicInteger(1);

  Segment(SegmentPool pool, ByteBuffer memory, long from) {
    this.pool = pool;
    this.memory = memory.clear().position((int) (from % BYTES));
    this.from = from;
  }

  /** The position in the document of its first byte. */
  public long from() {
    return from;
  }

  /** The position behind its last byte so far. */
  public long to() {
    return from - from % BYTES + memory.position();
  }

  /** Whether nothing fits any more. */
  public boolean isFull() {
    return !memory.hasRemaining();
  }

  /**
   * Takes as much of {@code bytes} as fits.
   *
   * @return how many that were
   */
  public int put(ByteBuffer bytes) {
    int count = Math.min(bytes.remaining(), memory.remaining());
    int limit = bytes.limit();
    memory.put(bytes.limit(bytes.position() + count));
    bytes.limit(limit);
    return count;
  }

  /** The bytes from {@code position} on, at most so many; a view, for who holds the segment. */
  public ByteBuffer bytes(long position, int most) {
    int count = (int) Math.min(most, to() - position);
    return memory.duplicate().limit(memory.capacity()).slice((int) (position % BYTES), count);
  }

  /** All its bytes; a view. */
  ByteBuffer bytes() {
    return bytes(from, BYTES);
  }

  void retain() {
    users.incrementAndGet();
  }

  /** Lets go; the last one gives the memory back. */
  public void release() {
    if (users.decrementAndGet() == 0) {
      pool.giveBack(memory);
    }
  }
}
