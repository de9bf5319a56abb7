package io.nobooks.rooms;

import io.nobooks.Settings;
import io.nobooks.wire.Frame;
import io.vertx.core.json.JsonArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The last numbered events of a room, encoded as they were told. What was said and what else
 * happened are bounded apart, so that a storm of comings and goings pushes no message out.
 */
final class RoomLog {
  /** Besides its frame, one entry costs about this much memory. */
  static final int ENTRY_BYTES = 160;

  static final int PAGE_EVENTS = 200;
  static final int PAGE_BYTES = 128 * 1_024;
  static final int SNAPSHOT_EVENTS = 50;
  static final int SNAPSHOT_BYTES = 64 * 1_024;

  private final NavigableMap<Long, Entry> entries = new TreeMap<>();
  private final Deque<Long> said = new ArrayDeque<>();
  private final Deque<Long> others = new ArrayDeque<>();
  private final Settings.Limits limits;
  private final LogBudget budget;
  private long top;
  private long saidBytes;
  private long lastForgotten;

  /**
   * One event.
   *
   * @param shown whether it was said while newcomers could read what was said before
   */
  private record Entry(Frame frame, boolean isSaid, boolean shown) {
    int bytes() {
      return frame.utf8().length;
    }
  }

  /**
   * A part of the log.
   *
   * @param whole false when an event that should be in it is no longer held
   */
  record Page(boolean whole, JsonArray events, boolean more) {}

  RoomLog(Settings.Limits limits, LogBudget budget) {
    this.limits = limits;
    this.budget = budget;
  }

  /** The number of the newest event; 0 before the first. */
  long top() {
    return top;
  }

  void appendSaid(Frame frame, boolean shown) {
    append(new Entry(frame, true, shown));
    said.add(top);
    saidBytes += frame.utf8().length;
    while (said.size() > limits.historySaid()
        || (saidBytes > limits.historyBytes() && said.size() > 1)) {
      saidBytes -= forget(said.remove());
    }
  }

  void appendOther(Frame frame) {
    append(new Entry(frame, false, false));
    others.add(top);
    if (others.size() > limits.historyOther()) {
      forget(others.remove());
    }
  }

  /**
   * What a seat may be told from number {@code from} on. Of the time before its own first entry,
   * those are only the messages that newcomers may read, as far as they are held.
   */
  Page since(long from, long firstEntered) {
    boolean whole = from <= top + 1 && lastForgotten < Math.max(from, firstEntered);
    return whole ? page(from, firstEntered) : new Page(false, new JsonArray(), false);
  }

  /** The last messages that a seat may be shown, oldest first. */
  Page lastSaid(long firstEntered) {
    List<Entry> last = new ArrayList<>();
    int bytes = 0;
    boolean more = false;
    for (var number = said.descendingIterator(); number.hasNext() && !more; ) {
      long seq = number.next();
      Entry entry = entry(seq);
      if (entry.shown() || seq >= firstEntered) {
        bytes += entry.bytes();
        more = last.size() == SNAPSHOT_EVENTS || bytes > SNAPSHOT_BYTES;
        if (!more) {
          last.add(0, entry);
        }
      }
    }
    JsonArray events = new JsonArray();
    last.forEach(entry -> events.add(entry.frame().toJson()));
    return new Page(true, events, more);
  }

  /** Gives all memory back. */
  void clear() {
    entries.values().forEach(entry -> budget.add(-entry.bytes() - ENTRY_BYTES));
    entries.clear();
    said.clear();
    others.clear();
  }

  private Page page(long from, long firstEntered) {
    JsonArray events = new JsonArray();
    int bytes = 0;
    for (var numbered : entries.tailMap(from).entrySet()) {
      Entry entry = numbered.getValue();
      if (entry.shown() || numbered.getKey() >= firstEntered) {
        bytes += entry.bytes();
        if (events.size() == PAGE_EVENTS || (bytes > PAGE_BYTES && !events.isEmpty())) {
          return new Page(true, events, true);
        }
        events.add(entry.frame().toJson());
      }
    }
    return new Page(true, events, false);
  }

  private void append(Entry entry) {
    top++;
    entries.put(top, entry);
    budget.add(entry.bytes() + ENTRY_BYTES);
  }

  private long forget(long seq) {
    Entry entry = entry(seq);
    entries.remove(seq);
    lastForgotten = Math.max(lastForgotten, seq);
    budget.add(-entry.bytes() - ENTRY_BYTES);
    return entry.bytes();
  }

  private Entry entry(long seq) {
    Entry entry = entries.get(seq);
    if (entry == null) {
      throw new IllegalStateException("the log has lost an event");
    }
    return entry;
  }
}
