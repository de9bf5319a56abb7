package io.nobooks.rooms;

import io.nobooks.wire.SeatId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message whose words the log holds: by whom it is, and the numbers of the events that say how it
 * stands now.
 */
final class Message {
  /** The number of its {@code said}, by which it is known. */
  final long seq;

  final SeatId by;
  final long at;

  /** Whether it was said while newcomers could read what was said before. */
  final boolean shown;

  /** The newest of each seat that has one, oldest first. Most messages have none. */
  private Map<SeatId, Long> reactions = Map.of();

  private long words;
  private CidMemory.@Nullable Answered retracted;

  Message(long seq, SeatId by, long at, boolean shown) {
    this.seq = seq;
    this.by = by;
    this.at = at;
    this.shown = shown;
    this.words = seq;
  }

  /** The event with its body: its {@code said} or its last {@code edited}. */
  long words() {
    return words;
  }

  /** When and with which number it was taken back; null while it stands. */
  CidMemory.@Nullable Answered retracted() {
    return retracted;
  }

  /** The events that tell what it says now, or that it says nothing any more. */
  List<Long> standing() {
    if (retracted != null) {
      return List.of(seq, retracted.seq());
    }
    return words == seq ? List.of(seq) : List.of(seq, words);
  }

  List<Long> reactions() {
    return List.copyOf(reactions.values());
  }

  void edited(long number) {
    words = number;
  }

  void retracted(CidMemory.Answered done) {
    retracted = done;
    reactions = Map.of();
  }

  void reacted(SeatId who, long number) {
    if (reactions.isEmpty()) {
      reactions = new LinkedHashMap<>();
    }
    reactions.put(who, number);
  }

  /** The reaction of this seat, which counts no more; null when there was none. */
  @Nullable Long unreacted(SeatId who) {
    return reactions.isEmpty() ? null : reactions.remove(who);
  }

  /** The log has forgotten this event, and every reaction before it. */
  void forgotten(long number) {
    Iterator<Long> oldest = reactions.values().iterator();
    if (oldest.hasNext() && oldest.next() == number) {
      oldest.remove();
    }
  }
}
