package io.nobooks.support;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One event of a room's log.
 *
 * @param seq its number
 * @param what everything else that was told of it
 */
public record LogEntry(long seq, String what) {
  /** A thousand members remember the same words; they are kept once. */
  private static final ConcurrentHashMap<String, String> WORDS = new ConcurrentHashMap<>();

  private static final int MOST_WORDS = 200_000;

  static LogEntry of(JsonObject event) {
    String what = event.encode();
    if (WORDS.size() > MOST_WORDS) {
      WORDS.clear();
    }
    String known = WORDS.putIfAbsent(what, what);
    return new LogEntry(event.getLong("seq"), known == null ? what : known);
  }

  /** The event as it was told. */
  public JsonObject event() {
    return new JsonObject(what);
  }
}
