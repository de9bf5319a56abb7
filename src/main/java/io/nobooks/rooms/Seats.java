package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.wire.MemberState;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All seats that were ever given, in the order of first entries, and who may never come back. */
final class Seats {
  private final List<Seat> all = new ArrayList<>();
  private final Map<SeatId, Seat> byId = new HashMap<>();
  private final Map<SessionId, Seat> bySession = new HashMap<>();
  private final Set<SessionId> removedSessions = new HashSet<>();
  private final Set<String> removedAccounts = new HashSet<>();
  private final LogBudget budget;
  private int living;

  /** {@code budget} is where the memory of seats is counted. */
  Seats(LogBudget budget) {
    this.budget = budget;
  }

  Seat give(SeatId id, Person person, long now) {
    Seat seat = new Seat(id, person, all.size(), now, budget);
    all.add(seat);
    byId.put(id, seat);
    bySession.put(person.session(), seat);
    living++;
    return seat;
  }

  /** The session's seat, living or gone. */
  @Nullable Seat of(SessionId session) {
    return bySession.get(session);
  }

  @Nullable Seat find(SeatId id) {
    return byId.get(id);
  }

  /**
   * The seat of a member.
   *
   * @throws Failure.Refused NO_SUCH_SEAT when there is none that is not gone
   */
  Seat living(SeatId id) {
    Seat seat = byId.get(id);
    if (seat == null || !seat.living()) {
      throw Failure.NO_SUCH_SEAT.refused();
    }
    return seat;
  }

  /** Members now, connected or not. */
  int living() {
    return living;
  }

  List<Seat> all() {
    return all;
  }

  void goes(Seat seat) {
    seat.state = MemberState.GONE;
    seat.cids.goes();
    living--;
  }

  void returns(Seat seat) {
    seat.state = MemberState.ONLINE;
    seat.away = false;
    living++;
  }

  /** Never lets the session in again, nor the account where it is one. */
  void remove(Seat seat) {
    seat.removed = true;
    removedSessions.add(seat.session);
    if (seat.account) {
      removedAccounts.add(seat.name.folded());
    }
  }

  boolean isRemoved(Person person) {
    return removedSessions.contains(person.session())
        || (person.account() && removedAccounts.contains(person.name().folded()));
  }
}
