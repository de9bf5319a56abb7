package io.nobooks.rooms;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a room wants to have done. What all hear is told at once and in order; what concerns
 * one session is done one after the other, different sessions side by side.
 */
final class Deeds {
  private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);
  private static final String END = "end";

  private final Vertx vertx;
  private final RoomId room;
  private final SessionOwners sessions;
  private final Relays relays;
  private final Consumer<SessionId> seatRefused;
  private final Consumer<Effect.Whisper> whisperRefused;
  private Future<Void> cuts = Future.succeededFuture();
  private Future<Void> vanished = Future.succeededFuture();

  /**
   * Deeds of one room.
   *
   * @param seatRefused told of a session that has ended before it could have its seat
   * @param whisperRefused told of a whisper that cannot be kept
   */
  Deeds(
      Vertx vertx,
      RoomId room,
      SessionOwners sessions,
      Consumer<SessionId> seatRefused,
      Consumer<Effect.Whisper> whisperRefused) {
    this.vertx = vertx;
    this.room = room;
    this.sessions = sessions;
    this.relays = new Relays(vertx);
    this.seatRefused = seatRefused;
    this.whisperRefused = whisperRefused;
  }

  /** Completes when all is done; fails only when a whisper cannot be kept for its addressee. */
  Future<Void> perform(List<Effect> effects) {
    if (effects.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<SessionId, Future<Void>> ofSessions = new HashMap<>();
    List<Future<Void>> others = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Tell tell) {
        tellAll(tell.frame(), MultiMap.caseInsensitiveMultiMap());
      } else if (effect instanceof Effect.Vanish vanish) {
        others.add(vanish(vanish.last()));
      } else if (effect instanceof Effect.Cut cut) {
        others.add(cut(cut));
      } else if (effect instanceof Effect.Whisper whisper) {
        others.add(whisper(whisper));
      } else if (effect instanceof Effect.OfSession deed) {
        Future<Void> before = ofSessions.getOrDefault(deed.session(), vanished);
        ofSessions.put(deed.session(), before.compose(done -> one(deed)));
      }
    }
    others.addAll(ofSessions.values());
    return Future.join(others).mapEmpty();
  }

  private Future<Void> cut(Effect.Cut cut) {
    Future<Void> now = relays.cut(room, cut);
    cuts = Future.join(cuts, now).mapEmpty();
    return now;
  }

  /** The last words come after the bytes are gone. */
  private Future<Void> vanish(Frame lastWords) {
    vanished =
        cuts.compose(
            gone -> {
              tellAll(lastWords, MultiMap.caseInsensitiveMultiMap().set(END, "true"));
              return Future.succeededFuture();
            });
    return vanished;
  }

  private void tellAll(Frame frame, MultiMap headers) {
    Bus.tell(vertx, Addresses.roomOut(room), frame, headers);
  }

  /** What fails for one session is no failure of the room; it is logged where it is unexpected. */
  private Future<Void> one(Effect.OfSession deed) {
    return ask(deed).recover(cause -> failed(deed, Failure.of(cause)));
  }

  private Future<Void> ask(Effect.OfSession deed) {
    if (deed instanceof Effect.Give give) {
      return sessions.give(give.session(), room, give.seat());
    }
    if (deed instanceof Effect.TellOne tell) {
      return sessions.tell(tell.session(), room, tell.event(), tell.seated());
    }
    if (deed instanceof Effect.Forget) {
      return sessions.forget(deed.session(), room);
    }
    return sessions.release(deed.session(), room);
  }

  private Future<Void> failed(Effect.OfSession deed, Failure.Refused refused) {
    if (refused.failure != Failure.TOKEN_INVALID && refused.failure != Failure.NO_SUCH_SEAT) {
      LOG.warn("{} failed with {}", deed.getClass().getSimpleName(), refused.failure);
    }
    if (deed instanceof Effect.Give) {
      seatRefused.accept(deed.session());
    }
    return Future.succeededFuture();
  }

  private Future<Void> whisper(Effect.Whisper whisper) {
    SessionId by = whisper.by().session;
    SessionId to = whisper.to().session;
    return sessions
        .tell(to, room, whisper.event(), null)
        .onFailure(cause -> whisperRefused.accept(whisper))
        .compose(
            kept ->
                by.equals(to)
                    ? Future.succeededFuture()
                    : one(new Effect.TellOne(by, whisper.event(), null)));
  }
}
