package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.Base32;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.Options;
import io.nobooks.wire.ProofHash;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the parts of a room share. Pure state on an injected clock; used by one thread only. */
final class RoomState {
  /** When it may help to ask again after the heap's part for rooms was full. */
  static final long BUDGET_RETRY_MS = 5_000;

  final RoomId id;
  final Person opener;
  final ProofHash proof;
  final Settings settings;
  final LongSupplier millis;
  final Rates rates;
  final LogBudget budget;
  final RoomLog log;
  final Voice voice;
  final Seats seats;
  final Names names = new Names();
  final Lobby lobby;
  final Presence presence;
  final AdminChair chair;
  final Lifetime lifetime;
  final Documents documents;

  Options options;
  @Nullable Ending ending;
  long messages;

  RoomState(RoomsNode node, RoomId id, Person opener, ProofHash proof, Options options) {
    this.id = id;
    this.opener = opener;
    this.proof = proof;
    this.options = options;
    settings = node.settings();
    millis = node.millis();
    rates = node.rates();
    budget = node.budget();
    seats = new Seats(budget);
    Settings.Rooms times = settings.rooms();
    log = new RoomLog(settings.limits(), budget);
    lifetime = new Lifetime(millis, options.lifetimeMinutes());
    lobby = new Lobby(settings.limits().knocksRoom(), times.knockLife());
    voice = new Voice(id, Base32.random(10), log, millis, seat -> seat.toMember(isAdmin(seat)));
    documents = new Documents(settings.limits(), budget, voice, millis);
    presence = new Presence(voice, millis, times.lostAfter());
    chair =
        new AdminChair(
            seats,
            voice,
            millis,
            times.adminGrace(),
            opener,
            this::tellWhoWaits,
            this::tellForWhom);
  }

  /** Gives a seat, and counts its memory until the room ends. */
  Seat give(SeatId id, Person person) {
    budget.add(Seat.BYTES);
    Seat seat = seats.give(id, person, now());
    names.hold(seat.name, seat.id);
    return seat;
  }

  /** Gives all memory back. */
  void clear() {
    log.clear();
    seats.all().forEach(seat -> seat.cids.clear());
    budget.add(-Seat.BYTES * seats.all().size());
  }

  /** Refuses with UNAVAILABLE when the heap's part for rooms has less left. */
  void refuseBeyondBudget(long bytes) {
    if (!budget.hasRoomFor(bytes)) {
      throw Failure.UNAVAILABLE.afterMs(BUDGET_RETRY_MS);
    }
  }

  long now() {
    return millis.getAsLong();
  }

  boolean isAdmin(Seat seat) {
    return chair.isHeldBy(seat);
  }

  /**
   * Lets only the admin pass.
   *
   * @throws Failure.Refused NOT_THE_ADMIN
   */
  void adminOnly(Seat by) {
    if (!isAdmin(by)) {
      throw Failure.NOT_THE_ADMIN.refused();
    }
  }

  /** Tells the admin, where there is one in the room, even when the socket is away. */
  void tellAdmin(MeEvent event) {
    Seat admin = chair.present();
    if (admin != null) {
      voice.tellOne(admin.session, event);
    }
  }

  /** A new admin hears who waits, and they hear for whom they do. */
  private void tellWhoWaits(Seat admin) {
    lobby.all().forEach(knock -> voice.tellOne(admin.session, knock.toEvent(id)));
    tellForWhom(admin);
  }

  private void tellForWhom(Seat admin) {
    MeEvent waiting = new MeEvent.Waiting(id, admin.name.shown());
    lobby.all().forEach(knock -> voice.tellOne(knock.person().session(), waiting));
  }
}
