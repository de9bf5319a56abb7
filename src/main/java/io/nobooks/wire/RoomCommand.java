package io.nobooks.wire;

import io.nobooks.Failure;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a member can ask of a room: the body of a message to {@code room.<room>.in}. Who asks is
 * never in it.
 */
public sealed interface RoomCommand {
  /** What {@code list} can list. */
  enum Listed {
    MEMBERS,
    FILES,
    HANDOFF
  }

  /** What a recipient can say about a document. */
  enum Step {
    RECEIVE,
    CONFIRM,
    DECLINE,
    DISPUTE
  }

  /**
   * Gives each command a meaning. A new command does not compile until there is one.
   *
   * @param <B> who asks
   * @param <R> the answer
   */
  interface Receiver<B, R> {
    R say(B by, ClientId cid, Body body);

    R whisper(B by, ClientId cid, SeatId to, Body body);

    R edit(B by, ClientId cid, long of, Body body);

    R retract(B by, long of);

    R react(B by, ClientId cid, long of, @Nullable Body body);

    R typing(B by);

    R away(B by, boolean away);

    R sync(B by, String epoch, long from);

    R list(B by, ListPage page);

    R handOff(B by, Step step, FileId file, String reason);

    R withdraw(B by, FileId file);

    R admit(B by, SeatId seat);

    R deny(B by, SeatId seat);

    R kick(B by, SeatId seat);

    R handOver(B by, SeatId seat);

    R set(B by, JsonObject options);

    R leave(B by);

    R delete(B by);

    R wiped(B by, String nonce);
  }

  /** Asks the room in the name of {@code by}. */
  <B, R> R applyTo(Receiver<B, R> room, B by);

  /** To all. */
  record Say(ClientId cid, Body body) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.say(by, cid, body);
    }
  }

  /** To one. */
  record Whisper(ClientId cid, SeatId to, Body body) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.whisper(by, cid, to, body);
    }
  }

  /** Other words for what the asker said as number {@code of}. */
  record Edit(ClientId cid, long of, Body body) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.edit(by, cid, of, body);
    }
  }

  /** Takes back what was said as number {@code of}. */
  record Retract(long of) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.retract(by, of);
    }
  }

  /** Reacts to what was said as number {@code of}; without a body, does so no longer. */
  record React(ClientId cid, long of, @Nullable Body body) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.react(by, cid, of, body);
    }
  }

  /** Something is being written. */
  record Typing() implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.typing(by);
    }
  }

  /** The person turned away from the page, or back to it. */
  record Away(boolean away) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.away(by, away);
    }
  }

  /** Asks for the events from {@code from} on. */
  record Sync(String epoch, long from) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.sync(by, epoch, from);
    }
  }

  /** Asks for a page of a list, after the item whose id is {@code after}. */
  record ListPage(Listed what, @Nullable FileId file, @Nullable String after)
      implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.list(by, this);
    }
  }

  /** A recipient's word about a document; {@code reason} is empty but for a dispute. */
  record HandOff(Step step, FileId file, String reason) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.handOff(by, step, file, reason);
    }
  }

  /** Takes a document back. */
  record Withdraw(FileId file) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.withdraw(by, file);
    }
  }

  /** Lets one in who waits. */
  record Admit(SeatId seat) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.admit(by, seat);
    }
  }

  /** Sends one away who waits. */
  record Deny(SeatId seat) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.deny(by, seat);
    }
  }

  /** Removes a member for good. */
  record Kick(SeatId seat) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.kick(by, seat);
    }
  }

  /** Makes another member the admin. */
  record HandOver(SeatId seat) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.handOver(by, seat);
    }
  }

  /** Changes options; checked when merged. */
  record Set(JsonObject options) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.set(by, options);
    }
  }

  /** Gives the seat up. */
  record Leave() implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.leave(by);
    }
  }

  /** Ends the room. */
  record Delete() implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.delete(by);
    }
  }

  /** Everything of the ended room is gone from this client. */
  record Wiped(String nonce) implements RoomCommand {
    @Override
    public <B, R> R applyTo(Receiver<B, R> room, B by) {
      return room.wiped(by, nonce);
    }
  }

  /**
   * Reads a command.
   *
   * @param most how large bodies may be
   * @throws Failure.Refused BAD_COMMAND, or TOO_LARGE for a body
   */
  static RoomCommand parse(JsonObject json, BodySizes most) {
    Fields in = new Fields(json);
    return switch (in.text("type")) {
      case "say" -> new Say(cid(in), body(in, most));
      case "whisper" -> new Whisper(cid(in), new SeatId(in.text("to")), body(in, most));
      case "edit" -> new Edit(cid(in), of(in), body(in, most));
      case "retract" -> new Retract(of(in));
      case "react" -> new React(cid(in), of(in), reaction(in, most));
      case "typing" -> new Typing();
      case "away" -> new Away(in.yes("away"));
      case "sync" -> new Sync(in.text("epoch"), in.whole("from", 0, Long.MAX_VALUE));
      case "list" -> listPage(in);
      case "receive" -> new HandOff(Step.RECEIVE, file(in), "");
      case "confirm" -> new HandOff(Step.CONFIRM, file(in), "");
      case "decline" -> new HandOff(Step.DECLINE, file(in), "");
      case "dispute" -> new HandOff(Step.DISPUTE, file(in), reason(in));
      case "withdraw" -> new Withdraw(file(in));
      case "admit" -> new Admit(seat(in));
      case "deny" -> new Deny(seat(in));
      case "kick" -> new Kick(seat(in));
      case "hand-over" -> new HandOver(seat(in));
      case "set" -> new Set(in.object("options"));
      case "leave" -> new Leave();
      case "delete" -> new Delete();
      case "wiped" -> new Wiped(in.text("nonce"));
      default -> throw Failure.BAD_COMMAND.because("unknown type");
    };
  }

  private static ClientId cid(Fields in) {
    return new ClientId(in.text("cid"));
  }

  private static Body body(Fields in, BodySizes most) {
    return Body.of(in.object("body"), most.message());
  }

  private static @Nullable Body reaction(Fields in, BodySizes most) {
    JsonObject body = in.objectOrNull("body");
    return body == null ? null : Body.of(body, most.reaction());
  }

  private static long of(Fields in) {
    return in.whole("of", 1, Long.MAX_VALUE);
  }

  private static SeatId seat(Fields in) {
    return new SeatId(in.text("seat"));
  }

  private static FileId file(Fields in) {
    return new FileId(in.text("file"));
  }

  private static String reason(Fields in) {
    String reason = in.text("reason");
    int length = reason.codePointCount(0, reason.length());
    if (length < 1 || length > 200) {
      throw Failure.BAD_COMMAND.because("reason must have 1 to 200 characters");
    }
    return reason;
  }

  private static ListPage listPage(Fields in) {
    Listed what =
        switch (in.text("what")) {
          case "members" -> Listed.MEMBERS;
          case "files" -> Listed.FILES;
          case "handoff" -> Listed.HANDOFF;
          default -> throw Failure.BAD_COMMAND.because("what must be members, files or handoff");
        };
    FileId file = what == Listed.HANDOFF ? file(in) : null;
    return new ListPage(what, file, in.optionalText("after"));
  }
}
