package io.nobooks.rooms;

import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;

/** Which rooms instance owns a room, decided by one atomic claim. A cluster shares the same map. */
final class Claims {
  private static final String MAP = "nobooks.rooms";

  private final AsyncMap<String, String> owners;
  private final String instance;

  private Claims(AsyncMap<String, String> owners, String instance) {
    this.owners = owners;
    this.instance = instance;
  }

  /** The claims of one instance. */
  static Future<Claims> of(Vertx vertx, String instance) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .map(owners -> new Claims(owners, instance));
  }

  /** True when the room is this instance's now, false when somebody has it. */
  Future<Boolean> claim(RoomId room) {
    return owners.putIfAbsent(room.value(), instance).map(owner -> owner == null);
  }

  /** Gives a room up that is this instance's. */
  Future<Void> drop(RoomId room) {
    return owners.removeIfPresent(room.value(), instance).mapEmpty();
  }
}
