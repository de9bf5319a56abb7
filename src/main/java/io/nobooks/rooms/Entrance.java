package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.wire.Hello;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.MemberState;
import io.nobooks.wire.ProofHash;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How people come into a room: at once, back to their seats, or by knocking. */
final class Entrance {
  private final RoomState room;
  private final Pages pages;
  private final Exit exit;

  /** What entering means for somebody now. */
  enum Way {
    SEATED(false),
    WAITING(false),
    RETURN(true),
    SEAT(true),
    KNOCK(true);

    /** Whether the session's owner must agree first. */
    final boolean reserves;

    Way(boolean reserves) {
      this.reserves = reserves;
    }
  }

  Entrance(RoomState room, Pages pages, Exit exit) {
    this.room = room;
    this.pages = pages;
    this.exit = exit;
  }

  /** Seats the opener, who is the admin. */
  JsonObject open(Person opener) {
    Seat seat = room.give(SeatId.fresh(), opener);
    room.chair.first(seat);
    return sit(seat, false, null);
  }

  /**
   * Lets pass who knows the proof and does not try too often.
   *
   * @throws Failure.Refused TOO_FAST, then ROOM_NOT_FOUND
   */
  void pass(SessionId session, ProofHash proof, boolean exempt) {
    if (!exempt) {
      room.rates.mayEnter(session, room.id);
    }
    if (room.ending != null || !room.proof.matches(proof)) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    if (!exempt) {
      room.rates.enter(session, room.id);
    }
  }

  /**
   * Checks, in the order of docs/protocol.md, section 4.
   *
   * @throws Failure.Refused ROOM_NOT_FOUND, REMOVED, ROOM_LOCKED, ROOM_FULL, NAME_TAKEN, when the
   *     heap's part for rooms is full UNAVAILABLE, when too many wait TOO_FAST
   */
  Way way(Person person) {
    if (room.ending != null) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    if (room.seats.isRemoved(person)) {
      throw Failure.REMOVED.refused();
    }
    Seat seat = room.seats.of(person.session());
    if (seat != null) {
      return wayBack(person, seat);
    }
    return room.lobby.of(person.session()) != null ? Way.WAITING : wayIn(person);
  }

  /** Does what {@link #way} says now; the session's owner has agreed where that is needed. */
  JsonObject enter(Person person) {
    Way way = way(person);
    return switch (way) {
      case SEATED -> again(seatOf(person), person);
      case WAITING -> waiting(room.lobby.of(person.session()));
      case RETURN -> takeBack(seatOf(person), person);
      case SEAT -> takeNew(person);
      case KNOCK -> waiting(knock(person));
    };
  }

  /** Gives the seat to one who waited. */
  void admit(Lobby.Knock knock) {
    room.lobby.remove(knock);
    Seat seat = room.give(knock.seat(), knock.person());
    JsonObject snapshot = sit(seat, false, null);
    MeEvent admitted = new MeEvent.Admitted(snapshot);
    room.voice.add(new Effect.TellOne(seat.session, admitted, seat.id));
  }

  /**
   * Gives the seat to one who waited.
   *
   * @throws Failure.Refused ROOM_FULL
   */
  void admitIfRoom(Lobby.Knock knock) {
    if (room.seats.living() >= room.options.capacity()) {
      throw Failure.ROOM_FULL.refused();
    }
    admit(knock);
  }

  private Way wayBack(Person person, Seat seat) {
    if (!seat.living()) {
      refuseTakenName(person, seat.id);
    }
    return seat.living() ? Way.SEATED : Way.RETURN;
  }

  private Way wayIn(Person person) {
    if (room.options.locked()) {
      throw Failure.ROOM_LOCKED.refused();
    }
    if (room.seats.living() >= room.options.capacity()) {
      throw Failure.ROOM_FULL.refused();
    }
    refuseTakenName(person, null);
    if (!room.budget.hasRoomFor(Seat.BYTES)) {
      throw Failure.UNAVAILABLE.afterMs(RoomState.BUDGET_RETRY_MS);
    }
    if (!room.options.lobby() || isHereAlready(person)) {
      return Way.SEAT;
    }
    room.lobby.refuseBeyondMost(room.now());
    return Way.KNOCK;
  }

  /** Who was let in once goes on from another session of the account without a knock. */
  private boolean isHereAlready(Person person) {
    return room.names.holdersOf(person.name(), null).stream()
        .map(room.seats::find)
        .anyMatch(seat -> seat != null && person.sameAccountAs(seat));
  }

  private void refuseTakenName(Person person, @Nullable SeatId besides) {
    for (SeatId id : room.names.holdersOf(person.name(), besides)) {
      Seat holder = room.seats.find(id);
      boolean reconnecting = holder != null && holder.state == MemberState.RECONNECTING;
      if (holder == null || !reconnecting) {
        throw Failure.NAME_TAKEN.refused();
      }
      if (!person.sameAccountAs(holder)) {
        throw Failure.NAME_TAKEN.afterMs(room.presence.untilLost(holder));
      }
    }
  }

  private JsonObject again(Seat seat, Person person) {
    if (!person.exempt()) {
      room.rates.read(seat.session);
    }
    if (seat.state == MemberState.RECONNECTING) {
      room.presence.back(seat);
      room.chair.arrived(seat);
    }
    if (announces(seat, person.hello())) {
      room.voice.arrived(seat, true);
    }
    return pages.snapshot(seat);
  }

  private JsonObject takeBack(Seat seat, Person person) {
    Seat other = endOtherSeat(person, seat.id);
    announces(seat, person.hello());
    room.seats.returns(seat);
    room.names.hold(seat.name, seat.id);
    return sit(seat, true, other);
  }

  private JsonObject takeNew(Person person) {
    Seat other = endOtherSeat(person, null);
    Seat seat = room.give(SeatId.fresh(), person);
    return sit(seat, false, other);
  }

  private Lobby.Knock knock(Person person) {
    Lobby.Knock knock = room.lobby.add(person, room.now());
    room.names.hold(person.name(), knock.seat());
    room.tellAdmin(knock.toEvent(room.id));
    return knock;
  }

  private JsonObject sit(Seat seat, boolean again, @Nullable Seat other) {
    room.voice.add(new Effect.Give(seat.session, seat.id));
    room.voice.arrived(seat, again);
    room.documents.joined(seat);
    if (other != null) {
      room.chair.moved(other, seat);
    }
    room.chair.arrived(seat);
    return pages.snapshot(seat);
  }

  /** The same account was here from another session that has lost its socket: that seat ends. */
  private @Nullable Seat endOtherSeat(Person person, @Nullable SeatId besides) {
    Seat ended = null;
    for (SeatId id : room.names.holdersOf(person.name(), besides)) {
      ended = room.seats.living(id);
      exit.lose(ended);
    }
    return ended;
  }

  /** Keeps a hello that was not known; false when there is nothing new. */
  private static boolean announces(Seat seat, @Nullable Hello hello) {
    if (hello == null || hello.equals(seat.hello)) {
      return false;
    }
    seat.hello = hello;
    return true;
  }

  private Seat seatOf(Person person) {
    Seat seat = room.seats.of(person.session());
    if (seat == null) {
      throw new IllegalStateException("a way back without a seat");
    }
    return seat;
  }

  private JsonObject waiting(Lobby.@Nullable Knock knock) {
    if (knock == null) {
      throw new IllegalStateException("a wait without a knock");
    }
    JsonObject reply = new JsonObject().put("waiting", true).put("seat", knock.seat().value());
    Seat admin = room.chair.present();
    return admin == null ? reply : reply.put("admin", admin.name.shown());
  }
}
