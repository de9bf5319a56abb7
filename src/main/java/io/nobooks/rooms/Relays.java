package io.nobooks.rooms;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What rooms ask of the relays that hold the bytes of their documents. */
final class Relays {
  private static final Logger LOG = LoggerFactory.getLogger(Relays.class);

  private final Vertx vertx;

  Relays(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Completes when the transfers have ended and the bytes are gone. Never fails: a relay that is
   * not there any more has taken its bytes along, and one that does not answer must not keep a room
   * from ending.
   */
  Future<Void> cut(RoomId room, Effect.Cut cut) {
    JsonObject question = new JsonObject().put("room", room.value());
    if (cut.file() != null) {
      question.put("file", cut.file().value());
    }
    if (cut.session() != null) {
      question.put("session", cut.session().value());
    }
    MultiMap verb = MultiMap.caseInsensitiveMultiMap().set("do", "cut");
    String address = Addresses.relayInstance(cut.relay());
    return Bus.ask(vertx, address, question, verb, Failure.NO_SUCH_FILE)
        .onFailure(cause -> logUnlessGone(Failure.of(cause)))
        .otherwiseEmpty()
        .mapEmpty();
  }

  private static void logUnlessGone(Failure.Refused refused) {
    if (refused.failure != Failure.NO_SUCH_FILE) {
      LOG.error("a relay did not cut: {}", refused.failure);
    }
  }
}
