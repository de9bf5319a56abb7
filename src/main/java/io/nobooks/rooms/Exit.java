package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.wire.EndReason;
import io.nobooks.wire.Frame;
import io.nobooks.wire.LeaveReason;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.RoomEvent;
import io.nobooks.wire.RoomNotice;
import io.nobooks.wire.SeatId;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How people leave a room, and how the room ends. */
final class Exit {
  /** Keeps one event below 256 KiB. */
  private static final int MOST_DEPARTURES = 2_000;

  /** A node that is told to stop has 10 s for everything. */
  private static final long MOST_SHUTDOWN_MS = 5_000;

  private final RoomState room;
  private final ReceiptKey key;
  private final String build;
  private @Nullable JsonObject receipt;
  private long emptySince;

  Exit(RoomState room, ReceiptKey key, String build) {
    this.room = room;
    this.key = key;
    this.build = build;
  }

  /** The member leaves; the last one ends the room. */
  void leave(Seat seat) {
    go(List.of(seat), LeaveReason.LEFT);
    room.chair.left(seat);
    if (room.seats.living() == 0) {
      end(EndReason.EMPTY, null);
    }
  }

  /** Never lets this one in again, nor the same account; from now on newcomers must knock. */
  void kick(Seat seat) {
    room.seats.remove(seat);
    if (seat.living()) {
      go(List.of(seat), LeaveReason.KICKED);
      room.voice.tellOne(seat.session, new MeEvent.Kicked(room.id));
    }
    for (Lobby.Knock knock : room.lobby.all()) {
      if (room.seats.isRemoved(knock.person())) {
        deny(knock, Failure.REMOVED);
      }
    }
    if (!room.options.lobby()) {
      room.options = room.options.withLobby(true);
      room.voice.tell(new RoomEvent.OptionsSet(room.options));
    }
  }

  void lose(Seat seat) {
    lose(List.of(seat));
  }

  /** Sends one away who waits. */
  void deny(Lobby.Knock knock, Failure why) {
    withdraw(knock);
    room.voice.tellOne(knock.person().session(), new MeEvent.Denied(room.id, why));
  }

  /** One who waited does not wait any more. */
  void withdraw(Lobby.Knock knock) {
    room.lobby.remove(knock);
    room.names.free(knock.person().name(), knock.seat());
    room.voice.add(new Effect.Release(knock.person().session()));
    room.tellAdmin(new MeEvent.KnockGone(room.id, knock.seat()));
  }

  /** The last numbered event; then the room waits for reports of wiping, if anybody is online. */
  void end(EndReason reason, @Nullable SeatId by) {
    Ending ending = new Ending(reason, room.seats, room.now(), waitMs(reason));
    room.voice.tell(new RoomEvent.Ended(reason, by, ending.nonce));
    room.ending = ending;
    room.documents.end();
    for (Lobby.Knock knock : room.lobby.all()) {
      room.lobby.remove(knock);
      room.voice.add(new Effect.Release(knock.person().session()));
      MeEvent denied = new MeEvent.Denied(room.id, Failure.ROOM_NOT_FOUND);
      room.voice.tellOne(knock.person().session(), denied);
    }
    vanishIfOver(ending);
  }

  /** What is due: losses, the end of an empty room, the end of an ended one. */
  void tick() {
    if (room.ending != null) {
      vanishIfOver(room.ending);
      return;
    }
    lose(room.presence.lost());
    for (Lobby.Knock knock : room.lobby.tired(room.now())) {
      deny(knock, Failure.NOT_ADMITTED_YET);
    }
    long grace = room.settings.rooms().emptyGrace().toMillis();
    if (room.lifetime.isOver()) {
      end(EndReason.EXPIRED, null);
    } else if (room.seats.living() == 0 && room.now() - emptySince >= grace) {
      end(EndReason.EMPTY, null);
    }
  }

  /** What was stated about the room; null until nothing of it is left. */
  @Nullable JsonObject receipt() {
    return receipt;
  }

  /** Ends the wait when nobody is left to wait for. */
  void vanishIfOver(Ending ending) {
    if (receipt != null || !ending.isOver(room.now())) {
      return;
    }
    receipt = state(ending).sign(key);
    room.voice.add(new Effect.Vanish(Frame.of(new RoomNotice.Receipt(receipt).toJson())));
    room.seats.all().stream()
        .filter(Seat::living)
        .forEach(seat -> room.voice.add(new Effect.Release(seat.session)));
    room.seats.all().forEach(seat -> room.voice.add(new Effect.Forget(seat.session)));
    room.clear();
  }

  private void lose(List<Seat> seats) {
    for (int from = 0; from < seats.size(); from += MOST_DEPARTURES) {
      go(seats.subList(from, Math.min(seats.size(), from + MOST_DEPARTURES)), LeaveReason.LOST);
    }
    seats.forEach(room.chair::lost);
    if (!seats.isEmpty()) {
      emptySince = room.now();
    }
  }

  private void go(List<Seat> seats, LeaveReason reason) {
    List<RoomEvent.Departure> departures = new ArrayList<>();
    for (Seat seat : seats) {
      departures.add(new RoomEvent.Departure(seat.id, reason));
    }
    room.voice.tell(new RoomEvent.Left(departures));
    for (Seat seat : seats) {
      room.presence.forget(seat);
      room.seats.goes(seat);
      room.names.free(seat.name, seat.id);
      room.voice.add(new Effect.Release(seat.session));
      room.documents.left(seat);
    }
  }

  private long waitMs(EndReason reason) {
    long wait = room.settings.rooms().wipeWait().toMillis();
    return reason == EndReason.SHUTDOWN ? Math.min(wait, MOST_SHUTDOWN_MS) : wait;
  }

  private RoomReceipt state(Ending ending) {
    return new RoomReceipt(
        room.id,
        room.lifetime.createdAt(),
        ending.at,
        ending.reason,
        new RoomReceipt.Counts(
            room.seats.all().size(),
            room.messages,
            room.documents.everStored(),
            room.documents.everStoredBytes()),
        ending.wiped(),
        ending.silent(),
        ending.left(room.seats),
        build);
  }
}
