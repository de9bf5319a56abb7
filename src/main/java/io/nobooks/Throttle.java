package io.nobooks;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One token bucket, on an injected clock. */
public final class Throttle {
  private static final long NANOS_PER_MS = Duration.ofMillis(1).toNanos();

  private final Bucket bucket;

  /** A full bucket; {@code millis} is the clock, in milliseconds since 1970 UTC. */
  public Throttle(Rate rate, LongSupplier millis) {
    Bandwidth bandwidth =
        Bandwidth.builder()
            .capacity(rate.burst())
            .refillGreedy(rate.tokens(), rate.period())
            .build();
    bucket = Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(clock(millis)).build();
  }

  /** Takes a token: 0 when there was one, else the milliseconds until there will be. */
  public long take() {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? 0 : wholeMillis(probe.getNanosToWaitForRefill());
  }

  /** Gives back a token that was taken, such as one for a try that did not fail. */
  public void giveBack() {
    bucket.addTokens(1);
  }

  /** Takes nothing: 0 when there is a token, else the milliseconds until there will be. */
  public long waitMs() {
    EstimationProbe probe = bucket.estimateAbilityToConsume(1);
    return probe.canBeConsumed() ? 0 : wholeMillis(probe.getNanosToWaitForRefill());
  }

  /** Takes a token, or refuses with TOO_FAST and the time to wait. */
  public void takeOrRefuse() {
    long afterMs = take();
    if (afterMs > 0) {
      throw Failure.TOO_FAST.afterMs(afterMs);
    }
  }

  private static long wholeMillis(long nanos) {
    return Math.max(1, (nanos + NANOS_PER_MS - 1) / NANOS_PER_MS);
  }

  private static TimeMeter clock(LongSupplier millis) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return millis.getAsLong() * NANOS_PER_MS;
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }
}
