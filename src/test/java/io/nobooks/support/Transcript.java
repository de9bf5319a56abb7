package io.nobooks.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What one member knows of a room's log, put together from what came by itself and what was asked
 * for, and whatever came that should not have. Used by one event loop only.
 */
final class Transcript {
  private static final int COMPLAINTS = 10;

  private final List<LogEntry> entries = new ArrayList<>();

  private final TreeMap<Long, LogEntry> ahead = new TreeMap<>();
  private final List<String> wrongs = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private long first = -1;
  private long next = -1;
  private long live;

  /** Numbers that a member was told it missed for good. */
  private record Gap(long from, long to) {
    boolean holds(long seq) {
      return seq >= from && seq < to;
    }
  }

  /** A snapshot stands for everything up to this number. */
  void begins(long top) {
    gaps.add(new Gap(Math.max(0, next), top + 1));
    next = Math.max(next, top + 1);
    first = first < 0 ? next : first;
    ahead.headMap(next).clear();
    join();
  }

  /** A socket listens, and hears by itself whatever comes after this number. */
  void listens(long top) {
    live = top;
  }

  /** Whether something before this number is missing. */
  boolean lacksUpTo(long top) {
    return next <= top;
  }

  /** An event that came by itself: each socket hears all of them, in order, each once. */
  void hears(JsonObject event) {
    long seq = event.getLong("seq");
    if (seq != live + 1) {
      wrong("after " + live + " came " + seq);
    }
    live = seq;
    reads(event);
  }

  /** An event that was asked for; it may have come by itself as well. */
  void reads(JsonObject event) {
    LogEntry entry = LogEntry.of(event);
    if (entry.seq() >= next) {
      LogEntry other = ahead.putIfAbsent(entry.seq(), entry);
      if (other != null && !other.equals(entry)) {
        wrong(other + " was also told as " + entry);
      }
      join();
    }
  }

  private void join() {
    while (!ahead.isEmpty() && ahead.firstKey() == next) {
      entries.add(ahead.pollFirstEntry().getValue());
      next++;
    }
  }

  private void wrong(String what) {
    if (wrongs.size() < COMPLAINTS) {
      wrongs.add(what);
    }
  }

  /** The number from which on this one has been told of the room. */
  long first() {
    return first;
  }

  /** The first number that is not known yet. */
  long next() {
    return next;
  }

  List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  /** How this differs from what a room's whole log makes of it; empty when it does not. */
  List<String> differencesFrom(List<LogEntry> log) {
    List<String> differences = new ArrayList<>(wrongs);
    List<LogEntry> expected =
        log.stream()
            .filter(entry -> gaps.stream().noneMatch(gap -> gap.holds(entry.seq())))
            .toList();
    if (!expected.equals(entries)) {
      List<LogEntry> missing = new ArrayList<>(expected);
      missing.removeAll(entries);
      List<LogEntry> foreign = new ArrayList<>(entries);
      foreign.removeAll(expected);
      differences.add("missing " + missing + ", never told " + foreign);
    }
    return differences;
  }

  /** How often a snapshot had to stand for what was missed. */
  int snapshots() {
    return gaps.size();
  }

  /** The events of a page of the log. */
  static List<JsonObject> events(JsonObject page) {
    return page.getJsonArray("events", new JsonArray()).stream()
        .map(event -> (JsonObject) event)
        .toList();
  }
}
