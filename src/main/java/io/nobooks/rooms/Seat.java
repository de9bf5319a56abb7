package io.nobooks.rooms;

import io.nobooks.Rate;
import io.nobooks.Throttle;
import io.nobooks.wire.Hello;
import io.nobooks.wire.Member;
import io.nobooks.wire.MemberState;
import io.nobooks.wire.Name;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One session's place in the room, from its first entry until the room ends. */
final class Seat {
  /** Its own first {@code entered} is not told yet. */
  static final long NOT_TOLD = Long.MAX_VALUE;

  /** The memory of one with a hello, kept when they go; the memory of its messages comes on top. */
  static final long BYTES = 2_048;

  private static final Duration BETWEEN_TYPING = Duration.ofSeconds(2);

  final SeatId id;
  final SessionId session;
  final Name name;
  boolean account;

  /** See {@link Person#claim}. */
  final long claim;

  final long since;
  final CidMemory cids;

  /** Where it stands in the order of first entries, from 0. */
  final int number;

  @Nullable Hello hello;
  MemberState state = MemberState.ONLINE;
  boolean away;
  boolean removed;
  long firstEntered = NOT_TOLD;

  /** When the socket was lost. */
  long droppedAt;

  private long typedAt = Long.MIN_VALUE;
  private @Nullable Throttle says;
  private @Nullable Throttle reacts;

  Seat(SeatId id, Person person, int number, long since, LogBudget budget) {
    this.id = id;
    this.session = person.session();
    this.name = person.name();
    this.account = person.account();
    this.claim = person.claim();
    this.hello = person.hello();
    this.number = number;
    this.since = since;
    this.cids = new CidMemory(budget);
  }

  /** Whether this one is in the room now, with or without a socket. */
  boolean living() {
    return state != MemberState.GONE;
  }

  /** The bucket of its own messages. */
  Throttle says(Rate rate, LongSupplier millis) {
    if (says == null) {
      says = new Throttle(rate, millis);
    }
    return says;
  }

  /** The bucket of its own reactions. */
  Throttle reacts(Rate rate, LongSupplier millis) {
    if (reacts == null) {
      reacts = new Throttle(rate, millis);
    }
    return reacts;
  }

  /** Whether enough time has passed to tell again that this one writes; if so, remembers it. */
  boolean mayTellTyping(long now) {
    boolean may = typedAt == Long.MIN_VALUE || now - typedAt >= BETWEEN_TYPING.toMillis();
    typedAt = may ? now : typedAt;
    return may;
  }

  Member toMember(boolean admin) {
    return new Member(id, name.shown(), account, admin, state, hello, since);
  }
}
