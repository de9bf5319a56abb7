package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.EndReason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The last seconds of a room: those who were online report that they wiped everything of it. */
final class Ending {
  final EndReason reason;
  final long at;
  final String nonce = Base32.random(26);
  private final long until;
  private final Set<Seat> online = new LinkedHashSet<>();
  private final Set<Seat> wiped = new LinkedHashSet<>();
  private final Set<Seat> awaited = new LinkedHashSet<>();

  Ending(EndReason reason, Seats seats, long now, long waitMs) {
    this.reason = reason;
    this.at = now;
    this.until = now + waitMs;
    seats.all().stream().filter(seat -> seat.state.connected()).forEach(online::add);
    awaited.addAll(online);
  }

  /**
   * A member reports.
   *
   * @throws Failure.Refused BAD_COMMAND when it does not know the nonce of {@code ended}
   */
  void wiped(Seat seat, String nonce) {
    if (!nonce.equals(this.nonce)) {
      throw Failure.BAD_COMMAND.because("wrong nonce");
    }
    if (awaited.remove(seat)) {
      wiped.add(seat);
    }
  }

  /** No report will come from there. */
  void lost(Seat seat) {
    awaited.remove(seat);
  }

  boolean isOver(long now) {
    return awaited.isEmpty() || now >= until;
  }

  List<String> wiped() {
    return names(wiped);
  }

  List<String> silent() {
    Set<Seat> silent = new LinkedHashSet<>(online);
    silent.removeAll(wiped);
    return names(silent);
  }

  List<String> left(Seats seats) {
    Set<Seat> left = new LinkedHashSet<>(seats.all());
    left.removeAll(online);
    return names(left);
  }

  private static List<String> names(Set<Seat> seats) {
    List<String> names = new ArrayList<>();
    seats.forEach(seat -> names.add(seat.name.shown()));
    return names;
  }
}
