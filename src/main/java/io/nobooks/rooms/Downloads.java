package io.nobooks.rooms;

import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomNotice;
import io.nobooks.wire.SeatId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells how far recipients have come with fetching: at most once a second, the newest of each only,
 * and not of all at once where they are many, for everybody in the room hears it. Of whom nothing
 * is heard for a while is told that it fetches no more: what was handed to a connection may be lost
 * on the way.
 */
final class Downloads {
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final int MOST = 32;

  /** When each that fetches was heard of last, the longest ago first. */
  private final Map<Recipient, Long> heardAt = new LinkedHashMap<>();

  private final Map<Recipient, Long> untold = new LinkedHashMap<>();
  private final Voice voice;
  private final LongSupplier millis;
  private long toldAt;

  private record Recipient(FileId file, SeatId seat) {}

  Downloads(Voice voice, LongSupplier millis) {
    this.voice = voice;
    this.millis = millis;
    this.toldAt = millis.getAsLong() - BETWEEN.toMillis();
  }

  void fetching(FileId file, SeatId seat, long handed) {
    Recipient recipient = new Recipient(file, seat);
    untold.put(recipient, handed);
    heardAt.remove(recipient);
    if (handed > 0) {
      heardAt.put(recipient, millis.getAsLong());
    }
    tick();
  }

  /** The document is gone. */
  void forget(FileId file) {
    untold.keySet().removeIf(recipient -> recipient.file().equals(file));
    heardAt.keySet().removeIf(recipient -> recipient.file().equals(file));
  }

  void tick() {
    giveUpTheQuiet();
    if (!untold.isEmpty() && millis.getAsLong() - toldAt >= BETWEEN.toMillis()) {
      tell();
    }
  }

  private void giveUpTheQuiet() {
    long since = millis.getAsLong() - QUIET.toMillis();
    Iterator<Map.Entry<Recipient, Long>> longest = heardAt.entrySet().iterator();
    while (longest.hasNext()) {
      Map.Entry<Recipient, Long> next = longest.next();
      if (next.getValue() > since) {
        return;
      }
      untold.put(next.getKey(), 0L);
      longest.remove();
    }
  }

  private void tell() {
    List<RoomNotice.Fetch> changes = new ArrayList<>();
    Iterator<Map.Entry<Recipient, Long>> longest = untold.entrySet().iterator();
    while (longest.hasNext() && changes.size() < MOST) {
      Map.Entry<Recipient, Long> next = longest.next();
      Recipient recipient = next.getKey();
      changes.add(new RoomNotice.Fetch(recipient.file(), recipient.seat(), next.getValue()));
      longest.remove();
    }
    toldAt = millis.getAsLong();
    voice.tell(new RoomNotice.Fetching(changes));
  }
}
