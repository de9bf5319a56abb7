package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.wire.RoomId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was told to one session alone: numbered from 1 without holes, of which the last {@link
 * #MOST_EVENTS} in at most {@link #MOST_BYTES} are kept for a socket that comes back, as long as
 * the node has memory for them.
 */
final class MeLog {
  static final int MOST_EVENTS = 200;

  /** UTF-8 bytes of the encoded events. */
  static final long MOST_BYTES = 256 * 1_024;

  /** Besides its encoded form, one event costs about this much memory. */
  static final int ENTRY_BYTES = 256;

  private static final Set<String> SENT_AWAY = Set.of("kicked", "denied");

  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private final MeBudget budget;
  private long top;
  private long bytes;

  /** {@code budget} is the node's, shared by all its sessions. */
  MeLog(MeBudget budget) {
    this.budget = budget;
  }

  /**
   * One event as it was told.
   *
   * @param seated {@code {room, seat}} of a seat that comes with it, for the web tier
   */
  record Told(JsonObject event, @Nullable JsonObject seated) {}

  private static final class Kept {
    private final @Nullable String room;
    private @Nullable Buffer event;
    private @Nullable JsonObject seated;

    Kept(JsonObject event, @Nullable JsonObject seated) {
      this.room = roomOf(event);
      this.event = event.toBuffer();
      this.seated = seated;
    }

    int bytes() {
      return event == null ? 0 : event.length();
    }

    /** Nothing once it is forgotten. */
    Stream<Told> told() {
      return event == null ? Stream.empty() : Stream.of(new Told(new JsonObject(event), seated));
    }

    void forget() {
      event = null;
      seated = null;
    }
  }

  /** The number of the last event, 0 before the first. */
  long top() {
    return top;
  }

  /**
   * Writes the next {@code n} into an event and keeps it. Where the node has no memory left, the
   * session's own oldest events go for it.
   *
   * @throws Failure.Refused NO_SUCH_SEAT for a whisper that cannot be kept; it has no number then
   */
  Told add(JsonObject event, @Nullable JsonObject seated) {
    event.put("n", top + 1);
    Kept entry = new Kept(event, seated);
    boolean keeps = makeRoom(entry);
    if (!keeps && "whispered".equals(event.getValue("type"))) {
      throw Failure.NO_SUCH_SEAT.refused();
    }
    top++;
    if (keeps) {
      kept.addLast(entry);
      bytes += entry.bytes();
    }
    return new Told(event, seated);
  }

  /**
   * All events after number {@code heard}, without those of rooms that were {@linkplain #forget
   * forgotten}; or empty when some others of them are no longer kept.
   */
  Optional<List<Told>> since(long heard) {
    long first = top - kept.size() + 1;
    if (heard < first - 1 || heard > top) {
      return Optional.empty();
    }
    return Optional.of(kept.stream().skip(heard - first + 1).flatMap(Kept::told).toList());
  }

  /**
   * The room is over: nothing that was told of it is kept, but for the word that one was sent away.
   * The numbers stay taken.
   */
  void forget(RoomId room) {
    for (Kept entry : kept) {
      if (room.value().equals(entry.room)) {
        bytes -= entry.bytes();
        budget.giveBack(entry.bytes());
        entry.forget();
      }
    }
  }

  /** Keeps nothing any more: the session is over. */
  void clear() {
    while (!kept.isEmpty()) {
      forgetOldest();
    }
  }

  /** Takes the memory for an event; without it, nothing older is kept either. */
  private boolean makeRoom(Kept entry) {
    while (kept.size() >= MOST_EVENTS || (!kept.isEmpty() && bytes + entry.bytes() > MOST_BYTES)) {
      forgetOldest();
    }
    boolean fits = entry.bytes() <= MOST_BYTES;
    while (fits && !budget.take(cost(entry))) {
      if (kept.isEmpty()) {
        return false;
      }
      forgetOldest();
    }
    return fits;
  }

  private void forgetOldest() {
    Kept oldest = kept.removeFirst();
    bytes -= oldest.bytes();
    budget.giveBack(cost(oldest));
  }

  /** The room that takes the event along when it is over. */
  private static @Nullable String roomOf(JsonObject event) {
    if (SENT_AWAY.contains(String.valueOf(event.getValue("type")))) {
      return null;
    }
    JsonObject snapshot = event.getJsonObject("snapshot");
    return snapshot == null ? event.getString("room") : snapshot.getString("room");
  }

  private static long cost(Kept entry) {
    return (long) entry.bytes() + ENTRY_BYTES;
  }
}
