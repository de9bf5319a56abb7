package io.nobooks.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepsTest {
  private final Sweeps sweeps = new Sweeps();

  /** The numbers of those of the next sweeps in which the room is looked at. */
  private List<Integer> looks(int count) {
    return IntStream.rangeClosed(1, count).filter(sweep -> sweeps.next()).boxed().toList();
  }

  @Test
  void a_room_that_was_stirred_is_looked_at_in_each_sweep_of_two_seconds_then_once_a_second() {
    assertThat(looks(31)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 21, 26, 31);
  }

  @Test
  void what_stirs_a_quiet_room_has_it_looked_at_in_each_sweep_again() {
    assertThat(looks(28)).endsWith(26);

    sweeps.stir();

    assertThat(looks(6)).containsExactly(1, 2, 3, 4, 5, 6);
  }
}
