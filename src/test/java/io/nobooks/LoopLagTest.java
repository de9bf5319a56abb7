package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopLagTest {
  private long nanos = -5;
  private final List<Double> lags = new ArrayList<>();
  private final LoopLag lag = new LoopLag(() -> nanos, lags::add);

  private void runsAfter(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
    lag.run();
  }

  @Test
  void a_loop_that_is_on_time_has_no_lag() {
    runsAfter(500);
    runsAfter(500);

    assertThat(lags).containsExactly(0.0, 0.0);
  }

  @Test
  void a_loop_that_stood_still_is_late_for_all_it_missed() {
    runsAfter(500 + 1_100);
    runsAfter(0);
    runsAfter(0);
    runsAfter(400);

    assertThat(lags).containsExactly(1.1, 0.6, 0.1, 0.0);
  }
}
