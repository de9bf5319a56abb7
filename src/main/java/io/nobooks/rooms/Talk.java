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
    CidMemory.Answered known = by.seat().cids.get(cid);
    return known == null ? answer(sayNow(by, cid, body)) : answer(known);
  }

  JsonObject whisper(Seat by, ClientId cid, SeatId to, Body body) {
    CidMemory.Answered known = by.cids.get(cid);
    return known == null ? answer(whisperNow(by, cid, to, body)) : answer(known);
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

  private CidMemory.Answered sayNow(Speaker by, ClientId cid, Body body) {
    refuseClear(body);
    if (!by.exempt()) {
      by.seat().says(limits.saySeat(), room.millis).takeOrRefuse();
      said.takeOrRefuse();
    }
    if (!room.budget.hasRoomFor(limits.body())) {
      throw Failure.UNAVAILABLE.afterMs(RoomState.BUDGET_RETRY_MS);
    }
    RoomEvent.Said event = new RoomEvent.Said(by.seat().id, cid, body);
    long seq = room.voice.say(event, room.options.history());
    room.messages++;
    return remember(by.seat(), cid, seq);
  }

  private CidMemory.Answered whisperNow(Seat by, ClientId cid, SeatId to, Body body) {
    refuseClear(body);
    Seat addressee = room.seats.living(to);
    if (!room.budget.hasRoomFor(CidMemory.ENTRY_BYTES)) {
      throw Failure.UNAVAILABLE.afterMs(RoomState.BUDGET_RETRY_MS);
    }
    MeEvent.Whispered event = new MeEvent.Whispered(room.id, by.id, to, cid, body, room.now());
    room.voice.add(new Effect.Whisper(by, addressee, event));
    return remember(by, cid, 0);
  }

  private CidMemory.Answered remember(Seat by, ClientId cid, long seq) {
    CidMemory.Answered answered = new CidMemory.Answered(seq, room.now());
    by.cids.put(cid, answered);
    return answered;
  }

  private void refuseClear(Body body) {
    if (room.options.sealedOnly() && !body.sealed()) {
      throw Failure.NOT_ALLOWED_HERE.because("this room takes sealed bodies only");
    }
  }

  private static JsonObject answer(CidMemory.Answered answered) {
    JsonObject reply = new JsonObject();
    if (answered.seq() > 0) {
      reply.put("seq", answered.seq());
    }
    return reply.put("at", answered.at());
  }
}
