package io.nobooks.relay;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Keeps the node's spool: empties it at start, cuts what rooms want cut and what has stalled, and
 * has given-up uploads withdrawn. One for each node.
 */
public final class RelayVerticle extends VerticleBase {
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final String VERB = "do";

  private final Spool spool;

  /** Watches the spool that the web instances of this node use. */
  public RelayVerticle(Spool spool) {
    this.spool = spool;
  }

  @Override
  public Future<?> start() {
    return spool
        .open()
        .compose(
            ready -> {
              vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
              return Future.all(
                  Bus.answer(vertx, Addresses.relayInstance(spool.instance()), this::answer)
                      .completion(),
                  Bus.answer(vertx, Addresses.RELAY_COUNTS, question -> counts()).completion());
            });
  }

  /**
   * Rooms have ended by now; whatever still moves is cut. What cannot be closed any more, because
   * the threads for it have ended first, goes with the process.
   */
  @Override
  public Future<?> stop() {
    return spool.close().otherwiseEmpty();
  }

  private Future<JsonObject> answer(Message<JsonObject> question) {
    return switch (String.valueOf(question.headers().get(VERB))) {
      case "cut" -> cut(question.body());
      default -> throw Failure.BAD_COMMAND.because("no such verb");
    };
  }

  private Future<JsonObject> cut(JsonObject body) {
    String file = body.getString("file");
    String session = body.getString("session");
    return spool
        .cut(
            new RoomId(body.getString("room")),
            file == null ? null : new FileId(file),
            session == null ? null : new SessionId(session))
        .map(gone -> new JsonObject());
  }

  private void sweep() {
    spool.cutStalled();
    spool.givenUp().forEach(this::withdraw);
  }

  /** The room withdraws it and has it cut; where there is no room any more, it goes without. */
  private void withdraw(SpoolFile file) {
    JsonObject body = new JsonObject().put("file", file.id().value());
    MultiMap verb = MultiMap.caseInsensitiveMultiMap().set(VERB, "withdraw");
    Bus.ask(vertx, Addresses.roomDoor(file.room()), body, verb, Failure.ROOM_NOT_FOUND)
        .otherwiseEmpty()
        .onComplete(told -> spool.cut(file.room(), file.id(), null));
  }

  private Future<JsonObject> counts() {
    Spool.Counts counts = spool.counts();
    return Future.succeededFuture(
        new JsonObject()
            .put("files", counts.files())
            .put("rooms", counts.rooms())
            .put("bytes", counts.bytes())
            .put("transfers", counts.transfers())
            .put("segments", counts.segments()));
  }
}
