package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.wire.FileId;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.Offer;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What those who move the bytes of documents ask of a room (ARCHITECTURE.md). */
final class DocumentDoor {
  private final RoomState room;

  DocumentDoor(RoomState room) {
    this.room = room;
  }

  /**
   * Answers a verb.
   *
   * @throws Failure.Refused ROOM_NOT_FOUND for whoever is not in the living room, and what the verb
   *     says
   */
  JsonObject answer(String verb, JsonObject body) {
    if (room.ending != null) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    FileId file = new FileId(body.getString("file"));
    return switch (verb) {
      case "offer" -> offer(seated(body), file, body);
      case "may" -> may(seated(body), room.documents.find(file));
      case "progress" -> progress(room.documents.find(file), body.getLong("received"));
      case "fetching" -> fetching(seated(body), room.documents.find(file), body.getLong("handed"));
      case "stored" -> stored(room.documents.find(file));
      case "fetched" -> fetched(seated(body), room.documents.find(file));
      case "withdraw" -> withdraw(file, body);
      default -> throw new IllegalArgumentException("documents know no such verb");
    };
  }

  private JsonObject offer(Seat by, FileId file, JsonObject body) {
    if (!body.getBoolean("exempt", false)) {
      room.rates.offer(by.session);
    }
    if (room.options.filesLocked()) {
      throw Failure.ROOM_LOCKED.because("the room takes no new documents");
    }
    List<SeatId> to =
        body.getJsonArray("to", new JsonArray()).stream()
            .map(seat -> new SeatId(String.valueOf(seat)))
            .toList();
    to.forEach(room.seats::living);
    Offer offer = new Offer(file, by.id, body.getLong("size"), to, body.getString("meta"));
    List<Seat> seated = room.seats.all().stream().filter(Seat::living).toList();
    room.documents.offer(offer, seated, body.getString("relay"));
    tellIfPrivate(offer);
    return new JsonObject().put("sealed", room.options.sealedOnly());
  }

  private void tellIfPrivate(Offer offer) {
    if (!offer.isForAll()) {
      Set<SeatId> ends = new LinkedHashSet<>(offer.to());
      ends.add(offer.by());
      MeEvent event = new MeEvent.Offered(room.id, offer.file(), offer.meta());
      ends.forEach(seat -> room.voice.tellOne(room.seats.living(seat).session, event));
    }
  }

  private JsonObject may(Seat seat, Document document) {
    room.documents.moves(seat);
    return new JsonObject()
        .put("sender", document.isBy(seat))
        .put("recipient", document.isFor(seat));
  }

  private JsonObject progress(Document document, long received) {
    room.documents.received(document, received);
    return new JsonObject();
  }

  private JsonObject fetching(Seat seat, Document document, long handed) {
    room.documents.fetching(document, seat, handed);
    return new JsonObject();
  }

  private JsonObject stored(Document document) {
    room.documents.stored(document);
    return new JsonObject();
  }

  private static JsonObject fetched(Seat seat, Document document) {
    document.handOff.fetched(seat.id);
    return new JsonObject();
  }

  /** By its sender or, without a session, by the relay. */
  private JsonObject withdraw(FileId file, JsonObject body) {
    if (body.containsKey("session") && !room.documents.find(file).isBy(seated(body))) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    room.documents.withdraw(room.documents.find(file));
    return new JsonObject();
  }

  private Seat seated(JsonObject body) {
    Seat seat = room.seats.of(new SessionId(body.getString("session")));
    if (seat == null || !seat.living()) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    return seat;
  }
}
