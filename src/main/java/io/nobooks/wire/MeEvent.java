package io.nobooks.wire;

import io.nobooks.Failure;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a room tells one session alone; the session's owner adds {@code n}. */
public sealed interface MeEvent {
  /** The event without its number. */
  JsonObject toJson();

  /** To both ends of a whisper. */
  record Whispered(RoomId room, SeatId by, SeatId to, ClientId cid, Body body, long at)
      implements MeEvent {
    @Override
    public JsonObject toJson() {
      return of("whispered", room)
          .put("by", by.value())
          .put("to", to.value())
          .put("cid", cid.value())
          .put("body", body.json())
          .put("at", at);
    }
  }

  /** To the sender and the recipients of a document that is not for all: what it says of itself. */
  record Offered(RoomId room, FileId file, @Nullable String meta) implements MeEvent {
    @Override
    public JsonObject toJson() {
      JsonObject json = of("offered", room).put("file", file.value());
      return meta == null ? json : json.put("meta", meta);
    }
  }

  /** To the admin: one waits to be let in. */
  record Knocking(RoomId room, SeatId seat, String name, boolean account, @Nullable Hello hello)
      implements MeEvent {
    @Override
    public JsonObject toJson() {
      return of("knocking", room).mergeIn(waiting());
    }

    /** The same without type and room, as in a snapshot. */
    public JsonObject waiting() {
      JsonObject json =
          new JsonObject().put("seat", seat.value()).put("name", name).put("account", account);
      return hello == null ? json : json.put("hello", hello.json());
    }

    /** Not less than the bytes of its JSON. */
    public int weight() {
      return new Member(seat, name, account, false, MemberState.ONLINE, hello, 0).weight();
    }
  }

  /** To the admin: that one no longer waits. */
  record KnockGone(RoomId room, SeatId seat) implements MeEvent {
    @Override
    public JsonObject toJson() {
      return of("knock-gone", room).put("seat", seat.value());
    }
  }

  /** To one who waits: who decides about it now. */
  record Waiting(RoomId room, String admin) implements MeEvent {
    @Override
    public JsonObject toJson() {
      return of("waiting", room).put("admin", admin);
    }
  }

  /** To one who waited. */
  record Admitted(JsonObject snapshot) implements MeEvent {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("type", "admitted").put("snapshot", snapshot);
    }
  }

  /** To one who waited. */
  record Denied(RoomId room, Failure why) implements MeEvent {
    @Override
    public JsonObject toJson() {
      return of("denied", room).put("code", why.code);
    }
  }

  /** To one who was removed; nothing more of the room follows. */
  record Kicked(RoomId room) implements MeEvent {
    @Override
    public JsonObject toJson() {
      return of("kicked", room);
    }
  }

  private static JsonObject of(String type, RoomId room) {
    return new JsonObject().put("type", type).put("room", room.value());
  }
}
