package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.relay.Spool;
import io.nobooks.relay.SpoolFile;
import io.nobooks.relay.Transfer;
import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What the file routes ask of others: whose token this is, and what the room's owner says. */
final class FileDoor {
  private static final String BEARER = "Bearer ";

  private final Vertx vertx;
  private final Spool spool;

  FileDoor(Vertx vertx, Spool spool) {
    this.vertx = vertx;
    this.spool = spool;
  }

  /** Who asks: a session, and whether it is seated where it asks. */
  record Asker(SessionId session, JsonObject seats) {
    boolean isSeatedIn(RoomId room) {
      return seats.containsKey(room.value());
    }
  }

  /** What a session may do with a document. */
  record Rights(boolean sender, boolean recipient) {}

  /** Whose bearer token this is: SIGN_IN_FIRST without one, TOKEN_INVALID with a wrong one. */
  Future<Asker> whois(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Future.failedFuture(Failure.SIGN_IN_FIRST.refused());
    }
    JsonObject token = new JsonObject().put("token", header.substring(BEARER.length()).strip());
    return Bus.ask(vertx, Addresses.WHOIS, token, verb("whois"), Failure.UNAVAILABLE)
        .map(
            who ->
                new Asker(
                    new SessionId(who.getString("session")),
                    who.getJsonObject("seats", new JsonObject())));
  }

  /** Tells the room of a document; the answer is whether its content is sealed already. */
  Future<Boolean> offer(
      RoomId room, FileId file, SessionId session, FileOffer offer, boolean exempt) {
    JsonObject body =
        ofFile(file, session)
            .put("size", offer.size())
            .put("relay", spool.instance())
            .put("exempt", exempt);
    if (offer.meta() != null) {
      body.put("meta", offer.meta());
    }
    if (!offer.to().isEmpty()) {
      JsonArray to = new JsonArray();
      offer.to().forEach(seat -> to.add(seat.value()));
      body.put("to", to);
    }
    return ask(room, "offer", body).map(reply -> reply.getBoolean("sealed", false));
  }

  /** What the session may do with the document: ROOM_NOT_FOUND, NO_SUCH_FILE. */
  Future<Rights> may(RoomId room, FileId file, SessionId session) {
    return ask(room, "may", ofFile(file, session))
        .map(
            reply ->
                new Rights(
                    reply.getBoolean("sender", false), reply.getBoolean("recipient", false)));
  }

  /** A document for its sender, while the asking was not cut: NO_SUCH_FILE to everybody else. */
  static SpoolFile senders(Rights rights, Transfer asked, SpoolFile file) {
    if (!rights.sender() || asked.isCut()) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    return file;
  }

  /** Tells how far an upload has come; the next time makes up for a failure. */
  void progress(SpoolFile file, long received) {
    JsonObject body = new JsonObject().put("file", file.id().value()).put("received", received);
    Bus.send(vertx, Addresses.roomDoor(file.room()), body, verb("progress"));
  }

  /**
   * Tells how far a download has come, 0 when it broke off; the next time makes up for a failure.
   */
  void fetching(SpoolFile file, SessionId session, long handed) {
    JsonObject body = ofFile(file.id(), session).put("handed", handed);
    Bus.send(vertx, Addresses.roomDoor(file.room()), body, verb("fetching"));
  }

  /** Tells the room, once, that every byte of a document is there; nothing where some are not. */
  Future<Void> stored(SpoolFile file) {
    if (!file.complete() || file.toldStored()) {
      return Future.succeededFuture();
    }
    return ask(file.room(), "stored", new JsonObject().put("file", file.id().value()))
        .onSuccess(told -> file.markToldStored())
        .mapEmpty();
  }

  /** The session is about to be handed the last byte. */
  Future<Void> fetched(SpoolFile file, SessionId session) {
    return ask(file.room(), "fetched", ofFile(file.id(), session)).mapEmpty();
  }

  /** The sender withdraws it: the room has its bytes dropped. */
  Future<Void> withdraw(RoomId room, FileId file, SessionId session) {
    return ask(room, "withdraw", ofFile(file, session)).mapEmpty();
  }

  private Future<JsonObject> ask(RoomId room, String verb, JsonObject body) {
    return Bus.ask(vertx, Addresses.roomDoor(room), body, verb(verb), Failure.ROOM_NOT_FOUND);
  }

  private static JsonObject ofFile(FileId file, SessionId session) {
    return new JsonObject().put("file", file.value()).put("session", session.value());
  }

  private static MultiMap verb(String verb) {
    return MultiMap.caseInsensitiveMultiMap().set("do", verb);
  }
}
