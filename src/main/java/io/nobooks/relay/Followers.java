package io.nobooks.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those who download a document, and the segments of its upload that came last, for as long as
 * somebody is about to need them: who keeps up gets them from memory. Safe for use by any thread.
 */
public final class Followers {
  /** How many segments one may be behind who keeps up: one being stored, two on their way. */
  private static final int REACH = 3;

  private final Map<Object, Long> positions = new HashMap<>();
  private final Deque<Segment> recent = new ArrayDeque<>();

  /** One who downloads has all before {@code position}. */
  public synchronized void has(Object reader, long position) {
    positions.put(reader, position);
    forgetUnneeded();
  }

  /** It downloads no more. */
  public synchronized void leave(Object reader) {
    positions.remove(reader);
    forgetUnneeded();
  }

  /**
   * The segment with the readable byte at {@code position}, to be released when it has been used;
   * null when it has to be read.
   */
  public synchronized @Nullable Segment take(long position) {
    for (Segment segment : recent) {
      if (segment.from() <= position && position < segment.to()) {
        segment.retain();
        return segment;
      }
    }
    return null;
  }

  /**
   * Keeps a segment that is about to be stored, if anybody keeps up.
   *
   * @return whether all who download do, so that nobody will look for it where it is stored
   */
  synchronized boolean offer(Segment segment) {
    segment.retain();
    recent.add(segment);
    if (recent.size() > REACH) {
      recent.remove().release();
    }
    forgetUnneeded();
    return !positions.isEmpty()
        && positions.values().stream().allMatch(position -> reaches(position, segment));
  }

  /** What lies behind {@code position} was not stored, and may come otherwise. */
  synchronized void forgetBeyond(long position) {
    forgetIf(segment -> segment.to() > position);
  }

  /** Nobody needs any. */
  synchronized void forget() {
    forgetIf(segment -> true);
  }

  private void forgetUnneeded() {
    forgetIf(
        segment ->
            positions.values().stream()
                .noneMatch(position -> reaches(position, segment) && position < segment.to()));
  }

  private void forgetIf(Predicate<Segment> unneeded) {
    recent.removeIf(
        segment -> {
          boolean goes = unneeded.test(segment);
          if (goes) {
            segment.release();
          }
          return goes;
        });
  }

  private static boolean reaches(long position, Segment segment) {
    return position >= segment.from() - (long) REACH * Segment.BYTES;
  }
}
