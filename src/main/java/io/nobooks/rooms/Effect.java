package io.nobooks.rooms;

import io.nobooks.wire.FileId;
import io.nobooks.wire.Frame;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import org.jspecify.annotations.Nullable;

/** What shall be done because of something that happened in a room; the verticle does it. */
sealed interface Effect {
  /** Tell all members. */
  record Tell(Frame frame) implements Effect {}

  /** What concerns one session; the effects of one session are done one after the other. */
  sealed interface OfSession extends Effect {
    SessionId session();
  }

  /** Tell one session; {@code seated} binds its socket to the seat first. */
  record TellOne(SessionId session, MeEvent event, @Nullable SeatId seated) implements OfSession {}

  /** The session has this seat now. */
  record Give(SessionId session, SeatId seat) implements OfSession {}

  /** The session has no seat, knock or reservation here any more. */
  record Release(SessionId session) implements OfSession {}

  /** The room is over: what the session was told of it shall be kept no longer. */
  record Forget(SessionId session) implements OfSession {}

  /**
   * A whisper. When it cannot be kept for its addressee, the sender is refused and told nothing.
   */
  record Whisper(Seat by, Seat to, MeEvent.Whispered event) implements Effect {}

  /**
   * Bytes must go, and transfers end: with a session, its transfers; with a document, that one;
   * with neither, everything of the room.
   */
  record Cut(String relay, @Nullable FileId file, @Nullable SessionId session) implements Effect {}

  /** The room is gone, once its bytes are; its members are told so with these last words. */
  record Vanish(Frame last) implements Effect {}
}
