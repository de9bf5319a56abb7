package io.nobooks.rooms;

import io.nobooks.wire.MemberState;
import io.nobooks.wire.RoomNotice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who can be reached. Changes are gathered: the first is told at once, what follows within a second
 * together, the newest state of each member only.
 */
final class Presence {
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final int MOST_CHANGES = 2_000;

  private final Set<Seat> changed = new LinkedHashSet<>();
  private final Set<Seat> dropped = new LinkedHashSet<>();
  private final Voice voice;
  private final LongSupplier millis;
  private final long lostAfter;
  private long toldAt;
  private long lossesAt;

  Presence(Voice voice, LongSupplier millis, Duration lostAfter) {
    this.voice = voice;
    this.millis = millis;
    this.lostAfter = lostAfter.toMillis();
    this.toldAt = millis.getAsLong() - BETWEEN.toMillis();
    this.lossesAt = toldAt;
  }

  void away(Seat seat, boolean away) {
    seat.away = away;
    if (seat.state.connected()) {
      change(seat, away ? MemberState.AWAY : MemberState.ONLINE);
    }
  }

  void drop(Seat seat) {
    seat.droppedAt = millis.getAsLong();
    dropped.add(seat);
    change(seat, MemberState.RECONNECTING);
  }

  void back(Seat seat) {
    dropped.remove(seat);
    change(seat, seat.away ? MemberState.AWAY : MemberState.ONLINE);
  }

  /** The seat is not to be watched any more; its going is told otherwise. */
  void forget(Seat seat) {
    dropped.remove(seat);
    changed.remove(seat);
  }

  /** Milliseconds until a reconnecting member is lost. */
  long untilLost(Seat seat) {
    return Math.max(1, seat.droppedAt + lostAfter - millis.getAsLong());
  }

  /** Members whose time to reconnect is over; at most once a second, so that they go together. */
  List<Seat> lost() {
    if (dropped.isEmpty() || millis.getAsLong() - lossesAt < BETWEEN.toMillis()) {
      return List.of(); // As nearly always, and all rooms ask again and again.
    }
    List<Seat> lost = new ArrayList<>();
    for (Iterator<Seat> longest = dropped.iterator(); longest.hasNext(); ) {
      Seat seat = longest.next();
      if (millis.getAsLong() < seat.droppedAt + lostAfter) {
        break;
      }
      lost.add(seat);
      longest.remove();
    }
    lossesAt = lost.isEmpty() ? lossesAt : millis.getAsLong();
    return lost;
  }

  void tick() {
    if (!changed.isEmpty() && millis.getAsLong() - toldAt >= BETWEEN.toMillis()) {
      tell();
    }
  }

  private void change(Seat seat, MemberState state) {
    changed.add(seat);
    seat.state = state;
    tick();
  }

  private void tell() {
    List<RoomNotice.Change> changes = new ArrayList<>();
    Iterator<Seat> next = changed.iterator();
    while (next.hasNext() && changes.size() < MOST_CHANGES) {
      Seat seat = next.next();
      changes.add(new RoomNotice.Change(seat.id, seat.state));
      next.remove();
    }
    toldAt = millis.getAsLong();
    voice.tell(new RoomNotice.States(voice.nextRev(), changes));
  }
}
