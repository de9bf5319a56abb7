package io.nobooks.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document that a member offers.
 *
 * @param size in bytes
 * @param to the seats it is for; empty when it is for everybody
 * @param meta what its sender says of it, opaque base64; null where that is nothing, or not for the
 *     reader's eyes
 */
public record Offer(FileId file, SeatId by, long size, List<SeatId> to, @Nullable String meta) {
  private static final int BYTES_BESIDES = 160;
  private static final int SEAT_BYTES = 29;

  public Offer {
    to = List.copyOf(to);
  }

  /** Whether it is for everybody in the room, also for those who come later. */
  public boolean isForAll() {
    return to.isEmpty();
  }

  /** The same as those see it whom it is not for. */
  public Offer withoutMeta() {
    return new Offer(file, by, size, to, null);
  }

  void writeTo(JsonObject json) {
    json.put("file", file.value()).put("by", by.value()).put("size", size);
    if (!isForAll()) {
      JsonArray seats = new JsonArray();
      to.forEach(seat -> seats.add(seat.value()));
      json.put("to", seats);
    }
    if (meta != null) {
      json.put("meta", meta);
    }
  }

  /** Not less than the bytes of its JSON. */
  public int weight() {
    return BYTES_BESIDES + SEAT_BYTES * to.size() + (meta == null ? 0 : meta.length());
  }
}
