package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.Member;
import io.nobooks.wire.RoomCommand.ListPage;
import io.nobooks.wire.RoomCommand.Listed;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.Snapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What one member may see of a room, in parts that fit into a frame of 256 KiB together. */
final class Pages {
  private static final int MOST_MEMBERS = 200;
  private static final int MEMBER_BYTES = 88 * 1_024;
  private static final int WAITING_BYTES = 64 * 1_024;

  private final RoomState room;

  /** A part of a list. */
  private record Page(JsonArray items, boolean more) {}

  Pages(RoomState room) {
    this.room = room;
  }

  JsonObject snapshot(Seat seat) {
    Page members = members(0);
    RoomLog.Page said = said(seat);
    return new Snapshot(
            room.id,
            room.voice.here(),
            room.options,
            room.lifetime.createdAt(),
            room.lifetime.expiresAt(),
            seat.id,
            room.isAdmin(seat),
            members.items(),
            members.more(),
            said.events(),
            said.more(),
            room.isAdmin(seat) ? waiting() : new JsonArray())
        .toJson();
  }

  JsonObject list(ListPage asked) {
    if (asked.what() == Listed.HANDOFF) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    Page page =
        asked.what() == Listed.MEMBERS
            ? members(numberAfter(asked.after()))
            : new Page(new JsonArray(), false);
    return new JsonObject()
        .put("items", page.items())
        .put("more", page.more())
        .put("rev", room.voice.here().rev());
  }

  private int numberAfter(@Nullable String after) {
    if (after == null) {
      return 0;
    }
    Seat seat = room.seats.find(new SeatId(after));
    if (seat == null) {
      throw Failure.NO_SUCH_SEAT.refused();
    }
    return seat.number + 1;
  }

  private Page members(int from) {
    JsonArray items = new JsonArray();
    int bytes = 0;
    for (Seat seat : room.seats.all().subList(from, room.seats.all().size())) {
      Member member = seat.toMember(room.isAdmin(seat));
      bytes += member.weight();
      if (items.size() == MOST_MEMBERS || bytes > MEMBER_BYTES) {
        return new Page(items, true);
      }
      items.add(member.toJson());
    }
    return new Page(items, false);
  }

  private RoomLog.Page said(Seat seat) {
    return room.options.history()
        ? room.log.lastSaid(seat.firstEntered)
        : new RoomLog.Page(true, new JsonArray(), false);
  }

  private JsonArray waiting() {
    JsonArray waiting = new JsonArray();
    int bytes = 0;
    for (Lobby.Knock knock : room.lobby.all()) {
      MeEvent.Knocking knocking = knock.toEvent(room.id);
      bytes += knocking.weight();
      if (bytes <= WAITING_BYTES) {
        waiting.add(knocking.waiting());
      }
    }
    return waiting;
  }
}
