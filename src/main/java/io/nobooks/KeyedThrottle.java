package io.nobooks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.LongSupplier;

/**
 * The same rate for each of many keys, such as addresses. A key that nobody used for as long as its
 * bucket takes to fill again is forgotten, so the memory follows the traffic. Safe for use by many
 * event loops.
 */
public final class KeyedThrottle {
  private static final long MOST_KEYS = 200_000;

  private final Cache<String, Throttle> throttles;
  private final Rate rate;
  private final LongSupplier millis;

  /** {@code millis} is the clock, in milliseconds since 1970 UTC. */
  public KeyedThrottle(Rate rate, LongSupplier millis) {
    this.rate = rate;
    this.millis = millis;
    long rounds = (rate.burst() + rate.tokens() - 1) / rate.tokens();
    this.throttles =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterAccess(rate.period().multipliedBy(rounds))
            .ticker(() -> millis.getAsLong() * 1_000_000)
            .build();
  }

  /** Takes a token of this key: 0 when there was one, else the milliseconds to wait. */
  public long take(String key) {
    return of(key).take();
  }

  /** Gives back a token that was taken of this key. */
  public void giveBack(String key) {
    of(key).giveBack();
  }

  /** Takes nothing: 0 when the key has a token, else the milliseconds to wait. */
  public long waitMs(String key) {
    return of(key).waitMs();
  }

  private Throttle of(String key) {
    return throttles.get(key, unused -> new Throttle(rate, millis));
  }
}
