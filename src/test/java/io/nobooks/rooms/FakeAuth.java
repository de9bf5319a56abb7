package io.nobooks.rooms;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Holds the sessions of a test, in the way that ARCHITECTURE.md promises to rooms. */
final class FakeAuth {
  static final String INSTANCE = "aaaaaa";

  /** Every question, in the order in which it came: verb and session. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Sessions that have a seat. */
  final Set<String> seated = ConcurrentHashMap.newKeySet();

  private final Map<String, List<JsonObject>> mail = new ConcurrentHashMap<>();
  private final Map<String, Failure> refusals = new ConcurrentHashMap<>();
  private final Map<String, Promise<JsonObject>> held = new ConcurrentHashMap<>();
  private final Map<String, Promise<Void>> arrived = new ConcurrentHashMap<>();

  private final Map<String, Long> claims = new ConcurrentHashMap<>();

  static Future<FakeAuth> start(Vertx vertx) {
    FakeAuth auth = new FakeAuth();
    return Bus.answer(vertx, Addresses.authInstance(INSTANCE), auth::answer)
        .completion()
        .map(listening -> auth);
  }

  /** From now on this verb is refused for this guest. */
  void refuse(String verb, Guest guest, Failure failure) {
    refusals.put(key(verb, guest), failure);
  }

  /** Answers when this guest's name was claimed. */
  void knows(Guest guest) {
    claims.put(guest.session().value(), guest.claim());
  }

  void accept(String verb, Guest guest) {
    refusals.remove(key(verb, guest));
  }

  /** The next such question is not answered until {@link #letGo}; completes when it has come. */
  Future<Void> hold(String verb, Guest guest) {
    Promise<Void> came = Promise.promise();
    arrived.put(key(verb, guest), came);
    held.put(key(verb, guest), Promise.promise());
    return came.future();
  }

  void letGo(String verb, Guest guest) {
    Promise<JsonObject> answer = held.remove(key(verb, guest));
    if (answer != null) {
      answer.complete(new JsonObject());
    }
  }

  List<JsonObject> mailOf(Guest guest) {
    return mail.getOrDefault(guest.session().value(), List.of());
  }

  private Future<JsonObject> answer(Message<JsonObject> question) {
    String session = question.body().getString("session");
    String verb = question.headers().get("do");
    String key = verb + " " + session;
    asked.add(key);
    Failure refusal = refusals.get(key);
    if (refusal != null) {
      throw refusal.refused();
    }
    switch (verb) {
      case "seat" -> seated.add(session);
      case "release" -> seated.remove(session);
      case "tell" ->
          mail.computeIfAbsent(session, unused -> new CopyOnWriteArrayList<>())
              .add(question.body().getJsonObject("event"));
      default -> {}
    }
    Promise<Void> came = arrived.remove(key);
    Promise<JsonObject> later = held.get(key);
    if (came != null) {
      came.complete();
    }
    JsonObject known = new JsonObject().put("claimedAt", claims.getOrDefault(session, 0L));
    return later == null ? Future.succeededFuture(known) : later.future();
  }

  private static String key(String verb, Guest guest) {
    return verb + " " + guest.session();
  }
}
