package io.nobooks.rooms;

import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomNotice;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells how documents stand with their recipients: the first step at once, what follows within a
 * second together, the newest of each document and recipient only.
 */
final class HandOffs {
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final int STEP_BYTES = 32;
  private static final int MOST_BYTES = 128 * 1_024;

  private final Map<Recipient, RoomNotice.Step> untold = new LinkedHashMap<>();
  private final Voice voice;
  private final LongSupplier millis;
  private long toldAt;

  private record Recipient(FileId file, SeatId seat) {}

  HandOffs(Voice voice, LongSupplier millis) {
    this.voice = voice;
    this.millis = millis;
    this.toldAt = millis.getAsLong() - BETWEEN.toMillis();
  }

  void changed(FileId file, Standing standing) {
    untold.put(new Recipient(file, standing.seat()), new RoomNotice.Step(file, standing));
    tick();
  }

  /** The document is gone, and with it what could be told. */
  void forget(FileId file) {
    untold.keySet().removeIf(recipient -> recipient.file().equals(file));
  }

  void tick() {
    if (!untold.isEmpty() && millis.getAsLong() - toldAt >= BETWEEN.toMillis()) {
      tell();
    }
  }

  private void tell() {
    List<RoomNotice.Step> changes = new ArrayList<>();
    Iterator<RoomNotice.Step> steps = untold.values().iterator();
    for (int bytes = 0; steps.hasNext() && bytes < MOST_BYTES; ) {
      RoomNotice.Step step = steps.next();
      bytes += STEP_BYTES + step.standing().weight();
      changes.add(step);
      steps.remove();
    }
    toldAt = millis.getAsLong();
    voice.tell(new RoomNotice.HandOffs(voice.nextRev(), changes));
  }
}
