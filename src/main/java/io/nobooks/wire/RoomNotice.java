package io.nobooks.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a room tells all its members without numbering it: whoever misses one can ask again. */
public sealed interface RoomNotice {
  /** The notice as it is told. */
  JsonObject toJson();

  /** Where the room stands. */
  record Here(String epoch, long top, long rev) implements RoomNotice {
    @Override
    public JsonObject toJson() {
      return standing().put("type", "here");
    }

    /** The same without a type, as in replies. */
    public JsonObject standing() {
      return new JsonObject().put("epoch", epoch).put("top", top).put("rev", rev);
    }
  }

  /** A member that can be reached, or no longer. */
  record Change(SeatId seat, MemberState state) {}

  /** Changes since the last of these, the newest of each member. */
  record States(long rev, List<Change> changes) implements RoomNotice {
    public States {
      changes = List.copyOf(changes);
    }

    @Override
    public JsonObject toJson() {
      JsonArray array = new JsonArray();
      changes.forEach(one -> array.add(JsonArray.of(one.seat().value(), one.state().word())));
      return new JsonObject().put("type", "states").put("rev", rev).put("changes", array);
    }
  }

  /** So many bytes of a document have come. */
  record Progress(FileId file, long received) implements RoomNotice {
    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("type", "progress")
          .put("file", file.value())
          .put("received", received);
    }
  }

  /**
   * How far a recipient has come with fetching.
   *
   * @param handed bytes up to which its connection was given the document; 0 when that broke off
   */
  record Fetch(FileId file, SeatId seat, long handed) {}

  /** Who fetches, the newest of each. */
  record Fetching(List<Fetch> changes) implements RoomNotice {
    public Fetching {
      changes = List.copyOf(changes);
    }

    @Override
    public JsonObject toJson() {
      JsonArray array = new JsonArray();
      changes.forEach(
          one -> array.add(JsonArray.of(one.file().value(), one.seat().value(), one.handed())));
      return new JsonObject().put("type", "fetching").put("changes", array);
    }
  }

  /** Where a document stands now with one recipient. */
  record Step(FileId file, Standing standing) {}

  /** Steps since the last of these, the newest of each document and recipient. */
  record HandOffs(long rev, List<Step> changes) implements RoomNotice {
    public HandOffs {
      changes = List.copyOf(changes);
    }

    @Override
    public JsonObject toJson() {
      JsonArray array = new JsonArray();
      for (Step step : changes) {
        JsonArray change = JsonArray.of(step.file().value());
        step.standing().toJson().forEach(change::add);
        array.add(change);
      }
      return new JsonObject().put("type", "handoffs").put("rev", rev).put("changes", array);
    }
  }

  /** A member is writing. */
  record Typing(SeatId by) implements RoomNotice {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("type", "typing").put("by", by.value());
    }
  }

  /** The room will end at this time. */
  record Expiring(long at) implements RoomNotice {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("type", "expiring").put("at", at);
    }
  }

  /** What the server states about the ended room. */
  record Receipt(JsonObject receipt) implements RoomNotice {
    @Override
    public JsonObject toJson() {
      return new JsonObject().put("type", "receipt").put("receipt", receipt);
    }
  }
}
