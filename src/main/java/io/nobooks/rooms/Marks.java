package io.nobooks.rooms;

import static java.util.Objects.requireNonNull;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.Throttle;
import io.nobooks.wire.Body;
import io.nobooks.wire.ClientId;
import io.nobooks.wire.RoomEvent;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What members do to messages that were said: edit, take back, react. */
final class Marks {
  private final RoomState room;
  private final Talk talk;
  private final Settings.Limits limits;
  private final Throttle reacted;
  private final long editWithinMs;

  Marks(RoomState room, Talk talk) {
    this.room = room;
    this.talk = talk;
    limits = room.settings.limits();
    reacted = new Throttle(limits.reactRoom(), room.millis);
    editWithinMs = room.settings.rooms().editWithin().toMillis();
  }

  /** Other words, by who said it and for a while. */
  JsonObject edit(Speaker by, ClientId cid, long of, Body body) {
    return talk.once(by.seat(), cid, () -> editNow(by, cid, of, body));
  }

  /** By who said it for a while, by the admin at any time; once more it is answered the same. */
  JsonObject retract(Speaker by, long of) {
    Message message = readable(by.seat(), of);
    if (!message.by.equals(by.seat().id)) {
      room.adminOnly(by.seat());
    }
    if (message.retracted() == null) {
      retractNow(by, message);
    }
    return Talk.answer(requireNonNull(message.retracted()));
  }

  /** A seat has one reaction to a message; without a body, none any more. */
  JsonObject react(Speaker by, ClientId cid, long of, @Nullable Body body) {
    return talk.once(by.seat(), cid, () -> reactNow(by, cid, of, body));
  }

  private CidMemory.Answered editNow(Speaker by, ClientId cid, long of, Body body) {
    talk.refuseClear(body);
    Message message = standing(by.seat(), of);
    if (!message.by.equals(by.seat().id)) {
      throw Failure.NOT_ALLOWED_HERE.because("only who said it edits it");
    }
    refuseLate(message);
    talk.refuseHaste(by);
    RoomEvent event = new RoomEvent.Edited(by.seat().id, of, cid, body);
    boolean shown = room.options.history();
    return room.voice.tell(event, (frame, at) -> room.log.appendEdited(message, frame, shown));
  }

  private void retractNow(Speaker by, Message message) {
    if (!room.isAdmin(by.seat())) {
      refuseLate(message);
    }
    if (!by.exempt()) {
      by.seat().says(limits.saySeat(), room.millis).takeOrRefuse();
    }
    RoomEvent event = new RoomEvent.Retracted(by.seat().id, message.seq);
    room.voice.tell(event, (frame, at) -> room.log.appendRetracted(message, frame, at));
  }

  private CidMemory.Answered reactNow(Speaker by, ClientId cid, long of, @Nullable Body body) {
    if (body != null) {
      talk.refuseClear(body);
    }
    Message message = standing(by.seat(), of);
    if (!by.exempt()) {
      by.seat().reacts(limits.reactSeat(), room.millis).takeOrRefuse();
      reacted.takeOrRefuse();
    }
    room.refuseBeyondBudget(limits.reaction());
    RoomEvent event = new RoomEvent.Reacted(by.seat().id, of, cid, body);
    boolean shown = room.options.history();
    return room.voice.tell(
        event,
        (frame, at) -> room.log.appendReacted(message, by.seat().id, body != null, frame, shown));
  }

  /** What a seat cannot read is for it as if it were not there. */
  private Message readable(Seat by, long of) {
    Message message = room.log.message(of);
    if (message == null || !(message.shown || of >= by.firstEntered)) {
      throw Failure.NOT_ALLOWED_HERE.because("no such message is held");
    }
    return message;
  }

  private Message standing(Seat by, long of) {
    Message message = readable(by, of);
    if (message.retracted() != null) {
      throw Failure.NOT_ALLOWED_HERE.because("it was retracted");
    }
    return message;
  }

  private void refuseLate(Message message) {
    if (room.now() - message.at > editWithinMs) {
      throw Failure.NOT_ALLOWED_HERE.because("it was said too long ago");
    }
  }
}
