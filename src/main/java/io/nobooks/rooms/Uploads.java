package io.nobooks.rooms;

import io.nobooks.Rate;
import io.nobooks.Throttle;
import io.nobooks.wire.RoomNotice;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** Tells how far uploads have come: of each at most twice a second, the newest only. */
final class Uploads {
  private static final Duration BETWEEN = Duration.ofMillis(500);

  /** Of all uploads of the room together. */
  private static final Rate MOST = new Rate(10, Duration.ofSeconds(1), 10);

  private final Set<Document> untold = new LinkedHashSet<>();
  private final Throttle rate;
  private final Voice voice;
  private final LongSupplier millis;

  Uploads(Voice voice, LongSupplier millis) {
    this.voice = voice;
    this.millis = millis;
    this.rate = new Throttle(MOST, millis);
  }

  void received(Document document, long bytes) {
    if (!document.stored && document.received != bytes) {
      document.received = bytes;
      untold.add(document);
      tick();
    }
  }

  /** There is nothing more to tell of it. */
  void forget(Document document) {
    untold.remove(document);
  }

  void tick() {
    long now = millis.getAsLong();
    for (Iterator<Document> longest = untold.iterator(); longest.hasNext(); ) {
      Document document = longest.next();
      if (now - document.toldAt >= BETWEEN.toMillis() && rate.take() == 0) {
        longest.remove();
        document.toldAt = now;
        voice.tell(new RoomNotice.Progress(document.id(), document.received));
      }
    }
  }
}
