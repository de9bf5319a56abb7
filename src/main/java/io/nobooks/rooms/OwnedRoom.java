package io.nobooks.rooms;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Caller;
import io.nobooks.wire.EndReason;
import io.nobooks.wire.Options;
import io.nobooks.wire.RoomCommand;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.RoomRequest;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A room that this instance owns, on the bus: its addresses, its door, and who is on the way in.
 */
final class OwnedRoom {
  private final Vertx vertx;
  private final RoomsNode node;
  private final RoomId id;
  private final SessionOwners sessions;
  private final Deeds deeds;
  private final Function<OwnedRoom, Future<Void>> onEnd;
  private final List<MessageConsumer<JsonObject>> consumers = new ArrayList<>();
  private final Map<UnderWay, Future<JsonObject>> whispers = new HashMap<>();
  private final Set<SessionId> entering = new HashSet<>();
  private final Set<SessionId> lostOnTheWay = new HashSet<>();
  private final Sweeps sweeps = new Sweeps();
  private @Nullable Room room;
  private final Promise<Void> over = Promise.promise();
  private boolean closing;
  private int counted;

  /** A whisper whose addressee's instance has not answered yet. */
  private record UnderWay(SessionId by, @Nullable Object cid) {}

  /** {@code onEnd} is called once, when the room is gone and nobody can ask it any more. */
  OwnedRoom(
      Vertx vertx,
      RoomsNode node,
      RoomId id,
      SessionOwners sessions,
      Function<OwnedRoom, Future<Void>> onEnd) {
    this.vertx = vertx;
    this.node = node;
    this.id = id;
    this.sessions = sessions;
    this.onEnd = onEnd;
    this.deeds = new Deeds(vertx, id, sessions, this::seatRefused, this::whisperRefused);
  }

  RoomId id() {
    return id;
  }

  /** Begins to answer; until it is open, the room is not to be found. */
  Future<Void> listen() {
    consumers.add(Bus.answer(vertx, Addresses.roomIn(id), this::obey));
    consumers.add(Bus.answer(vertx, Addresses.roomDoor(id), this::atTheDoor));
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList()).mapEmpty();
  }

  /** Opens the room for its first member; fails without leaving anything with the session. */
  Future<JsonObject> open(Person opener, RoomRequest request, Options options) {
    return sessions
        .reserve(opener.session(), id, false)
        .recover(cause -> releaseUnlessHeld(opener.session()).compose(done -> fail(cause)))
        .compose(claimedAt -> opened(opener.claimedAt(claimedAt), request, options));
  }

  /** Whether the room has begun to live. */
  boolean isOpened() {
    return room != null;
  }

  /** Does what is due; the sweep of the instance calls it. */
  Future<?> tick() {
    boolean looks = room != null && !closing && sweeps.next();
    return looks ? perform(of(Room::tick)) : Future.succeededFuture();
  }

  /** Ends the room; completes when nothing of it is left and the last report is answered. */
  Future<Void> end(EndReason reason) {
    if (room == null) {
      return close();
    }
    return act(living -> living.end(reason))
        .compose(ended -> over.future())
        .compose(gone -> nextTurn());
  }

  /** Stops to answer and gives the room up. */
  Future<Void> close() {
    if (!closing) {
      closing = true;
      Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
          .otherwiseEmpty()
          .compose(silent -> onEnd.apply(this))
          .onComplete(over);
    }
    return over.future();
  }

  private Future<Void> nextTurn() {
    Promise<Void> turn = Promise.promise();
    vertx.runOnContext(begun -> turn.complete());
    return turn.future();
  }

  private Future<JsonObject> opened(Person opener, RoomRequest request, Options options) {
    if (closing) {
      return releaseUnlessHeld(opener.session())
          .compose(released -> fail(Failure.UNAVAILABLE.refused()));
    }
    Room.Opened opened = Room.open(node, id, opener, request.proof(), options);
    room = opened.room();
    return answer(living -> opened.snapshot()).compose(snapshot -> ifHeld(opener, snapshot));
  }

  private Future<JsonObject> obey(Message<JsonObject> question) {
    Caller caller = Caller.of(question.headers());
    JsonObject command = question.body();
    UnderWay cid = new UnderWay(caller.signedIn(), command.getValue("cid"));
    Future<JsonObject> before = whispers.get(cid);
    if (before != null && isMessage(command)) {
      return before;
    }
    Future<JsonObject> answer = answer(living -> living.obey(caller, command));
    if ("whisper".equals(command.getValue("type")) && !answer.isComplete()) {
      whispers.put(cid, answer);
      answer.onComplete(done -> whispers.remove(cid));
    }
    return answer;
  }

  /** Of commands, only messages are answered by their cid. */
  private boolean isMessage(JsonObject command) {
    RoomCommand parsed = RoomCommand.parse(command, node.bodySizes());
    return parsed instanceof RoomCommand.Say
        || parsed instanceof RoomCommand.Whisper
        || parsed instanceof RoomCommand.Edit
        || parsed instanceof RoomCommand.React;
  }

  private Future<JsonObject> atTheDoor(Message<JsonObject> question) {
    JsonObject body = question.body();
    String verb = String.valueOf(question.headers().get("do"));
    return switch (verb) {
      case "open" -> openAgain(Caller.of(question.headers()), body);
      case "enter" -> enter(Caller.of(question.headers()), RoomRequest.parse(body));
      case "leave" -> answer(living -> living.leave(Caller.of(question.headers())));
      case "back" -> answer(living -> living.back(session(body)));
      case "lost" -> lost(session(body));
      case "gone" -> act(living -> living.gone(session(body)));
      case "guest" -> act(living -> living.losesAccount(session(body)));
      case "here" -> answer(living -> living.here(new SeatId(body.getString("seat"))).standing());
      case "offer", "may", "progress", "stored", "fetching", "fetched", "withdraw" ->
          answer(living -> living.atDocumentDoor(verb, body));
      case "close" -> act(living -> living.end(EndReason.OPERATOR));
      default -> throw new IllegalArgumentException("a room's door knows no such verb");
    };
  }

  private Future<JsonObject> openAgain(Caller caller, JsonObject body) {
    RoomRequest request = RoomRequest.parse(body);
    if (room == null || !room.isOpenedBy(caller.signedIn(), request.proof())) {
      throw Failure.ROOM_EXISTS.refused();
    }
    return enter(caller, request);
  }

  private Future<JsonObject> enter(Caller caller, RoomRequest request) {
    Person person = Person.of(caller, request.hello());
    living().pass(caller, request.proof());
    lostOnTheWay.remove(person.session());
    return enter(person);
  }

  /** In two phases: the session's owner agrees before anybody sees the newcomer. */
  private Future<JsonObject> enter(Person person) {
    Entrance.Way way = living().way(person);
    if (!way.reserves) {
      return answer(living -> living.enter(person));
    }
    entering.add(person.session());
    return sessions
        .reserve(person.session(), id, way == Entrance.Way.KNOCK)
        .compose(claimedAt -> take(person.claimedAt(claimedAt), way))
        .recover(cause -> releaseUnlessHeld(person.session()).compose(done -> fail(cause)))
        .onComplete(
            done -> {
              entering.remove(person.session());
              lostOnTheWay.remove(person.session());
            });
  }

  private Future<JsonObject> take(Person person, Entrance.Way reserved) {
    Entrance.Way now = living().way(person);
    if (now.reserves && now != reserved) {
      return releaseUnlessHeld(person.session()).compose(released -> enter(person));
    }
    Future<JsonObject> reply = answer(living -> living.enter(person));
    if (lostOnTheWay.remove(person.session())) {
      return act(living -> living.lost(person.session())).compose(done -> reply);
    }
    return reply.compose(snapshot -> ifHeld(person, snapshot));
  }

  /** The session may have ended, or have been removed, while its owner was told of the seat. */
  private Future<JsonObject> ifHeld(Person person, JsonObject reply) {
    boolean held = living().holds(person.session());
    return held ? Future.succeededFuture(reply) : fail(Failure.ROOM_NOT_FOUND.refused());
  }

  private Future<JsonObject> lost(SessionId session) {
    if (entering.contains(session)) {
      lostOnTheWay.add(session);
    }
    return act(living -> living.lost(session));
  }

  private Future<Void> releaseUnlessHeld(SessionId session) {
    boolean held = room != null && room.holds(session);
    return held ? Future.succeededFuture() : sessions.release(session, id).otherwiseEmpty();
  }

  private void seatRefused(SessionId session) {
    act(living -> living.gone(session));
  }

  private void whisperRefused(Effect.Whisper whisper) {
    living().unsay(whisper);
  }

  private Future<JsonObject> act(Consumer<Room> deed) {
    return answer(of(deed));
  }

  private Future<JsonObject> answer(Function<Room, JsonObject> question) {
    sweeps.stir();
    return perform(question);
  }

  private static Function<Room, JsonObject> of(Consumer<Room> deed) {
    return living -> {
      deed.accept(living);
      return new JsonObject();
    };
  }

  /**
   * Asks the room and does what follows, even when it refuses. The one question after which the
   * room is gone closes it, when all that follows is done.
   */
  private Future<JsonObject> perform(Function<Room, JsonObject> question) {
    Room living = living();
    boolean wasGone = living.isGone();
    Future<JsonObject> reply = Future.succeededFuture(living).map(question);
    List<Effect> effects = living.drain();
    if (!effects.isEmpty()) {
      sweeps.stir();
    }
    Future<Void> done = deeds.perform(effects);
    count(living);
    if (living.isGone() && !wasGone) {
      return done.otherwiseEmpty().compose(told -> close()).compose(closed -> reply);
    }
    return done.isComplete() && done.succeeded() ? reply : done.compose(told -> reply);
  }

  private void count(Room living) {
    int members = living.isGone() ? 0 : living.members();
    node.members().addAndGet(members - counted);
    counted = members;
  }

  private Room living() {
    if (room == null) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    return room;
  }

  private static SessionId session(JsonObject body) {
    return new SessionId(body.getString("session"));
  }

  private static <T> Future<T> fail(Throwable cause) {
    return Future.failedFuture(cause);
  }
}
