package io.nobooks.rooms;

import static java.util.Objects.requireNonNull;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.Caller;
import io.nobooks.wire.EndReason;
import io.nobooks.wire.Frame;
import io.nobooks.wire.Options;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.RoomRequest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens rooms and owns those whose claim it won. All instances share the public addresses; whoever
 * is asked passes the question on to the owner's door.
 */
public final class RoomsVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RoomsVerticle.class);
  private static final Duration SWEEP = Duration.ofMillis(1_000 / Sweeps.PER_SECOND);
  private static final Duration STOP = Duration.ofMillis(6_500);
  private static final long RETRY_MS = 5_000;

  private final RoomsNode node;
  private final Map<RoomId, OwnedRoom> rooms = new HashMap<>();
  private final PrivateRoom privateRoom;
  private @Nullable Claims claims;
  private @Nullable SessionOwners sessions;
  private boolean stopping;

  /** One of several instances; {@code node} is what they share. */
  public RoomsVerticle(RoomsNode node) {
    this.node = node;
    this.privateRoom = new PrivateRoom(node);
  }

  @Override
  public Future<?> start() {
    sessions = new SessionOwners(vertx);
    return Claims.of(vertx, Base32.random(10))
        .onSuccess(mine -> claims = mine)
        .compose(mine -> listen())
        .onSuccess(listening -> vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep()));
  }

  /** Ends all rooms and waits until their members have wiped them, or for too long. */
  @Override
  public Future<?> stop() {
    stopping = true;
    List<Future<Void>> ends = new ArrayList<>();
    for (OwnedRoom room : List.copyOf(rooms.values())) {
      ends.add(room.end(EndReason.SHUTDOWN));
    }
    return Future.join(ends)
        .timeout(STOP.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(cause -> LOG.warn("some rooms did not end in time"))
        .otherwiseEmpty();
  }

  private Future<Void> listen() {
    List<MessageConsumer<JsonObject>> consumers =
        List.of(
            Bus.answer(vertx, Addresses.OPEN_ROOM, this::open),
            Bus.answer(vertx, Addresses.ENTER_ROOM, this::enter),
            Bus.answer(vertx, Addresses.LEAVE_ROOM, this::leave),
            Bus.answer(vertx, Addresses.ROOM_COUNTS, question -> counts()),
            Bus.answer(vertx, Addresses.ROOM_PROBE, question -> probe(question.body())),
            Bus.answer(vertx, Addresses.RECEIPT_KEY, question -> receiptKey()));
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList()).mapEmpty();
  }

  private Future<JsonObject> open(Message<JsonObject> question) {
    Caller caller = Caller.of(question.headers());
    caller.signedIn();
    JsonObject body = question.body();
    RoomId id = RoomRequest.roomOf(body);
    RoomRequest request = RoomRequest.parse(body);
    Person opener = Person.of(caller, request.hello());
    Options options =
        Options.defaults(node.settings().limits().capacity())
            .with(request.options(), node.settings().limits().members());
    if (stopping) {
      throw Failure.UNAVAILABLE.afterMs(RETRY_MS);
    }
    return claims()
        .claim(id)
        .compose(
            mine ->
                mine
                    ? begin(id, opener, request, options)
                    : door(id, "open", body, caller, Failure.ROOM_EXISTS));
  }

  private Future<JsonObject> enter(Message<JsonObject> question) {
    Caller caller = Caller.of(question.headers());
    caller.signedIn();
    RoomId id = RoomRequest.roomOf(question.body());
    RoomRequest.parse(question.body());
    return door(id, "enter", question.body(), caller, Failure.ROOM_NOT_FOUND);
  }

  private Future<JsonObject> leave(Message<JsonObject> question) {
    Caller caller = Caller.of(question.headers());
    caller.signedIn();
    RoomId id = RoomRequest.roomNamedIn(question.body());
    return door(id, "leave", new JsonObject(), caller, Failure.ROOM_NOT_FOUND);
  }

  private Future<JsonObject> counts() {
    return Future.succeededFuture(
        new JsonObject().put("rooms", node.rooms().get()).put("members", node.members().get()));
  }

  /** The word goes the way of all messages; the asker hears it on the address that it made up. */
  private Future<JsonObject> probe(JsonObject probe) {
    String heardOn = Addresses.roomOut(new RoomId(probe.getString("room")));
    for (Frame told : privateRoom.say(probe.getString("word"))) {
      Bus.tell(vertx, heardOn, told, MultiMap.caseInsensitiveMultiMap());
    }
    return Future.succeededFuture(new JsonObject());
  }

  private Future<JsonObject> receiptKey() {
    return Future.succeededFuture(node.key().toJson());
  }

  private Future<JsonObject> door(
      RoomId id, String verb, JsonObject body, Caller caller, Failure ifNobody) {
    JsonObject passedOn = body.copy();
    passedOn.remove("ticket");
    MultiMap headers = caller.toHeaders().set("do", verb);
    return Bus.ask(vertx, Addresses.roomDoor(id), passedOn, headers, ifNobody);
  }

  /**
   * The claim is won. The tombstone is looked up only now: a room leaves one before it gives its
   * claim up, so that no code can be opened again in between.
   */
  private Future<JsonObject> begin(RoomId id, Person opener, RoomRequest request, Options options) {
    boolean fits = node.rooms().incrementAndGet() <= node.settings().limits().rooms();
    OwnedRoom room = new OwnedRoom(vertx, node, id, owners(), this::over);
    rooms.put(id, room);
    if (node.tombstones().has(id)) {
      return room.close().compose(closed -> refuse(Failure.ROOM_EXISTS.refused()));
    }
    if (!fits || !node.budget().hasRoomFor(node.settings().limits().body())) {
      return room.close().compose(closed -> refuse(Failure.UNAVAILABLE.afterMs(RETRY_MS)));
    }
    return room.listen()
        .compose(
            listening -> {
              node.tombstones().opened(id);
              return room.open(opener, request, options);
            })
        .recover(cause -> closeUnopened(room).compose(closed -> refuse(cause)));
  }

  private Future<Void> closeUnopened(OwnedRoom room) {
    if (room.isOpened()) {
      return Future.succeededFuture();
    }
    node.tombstones().notOpened(room.id());
    return room.close();
  }

  /** Nobody can ask this room any more. */
  private Future<Void> over(OwnedRoom room) {
    if (room.isOpened()) {
      node.tombstones().add(room.id());
    }
    rooms.remove(room.id());
    node.rooms().decrementAndGet();
    return claims()
        .drop(room.id())
        .onFailure(cause -> LOG.error("a claim could not be dropped", cause))
        .otherwiseEmpty();
  }

  private void sweep() {
    for (OwnedRoom room : List.copyOf(rooms.values())) {
      room.tick().onFailure(cause -> LOG.error("a room's tick failed", cause));
    }
  }

  private Claims claims() {
    return requireNonNull(claims, "started");
  }

  private SessionOwners owners() {
    return requireNonNull(sessions, "started");
  }

  private static <T> Future<T> refuse(Throwable cause) {
    return Future.failedFuture(cause);
  }
}
