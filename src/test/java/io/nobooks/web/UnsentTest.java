package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bytes on their way, and for how long nothing of them moved. */
class UnsentTest {
  private static final long NOW = 1_800_000_000_000L;

  private final UnsentTotal total = new UnsentTotal(1_000_000);
  private final Unsent unsent = new Unsent(total);

  @Test
  void the_first_bytes_of_a_socket_are_not_stuck_when_they_are_first_seen() {
    unsent.add(100);

    assertThat(unsent.stuckFor(NOW)).isZero();
    assertThat(unsent.stuckFor(NOW + 1_000)).isEqualTo(1_000);
  }

  @Test
  void any_byte_that_moves_is_progress() {
    unsent.add(100);
    unsent.stuckFor(NOW);
    unsent.sent(1);

    assertThat(unsent.stuckFor(NOW + 1_000)).isZero();
    assertThat(unsent.stuckFor(NOW + 2_500)).isEqualTo(1_500);
  }

  @Test
  void what_is_empty_is_never_stuck() {
    unsent.stuckFor(NOW);
    assertThat(unsent.stuckFor(NOW + 60_000)).isZero();
    unsent.add(100);
    assertThat(unsent.stuckFor(NOW + 61_000)).isEqualTo(1_000);
    unsent.sent(100);
    assertThat(unsent.stuckFor(NOW + 62_000)).isZero();
    assertThat(total.bytes()).isZero();
  }
}
