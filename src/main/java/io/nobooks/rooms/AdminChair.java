package io.nobooks.rooms;

import io.nobooks.wire.MemberState;
import io.nobooks.wire.RoomEvent;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who the admin is. When the admin leaves, the longest seated member who is online follows at once;
 * when the admin is lost, after a while. An opener who was lost gets the chair back on return,
 * unless it was ever handed over by hand.
 */
final class AdminChair {
  private static final long NOT = Long.MAX_VALUE;

  private final Seats seats;
  private final Voice voice;
  private final LongSupplier millis;
  private final long graceMs;
  private Person opener;
  private final Consumer<Seat> changed;
  private final Consumer<Seat> back;
  private @Nullable Seat admin;
  private long emptyFrom = NOT;
  private boolean openerWasLost;
  private boolean byHand;

  /**
   * {@code changed} hears of each new admin, after it was told; {@code back} of the same one who
   * was gone for a while.
   */
  AdminChair(
      Seats seats,
      Voice voice,
      LongSupplier millis,
      Duration grace,
      Person opener,
      Consumer<Seat> changed,
      Consumer<Seat> back) {
    this.seats = seats;
    this.voice = voice;
    this.millis = millis;
    this.graceMs = grace.toMillis();
    this.opener = opener;
    this.changed = changed;
    this.back = back;
  }

  /** The opener is the first, and that is not told. */
  void first(Seat seat) {
    admin = seat;
  }

  boolean isHeldBy(Seat seat) {
    return admin == seat;
  }

  /** The admin while in the room, with or without a socket. */
  @Nullable Seat present() {
    return admin != null && admin.living() ? admin : null;
  }

  void handOver(Seat to) {
    if (admin != to) {
      byHand = true;
      give(to);
    }
  }

  /** A member came, came back, or turned to the page again. */
  void arrived(Seat seat) {
    if (admin == seat) {
      boolean wasGone = emptyFrom != NOT;
      emptyFrom = NOT;
      if (wasGone) {
        back.accept(seat);
      }
    } else if (openerWasLost && !byHand && isOpener(seat)) {
      give(seat);
    }
    tick();
  }

  void left(Seat seat) {
    openerWasLost &= !isOpener(seat);
    if (admin == seat) {
      emptyFrom = millis.getAsLong();
      tick();
    }
  }

  void lost(Seat seat) {
    if (admin == seat) {
      emptyFrom = millis.getAsLong() + graceMs;
      openerWasLost |= isOpener(seat);
    }
  }

  /** The same account goes on in another seat. */
  void moved(Seat from, Seat to) {
    if (admin == from) {
      give(to);
    }
  }

  /** The account of this seat is deleted; who claims its name next is somebody else. */
  void losesAccount(Seat seat) {
    if (opener.sameAccountAs(seat)) {
      opener = opener.asGuest();
    }
  }

  /** Looks for a successor when it is time. */
  void tick() {
    if (millis.getAsLong() >= emptyFrom) {
      Seat next = longestSeated();
      if (next != null) {
        give(next);
      }
    }
  }

  private void give(Seat to) {
    admin = to;
    emptyFrom = NOT;
    openerWasLost &= !isOpener(to);
    voice.tell(new RoomEvent.HandedOver(to.id));
    changed.accept(to);
  }

  private boolean isOpener(Seat seat) {
    return seat.session.equals(opener.session()) || opener.sameAccountAs(seat);
  }

  private @Nullable Seat longestSeated() {
    Seat away = null;
    for (Seat seat : seats.all()) {
      if (seat.state == MemberState.ONLINE) {
        return seat;
      }
      away = away == null && seat.state == MemberState.AWAY ? seat : away;
    }
    return away;
  }
}
