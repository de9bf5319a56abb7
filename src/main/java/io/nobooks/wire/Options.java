package io.nobooks.wire;

import io.nobooks.Failure;
import io.vertx.core.json.JsonObject;

/**
 * How a room behaves; the opener chooses and the admin changes.
 *
 * @param lobby newcomers wait for the admin
 * @param locked nobody new may enter
 * @param filesLocked no new documents may be offered
 * @param capacity members at once
 * @param sealedOnly bodies in the clear are refused
 * @param lifetimeMinutes the room ends so long after it was opened
 * @param history newcomers may read what was said before they came
 */
public record Options(
    boolean lobby,
    boolean locked,
    boolean filesLocked,
    int capacity,
    boolean sealedOnly,
    int lifetimeMinutes,
    boolean history) {

  private static final int LONGEST_MINUTES = 10_080;
  private static final int DEFAULT_MINUTES = 1_440;

  /** What a room has whose opener says nothing: every body must be sealed. */
  public static Options defaults(int capacity) {
    return new Options(false, false, false, capacity, true, DEFAULT_MINUTES, true);
  }

  /**
   * These options with the given ones in their place.
   *
   * @param mostMembers the highest capacity there may be
   * @throws Failure.Refused BAD_COMMAND on an unknown key, a wrong type or a value out of range
   */
  public Options with(JsonObject changes, int mostMembers) {
    Options options = this;
    for (String key : changes.fieldNames()) {
      options = options.with(key, new Fields(changes), mostMembers);
    }
    return options;
  }

  private Options with(String key, Fields in, int mostMembers) {
    return switch (key) {
      case "lobby" -> withLobby(in.yes(key));
      case "locked" -> withLocks(in.yes(key), filesLocked);
      case "filesLocked" -> withLocks(locked, in.yes(key));
      case "capacity" -> {
        int members = (int) in.whole(key, 1, mostMembers);
        yield with(members, sealedOnly, lifetimeMinutes, history);
      }
      case "sealedOnly" -> with(capacity, in.yes(key), lifetimeMinutes, history);
      case "lifetimeMinutes" -> {
        int minutes = (int) in.whole(key, 1, LONGEST_MINUTES);
        yield with(capacity, sealedOnly, minutes, history);
      }
      case "history" -> with(capacity, sealedOnly, lifetimeMinutes, in.yes(key));
      default -> throw Failure.BAD_COMMAND.because("unknown option");
    };
  }

  /** The same with the lobby on or off. */
  public Options withLobby(boolean on) {
    return new Options(on, locked, filesLocked, capacity, sealedOnly, lifetimeMinutes, history);
  }

  private Options withLocks(boolean people, boolean files) {
    return new Options(lobby, people, files, capacity, sealedOnly, lifetimeMinutes, history);
  }

  private Options with(int members, boolean sealed, int minutes, boolean past) {
    return new Options(lobby, locked, filesLocked, members, sealed, minutes, past);
  }

  /** The full set, as the wire has it. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("lobby", lobby)
        .put("locked", locked)
        .put("filesLocked", filesLocked)
        .put("capacity", capacity)
        .put("sealedOnly", sealedOnly)
        .put("lifetimeMinutes", lifetimeMinutes)
        .put("history", history);
  }
}
