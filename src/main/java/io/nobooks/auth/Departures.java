package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.wire.Caller;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a session ends: signed out, idle, expired, or with its account. */
final class Departures {
  private final AuthNode node;
  private final Sessions sessions;
  private final Neighbours neighbours;

  Departures(AuthNode node, Sessions sessions, Neighbours neighbours) {
    this.node = node;
    this.sessions = sessions;
    this.neighbours = neighbours;
  }

  /** {@code auth.sign-out {}}: answered when nothing of the session is left anywhere. */
  Future<JsonObject> signOut(Message<JsonObject> question) {
    Caller caller = Caller.of(question.headers());
    SessionId id = caller.signedIn();
    if (!sessions.holds(id)) {
      return neighbours.owner(id, "sign-out", question);
    }
    return end(sessions.get(id), Socket.of(caller)).map(gone -> new JsonObject());
  }

  /** {@code forget-room {session, room}}: nothing that was told of the room is kept any more. */
  Future<JsonObject> forgetRoom(JsonObject body) {
    RoomId room = new RoomId(body.getString("room"));
    sessions
        .find(new SessionId(body.getString("session")))
        .ifPresent(session -> session.me.forget(room));
    return Future.succeededFuture(new JsonObject());
  }

  /** Ends all other sessions of the name, everywhere; what one instance fails to do is logged. */
  Future<Void> endOthers(Session session) {
    return neighbours.forget(node.instances, session.name, session.id);
  }

  /** {@code forget {name, except}}: this instance's part of that. */
  Future<JsonObject> forget(JsonObject body) {
    SessionId except = new SessionId(body.getString("except"));
    List<Future<Void>> ends =
        sessions.named(body.getString("name"), except).stream()
            .map(session -> end(session, null))
            .toList();
    return Future.all(ends).map(ended -> new JsonObject());
  }

  /** Ends the sessions whose time is over. */
  void sweep() {
    sessions.sweep().forEach(session -> leave(session, null));
  }

  /**
   * Ends a session with all its tokens, at once. Its socket is closed, unless it is {@code asking}:
   * that one only hears nothing more of the session's rooms.
   */
  Future<Void> end(Session session, @Nullable Socket asking) {
    sessions.end(session);
    return leave(session, asking);
  }

  private Future<Void> leave(Session session, @Nullable Socket asking) {
    Socket socket = session.socket;
    Future<Void> silent = Future.succeededFuture();
    if (socket != null && socket.equals(asking)) {
      silent = neighbours.unseat(socket, session.id, session.seated());
    } else if (socket != null) {
      neighbours.bye(socket, session.id, Failure.TOKEN_INVALID);
    }
    return silent.compose(deaf -> neighbours.gone(session.id, session.rooms()));
  }
}
