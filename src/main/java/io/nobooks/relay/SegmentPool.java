package io.nobooks.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The memory of segments: no more than a budget, and none of it given back to the system, which
 * would have it only after a garbage collection that nothing calls for. Safe for use by any thread.
 */
final class SegmentPool {
  /** The unit of pages, and of most disks. */
  private static final int ALIGNMENT = 4096;

  private final int most;
  private final Deque<ByteBuffer> free = new ArrayDeque<>();
  private int lent;

  SegmentPool(long budget) {
    this.most = (int) (budget / Segment.BYTES);
  }

  /** A segment from {@code position} on, or null when the budget is spent. */
  synchronized @Nullable Segment take(long position) {
    if (lent == most) {
      return null;
    }
    @Nullable ByteBuffer memory = free.poll();
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
    free.push(memory);
  }

  private static ByteBuffer allocate() {
    return ByteBuffer.allocateDirect(Segment.BYTES + ALIGNMENT)
        .alignedSlice(ALIGNMENT)
        .slice(0, Segment.BYTES); // Memory that is aligned by chance keeps what was to spare.
  }
}
