package io.nobooks.rooms;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot shows of the log: the last messages as they stand, and then, newest message
 * first, as many reactions to them as fit. For one use.
 */
final class LastMessages {
  static final int MOST = 50;
  static final int BYTES = 64 * 1_024;

  private final LongFunction<RoomLog.@Nullable Entry> readable;
  private final NavigableMap<Long, RoomLog.Entry> chosen = new TreeMap<>();
  private final List<Message> messages = new ArrayList<>();
  private int bytes;
  private boolean more;

  /** {@code readable} gives the event of a number when it is held and may be shown. */
  LastMessages(LongFunction<RoomLog.@Nullable Entry> readable) {
    this.readable = readable;
  }

  /** Chooses among the events that have words. */
  RoomLog.Page of(Iterator<Long> newestFirst) {
    while (newestFirst.hasNext() && !more) {
      long seq = newestFirst.next();
      RoomLog.Entry entry = readable.apply(seq);
      Message message = entry == null ? null : entry.about();
      if (message != null && message.seq == seq) {
        choose(message);
      }
    }
    messages.forEach(this::chooseReactions);
    JsonArray events = new JsonArray();
    chosen.values().forEach(entry -> events.add(entry.frame().toJson()));
    return new RoomLog.Page(true, events, more);
  }

  private void choose(Message message) {
    more = messages.size() == MOST || !take(message.standing());
    if (!more) {
      messages.add(message);
    }
  }

  private void chooseReactions(Message message) {
    for (long number : message.reactions()) {
      more |= !take(List.of(number));
    }
  }

  /** Takes all of them that may be shown, or none. */
  private boolean take(List<Long> numbers) {
    NavigableMap<Long, RoomLog.Entry> together = new TreeMap<>();
    int size = 0;
    for (long number : numbers) {
      RoomLog.Entry entry = readable.apply(number);
      if (entry != null) {
        together.put(number, entry);
        size += entry.bytes();
      }
    }
    boolean fits = bytes + size <= BYTES;
    if (fits) {
      chosen.putAll(together);
      bytes += size;
    }
    return fits;
  }
}
