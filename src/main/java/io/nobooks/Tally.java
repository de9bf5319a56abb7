package io.nobooks;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/**
 * How often each of a few kinds of thing has happened since the node started. Counting allocates
 * nothing and is safe for use by many event loops.
 *
 * @param <K> the kinds; their number is fixed, so that they can be a label of a metric
 */
public final class Tally<K extends Enum<K>> {
  /** Never changed after it was filled, and so shared without a lock. */
  private final Map<K, LongAdder> counts;

  /** Nothing has happened yet. */
  public Tally(Class<K> kinds) {
    counts = new EnumMap<>(kinds);
    for (K kind : kinds.getEnumConstants()) {
      counts.put(kind, new LongAdder());
    }
  }

  /** It happened once more. */
  public void count(K kind) {
    requireNonNull(counts.get(kind)).increment();
  }

  /** How often it happened. */
  public long of(K kind) {
    return requireNonNull(counts.get(kind)).sum();
  }

  /** Tells all kinds and how often each happened. */
  void each(ObjLongConsumer<K> hear) {
    counts.forEach((kind, count) -> hear.accept(kind, count.sum()));
  }
}
