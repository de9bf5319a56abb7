package io.nobooks.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a room tells all its members and numbers, so that a client can tell that it missed one. */
public sealed interface RoomEvent {
  /** The word in {@code type}. */
  String type();

  /** Adds the fields besides {@code type}, {@code seq} and {@code at}. */
  void writeTo(JsonObject json);

  /** The event as it is told. */
  default Frame encode(long seq, long at) {
    JsonObject json = new JsonObject().put("type", type()).put("seq", seq).put("at", at);
    writeTo(json);
    return Frame.of(json);
  }

  /** A member said something to all. */
  record Said(SeatId by, ClientId cid, Body body) implements RoomEvent {
    @Override
    public String type() {
      return "said";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("by", by.value()).put("cid", cid.value()).put("body", body.json());
    }
  }

  /** A member said it otherwise: {@code of} is the number of what was said first. */
  record Edited(SeatId by, long of, ClientId cid, Body body) implements RoomEvent {
    @Override
    public String type() {
      return "edited";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("by", by.value()).put("of", of).put("cid", cid.value()).put("body", body.json());
    }
  }

  /** What was said as number {@code of} was taken back, by who said it or by the admin. */
  record Retracted(SeatId by, long of) implements RoomEvent {
    @Override
    public String type() {
      return "retracted";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("by", by.value()).put("of", of);
    }
  }

  /** A member's one reaction to what was said as number {@code of}; null when there is none now. */
  record Reacted(SeatId by, long of, ClientId cid, @Nullable Body body) implements RoomEvent {
    @Override
    public String type() {
      return "reacted";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("by", by.value()).put("of", of).put("cid", cid.value());
      json.put("body", body == null ? null : body.json());
    }
  }

  /** Members came; {@code again} where they take their seats back. */
  record Entered(List<Member> members, boolean again) implements RoomEvent {
    public Entered {
      members = List.copyOf(members);
    }

    @Override
    public String type() {
      return "entered";
    }

    @Override
    public void writeTo(JsonObject json) {
      JsonArray array = new JsonArray();
      members.forEach(member -> array.add(member.toJson()));
      json.put("members", array);
      if (again) {
        json.put("again", true);
      }
    }
  }

  /** One who is no longer in the room. */
  record Departure(SeatId seat, LeaveReason reason) {}

  /** Members went. */
  record Left(List<Departure> seats) implements RoomEvent {
    public Left {
      seats = List.copyOf(seats);
    }

    @Override
    public String type() {
      return "left";
    }

    @Override
    public void writeTo(JsonObject json) {
      JsonArray array = new JsonArray();
      seats.forEach(one -> array.add(JsonArray.of(one.seat().value(), one.reason().word())));
      json.put("seats", array);
    }
  }

  /** The room behaves otherwise now. */
  record OptionsSet(Options options) implements RoomEvent {
    @Override
    public String type() {
      return "options";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("options", options.toJson());
    }
  }

  /** There is another admin. */
  record HandedOver(SeatId to) implements RoomEvent {
    @Override
    public String type() {
      return "handed-over";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("to", to.value());
    }
  }

  /** A member offers a document. */
  record Offered(Offer offer) implements RoomEvent {
    @Override
    public String type() {
      return "offered";
    }

    @Override
    public void writeTo(JsonObject json) {
      offer.writeTo(json);
    }
  }

  /** The server has every byte of a document. */
  record Stored(FileId file) implements RoomEvent {
    @Override
    public String type() {
      return "stored";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("file", file.value());
    }
  }

  /** A document was taken back and is gone. */
  record Withdrawn(FileId file) implements RoomEvent {
    @Override
    public String type() {
      return "withdrawn";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("file", file.value());
    }
  }

  /** The last numbered event. */
  record Ended(EndReason reason, @Nullable SeatId by, String nonce) implements RoomEvent {
    @Override
    public String type() {
      return "ended";
    }

    @Override
    public void writeTo(JsonObject json) {
      json.put("reason", reason.word());
      if (by != null) {
        json.put("by", by.value());
      }
      json.put("nonce", nonce);
    }
  }
}
