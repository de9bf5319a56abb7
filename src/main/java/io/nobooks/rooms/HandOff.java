package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one document stands with each of its recipients (docs/protocol.md, section 5). Pure state;
 * every step tells whether it changed anything, for repeating one is no mistake.
 */
public final class HandOff {
  /** Where it stands with one recipient. */
  public enum State {
    OFFERED,
    RECEIVED,
    CONFIRMED,
    DECLINED,
    DISPUTED,
    WITHDRAWN;

    /** As it stands in snapshots and {@code handoffs}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What one recipient costs of memory, in bytes. */
  static final int RECIPIENT_BYTES = 112;

  /** Some of those it is for, {@code more} when there are others after them. */
  record Page(List<Standing> standings, boolean more) {}

  private static final class Recipient {
    private State state = State.OFFERED;
    private @Nullable String reason;
    private boolean fetched;
  }

  private final boolean forAll;
  private final SeatId by;
  private final Map<SeatId, Recipient> recipients = new LinkedHashMap<>();
  private boolean withdrawn;

  private HandOff(SeatId by, boolean forAll) {
    this.by = by;
    this.forAll = forAll;
  }

  /** A document for everybody but its sender; who {@linkplain #joins comes later} gets it too. */
  public static HandOff toAll(SeatId by, Iterable<SeatId> seated) {
    HandOff handOff = new HandOff(by, true);
    seated.forEach(handOff::joins);
    return handOff;
  }

  /** A document for these alone. */
  public static HandOff to(SeatId by, Iterable<SeatId> seats) {
    HandOff handOff = new HandOff(by, false);
    seats.forEach(seat -> handOff.recipients.put(seat, new Recipient()));
    return handOff;
  }

  /** A seat entered the room: whether the document is offered to it now. */
  public boolean joins(SeatId seat) {
    boolean isNew = forAll && !withdrawn && !seat.equals(by) && !recipients.containsKey(seat);
    if (isNew) {
      recipients.put(seat, new Recipient());
    }
    return isNew;
  }

  /** Whether the document is meant for this seat. */
  public boolean isFor(SeatId seat) {
    return recipients.containsKey(seat);
  }

  /** Whether the seat has neither received nor answered it yet. */
  public boolean isOffered(SeatId seat) {
    Recipient recipient = recipients.get(seat);
    return recipient != null && recipient.state == State.OFFERED;
  }

  /** The seat's session was handed the last byte; nothing to those whom it is not for. */
  public void fetched(SeatId seat) {
    Recipient recipient = recipients.get(seat);
    if (recipient != null) {
      recipient.fetched = true;
    }
  }

  /**
   * The recipient's client has every byte, and they are the right ones.
   *
   * @return whether that is new
   * @throws Failure.Refused NOT_A_RECIPIENT; NO_SUCH_FILE once withdrawn; NOT_ALLOWED_HERE before
   *     the last byte was fetched and out of order
   */
  public boolean receive(SeatId seat) {
    Recipient recipient = of(seat);
    if (recipient.state == State.OFFERED && !recipient.fetched) {
      throw Failure.NOT_ALLOWED_HERE.because("the last byte was not fetched yet");
    }
    return step(recipient, State.RECEIVED, Set.of(State.OFFERED));
  }

  /** The person says "I have it"; returns and throws as {@link #receive}. */
  public boolean confirm(SeatId seat) {
    return step(of(seat), State.CONFIRMED, Set.of(State.RECEIVED));
  }

  /** The person does not want it; returns and throws as {@link #receive}. */
  public boolean decline(SeatId seat) {
    return step(of(seat), State.DECLINED, Set.of(State.OFFERED, State.RECEIVED));
  }

  /** The person says what is wrong with it; returns and throws as {@link #receive}. */
  public boolean dispute(SeatId seat, String reason) {
    Recipient recipient = of(seat);
    boolean changed = step(recipient, State.DISPUTED, Set.of(State.RECEIVED, State.CONFIRMED));
    if (changed) {
      recipient.reason = reason;
    }
    return changed;
  }

  /**
   * The document is taken back. Who has it already keeps it, and so keeps the state.
   *
   * @return those whose state changed
   */
  public Set<SeatId> withdraw() {
    withdrawn = true;
    Set<SeatId> changed = new LinkedHashSet<>();
    recipients.forEach(
        (seat, recipient) -> {
          if (recipient.state == State.OFFERED) {
            recipient.state = State.WITHDRAWN;
            changed.add(seat);
          }
        });
    return changed;
  }

  /** Whether it was taken back. */
  public boolean withdrawn() {
    return withdrawn;
  }

  /** How it stands with one recipient; NOT_A_RECIPIENT for anybody else. */
  public Standing standing(SeatId seat) {
    return standing(seat, recipient(seat));
  }

  /** How many it is for. */
  int size() {
    return recipients.size();
  }

  /**
   * How it stands with those it is for, in the order in which it was offered to them.
   *
   * @param after the one before the first, or null to begin; NOT_A_RECIPIENT when it is not for it
   * @param mostBytes of all together as JSON
   */
  Page page(@Nullable SeatId after, int mostBytes) {
    if (after != null) {
      recipient(after);
    }
    List<Standing> standings = new ArrayList<>();
    boolean skipping = after != null;
    int bytes = 0;
    for (Map.Entry<SeatId, Recipient> one : recipients.entrySet()) {
      if (!skipping) {
        Standing standing = standing(one.getKey(), one.getValue());
        bytes += standing.weight();
        if (bytes > mostBytes) {
          return new Page(standings, true);
        }
        standings.add(standing);
      }
      skipping &= !one.getKey().equals(after);
    }
    return new Page(standings, false);
  }

  private static Standing standing(SeatId seat, Recipient recipient) {
    return new Standing(seat, recipient.state.word(), recipient.reason);
  }

  private Recipient of(SeatId seat) {
    Recipient recipient = recipient(seat);
    if (withdrawn) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    return recipient;
  }

  private Recipient recipient(SeatId seat) {
    Recipient recipient = recipients.get(seat);
    if (recipient == null) {
      throw Failure.NOT_A_RECIPIENT.refused();
    }
    return recipient;
  }

  private static boolean step(Recipient recipient, State to, Set<State> from) {
    if (recipient.state == to) {
      return false;
    }
    if (!from.contains(recipient.state)) {
      throw Failure.NOT_ALLOWED_HERE.because(
          "a document that is " + recipient.state.word() + " cannot be " + to.word());
    }
    recipient.state = to;
    return true;
  }
}
