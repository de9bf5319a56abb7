package io.nobooks.rooms;

import io.nobooks.wire.RoomNotice;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** When the room will end by itself, and the warnings before. */
final class Lifetime {
  private static final List<Duration> WARNINGS =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(1));

  private final LongSupplier millis;
  private final long createdAt;
  private long expiresAt;
  private int warned;

  Lifetime(LongSupplier millis, int minutes) {
    this.millis = millis;
    this.createdAt = millis.getAsLong();
    set(minutes);
  }

  long createdAt() {
    return createdAt;
  }

  long expiresAt() {
    return expiresAt;
  }

  /**
   * The room shall end so many minutes after it was opened. Where that is new, warnings of the past
   * are left out.
   */
  void set(int minutes) {
    long end = createdAt + Duration.ofMinutes(minutes).toMillis();
    if (end == expiresAt) {
      return;
    }
    expiresAt = end;
    warned = 0;
    while (warned < WARNINGS.size() && warningAt() < millis.getAsLong()) {
      warned++;
    }
  }

  boolean isOver() {
    return millis.getAsLong() >= expiresAt;
  }

  void tick(Voice voice) {
    if (warned < WARNINGS.size() && millis.getAsLong() >= warningAt()) {
      warned++;
      voice.tell(new RoomNotice.Expiring(expiresAt));
    }
  }

  private long warningAt() {
    return expiresAt - WARNINGS.get(warned).toMillis();
  }
}
