package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.auth.Identities.Identity;
import io.nobooks.wire.Caller;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a socket comes to a session: by a name, or by a token. */
final class Arrivals {
  /** With what else is in the answer, this stays below the 256 KiB of one body. */
  private static final int MOST_MISSED_BYTES = 240 * 1_024;

  private final Vertx vertx;
  private final AuthNode node;
  private final Identities identities;
  private final Sessions sessions;
  private final Neighbours neighbours;
  private final Departures departures;

  Arrivals(
      Vertx vertx,
      Settings.Auth settings,
      AuthNode node,
      Sessions sessions,
      Neighbours neighbours,
      Departures departures) {
    this.vertx = vertx;
    this.node = node;
    this.identities = new Identities(node, settings);
    this.sessions = sessions;
    this.neighbours = neighbours;
    this.departures = departures;
  }

  /** {@code auth.sign-in {name, password?}}. */
  Future<JsonObject> signIn(Message<JsonObject> question) {
    Caller caller = Caller.of(question.headers());
    if (caller.session() != null) {
      throw Failure.NOT_ALLOWED_HERE.because("signed in already");
    }
    sessions.refuseWhenFull();
    return identities
        .signIn(caller, Questions.SignIn.parse(question.body()))
        .compose(identity -> begin(identity, Socket.of(caller)));
  }

  /** {@code auth.resume {token, heard?}}. */
  Future<JsonObject> resume(Message<JsonObject> question) {
    Questions.Resume resume = Questions.Resume.parse(question.body());
    Token token = node.tokens.verify(resume.token());
    if (!sessions.holds(token.session())) {
      return neighbours.owner(token.session(), "resume", question);
    }
    Caller caller = Caller.of(question.headers());
    Socket socket = Socket.of(caller);
    boolean another = caller.session() != null && !caller.session().equals(token.session());
    if (socket == null || another) {
      throw Failure.NOT_ALLOWED_HERE.because("resume on a socket of its own");
    }
    return resume(sessions.get(token.session()), socket, token, resume.heard());
  }

  /**
   * Begins before it looks again whether the name is still whose it was: a claim or a change that
   * came in between is seen now, or else ends this session as one of the others.
   */
  private Future<JsonObject> begin(Identity identity, @Nullable Socket socket) {
    Session session = sessions.begin(identity.name(), identity.account());
    return identities
        .confirm(identity)
        .compose(
            claimedAt -> {
              session.claimedAt = claimedAt;
              return identity.claimed() ? departures.endOthers(session) : done();
            })
        .onFailure(cause -> sessions.end(session))
        .map(alone -> begun(session, identity, socket));
  }

  private JsonObject begun(Session session, Identity identity, @Nullable Socket socket) {
    if (sessions.find(session.id).isEmpty()) {
      throw Failure.WRONG_PASSWORD.refused();
    }
    if (socket != null) {
      sessions.bind(session, socket);
    }
    JsonObject answer = describe(session, fresh(session));
    return identity.claimed() ? answer.put("claimed", true) : answer;
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  private Future<JsonObject> resume(
      Session session, Socket socket, Token token, @Nullable Long heard) {
    long before = session.me.top();
    move(session, socket);
    Token current = token.pastHalf(node.clock.millis()) ? fresh(session) : token;
    return back(session, Set.of(), List.of())
        .map(
            rooms -> {
              stillOn(session, socket);
              JsonObject answer =
                  describe(session, current)
                      .put("rooms", living(session, rooms))
                      .put("missed", missed(session, heard))
                      .put("n", session.me.top());
              catchUp(session, socket, heard == null ? before : session.me.top());
              return answer;
            });
  }

  /** Asks until every room has answered, also those that gave a seat while the others answered. */
  private Future<List<JsonObject>> back(
      Session session, Set<RoomId> asked, List<JsonObject> answers) {
    List<RoomId> rest = session.seated().stream().filter(room -> !asked.contains(room)).toList();
    if (rest.isEmpty()) {
      return Future.succeededFuture(answers);
    }
    return neighbours
        .back(session.id, rest)
        .compose(more -> back(session, union(asked, rest), union(answers, more)));
  }

  /** The newest socket wins. Nothing is told to it before the answer that binds it. */
  private void move(Session session, Socket socket) {
    Socket old = sessions.bind(session, socket);
    if (socket.equals(old)) {
      return;
    }
    session.binding = true;
    if (old != null) {
      neighbours.bye(old, session.id, Failure.SESSION_MOVED);
    }
  }

  /** While the rooms answered, the session may have ended, or moved on to a newer socket. */
  private void stillOn(Session session, Socket socket) {
    if (sessions.find(session.id).isEmpty()) {
      throw Failure.TOKEN_INVALID.refused();
    }
    if (session.socket != null && !session.socket.equals(socket)) {
      throw Failure.SESSION_MOVED.refused();
    }
  }

  /** Tells the socket, after its answer, what came in between. */
  private void catchUp(Session session, Socket socket, long heard) {
    if (session.binding) {
      vertx.runOnContext(
          answered -> {
            if (socket.equals(session.socket)) {
              session.binding = false;
              session
                  .me
                  .since(heard)
                  .orElse(List.of())
                  .forEach(told -> neighbours.me(socket, session.id, told));
            }
          });
    }
  }

  /** A room may have ended the seat after it answered. */
  private static JsonArray living(Session session, List<JsonObject> rooms) {
    return new JsonArray(
        rooms.stream()
            .filter(room -> session.seatIn(new RoomId(room.getString("room"))) != null)
            .toList());
  }

  private static @Nullable JsonArray missed(Session session, @Nullable Long heard) {
    return heard == null
        ? new JsonArray()
        : session.me.since(heard).map(Arrivals::events).filter(Arrivals::fits).orElse(null);
  }

  private static boolean fits(JsonArray missed) {
    return missed.toBuffer().length() <= MOST_MISSED_BYTES;
  }

  private static JsonArray events(List<MeLog.Told> missed) {
    return new JsonArray(missed.stream().map(MeLog.Told::event).toList());
  }

  private static <T> Set<T> union(Set<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).collect(Collectors.toSet());
  }

  private static <T> List<T> union(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private Token fresh(Session session) {
    Token token = node.tokens.issue(session.id, session.name.folded());
    sessions.renewed(session, token);
    return token;
  }

  private static JsonObject describe(Session session, Token token) {
    return new JsonObject()
        .put("token", token.text())
        .put("session", session.id.value())
        .put("name", session.name.shown())
        .put("account", session.account)
        .put("expiresAt", token.expiresAt());
  }
}
