package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.Throttle;
import io.nobooks.wire.Body;
import io.nobooks.wire.ClientId;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.RoomEvent;
import io.nobooks.wire.RoomNotice;
import io.nobooks.wire.SeatId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Supplier;

/** What members say to all and to one, and what they read again. */
final class Talk {
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

  private final RoomState room;
  private final Settings.Limits limits;
  private final Throttle said;
  private final Throttle typed;
  private long sweptAt;

  Talk(RoomState room) {
    this.room = room;
    limits = room.settings.limits();
    said = new Throttle(limits.sayRoom(), room.millis);
    typed = new Throttle(limits.typing(), room.millis);
    sweptAt = room.now();
  }

  /** The answer comes once the message is in the log. */
  JsonObject say(Speaker by, ClientId cid, Body body) {
    return once(by.seat(), cid, () -> sayNow(by, cid, body));
  }

  JsonObject whisper(Seat by, ClientId cid, SeatId to, Body body) {
    return once(by, cid, () -> whisperNow(by, cid, to, body));
  }

  /**
   * Does something and answers with its number, or with 0 for none, and its time. What has the same
   * {@code cid} as something before is not done, but answered as that was.
   */
  JsonObject once(Seat by, ClientId cid, Supplier<CidMemory.Answered> deed) {
    CidMemory.Answered known = by.cids.get(cid);
    if (known != null) {
      return answer(known);
    }
    CidMemory.Answered answered = deed.get();
    by.cids.put(cid, answered);
    return answer(answered);
  }

  /** Rarely, forgets the old answers of those who say nothing more. */
  void tick() {
    if (room.now() - sweptAt >= BETWEEN_SWEEPS.toMillis()) {
      sweptAt = room.now();
      room.seats.all().forEach(seat -> seat.cids.forget(sweptAt));
    }
  }

  void typing(Speaker by) {
    if (by.seat().mayTellTyping(room.now())) {
      if (!by.exempt()) {
        typed.takeOrRefuse();
      }
      room.voice.tell(new RoomNotice.Typing(by.seat().id));
    }
  }

  JsonObject sync(Seat by, String epoch, long from) {
    if (by.firstEntered == Seat.NOT_TOLD) {
      room.voice.tellArrivals();
    }
    RoomNotice.Here here = room.voice.here();
    RoomLog.Page page =
        epoch.equals(here.epoch())
            ? room.log.since(Math.max(1, from), by.firstEntered)
            : new RoomLog.Page(false, new JsonArray(), false);
    return new JsonObject()
        .put("recovered", page.whole())
        .mergeIn(here.standing())
        .put("events", page.events())
        .put("more", page.more());
  }

  /**
   * Counts one more that is told with words to all.
   *
   * @throws Failure.Refused TOO_FAST, or UNAVAILABLE when the heap's part for rooms is full
   */
  void refuseHaste(Speaker by) {
    if (!by.exempt()) {
      by.seat().says(limits.saySeat(), room.millis).takeOrRefuse();
      said.takeOrRefuse();
    }
    room.refuseBeyondBudget(limits.body());
  }

  /** Refuses with NOT_ALLOWED_HERE what is not sealed where it must be. */
  void refuseClear(Body body) {
    if (room.options.sealedOnly() && !body.sealed()) {
      throw Failure.NOT_ALLOWED_HERE.because("this room takes sealed bodies only");
    }
  }

  private CidMemory.Answered sayNow(Speaker by, ClientId cid, Body body) {
    refuseClear(body);
    refuseHaste(by);
    SeatId seat = by.seat().id;
    boolean shown = room.options.history();
    CidMemory.Answered told =
        room.voice.tell(
            new RoomEvent.Said(seat, cid, body),
            (frame, at) -> room.log.appendSaid(frame, seat, at, shown));
    room.messages++;
    return told;
  }

  private CidMemory.Answered whisperNow(Seat by, ClientId cid, SeatId to, Body body) {
    refuseClear(body);
    Seat addressee = room.seats.living(to);
    room.refuseBeyondBudget(CidMemory.ENTRY_BYTES);
    long at = room.now();
    MeEvent.Whispered event = new MeEvent.Whispered(room.id, by.id, to, cid, body, at);
    room.voice.add(new Effect.Whisper(by, addressee, event));
    return new CidMemory.Answered(0, at);
  }

  static JsonObject answer(CidMemory.Answered answered) {
    JsonObject reply = new JsonObject();
    if (answered.seq() > 0) {
      reply.put("seq", answered.seq());
    }
    return reply.put("at", answered.at());
  }
}
