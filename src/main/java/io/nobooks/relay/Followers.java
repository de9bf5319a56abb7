package io.nobooks.relay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Those who download a document, and the segments of its upload that came last, which they get from
 * memory if they keep up. Safe for use by any thread.
 */
final class Followers {
  /** One being stored, and one that the quickest may still be sending. */
  private static final int RECENT = 3;

  private final Map<Object, Long> positions = new HashMap<>();
  private final Deque<Segment> recent = new ArrayDeque<>();

  /** One who downloads has all before {@code position}. */
  synchronized void has(Object reader, long position) {
    positions.put(reader, position);
  }

  void leave(Object reader) {
    boolean last;
    synchronized (this) {
      last = positions.remove(reader) != null && positions.isEmpty();
    }
    if (last) {
      forget();
    }
  }

  /**
   * Keeps a segment that is about to be stored, if anybody keeps up.
   *
   * @return whether all who download do, so that nobody will look for it where it is stored
   */
  boolean offer(Segment segment) {
    Segment oldest = null;
    boolean all;
    synchronized (this) {
      if (positions.isEmpty()) {
        return false;
      }
      long near = segment.from() - (RECENT - 1L) * Segment.BYTES;
      all = positions.values().stream().allMatch(position -> position >= near);
      segment.retain();
      recent.add(segment);
      if (recent.size() > RECENT) {
        oldest = recent.remove();
      }
    }
    if (oldest != null) {
      oldest.release();
    }
    return all;
  }

  /** The segment with the byte at {@code position}, to be released by the caller; or null. */
  synchronized @Nullable Segment take(long position) {
    for (Segment segment : recent) {
      if (segment.from() <= position && position < segment.to()) {
        segment.retain();
        return segment;
      }
    }
    return null;
  }

  /** What was kept may not be what the document has in the end, or nobody needs it. */
  void forget() {
    List<Segment> kept;
    synchronized (this) {
      kept = new ArrayList<>(recent);
      recent.clear();
    }
    kept.forEach(Segment::release);
  }
}
