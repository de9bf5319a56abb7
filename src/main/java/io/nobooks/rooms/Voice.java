package io.nobooks.rooms;

import io.nobooks.Rate;
import io.nobooks.Throttle;
import io.nobooks.wire.Frame;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.Member;
import io.nobooks.wire.RoomEvent;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.RoomNotice;
import io.nobooks.wire.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * Says what a room has to say: numbers its events, keeps them in the log, and gathers arrivals when
 * many come at once. An arrival that waits is told before anything else that is numbered.
 */
final class Voice {
  /** Beyond these, arrivals are told together. */
  private static final Rate ARRIVALS = new Rate(2, Duration.ofSeconds(1), 8);

  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final int MOST_ARRIVALS = 200;
  private static final int MOST_BYTES = 96 * 1_024;

  private final RoomId room;
  private final String epoch;
  private final RoomLog log;
  private final LongSupplier millis;
  private final Function<Seat, Member> view;
  private final Throttle arrivalRate;
  private final List<Seat> newcomers = new ArrayList<>();
  private final List<Seat> returners = new ArrayList<>();
  private List<Effect> effects = new ArrayList<>();
  private long rev;
  private long toldAt;

  Voice(RoomId room, String epoch, RoomLog log, LongSupplier millis, Function<Seat, Member> view) {
    this.room = room;
    this.epoch = epoch;
    this.log = log;
    this.millis = millis;
    this.view = view;
    this.arrivalRate = new Throttle(ARRIVALS, millis);
    this.toldAt = millis.getAsLong();
  }

  RoomNotice.Here here() {
    return new RoomNotice.Here(epoch, log.top(), rev);
  }

  long nextRev() {
    return ++rev;
  }

  void tell(RoomEvent event) {
    tellArrivals();
    number(event);
  }

  /**
   * Tells an event.
   *
   * @param keep puts it, and the time when it is told, into the log
   * @return its number and that time
   */
  CidMemory.Answered tell(RoomEvent event, ObjLongConsumer<Frame> keep) {
    tellArrivals();
    return number(event, keep);
  }

  void tell(RoomNotice notice) {
    publish(Frame.of(notice.toJson()));
  }

  void tellOne(SessionId session, MeEvent event) {
    effects.add(new Effect.TellOne(session, event, null));
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  /** Tells that somebody came, at once or together with the next ones. */
  void arrived(Seat seat, boolean again) {
    (again ? returners : newcomers).add(seat);
    if (arrivalRate.take() == 0) {
      tellArrivals();
    }
  }

  /** Tells all arrivals that wait. */
  void tellArrivals() {
    tellArrivals(newcomers, false);
    tellArrivals(returners, true);
  }

  /** Tells what is due: arrivals that waited, and where the room stands after a long quiet. */
  void tick() {
    boolean waiting = !newcomers.isEmpty() || !returners.isEmpty();
    if (waiting && arrivalRate.take() == 0) {
      tellArrivals();
    }
    if (millis.getAsLong() - toldAt >= QUIET.toMillis()) {
      tell(here());
    }
  }

  /** Hands over what was to be done since the last call. */
  List<Effect> drain() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }

  RoomId room() {
    return room;
  }

  private void tellArrivals(List<Seat> seats, boolean again) {
    List<Member> together = new ArrayList<>();
    int bytes = 0;
    for (Seat seat : seats) {
      Member member = view.apply(seat);
      if (together.size() == MOST_ARRIVALS || bytes + member.weight() > MOST_BYTES) {
        number(new RoomEvent.Entered(together, again));
        together.clear();
        bytes = 0;
      }
      together.add(member);
      bytes += member.weight();
      seat.firstEntered = Math.min(seat.firstEntered, log.top() + 1);
    }
    if (!together.isEmpty()) {
      number(new RoomEvent.Entered(together, again));
    }
    seats.clear();
  }

  private void number(RoomEvent event) {
    number(event, (frame, at) -> log.appendOther(frame));
  }

  private CidMemory.Answered number(RoomEvent event, ObjLongConsumer<Frame> keep) {
    long at = millis.getAsLong();
    Frame frame = event.encode(log.top() + 1, at);
    keep.accept(frame, at);
    publish(frame);
    return new CidMemory.Answered(log.top(), at);
  }

  private void publish(Frame frame) {
    toldAt = millis.getAsLong();
    effects.add(new Effect.Tell(frame));
  }
}
