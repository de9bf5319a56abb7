package io.nobooks.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The memory of segments: no more than a budget, and none of it given back to the system, which
 * would have it only after a garbage collection that nothing calls for. It is overwritten when no
 * segment is in use any more. Safe for use by any thread.
 */
final class SegmentPool {
  /** The unit of pages, and of most disks. */
  private static final int ALIGNMENT = 4096;

  private static final byte[] ZEROS = new byte[Segment.BYTES / 32];

  private final int most;
  private final Deque<ByteBuffer> used = new ArrayDeque<>();
  private final Deque<ByteBuffer> wiped = new ArrayDeque<>();
  private int lent;

  SegmentPool(long budget) {
    this.most = (int) (budget / Segment.BYTES);
  }

  /** A segment from {@code position} on, or null when the budget is spent. */
  synchronized @Nullable Segment take(long position) {
    if (lent == most) {
      return null;
    }
    @Nullable ByteBuffer memory = used.isEmpty() ? wiped.poll() : used.poll();
    Segment segment = new Segment(this, memory == null ? allocate() : memory, position);
    lent++;
    return segment;
  }

  /** How many are in use. */
  synchronized int lent() {
    return lent;
  }

  synchronized void giveBack(ByteBuffer memory) {
    lent--;
    used.push(memory);
    if (lent == 0) {
      used.forEach(SegmentPool::wipe);
      wiped.addAll(used);
      used.clear();
    }
  }

  private static void wipe(ByteBuffer memory) {
    memory.clear();
    while (memory.hasRemaining()) {
      memory.put(ZEROS);
    }
  }

  private static ByteBuffer allocate() {
    return ByteBuffer.allocateDirect(Segment.BYTES + ALIGNMENT)
        .alignedSlice(ALIGNMENT)
        .slice(0, Segment.BYTES); // Memory that is aligned by chance keeps what was to spare.
  }
}
