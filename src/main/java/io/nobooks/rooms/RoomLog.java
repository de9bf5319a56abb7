package io.nobooks.rooms;

import static java.util.Objects.requireNonNull;

import io.nobooks.Settings;
import io.nobooks.wire.Frame;
import io.nobooks.wire.SeatId;
import io.vertx.core.json.JsonArray;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last numbered events of a room, encoded as they were told. What was said, how people reacted
 * and what else happened are bounded apart, so that a storm of the others pushes no message out.
 * Bodies that count no more are taken out of it.
 */
final class RoomLog {
  /** Besides its frame, one entry costs about this much memory. */
  static final int ENTRY_BYTES = 256;

  static final int PAGE_EVENTS = 200;
  static final int PAGE_BYTES = 128 * 1_024;

  private final Map<Long, Entry> entries = new HashMap<>();
  private final Map<Long, Message> messages = new HashMap<>();
  private final Shelf words;
  private final Shelf reactions;
  private final Shelf others;
  private final LogBudget budget;
  private long top;
  private long lastForgotten;

  /**
   * One event.
   *
   * @param about the message that it is or concerns; null for all else
   * @param shown whether newcomers may read it who may read the message
   */
  record Entry(Frame frame, Shelf shelf, @Nullable Message about, boolean shown) {
    int bytes() {
      return frame.utf8().length;
    }

    /** Whether newcomers may read it. */
    boolean isShown() {
      return shown && about != null && about.shown;
    }

    Entry withoutBody() {
      return new Entry(Frame.of(frame.toJson().putNull("body")), shelf, about, shown);
    }
  }

  /**
   * A part of the log.
   *
   * @param whole false when an event that should be in it is no longer held
   */
  record Page(boolean whole, JsonArray events, boolean more) {}

  RoomLog(Settings.Limits limits, LogBudget budget) {
    this.budget = budget;
    words = new Shelf(limits.historySaid(), limits.historyBytes());
    reactions = new Shelf(limits.historyReactions(), Long.MAX_VALUE);
    others = new Shelf(limits.historyOther(), Long.MAX_VALUE);
  }

  /** The number of the newest event; 0 before the first. */
  long top() {
    return top;
  }

  /** The message that was said with this number; null when its words are not held. */
  @Nullable Message message(long seq) {
    return messages.get(seq);
  }

  void appendSaid(Frame frame, SeatId by, long at, boolean shown) {
    Message message = new Message(top + 1, by, at, shown);
    messages.put(message.seq, message);
    append(new Entry(frame, words, message, shown));
  }

  /** Other words for a message; those before it are forgotten. */
  void appendEdited(Message message, Frame frame, boolean shown) {
    strip(message.words());
    message.edited(top + 1);
    append(new Entry(frame, words, message, shown));
  }

  /** A message is taken back: its words are forgotten, and how people reacted. */
  void appendRetracted(Message message, Frame frame, long at) {
    strip(message.words());
    message.reactions().forEach(this::strip);
    message.retracted(new CidMemory.Answered(top + 1, at));
    append(new Entry(frame, others, message, true));
  }

  /** A seat's reaction to a message, or none any more; the one before it is forgotten. */
  void appendReacted(Message message, SeatId by, boolean reacts, Frame frame, boolean shown) {
    Long before = message.unreacted(by);
    if (before != null) {
      strip(before);
    }
    if (reacts) {
      message.reacted(by, top + 1);
    }
    append(new Entry(frame, reactions, message, shown));
  }

  void appendOther(Frame frame) {
    append(new Entry(frame, others, null, false));
  }

  /**
   * What a seat may be told from number {@code from} on. Of the time before its own first entry,
   * those are only the messages that newcomers may read, as far as they are held.
   */
  Page since(long from, long firstEntered) {
    boolean whole = from <= top + 1 && lastForgotten < Math.max(from, firstEntered);
    return whole ? page(from, firstEntered) : new Page(false, new JsonArray(), false);
  }

  /** The last messages that a seat may be shown and how they stand, in the order of events. */
  Page lastSaid(long firstEntered) {
    return new LastMessages(seq -> readable(seq, firstEntered)).of(words.newestFirst());
  }

  /** Gives all memory back. */
  void clear() {
    entries.values().forEach(entry -> budget.add(-entry.bytes() - ENTRY_BYTES));
    entries.clear();
    messages.clear();
    words.clear();
    reactions.clear();
    others.clear();
  }

  private Page page(long from, long firstEntered) {
    JsonArray events = new JsonArray();
    int bytes = 0;
    for (long number : numbersSince(from)) {
      Entry entry = requireNonNull(entries.get(number), "the log has lost an event");
      if (entry.isShown() || number >= firstEntered) {
        bytes += entry.bytes();
        if (events.size() == PAGE_EVENTS || (bytes > PAGE_BYTES && !events.isEmpty())) {
          return new Page(true, events, true);
        }
        events.add(entry.frame().toJson());
      }
    }
    return new Page(true, events, false);
  }

  private long[] numbersSince(long from) {
    return Stream.of(words, reactions, others)
        .flatMapToLong(shelf -> shelf.since(from))
        .sorted()
        .toArray();
  }

  private @Nullable Entry readable(long seq, long firstEntered) {
    Entry entry = entries.get(seq);
    boolean mayRead = entry != null && (entry.isShown() || seq >= firstEntered);
    return mayRead ? entry : null;
  }

  private void append(Entry entry) {
    top++;
    entries.put(top, entry);
    budget.add(entry.bytes() + ENTRY_BYTES);
    entry.shelf().put(top, entry.bytes());
    while (entry.shelf().isOverfull()) {
      forgetOldest(entry.shelf());
    }
  }

  private void forgetOldest(Shelf shelf) {
    long seq = shelf.oldest();
    Entry entry = requireNonNull(entries.remove(seq), "the log has lost an event");
    shelf.takeOldest(entry.bytes());
    lastForgotten = Math.max(lastForgotten, seq);
    budget.add(-entry.bytes() - ENTRY_BYTES);
    Message about = entry.about();
    if (about != null) {
      about.forgotten(seq);
      messages.computeIfPresent(about.seq, (of, held) -> held.words() == seq ? null : held);
    }
  }

  /** Takes the body out of an event that is still held. */
  private void strip(long seq) {
    Entry entry = entries.get(seq);
    if (entry != null) {
      Entry bare = entry.withoutBody();
      entries.put(seq, bare);
      entry.shelf().shrink(entry.bytes() - bare.bytes());
      budget.add(bare.bytes() - entry.bytes());
    }
  }
}
