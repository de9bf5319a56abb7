package io.nobooks.auth;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Name;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What auth asks and tells rooms, web instances and other auth instances. */
final class Neighbours {
  /** The header that says what an internal question is about. */
  static final String DO = "do";

  /** A room that is slow to say so must not cost the socket its answer. */
  private static final long BACK_PATIENCE_MS = 4_000;

  private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

  private final Vertx vertx;

  Neighbours(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Headers that carry a verb besides what is in {@code headers}. */
  static MultiMap doing(String verb, MultiMap headers) {
    return MultiMap.caseInsensitiveMultiMap().addAll(headers).set(DO, verb);
  }

  /** Asks another auth instance about a session it holds; TOKEN_INVALID when that one is gone. */
  Future<JsonObject> auth(String instance, String verb, JsonObject body, MultiMap headers) {
    String address = Addresses.authInstance(instance);
    return Bus.ask(vertx, address, body, doing(verb, headers), Failure.TOKEN_INVALID);
  }

  /** Passes a question on to the auth instance that holds a session. */
  Future<JsonObject> owner(SessionId session, String verb, Message<JsonObject> question) {
    return auth(session.owner(), verb, question.body(), question.headers());
  }

  /**
   * The session's socket is back: what each room says to that, without those where it has no living
   * seat any more.
   */
  Future<List<JsonObject>> back(SessionId session, List<RoomId> rooms) {
    return all(
            rooms,
            room -> door(room, "back", session).timeout(BACK_PATIENCE_MS, TimeUnit.MILLISECONDS))
        .map(answers -> answers.stream().filter(answer -> !answer.isEmpty()).toList());
  }

  /** The session's socket is gone. */
  Future<Void> lost(SessionId session, List<RoomId> rooms) {
    return all(rooms, room -> door(room, "lost", session)).mapEmpty();
  }

  /** The session has ended. */
  Future<Void> gone(SessionId session, List<RoomId> rooms) {
    return all(rooms, room -> door(room, "gone", session)).mapEmpty();
  }

  /** The session goes on without the account it had. */
  Future<Void> guest(SessionId session, List<RoomId> rooms) {
    return all(rooms, room -> door(room, "guest", session)).mapEmpty();
  }

  /** Asks all instances to end the sessions of a name, except one. */
  Future<Void> forget(Collection<String> instances, Name name, SessionId except) {
    JsonObject body = new JsonObject().put("name", name.folded()).put("except", except.value());
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    return all(
            List.copyOf(instances),
            instance ->
                auth(instance, "forget", body, headers)
                    .timeout(BACK_PATIENCE_MS, TimeUnit.MILLISECONDS))
        .mapEmpty();
  }

  /** Hands an event to the session's socket. */
  void me(Socket socket, SessionId session, MeLog.Told told) {
    JsonObject body = about(socket, session).put("event", told.event());
    web(socket, "me", told.seated() == null ? body : body.put("seated", told.seated()));
  }

  /** Says goodbye on a socket and closes it. */
  void bye(Socket socket, SessionId session, Failure why) {
    web(socket, "bye", about(socket, session).put("code", why.code));
  }

  /** Succeeds when the socket hears nothing more of the rooms. */
  Future<Void> unseat(Socket socket, SessionId session, List<RoomId> rooms) {
    String address = Addresses.webInstance(socket.web());
    MultiMap headers = doing("unseat", MultiMap.caseInsensitiveMultiMap());
    return all(
            rooms,
            room -> {
              JsonObject body = about(socket, session).put("room", room.value());
              return Bus.ask(vertx, address, body, headers, Failure.UNAVAILABLE);
            })
        .mapEmpty();
  }

  private Future<JsonObject> door(RoomId room, String verb, SessionId session) {
    MultiMap headers = doing(verb, MultiMap.caseInsensitiveMultiMap());
    JsonObject body = new JsonObject().put("session", session.value());
    return Bus.ask(vertx, Addresses.roomDoor(room), body, headers, Failure.ROOM_NOT_FOUND);
  }

  private void web(Socket socket, String verb, JsonObject body) {
    MultiMap headers = doing(verb, MultiMap.caseInsensitiveMultiMap());
    Bus.send(vertx, Addresses.webInstance(socket.web()), body, headers);
  }

  /** Asks about everyone at once; one that fails answers with an empty object. */
  private static <T> Future<List<JsonObject>> all(
      List<T> everyone, Function<T, Future<JsonObject>> ask) {
    List<Future<JsonObject>> answers =
        everyone.stream().map(one -> ask.apply(one).recover(Neighbours::forgive)).toList();
    return Future.all(answers).map(done -> done.list());
  }

  /** A room that is gone is everyday; anything else is worth a line, but ends nothing. */
  private static Future<JsonObject> forgive(Throwable cause) {
    Failure failure = Failure.of(cause).failure;
    if (failure != Failure.ROOM_NOT_FOUND) {
      LOG.warn("a neighbour answered {} {}", failure.code, failure.slug());
    }
    return Future.succeededFuture(new JsonObject());
  }

  private static JsonObject about(Socket socket, SessionId session) {
    return new JsonObject().put("socket", socket.number()).put("session", session.value());
  }
}
