package io.nobooks.rooms;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A room as simple as it can be told: what must be true whatever happened before. */
final class RoomModel {
  final Map<Guest, String> states = new LinkedHashMap<>();
  final Set<Guest> waiting = new HashSet<>();
  final Set<Guest> away = new HashSet<>();
  final Set<Guest> removed = new HashSet<>();
  final Map<Guest, Integer> mailWhenRemoved = new HashMap<>();
  final Map<Long, Said> said = new TreeMap<>();
  final Map<Long, JsonObject> retracted = new HashMap<>();
  boolean lobby;
  boolean locked;
  boolean filesLocked;
  int capacity = 200;

  /** A message, as it was said. */
  record Said(Guest by, long at) {}

  /** How an enter must be refused; null when it must not. */
  @Nullable Failure entering(Guest guest) {
    if (removed.contains(guest)) {
      return Failure.REMOVED;
    }
    if (states.containsKey(guest)) {
      return living(guest) || isFree(guest) ? null : Failure.NAME_TAKEN;
    }
    if (waiting.contains(guest)) {
      return null;
    }
    if (locked) {
      return Failure.ROOM_LOCKED;
    }
    if (members() >= capacity) {
      return Failure.ROOM_FULL;
    }
    return isFree(guest) ? null : Failure.NAME_TAKEN;
  }

  /** The guest was let in, or waits. */
  void entered(Guest guest) {
    if (lobby && !states.containsKey(guest)) {
      waiting.add(guest);
      return;
    }
    if (!living(guest)) {
      away.remove(guest);
    }
    back(guest);
  }

  void back(Guest guest) {
    states.put(guest, away.contains(guest) ? "away" : "online");
  }

  void away(Guest guest, boolean isAway) {
    if (isAway) {
      away.add(guest);
    } else {
      away.remove(guest);
    }
    back(guest);
  }

  /** More than half a minute passes. */
  void lose() {
    states.replaceAll((guest, state) -> "reconnecting".equals(state) ? "gone" : state);
  }

  boolean living(Guest guest) {
    return !"gone".equals(states.getOrDefault(guest, "gone"));
  }

  boolean connected(Guest guest) {
    return living(guest) && !"reconnecting".equals(states.get(guest));
  }

  long members() {
    return states.keySet().stream().filter(this::living).count();
  }

  private boolean isFree(Guest guest) {
    return states.keySet().stream()
            .noneMatch(other -> other != guest && living(other) && sameName(other, guest))
        && waiting.stream().noneMatch(other -> other != guest && sameName(other, guest));
  }

  private static boolean sameName(Guest one, Guest other) {
    return one.name().equalsIgnoreCase(other.name());
  }

  /** What a client that heard everything from the beginning believes. */
  static final class Listener {
    final Map<String, String> states = new HashMap<>();
    final Map<String, Long> firstEntered = new HashMap<>();
    final Set<Long> shown = new HashSet<>();
    final List<JsonObject> numbered = new ArrayList<>();
    private final Map<Long, Long> words = new HashMap<>();
    private final Map<String, Long> reactions = new HashMap<>();
    private final Set<Long> retracted = new HashSet<>();
    boolean history = true;
    @Nullable String admin;

    private final int told;

    Listener(List<JsonObject> told, String opener) {
      this.told = told.size();
      admin = opener;
      told.forEach(this::hear);
    }

    /** How much it has heard. */
    int told() {
      return told;
    }

    /** Whether a seat may read this event. */
    boolean mayRead(String seat, long seq) {
      return shown.contains(seq) || seq >= firstEntered.getOrDefault(seat, Long.MAX_VALUE);
    }

    /** What a snapshot for this seat shows of what was said. */
    List<JsonObject> lastSaid(String seat) {
      return numbered.stream()
          .filter(event -> history && mayRead(seat, event.getLong("seq")))
          .filter(event -> mayRead(seat, event.getLong("of", event.getLong("seq"))))
          .filter(this::counts)
          .toList();
    }

    private boolean counts(JsonObject event) {
      long of = event.getLong("of", 0L);
      return switch (event.getString("type")) {
        case "said", "retracted" -> true;
        case "edited" -> event.getLong("seq").equals(words.get(of)) && !retracted.contains(of);
        case "reacted" -> event.getJsonObject("body") != null;
        default -> false;
      };
    }

    private void hear(JsonObject event) {
      if (event.containsKey("seq")) {
        numbered.add(event);
      }
      switch (event.getString("type")) {
        case "entered" -> event.getJsonArray("members").forEach(one -> enter(event, one));
        case "left" -> event.getJsonArray("seats").forEach(one -> states.put(seat(one), "gone"));
        case "states" ->
            event.getJsonArray("changes").forEach(one -> states.put(seat(one), state(one)));
        case "options" -> history = event.getJsonObject("options").getBoolean("history");
        case "handed-over" -> admin = event.getString("to");
        case "said" -> {
          words.put(event.getLong("seq"), event.getLong("seq"));
          show(event, history);
        }
        case "edited" -> {
          strip(words.put(event.getLong("of"), event.getLong("seq")));
          show(event, history && shown.contains(event.getLong("of")));
        }
        case "reacted" -> {
          strip(
              reactions.put(
                  event.getLong("of") + " " + event.getString("by"), event.getLong("seq")));
          show(event, history && shown.contains(event.getLong("of")));
        }
        case "retracted" -> retract(event, event.getLong("of"));
        default -> {}
      }
    }

    private void retract(JsonObject event, long of) {
      retracted.add(of);
      strip(words.get(of));
      reactions.forEach(
          (key, seq) -> {
            if (key.startsWith(of + " ")) {
              strip(seq);
            }
          });
      show(event, shown.contains(of));
    }

    private void show(JsonObject event, boolean toNewcomers) {
      if (toNewcomers) {
        shown.add(event.getLong("seq"));
      }
    }

    private void strip(@Nullable Long seq) {
      if (seq != null) {
        numbered.set(seq.intValue() - 1, numbered.get(seq.intValue() - 1).copy().putNull("body"));
      }
    }

    private void enter(JsonObject event, Object member) {
      JsonObject one = (JsonObject) member;
      states.put(one.getString("seat"), one.getString("state"));
      firstEntered.putIfAbsent(one.getString("seat"), event.getLong("seq"));
    }

    private static String seat(Object pair) {
      return ((JsonArray) pair).getString(0);
    }

    private static String state(Object pair) {
      return ((JsonArray) pair).getString(1);
    }
  }
}
