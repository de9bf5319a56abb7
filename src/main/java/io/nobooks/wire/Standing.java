package io.nobooks.wire;

import io.vertx.core.json.JsonArray;
import org.jspecify.annotations.Nullable;

/**
 * Where a document stands with one recipient.
 *
 * @param state the word for it
 * @param reason what a dispute says, else null
 */
public record Standing(SeatId seat, String state, @Nullable String reason) {
  private static final int BYTES_BESIDES = 48;
  private static final int MOST_ESCAPED = 6;

  /** {@code [seat, state, reason?]}. */
  public JsonArray toJson() {
    JsonArray json = JsonArray.of(seat.value(), state);
    return reason == null ? json : json.add(reason);
  }

  /** Not less than the bytes of its JSON. */
  public int weight() {
    return BYTES_BESIDES + (reason == null ? 0 : MOST_ESCAPED * reason.length());
  }
}
