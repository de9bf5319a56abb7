package io.nobooks.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import io.nobooks.rooms.HandOff.State;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.Standing;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HandOffTest {
  private final SeatId mary = SeatId.fresh();
  private final SeatId can = SeatId.fresh();
  private final SeatId eve = SeatId.fresh();

  @Test
  void a_document_goes_from_offered_to_received_to_confirmed() {
    HandOff handOff = HandOff.toAll(mary, List.of(mary, can));

    assertThat(stateOf(handOff, can)).isEqualTo(State.OFFERED);
    handOff.fetched(can);
    assertThat(handOff.receive(can)).isTrue();
    assertThat(stateOf(handOff, can)).isEqualTo(State.RECEIVED);
    assertThat(handOff.confirm(can)).isTrue();
    assertThat(stateOf(handOff, can)).isEqualTo(State.CONFIRMED);
  }

  @Test
  void nobody_receives_before_the_last_byte_was_fetched() {
    HandOff handOff = HandOff.toAll(mary, List.of(can));

    refuses(Failure.NOT_ALLOWED_HERE, () -> handOff.receive(can));
    assertThat(stateOf(handOff, can)).isEqualTo(State.OFFERED);
  }

  @Test
  void the_bytes_of_one_do_not_let_another_receive() {
    HandOff handOff = HandOff.toAll(mary, List.of(can, eve));

    handOff.fetched(eve);
    refuses(Failure.NOT_ALLOWED_HERE, () -> handOff.receive(can));
  }

  @Test
  void every_step_is_allowed_from_exactly_the_states_of_the_contract() {
    Map<State, Set<State>> allowed = new EnumMap<>(State.class);
    allowed.put(State.OFFERED, Set.of(State.RECEIVED, State.DECLINED));
    allowed.put(State.RECEIVED, Set.of(State.CONFIRMED, State.DECLINED, State.DISPUTED));
    allowed.put(State.CONFIRMED, Set.of(State.DISPUTED));
    allowed.put(State.DECLINED, Set.of());
    allowed.put(State.DISPUTED, Set.of());

    allowed.forEach(
        (from, reachable) ->
            steps()
                .forEach(
                    (to, step) -> {
                      HandOff handOff = standingAt(from);
                      if (to == from || reachable.contains(to)) {
                        step.accept(handOff);
                        assertThat(stateOf(handOff, can)).as(from + " to " + to).isEqualTo(to);
                      } else {
                        refuses(Failure.NOT_ALLOWED_HERE, () -> step.accept(handOff));
                        assertThat(stateOf(handOff, can)).isEqualTo(from);
                      }
                    }));
  }

  @Test
  void saying_the_same_again_changes_nothing_and_is_no_mistake() {
    HandOff handOff = standingAt(State.CONFIRMED);

    assertThat(handOff.confirm(can)).isFalse();
    assertThat(handOff.dispute(can, "empty page")).isTrue();
    assertThat(handOff.dispute(can, "another reason")).isFalse();
    assertThat(handOff.standing(can)).isEqualTo(new Standing(can, "disputed", "empty page"));
  }

  @Test
  void who_comes_later_is_offered_what_is_for_everyone() {
    HandOff handOff = HandOff.toAll(mary, List.of(mary, can));

    assertThat(handOff.joins(eve)).isTrue();
    assertThat(handOff.joins(eve)).isFalse();
    assertThat(handOff.joins(mary)).isFalse();
    assertThat(seats(handOff)).containsExactly(can, eve);
  }

  @Test
  void coming_again_does_not_undo_a_confirmation() {
    HandOff handOff = standingAt(State.CONFIRMED);

    assertThat(handOff.joins(can)).isFalse();
    assertThat(stateOf(handOff, can)).isEqualTo(State.CONFIRMED);
  }

  @Test
  void who_comes_later_is_not_offered_what_is_for_others() {
    HandOff handOff = HandOff.to(mary, List.of(can));

    assertThat(handOff.joins(eve)).isFalse();
    assertThat(handOff.isFor(eve)).isFalse();
    assertThat(handOff.isFor(can)).isTrue();
    refuses(Failure.NOT_A_RECIPIENT, () -> handOff.receive(eve));
    refuses(Failure.NOT_A_RECIPIENT, () -> handOff.confirm(mary));
  }

  @Test
  void a_document_for_others_can_be_for_its_sender_too() {
    HandOff handOff = HandOff.to(mary, List.of(mary));

    assertThat(handOff.isFor(mary)).isTrue();
  }

  @Test
  void fetching_what_is_for_others_makes_nobody_a_recipient() {
    HandOff handOff = HandOff.to(mary, List.of(can));

    handOff.fetched(mary);
    assertThat(seats(handOff)).containsExactly(can);
  }

  @Test
  void a_withdrawn_document_stays_with_those_who_have_it_and_is_gone_for_the_others() {
    HandOff handOff = HandOff.toAll(mary, List.of(can, eve));
    handOff.fetched(can);
    handOff.receive(can);

    assertThat(handOff.withdraw()).containsExactly(eve);
    assertThat(handOff.withdrawn()).isTrue();
    assertThat(stateOf(handOff, can)).isEqualTo(State.RECEIVED);
    assertThat(stateOf(handOff, eve)).isEqualTo(State.WITHDRAWN);
    refuses(Failure.NO_SUCH_FILE, () -> handOff.confirm(can));
    refuses(Failure.NO_SUCH_FILE, () -> handOff.decline(eve));
    assertThat(handOff.withdraw()).isEmpty();
    assertThat(handOff.joins(SeatId.fresh())).isFalse();
  }

  private Map<State, Consumer<HandOff>> steps() {
    Map<State, Consumer<HandOff>> steps = new EnumMap<>(State.class);
    steps.put(State.RECEIVED, handOff -> handOff.receive(can));
    steps.put(State.CONFIRMED, handOff -> handOff.confirm(can));
    steps.put(State.DECLINED, handOff -> handOff.decline(can));
    steps.put(State.DISPUTED, handOff -> handOff.dispute(can, "it does not open"));
    return steps;
  }

  private HandOff standingAt(State state) {
    HandOff handOff = HandOff.toAll(mary, List.of(can));
    handOff.fetched(can);
    if (state == State.DECLINED) {
      handOff.decline(can);
    } else if (state != State.OFFERED) {
      handOff.receive(can);
    }
    if (state == State.CONFIRMED) {
      handOff.confirm(can);
    } else if (state == State.DISPUTED) {
      handOff.dispute(can, "it does not open");
    }
    return handOff;
  }

  private static State stateOf(HandOff handOff, SeatId seat) {
    return State.valueOf(handOff.standing(seat).state().toUpperCase(Locale.ROOT));
  }

  private static void refuses(Failure failure, Runnable asked) {
    assertThatThrownBy(asked::run)
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.failure).isEqualTo(failure));
  }

  private static List<SeatId> seats(HandOff handOff) {
    return handOff.page(null, Integer.MAX_VALUE).standings().stream().map(Standing::seat).toList();
  }
}
