package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.wire.Name;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One signed-in identity: its socket, its places in rooms, and what was told to it alone. */
final class Session {
  /** When a refused knock may be tried again: one of the waiting ones may be over by then. */
  private static final Duration KNOCK_AGAIN = Duration.ofSeconds(10);

  final SessionId id;
  final Name name;
  final MeLog me;

  /** Whether the name is a claimed one; false once the account is deleted. */
  boolean account;

  /** When the name was claimed, in milliseconds since 1970 UTC; 0 for a guest. */
  long claimedAt;

  /** Where the session hears; null while it has no socket. */
  @Nullable Socket socket;

  /** Whether a new socket waits for the answer that binds it: until then nothing is told to it. */
  boolean binding;

  /** Since when there is no socket, and when the last token ends; milliseconds since 1970 UTC. */
  long idleSince;

  long expiresAt;

  private final Map<RoomId, Place> places = new LinkedHashMap<>(2);

  /** A place in a room: reserved, knocking, or seated. */
  private record Place(boolean knock, @Nullable SeatId seat) {}

  Session(SessionId id, Name name, boolean account, MeLog me) {
    this.id = id;
    this.name = name;
    this.account = account;
    this.me = me;
  }

  /**
   * Keeps a place for a room that is about to give a seat or take a knock; a room that has one
   * already keeps it.
   *
   * @throws Failure.Refused TOO_FAST beyond {@code knocks} that wait, TOO_MANY_ROOMS beyond {@code
   *     rooms} in all
   */
  void reserve(RoomId room, boolean knock, int rooms, int knocks) {
    Place place = places.get(room);
    if (place != null && (place.seat != null || place.knock || !knock)) {
      return;
    }
    if (knock && places.values().stream().filter(Place::knock).count() >= knocks) {
      throw Failure.TOO_FAST.afterMs(KNOCK_AGAIN.toMillis());
    }
    if (place == null && places.size() >= rooms) {
      throw Failure.TOO_MANY_ROOMS.refused();
    }
    places.put(room, new Place(knock, null));
  }

  /** The room gave this seat. */
  void seat(RoomId room, SeatId seat) {
    places.put(room, new Place(false, seat));
  }

  /** The place in this room is over; whether it had a seat. */
  boolean release(RoomId room) {
    Place place = places.remove(room);
    return place != null && place.seat != null;
  }

  /** The seat in a room, if there is one. */
  @Nullable SeatId seatIn(RoomId room) {
    Place place = places.get(room);
    return place == null ? null : place.seat;
  }

  /** Every room with a place of any kind, the oldest first. */
  List<RoomId> rooms() {
    return List.copyOf(places.keySet());
  }

  /** The rooms with a seat, the oldest first. */
  List<RoomId> seated() {
    return places.entrySet().stream()
        .filter(place -> place.getValue().seat != null)
        .map(Map.Entry::getKey)
        .toList();
  }
}
