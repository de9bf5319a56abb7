package io.nobooks.rooms;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What rooms ask of the auth instances that hold the sessions of their members. */
final class SessionOwners {
  private static final String DO = "do";

  private final Vertx vertx;

  SessionOwners(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Before a seat is given or a knock taken; fails with TOO_MANY_ROOMS, TOO_FAST, TOKEN_INVALID.
   *
   * @return when the session's name was claimed, 0 for a guest
   */
  Future<Long> reserve(SessionId session, RoomId room, boolean knock) {
    JsonObject question = about(session).put("room", room.value()).put("knock", knock);
    return question(session, "reserve", question, Failure.TOKEN_INVALID)
        .map(answer -> answer.getLong("claimedAt", 0L));
  }

  Future<Void> give(SessionId session, RoomId room, SeatId seat) {
    JsonObject question = about(session).put("room", room.value()).put("seat", seat.value());
    return ask(session, "seat", question, Failure.TOKEN_INVALID);
  }

  /** Completes when the session's socket hears nothing more of the room. */
  Future<Void> release(SessionId session, RoomId room) {
    JsonObject question = about(session).put("room", room.value());
    return ask(session, "release", question, Failure.TOKEN_INVALID);
  }

  /** The room is over, and with it what was kept of it for the session. */
  Future<Void> forget(SessionId session, RoomId room) {
    JsonObject question = about(session).put("room", room.value());
    return ask(session, "forget-room", question, Failure.TOKEN_INVALID);
  }

  /** Fails with NO_SUCH_SEAT when the session is over. */
  Future<Void> tell(SessionId session, RoomId room, MeEvent event, @Nullable SeatId seated) {
    JsonObject question = about(session).put("event", event.toJson());
    if (seated != null) {
      JsonObject seat = new JsonObject().put("room", room.value()).put("seat", seated.value());
      question.put("seated", seat);
    }
    return ask(session, "tell", question, Failure.NO_SUCH_SEAT);
  }

  private Future<Void> ask(SessionId session, String verb, JsonObject question, Failure ifNobody) {
    return question(session, verb, question, ifNobody).mapEmpty();
  }

  private Future<JsonObject> question(
      SessionId session, String verb, JsonObject question, Failure ifNobody) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(DO, verb);
    String address = Addresses.sessionOwner(session);
    return Bus.ask(vertx, address, question, headers, ifNobody);
  }

  private static JsonObject about(SessionId session) {
    return new JsonObject().put("session", session.value());
  }
}
