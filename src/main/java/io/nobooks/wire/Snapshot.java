package io.nobooks.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A room as one member sees it on entering.
 *
 * @param seat the member's own
 * @param members a page of {@link Member}s, {@code moreMembers} when there are others
 * @param files a page of {@link SharedFile}s, {@code moreFiles} when there are others
 * @param events the last {@code said} events, oldest first
 * @param waiting those who knock, for the admin; empty for all others
 */
public record Snapshot(
    RoomId room,
    RoomNotice.Here here,
    Options options,
    long createdAt,
    long expiresAt,
    SeatId seat,
    boolean admin,
    JsonArray members,
    boolean moreMembers,
    JsonArray files,
    boolean moreFiles,
    JsonArray events,
    boolean moreEvents,
    JsonArray waiting) {

  /** As replied to an open or an enter, and told in {@code admitted}. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("room", room.value())
        .mergeIn(here.standing())
        .put("options", options.toJson())
        .put("createdAt", createdAt)
        .put("expiresAt", expiresAt)
        .put("you", new JsonObject().put("seat", seat.value()).put("admin", admin))
        .put("members", members)
        .put("files", files)
        .put("events", events)
        .put("waiting", waiting)
        .put("more", more());
  }

  private JsonObject more() {
    return new JsonObject()
        .put("members", moreMembers)
        .put("files", moreFiles)
        .put("events", moreEvents);
  }
}
