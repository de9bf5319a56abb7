package io.nobooks.relay;

import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All running transfers of a node, by room. Safe for use by many threads. */
final class Transfers {
  private final Map<RoomId, Set<Transfer>> byRoom = new HashMap<>();

  synchronized Transfer enter(RoomId room, FileId file, SessionId session) {
    Transfer transfer = new Transfer(this, room, file, session);
    byRoom.computeIfAbsent(room, unused -> new HashSet<>()).add(transfer);
    return transfer;
  }

  synchronized void forget(Transfer transfer) {
    Set<Transfer> ofRoom = byRoom.get(transfer.room);
    if (ofRoom != null && ofRoom.remove(transfer) && ofRoom.isEmpty()) {
      byRoom.remove(transfer.room);
    }
  }

  /**
   * Cuts those of a room, of one document or one session where these are named.
   *
   * @return completes when they have ended
   */
  Future<Void> cut(RoomId room, @Nullable FileId file, @Nullable SessionId session) {
    return Future.join(matching(room, file, session).stream().map(Transfer::cut).toList())
        .mapEmpty();
  }

  /** Cuts all; completes when they have ended. */
  Future<Void> cutAll() {
    return Future.join(all().stream().map(Transfer::cut).toList()).mapEmpty();
  }

  /** Cuts those that have not moved for too long. */
  void cutStalled(long now) {
    stalled(now).forEach(Transfer::cut);
  }

  private synchronized List<Transfer> all() {
    return byRoom.values().stream().flatMap(Set::stream).toList();
  }

  synchronized int count() {
    return byRoom.values().stream().mapToInt(Set::size).sum();
  }

  private synchronized List<Transfer> matching(
      RoomId room, @Nullable FileId file, @Nullable SessionId session) {
    return byRoom.getOrDefault(room, Set.of()).stream()
        .filter(transfer -> file == null || transfer.file.equals(file))
        .filter(transfer -> session == null || transfer.session.equals(session))
        .toList();
  }

  private synchronized List<Transfer> stalled(long now) {
    return byRoom.values().stream()
        .flatMap(Set::stream)
        .filter(transfer -> transfer.isDue(now))
        .toList();
  }
}
