package io.nobooks.rooms;

import static java.util.Objects.requireNonNull;

import io.nobooks.Failure;
import io.nobooks.wire.FileId;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.Member;
import io.nobooks.wire.RoomCommand.ListPage;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SharedFile;
import io.nobooks.wire.Snapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What one member may see of a room, in parts that fit into a frame of 256 KiB together. */
final class Pages {
  private static final int MOST_MEMBERS = 200;
  private static final int MEMBER_BYTES = 88 * 1_024;
  private static final int WAITING_BYTES = 64 * 1_024;
  private static final int MOST_FILES = 50;
  private static final int LIST_BYTES = 128 * 1_024;
  private static final int SNAPSHOT_BYTES = 248 * 1_024;

  private final RoomState room;

  /** A part of a list. */
  private record Page(JsonArray items, int bytes, boolean more) {}

  Pages(RoomState room) {
    this.room = room;
  }

  JsonObject snapshot(Seat seat) {
    Page members = members(0);
    RoomLog.Page said = said(seat);
    Page waiting = room.isAdmin(seat) ? waiting() : new Page(new JsonArray(), 0, false);
    int saidBytes = said.events().isEmpty() ? 0 : LastMessages.BYTES;
    int left = SNAPSHOT_BYTES - members.bytes() - saidBytes - waiting.bytes();
    Page files = files(seat, null, left);
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
            files.items(),
            files.more(),
            said.events(),
            said.more(),
            waiting.items())
        .toJson();
  }

  JsonObject list(Seat by, ListPage asked) {
    Page page =
        switch (asked.what()) {
          case MEMBERS -> members(numberAfter(asked.after()));
          case FILES -> files(by, asked.after(), LIST_BYTES);
          case HANDOFF -> handOff(requireNonNull(asked.file()), asked.after());
        };
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
        return new Page(items, bytes - member.weight(), true);
      }
      items.add(member.toJson());
    }
    return new Page(items, bytes, false);
  }

  private Page files(Seat seat, @Nullable String after, int mostBytes) {
    FileId last = after == null ? null : room.documents.find(new FileId(after)).id();
    JsonArray items = new JsonArray();
    boolean skipping = last != null;
    int bytes = 0;
    for (Document document : room.documents.all()) {
      if (!skipping) {
        SharedFile file = document.seenBy(seat);
        bytes += file.weight();
        if (items.size() == MOST_FILES || bytes > mostBytes) {
          return new Page(items, bytes - file.weight(), true);
        }
        items.add(file.toJson());
      }
      skipping &= !document.id().equals(last);
    }
    return new Page(items, bytes, false);
  }

  private Page handOff(FileId file, @Nullable String after) {
    HandOff handOff = room.documents.find(file).handOff;
    HandOff.Page page = handOff.page(after == null ? null : new SeatId(after), LIST_BYTES);
    JsonArray items = new JsonArray();
    page.standings().forEach(standing -> items.add(standing.toJson()));
    return new Page(items, LIST_BYTES, page.more());
  }

  private RoomLog.Page said(Seat seat) {
    return room.options.history()
        ? room.log.lastSaid(seat.firstEntered)
        : new RoomLog.Page(true, new JsonArray(), false);
  }

  private Page waiting() {
    JsonArray waiting = new JsonArray();
    int bytes = 0;
    for (Lobby.Knock knock : room.lobby.all()) {
      MeEvent.Knocking knocking = knock.toEvent(room.id);
      bytes += knocking.weight();
      if (bytes <= WAITING_BYTES) {
        waiting.add(knocking.waiting());
      }
    }
    return new Page(waiting, Math.min(bytes, WAITING_BYTES), false);
  }
}
