package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What rooms and web instances ask about sessions (ARCHITECTURE.md, the bus inside). */
final class SessionDesk {
  private final Settings.Limits limits;
  private final AuthNode node;
  private final Sessions sessions;
  private final Neighbours neighbours;

  SessionDesk(Settings.Limits limits, AuthNode node, Sessions sessions, Neighbours neighbours) {
    this.limits = limits;
    this.node = node;
    this.sessions = sessions;
    this.neighbours = neighbours;
  }

  /** Answers by the verb in the header {@code do}. */
  Future<JsonObject> answer(Message<JsonObject> question) {
    String verb = String.valueOf(question.headers().get(Neighbours.DO));
    JsonObject body = question.body();
    SessionId session = new SessionId(body.getString("session"));
    return switch (verb) {
      case "reserve" -> reserve(session, room(body), body.getBoolean("knock", false));
      case "seat" -> seat(session, room(body), new SeatId(body.getString("seat")));
      case "release" -> release(session, room(body));
      case "tell" -> tell(session, body);
      case "closed" -> closed(session, new Socket(body.getString("web"), body.getLong("socket")));
      default -> throw new IllegalArgumentException("auth knows no verb " + verb);
    };
  }

  /** {@code whois {token}}: for calls over HTTP, asked of any instance. */
  Future<JsonObject> whois(Message<JsonObject> question) {
    Token token = node.tokens.verify(question.body().getString("token"));
    if (!sessions.holds(token.session())) {
      return neighbours.owner(token.session(), "whois", question);
    }
    Session session = sessions.get(token.session());
    JsonObject seats = new JsonObject();
    session.seated().forEach(room -> seats.put(room.value(), String.valueOf(session.seatIn(room))));
    return answer(
        new JsonObject()
            .put("session", session.id.value())
            .put("name", session.name.shown())
            .put("account", session.account)
            .put("expiresAt", token.expiresAt())
            .put("seats", seats));
  }

  private Future<JsonObject> reserve(SessionId id, RoomId room, boolean knock) {
    Session session = sessions.get(id);
    session.reserve(room, knock, limits.roomsSession(), limits.knocksSession());
    return answer(new JsonObject().put("claimedAt", session.account ? session.claimedAt : 0));
  }

  private Future<JsonObject> seat(SessionId id, RoomId room, SeatId seat) {
    Session session = sessions.get(id);
    session.seat(room, seat);
    if (session.socket == null) {
      neighbours.lost(id, List.of(room));
    }
    return answer(new JsonObject());
  }

  private Future<JsonObject> release(SessionId id, RoomId room) {
    return sessions
        .find(id)
        .map(session -> release(session, room))
        .orElseGet(Future::succeededFuture)
        .map(silent -> new JsonObject());
  }

  private Future<Void> release(Session session, RoomId room) {
    boolean seated = session.release(room);
    return seated && session.socket != null
        ? neighbours.unseat(session.socket, session.id, List.of(room))
        : Future.succeededFuture();
  }

  private Future<JsonObject> tell(SessionId id, JsonObject body) {
    Session session = sessions.find(id).orElseThrow(Failure.NO_SUCH_SEAT::refused);
    MeLog.Told told = session.me.add(body.getJsonObject("event"), body.getJsonObject("seated"));
    if (session.socket != null && !session.binding) {
      neighbours.me(session.socket, id, told);
    }
    return answer(new JsonObject());
  }

  private Future<JsonObject> closed(SessionId id, Socket socket) {
    sessions
        .find(id)
        .filter(session -> sessions.unbind(session, socket))
        .ifPresent(session -> neighbours.lost(id, session.rooms()));
    return answer(new JsonObject());
  }

  private static RoomId room(JsonObject body) {
    return new RoomId(body.getString("room"));
  }

  private static Future<JsonObject> answer(JsonObject body) {
    return Future.succeededFuture(body);
  }
}
