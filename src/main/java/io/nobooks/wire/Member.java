package io.nobooks.wire;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A member as the others see it.
 *
 * @param since when the seat was given
 */
public record Member(
    SeatId seat,
    String name,
    boolean account,
    boolean admin,
    MemberState state,
    @Nullable Hello hello,
    long since) {

  private static final int BYTES_BESIDES = 192;

  /** As in {@code members} and {@code entered}. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("seat", seat.value())
            .put("name", name)
            .put("account", account)
            .put("admin", admin)
            .put("state", state.word());
    if (hello != null) {
      json.put("hello", hello.json());
    }
    return json.put("since", since);
  }

  /** Not less than the bytes of its JSON. */
  public int weight() {
    return BYTES_BESIDES + 2 * Fields.utf8Length(name) + (hello == null ? 0 : hello.bytes());
  }
}
