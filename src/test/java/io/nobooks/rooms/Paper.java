package io.nobooks.rooms;

import io.nobooks.wire.Base32;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A document of a test, as those who move its bytes and those who speak of it see it. */
record Paper(TestRoom room, Guest by, String id) {
  static final String RELAY = "rrrrrr";
  static final String META = "bWV0YQ==";
  static final int SIZE = 1_000;

  /** Offered to these, or to all where nobody is named. */
  static Paper offered(TestRoom room, Guest by, Guest... to) {
    Paper paper = new Paper(room, by, Base32.random(26));
    paper.offer(SIZE, to);
    return paper;
  }

  /** With every byte here. */
  static Paper stored(TestRoom room, Guest by, Guest... to) {
    Paper paper = offered(room, by, to);
    paper.door("stored", null);
    return paper;
  }

  JsonObject offer(long size, Guest... to) {
    JsonObject body = about(by).put("size", size).put("relay", RELAY).put("meta", META);
    if (to.length > 0) {
      body.put("to", new JsonArray(Arrays.stream(to).map(guest -> guest.seat().value()).toList()));
    }
    return room.atDocumentDoor("offer", body);
  }

  /** From an address that rates do not bind. */
  JsonObject offerExempt(long size) {
    return room.atDocumentDoor(
        "offer", about(by).put("size", size).put("relay", RELAY).put("exempt", true));
  }

  JsonObject door(String verb, @Nullable Guest asker) {
    return room.atDocumentDoor(verb, about(asker));
  }

  void received(long bytes) {
    room.atDocumentDoor("progress", about(null).put("received", bytes));
  }

  void handed(Guest guest, long bytes) {
    room.atDocumentDoor("fetching", about(guest).put("handed", bytes));
  }

  /** The guest has the last byte, and says so. */
  void reaches(Guest guest) {
    door("fetched", guest);
    does(guest, "receive");
  }

  JsonObject does(Guest guest, String command) {
    JsonObject json = Guest.command(command).put("file", id);
    return guest.does("dispute".equals(command) ? json.put("reason", "empty page") : json);
  }

  /** As the guest sees it on entering again; null when it is not there. */
  @Nullable JsonObject seenBy(Guest guest) {
    return room.enter(guest).getJsonArray("files").stream()
        .map(JsonObject.class::cast)
        .filter(file -> file.getString("file").equals(id))
        .findFirst()
        .orElse(null);
  }

  /** As it was offered: what of it is in every snapshot of those whom it is for. */
  JsonObject seenFirst(Set<Guest> to) {
    JsonObject seen =
        new JsonObject().put("file", id).put("by", by.seat().value()).put("size", (long) SIZE);
    if (!to.isEmpty()) {
      seen.put("to", new JsonArray(to.stream().map(guest -> guest.seat().value()).toList()));
    }
    return seen.put("meta", META);
  }

  private JsonObject about(@Nullable Guest asker) {
    JsonObject body = new JsonObject().put("file", id);
    return asker == null ? body : body.put("session", asker.session().value());
  }
}
