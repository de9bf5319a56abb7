package io.nobooks.auth;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was told to one session alone: numbered from 1 without holes, of which the last {@link
 * #MOST_EVENTS} in at most {@link #MOST_BYTES} are kept for a socket that comes back.
 */
final class MeLog {
  static final int MOST_EVENTS = 200;

  /** UTF-8 bytes of the encoded events. */
  static final long MOST_BYTES = 256 * 1_024;

  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private long top;
  private long bytes;

  /**
   * One event as it was told.
   *
   * @param seated {@code {room, seat}} of a seat that comes with it, for the web tier
   */
  record Told(JsonObject event, @Nullable JsonObject seated) {}

  private record Kept(Told told, int bytes) {}

  /** The number of the last event, 0 before the first. */
  long top() {
    return top;
  }

  /** Writes the next {@code n} into an event and keeps it; it must not change afterwards. */
  Told add(JsonObject event, @Nullable JsonObject seated) {
    top++;
    Told told = new Told(event.put("n", top), seated);
    Kept entry = new Kept(told, event.toBuffer().length());
    kept.addLast(entry);
    bytes += entry.bytes;
    while (kept.size() > MOST_EVENTS || bytes > MOST_BYTES) {
      bytes -= kept.removeFirst().bytes;
    }
    return told;
  }

  /** All events after number {@code heard}, or empty when some of them are no longer kept. */
  Optional<List<Told>> since(long heard) {
    long first = top - kept.size() + 1;
    if (heard < first - 1 || heard > top) {
      return Optional.empty();
    }
    return Optional.of(kept.stream().skip(heard - first + 1).map(Kept::told).toList());
  }
}
