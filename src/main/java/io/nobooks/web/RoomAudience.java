package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Those of this web instance's sockets that hear one room. Used by one event loop only. */
final class RoomAudience {
  final RoomId room;
  private final byte[] prefix;
  private final Set<ClientSocket> expected = new LinkedHashSet<>();
  private final Set<ClientSocket> members = new LinkedHashSet<>();
  private final Batch batch = new Batch();

  /** How much of this turn's batch a member has, or need not have, already. */
  private final Map<ClientSocket, Integer> ahead = new HashMap<>();

  /** Events times members, in this turn. */
  private long delivered;

  RoomAudience(RoomId room) {
    this.room = room;
    this.prefix = Outgoing.recPrefix(Addresses.roomOut(room));
  }

  /** A socket wants to listen; it hears nothing yet. */
  void expect(ClientSocket socket) {
    expected.add(socket);
  }

  /** A socket hears everything told from now on. */
  void join(ClientSocket socket) {
    expected.remove(socket);
    if (members.add(socket) && batch.size() > 0) {
      ahead.put(socket, batch.size());
    }
  }

  /** A socket hears nothing more, except what was told before. */
  void leave(ClientSocket socket) {
    catchUp(socket);
    expected.remove(socket);
    members.remove(socket);
    ahead.remove(socket);
  }

  boolean hears(ClientSocket socket) {
    return members.contains(socket);
  }

  boolean isEmpty() {
    return members.isEmpty() && expected.isEmpty();
  }

  /** Everybody, those who do not hear yet as well. */
  Set<ClientSocket> everybody() {
    Set<ClientSocket> everybody = new LinkedHashSet<>(members);
    everybody.addAll(expected);
    return everybody;
  }

  /** Adds an event to this turn's batch; true when it is the first. */
  boolean add(Frame event) {
    batch.add(Outgoing.rec(prefix, event.utf8()));
    return batch.size() == 1;
  }

  /** Writes what one member lacks of this turn, so that something else can be written after it. */
  void catchUp(ClientSocket socket) {
    if (members.contains(socket)) {
      write(socket);
      if (batch.size() > 0) {
        ahead.put(socket, batch.size());
      }
    }
  }

  /**
   * Ends the turn: writes to each member what it lacks; {@code written} hears to whom.
   *
   * @return how many events were written in this turn, to all members together
   */
  long flush(Consumer<ClientSocket> written) {
    for (ClientSocket member : members) {
      if (write(member)) {
        written.accept(member);
      }
    }
    batch.clear();
    ahead.clear();
    long all = delivered;
    delivered = 0;
    return all;
  }

  private boolean write(ClientSocket member) {
    int from = ahead.isEmpty() ? 0 : ahead.getOrDefault(member, 0);
    if (from == batch.size()) {
      return false;
    }
    member.wire.write(batch, from);
    delivered += batch.size() - from;
    return true;
  }
}
