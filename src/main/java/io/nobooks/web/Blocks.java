package io.nobooks.web;

import io.nobooks.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that the operator blocked, in memory only. One for the whole node, safe for use by
 * many event loops.
 */
final class Blocks {
  private final LongSupplier millis;
  private final ConcurrentSkipListMap<String, Block> blocks = new ConcurrentSkipListMap<>();

  /** {@code millis} is the clock, in milliseconds since 1970 UTC. */
  Blocks(LongSupplier millis) {
    this.millis = millis;
  }

  /**
   * Addresses that may use nothing.
   *
   * @param until when that ends, in milliseconds since 1970 UTC; null for never
   */
  record Block(Cidr addresses, @Nullable Long until) {
    private boolean holds(long now) {
      return until == null || now < until;
    }
  }

  /**
   * Blocks addresses from now on, so long or until it is ended; what they hold already is closed by
   * whoever holds it. A block of the same addresses is replaced.
   */
  void add(Cidr addresses, @Nullable Duration lasts) {
    Long until = lasts == null ? null : millis.getAsLong() + lasts.toMillis();
    blocks.put(addresses.toString(), new Block(addresses, until));
  }

  /** Ends a block; false when there was none of exactly these addresses. */
  boolean end(Cidr addresses) {
    Block ended = blocks.remove(addresses.toString());
    return ended != null && ended.holds(millis.getAsLong());
  }

  /** Those in force, in order of their texts. */
  List<Block> inForce() {
    long now = millis.getAsLong();
    blocks.values().removeIf(block -> !block.holds(now));
    return List.copyOf(blocks.values());
  }

  /** Whether an address, as {@link ClientAddress} writes it, is blocked. */
  boolean contain(String address) {
    if (blocks.isEmpty()) {
      return false;
    }
    long now = millis.getAsLong();
    return blocks.values().stream()
        .anyMatch(block -> block.holds(now) && block.addresses().contains(address));
  }
}
