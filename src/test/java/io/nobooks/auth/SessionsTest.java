package io.nobooks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.Name;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration MS = Duration.ofMillis(1);

  private final FakeClock clock = new FakeClock();
  private final Semaphore free = new Semaphore(3);
  private final MeBudget meBytes = new MeBudget(10_000);
  private final Sessions sessions = new Sessions("abcdef", IDLE, free, meBytes, clock);
  private final Socket first = new Socket("webone", 1);
  private final Socket second = new Socket("webtwo", 1);

  @Test
  void a_session_is_named_after_the_instance_that_holds_it() {
    Session session = begin("Can");

    assertThat(session.id.owner()).isEqualTo("abcdef");
    assertThat(sessions.holds(session.id)).isTrue();
    assertThat(sessions.holds(SessionId.freshOf("bbbbbb"))).isFalse();
    assertThat(sessions.get(session.id)).isSameAs(session);
  }

  @Test
  void a_session_that_ends_gives_back_the_memory_of_what_it_was_told() {
    Session session = begin("Can");
    session.me.add(new JsonObject().put("text", "a"), null);
    assertThat(meBytes.used()).isPositive();

    sessions.end(session);

    assertThat(meBytes.used()).isZero();
  }

  @Test
  void a_session_without_a_socket_ends_after_its_time_and_not_before() {
    Session session = begin("Can");

    clock.passes(IDLE.minus(MS));
    assertThat(sessions.sweep()).isEmpty();
    assertThat(sessions.find(session.id)).isPresent();

    clock.passes(MS);
    assertThat(sessions.find(session.id)).isEmpty();
    assertThat(sessions.sweep()).containsExactly(session);
    assertThat(sessions.sweep()).isEmpty();
  }

  @Test
  void the_idle_time_begins_anew_when_a_socket_is_lost() {
    Session session = begin("Can");
    sessions.bind(session, first);
    clock.passes(IDLE.multipliedBy(3));
    assertThat(sessions.unbind(session, first)).isTrue();

    clock.passes(IDLE.minus(MS));
    assertThat(sessions.sweep()).isEmpty();
    clock.passes(MS);
    assertThat(sessions.sweep()).containsExactly(session);
  }

  @Test
  void sessions_end_in_the_order_in_which_they_became_idle() {
    Session can = begin("Can");
    clock.passes(MS);
    Session mary = begin("Mary");
    sessions.bind(can, first);
    clock.passes(MS);
    sessions.unbind(can, first);

    clock.passes(IDLE.minus(MS));
    assertThat(sessions.sweep()).containsExactly(mary);
    clock.passes(MS);
    assertThat(sessions.sweep()).containsExactly(can);
  }

  @Test
  void a_session_ends_with_its_last_token_even_with_a_socket() {
    Session session = begin("Can");
    sessions.bind(session, first);
    sessions.renewed(session, token(session, Duration.ofHours(1)));
    sessions.renewed(session, token(session, Duration.ofHours(2)));

    clock.passes(Duration.ofHours(2).minus(MS));
    assertThat(sessions.sweep()).isEmpty();
    clock.passes(MS);
    assertThatThrownBy(() -> sessions.get(session.id)).satisfies(refused(Failure.TOKEN_INVALID));
    assertThat(sessions.sweep()).containsExactly(session);
  }

  @Test
  void one_that_is_idle_and_expired_at_once_ends_once() {
    Session session = begin("Can");
    sessions.renewed(session, token(session, IDLE));

    clock.passes(IDLE);

    assertThat(sessions.sweep()).containsExactly(session);
    assertThat(free.availablePermits()).isEqualTo(3);
  }

  @Test
  void the_newest_socket_wins_and_the_loss_of_the_old_one_means_nothing() {
    Session session = begin("Can");

    assertThat(sessions.bind(session, first)).isNull();
    assertThat(sessions.bind(session, second)).isEqualTo(first);
    assertThat(sessions.unbind(session, first)).isFalse();
    assertThat(session.socket).isEqualTo(second);
    assertThat(sessions.unbind(session, second)).isTrue();
    assertThat(session.socket).isNull();
  }

  @Test
  void a_full_node_takes_nobody_until_a_session_ends() {
    begin("A");
    begin("B");
    Session last = begin("C");

    assertThatThrownBy(sessions::refuseWhenFull).satisfies(refused(Failure.UNAVAILABLE));
    assertThatThrownBy(() -> begin("D")).satisfies(refused(Failure.UNAVAILABLE));

    assertThat(sessions.end(last)).isTrue();
    assertThat(sessions.end(last)).isFalse();
    begin("D");
    assertThat(free.availablePermits()).isZero();
  }

  @Test
  void sixteen_rooms_and_not_one_more() {
    Session session = begin("Can");
    for (int room = 0; room < 15; room++) {
      reserve(session, room(), false).run();
    }
    RoomId sixteenth = room();
    reserve(session, sixteenth, false).run();

    assertRefused(reserve(session, room(), false), Failure.TOO_MANY_ROOMS);
    reserve(session, sixteenth, false).run(); // asking again for one it has costs nothing

    session.release(sixteenth);
    reserve(session, room(), false).run();
  }

  @Test
  void three_knocks_and_not_one_more_until_one_is_over() {
    Session session = begin("Can");
    RoomId first = room();
    reserve(session, first, true).run();
    reserve(session, room(), true).run();
    reserve(session, room(), true).run();

    assertRefused(reserve(session, room(), true), Failure.TOO_FAST);
    reserve(session, first, true).run();
    reserve(session, room(), false).run();

    session.seat(first, SeatId.fresh()); // admitted
    reserve(session, room(), true).run();
    assertRefused(reserve(session, room(), true), Failure.TOO_FAST);
  }

  @Test
  void a_seat_stays_a_seat_when_the_room_asks_again() {
    Session session = begin("Can");
    RoomId room = room();
    SeatId seat = SeatId.fresh();
    reserve(session, room, false).run();
    assertThat(session.seated()).isEmpty();
    session.seat(room, seat);

    reserve(session, room, true).run();

    assertThat(session.seatIn(room)).isEqualTo(seat);
    assertThat(session.seated()).containsExactly(room);
    assertThat(session.release(room)).isTrue();
    assertThat(session.release(room)).isFalse();
    assertThat(session.rooms()).isEmpty();
  }

  @Test
  void the_sessions_of_a_name_are_found_by_the_folded_name_guests_too() {
    Session asking = sessions.begin(Name.of("Işık"), true);
    Session other = sessions.begin(Name.of("IŞIK"), true);
    Session guest = sessions.begin(Name.of("Işık"), false);

    assertThat(sessions.named("işik", asking.id)).containsExactlyInAnyOrder(other, guest);
  }

  private Session begin(String name) {
    return sessions.begin(Name.of(name), false);
  }

  private Token token(Session session, Duration life) {
    long now = clock.millis();
    return new Token("", session.id, now, now + life.toMillis());
  }

  private static RoomId room() {
    return new RoomId(Base32.random(26));
  }

  private static Runnable reserve(Session session, RoomId room, boolean knock) {
    return () -> session.reserve(room, knock, 16, 3);
  }

  private static void assertRefused(Runnable action, Failure failure) {
    ThrowingCallable call = action::run;
    assertThatThrownBy(call).satisfies(refused(failure));
  }

  private static ThrowingConsumer<Throwable> refused(Failure failure) {
    return thrown -> assertThat(Failure.of(thrown).failure).isEqualTo(failure);
  }
}
