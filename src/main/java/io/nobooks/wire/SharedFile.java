package io.nobooks.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A document of a room as one member sees it.
 *
 * @param offer without {@code meta} for those whom it is not for
 * @param at when it was offered, in milliseconds since 1970
 * @param received bytes that the server has
 * @param stored whether it has all of them
 * @param handoff where it stands with its recipients, {@code more} when there are others
 */
public record SharedFile(
    Offer offer, long at, long received, boolean stored, List<Standing> handoff, boolean more) {
  private static final int BYTES_BESIDES = 128;

  public SharedFile {
    handoff = List.copyOf(handoff);
  }

  /** As in a snapshot and in {@code list}. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    offer.writeTo(json);
    JsonArray standings = new JsonArray();
    handoff.forEach(one -> standings.add(one.toJson()));
    json.put("at", at).put("received", received).put("stored", stored).put("handoff", standings);
    return more ? json.put("more", true) : json;
  }

  /** Not less than the bytes of its JSON. */
  public int weight() {
    return BYTES_BESIDES + offer.weight() + handoff.stream().mapToInt(Standing::weight).sum();
  }
}
