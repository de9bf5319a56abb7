package io.nobooks.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The memory of segments: no more than a budget, and little of it while nobody needs it. Safe for
 * use by any thread.
 */
final class SegmentPool {
  /** What an idle node keeps, in segments. */
  private static final int KEPT = 4;

  /** Disks and pages: the largest unit in which any of them counts. */
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
    lent++;
    @Nullable ByteBuffer memory = free.poll();
    return new Segment(this, memory == null ? allocate() : memory, position);
  }

  /** How many are in use. */
  synchronized int lent() {
    return lent;
  }

  synchronized void giveBack(ByteBuffer memory) {
    lent--;
    free.push(memory);
    while (lent == 0 && free.size() > KEPT) {
      free.pop();
    }
  }

  private static ByteBuffer allocate() {
    return ByteBuffer.allocateDirect(Segment.BYTES + ALIGNMENT)
        .alignedSlice(ALIGNMENT)
        .slice(0, Segment.BYTES); // Memory that is aligned by chance keeps what was to spare.
  }
}
