package io.nobooks.rooms;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until a test moves it, or lets it go. */
final class FakeClock implements LongSupplier {
  private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

  private boolean going;

  @Override
  public long getAsLong() {
    return going ? now.incrementAndGet() : now.get();
  }

  /** From now on it is a millisecond later each time somebody looks. */
  void go() {
    going = true;
  }

  void forward(Duration duration) {
    now.addAndGet(duration.toMillis());
  }
}
