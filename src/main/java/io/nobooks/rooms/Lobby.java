package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those who knock and wait for the admin, in the order in which they came. */
final class Lobby {
  private final Map<SessionId, Knock> bySession = new LinkedHashMap<>();
  private final Map<SeatId, Knock> bySeat = new LinkedHashMap<>();
  private final int most;
  private final long lifeMs;

  /**
   * One who waits.
   *
   * @param seat the seat's id on admission
   */
  record Knock(SeatId seat, Person person, long at) {
    MeEvent.Knocking toEvent(RoomId room) {
      return new MeEvent.Knocking(
          room, seat, person.name().shown(), person.account(), person.hello());
    }
  }

  Lobby(int most, Duration life) {
    this.most = most;
    this.lifeMs = life.toMillis();
  }

  @Nullable Knock of(SessionId session) {
    return bySession.get(session);
  }

  /**
   * The one who waits for this seat.
   *
   * @throws Failure.Refused NO_SUCH_SEAT when nobody does
   */
  Knock waiting(SeatId seat) {
    Knock knock = bySeat.get(seat);
    if (knock == null) {
      throw Failure.NO_SUCH_SEAT.refused();
    }
    return knock;
  }

  List<Knock> all() {
    return List.copyOf(bySession.values());
  }

  /**
   * Refuses another knock while too many wait.
   *
   * @throws Failure.Refused TOO_FAST with the time until the oldest knock is over
   */
  void refuseBeyondMost(long now) {
    if (bySession.size() >= most) {
      throw Failure.TOO_FAST.afterMs(bySession.values().iterator().next().at() + lifeMs - now);
    }
  }

  Knock add(Person person, long now) {
    return put(new Knock(SeatId.fresh(), person, now));
  }

  /** The one who waits has no account any more. */
  void losesAccount(Knock knock) {
    put(new Knock(knock.seat(), knock.person().asGuest(), knock.at()));
  }

  private Knock put(Knock knock) {
    bySession.put(knock.person().session(), knock);
    bySeat.put(knock.seat(), knock);
    return knock;
  }

  void remove(Knock knock) {
    bySession.remove(knock.person().session());
    bySeat.remove(knock.seat());
  }

  /** Those who have waited for too long. */
  List<Knock> tired(long now) {
    if (bySession.isEmpty()) {
      return List.of();
    }
    List<Knock> tired = new ArrayList<>();
    for (Knock knock : bySession.values()) {
      if (now - knock.at() < lifeMs) {
        break;
      }
      tired.add(knock);
    }
    return tired;
  }
}
