package io.nobooks.rooms;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until a test moves it. */
final class FakeClock implements LongSupplier {
  private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

  @Override
  public long getAsLong() {
    return now.get();
  }

  void forward(Duration duration) {
    now.addAndGet(duration.toMillis());
  }
}
