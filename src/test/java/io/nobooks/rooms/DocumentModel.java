package io.nobooks.rooms;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The documents of a room as simple as they can be told. */
final class DocumentModel {
  final Map<String, Doc> docs = new LinkedHashMap<>();
  int everStored;

  /** One document; {@code to} is empty when it is for all. */
  static final class Doc {
    final Paper paper;
    final Set<Guest> to;
    final Map<Guest, String> states = new LinkedHashMap<>();
    final Set<Guest> fetched = new HashSet<>();
    boolean stored;

    Doc(Paper paper, Set<Guest> to) {
      this.paper = paper;
      this.to = to;
    }

    boolean showsMetaTo(Guest guest) {
      return to.isEmpty() || guest == paper.by() || to.contains(guest);
    }

    /** The state after a step; null when it must be refused. */
    @Nullable String after(Guest guest, String step) {
      String state = states.get(guest);
      if (state == null) {
        return null;
      }
      return switch (step) {
        case "receive" ->
            state.equals("received") || (state.equals("offered") && fetched.contains(guest))
                ? "received"
                : null;
        case "confirm" -> List.of("received", "confirmed").contains(state) ? "confirmed" : null;
        case "decline" ->
            List.of("offered", "received", "declined").contains(state) ? "declined" : null;
        default -> List.of("received", "confirmed", "disputed").contains(state) ? "disputed" : null;
      };
    }
  }

  void offered(Paper paper, Set<Guest> to, Iterable<Guest> living) {
    Doc doc = new Doc(paper, to);
    for (Guest guest : to.isEmpty() ? living : to) {
      if (!to.isEmpty() || guest != paper.by()) {
        doc.states.put(guest, "offered");
      }
    }
    docs.put(paper.id(), doc);
  }

  void joined(Guest guest) {
    for (Doc doc : docs.values()) {
      if (doc.to.isEmpty() && guest != doc.paper.by()) {
        doc.states.putIfAbsent(guest, "offered");
      }
    }
  }

  void left(Guest guest) {
    docs.values().removeIf(doc -> doc.paper.by() == guest && !doc.stored);
  }

  void stored(Doc doc) {
    everStored += doc.stored ? 0 : 1;
    doc.stored = true;
  }

  /** Where documents stand, as one believes who heard everything from the beginning. */
  static final class Listener {
    final Map<String, Boolean> stored = new LinkedHashMap<>();
    final Map<String, Map<String, String>> steps = new HashMap<>();

    Listener(List<JsonObject> told) {
      told.forEach(this::hear);
    }

    private void hear(JsonObject event) {
      String file = event.getString("file");
      switch (event.getString("type")) {
        case "offered" -> {
          stored.put(file, false);
          steps.put(file, new HashMap<>());
        }
        case "stored" -> stored.put(file, true);
        case "withdrawn" -> stored.remove(file);
        case "handoffs" -> event.getJsonArray("changes").forEach(one -> step((JsonArray) one));
        default -> {}
      }
    }

    String state(String file, Guest guest) {
      return steps
          .getOrDefault(file, new HashMap<>())
          .getOrDefault(guest.seat().value(), "offered");
    }

    private void step(JsonArray change) {
      steps
          .getOrDefault(change.getString(0), new HashMap<>())
          .put(change.getString(1), change.getString(2));
    }
  }
}
