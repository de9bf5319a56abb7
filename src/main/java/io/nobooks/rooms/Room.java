package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.Tally;
import io.nobooks.wire.Body;
import io.nobooks.wire.BodySizes;
import io.nobooks.wire.Caller;
import io.nobooks.wire.ClientId;
import io.nobooks.wire.EndReason;
import io.nobooks.wire.FileId;
import io.nobooks.wire.MeEvent;
import io.nobooks.wire.MemberState;
import io.nobooks.wire.Options;
import io.nobooks.wire.ProofHash;
import io.nobooks.wire.RoomCommand;
import io.nobooks.wire.RoomEvent;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.RoomNotice;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A living room: who sits in it, what they said, who rules, when it ends. Each question is answered
 * or refused at once; what has to be done because of it waits in {@link #drain()}. No timers,
 * sockets or futures: {@link #tick()} is called at least once a second.
 */
final class Room implements RoomCommand.Receiver<Speaker, JsonObject> {
  private final RoomState state;
  private final Tally<Syncs> syncs;
  private final Pages pages;
  private final Exit exit;
  private final Entrance entrance;
  private final Talk talk;
  private final Marks marks;
  private final BodySizes bodySizes;
  private final DocumentDoor documentDoor;

  private Room(RoomsNode node, RoomId id, Person opener, ProofHash proof, Options options) {
    syncs = node.syncs();
    state = new RoomState(node, id, opener, proof, options);
    pages = new Pages(state);
    exit = new Exit(state, node.key(), node.build());
    entrance = new Entrance(state, pages, exit);
    talk = new Talk(state);
    marks = new Marks(state, talk);
    bodySizes = node.bodySizes();
    documentDoor = new DocumentDoor(state);
  }

  /** A room that now begins to live, with its first member and that one's snapshot. */
  record Opened(Room room, JsonObject snapshot) {}

  /** Opens a room; the opener is its first member and its admin. */
  static Opened open(RoomsNode node, RoomId id, Person opener, ProofHash proof, Options options) {
    Room room = new Room(node, id, opener, proof, options);
    return new Opened(room, room.entrance.open(opener));
  }

  /** Effects since the last call, in their order. */
  List<Effect> drain() {
    return state.voice.drain();
  }

  /** Whether nothing is left to do but to forget this room. */
  boolean isGone() {
    return exit.receipt() != null;
  }

  /** Members now. */
  int members() {
    return state.seats.living();
  }

  /**
   * Does what a member asks.
   *
   * @return the reply
   * @throws Failure.Refused any of section 8
   */
  JsonObject obey(Caller caller, JsonObject command) {
    Seat seat = seatOf(caller.signedIn());
    RoomCommand parsed = RoomCommand.parse(command, bodySizes);
    if (isGone() || (state.ending != null && !(parsed instanceof RoomCommand.Wiped))) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    return parsed.applyTo(this, new Speaker(seat, caller.exempt()));
  }

  /** See {@link Entrance#pass}. */
  void pass(Caller caller, ProofHash proof) {
    entrance.pass(caller.signedIn(), proof, caller.exempt());
  }

  /** See {@link Entrance#way}. */
  Entrance.Way way(Person person) {
    return entrance.way(person);
  }

  /** See {@link Entrance#enter}. */
  JsonObject enter(Person person) {
    return entrance.enter(person);
  }

  /** Whether the session has a living seat or waits for one. */
  boolean holds(SessionId session) {
    Seat seat = state.seats.of(session);
    return (seat != null && seat.living()) || state.lobby.of(session) != null;
  }

  /** Whether this session may open the room again, as an answer to the same question. */
  boolean isOpenedBy(SessionId session, ProofHash proof) {
    boolean lives = state.ending == null && state.proof.matches(proof);
    return lives && state.opener.session().equals(session);
  }

  /** {@code rooms.leave}: gives up the seat, or the wait for one. */
  JsonObject leave(Caller caller) {
    Lobby.Knock knock = state.lobby.of(caller.signedIn());
    if (knock == null) {
      return obey(caller, new JsonObject().put("type", "leave"));
    }
    refuseHaste(caller.signedIn(), caller.exempt());
    exit.withdraw(knock);
    return new JsonObject();
  }

  /** The session's socket is back. */
  JsonObject back(SessionId session) {
    Seat seat = livingSeatOf(session);
    if (seat.state == MemberState.RECONNECTING) {
      state.presence.back(seat);
      state.chair.arrived(seat);
    }
    return new JsonObject()
        .put("room", state.id.value())
        .put("seat", seat.id.value())
        .mergeIn(state.voice.here().standing());
  }

  /** The session's socket is gone. */
  void lost(SessionId session) {
    Seat seat = state.seats.of(session);
    if (seat != null && seat.state.connected()) {
      if (state.ending == null) {
        state.presence.drop(seat);
      } else {
        state.ending.lost(seat);
        exit.vanishIfOver(state.ending);
      }
    }
  }

  /** The session has ended: its seat or knock ends too. */
  void gone(SessionId session) {
    Seat seat = state.seats.of(session);
    Lobby.Knock knock = state.lobby.of(session);
    if (state.ending != null) {
      lost(session);
    } else if (seat != null && seat.living()) {
      exit.leave(seat);
    } else if (knock != null) {
      exit.withdraw(knock);
    }
  }

  /** The session goes on without the account it had; whoever claims that name is another. */
  void losesAccount(SessionId session) {
    Seat seat = state.seats.of(session);
    Lobby.Knock knock = state.lobby.of(session);
    if (knock != null) {
      state.lobby.losesAccount(knock);
    }
    if (seat != null && seat.account) {
      state.chair.losesAccount(seat);
      seat.account = false;
      if (seat.living() && state.ending == null) {
        state.voice.arrived(seat, true);
      }
    }
  }

  /** Where the room stands, for a socket that begins to listen from this seat. */
  RoomNotice.Here here(SeatId id) {
    Seat seat = state.seats.find(id);
    if (seat == null || !seat.living() || state.ending != null) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    return state.voice.here();
  }

  /** See {@link DocumentDoor#answer}. */
  JsonObject atDocumentDoor(String verb, JsonObject body) {
    return documentDoor.answer(verb, body);
  }

  /** Ends the room, if it has not ended yet. */
  void end(EndReason reason) {
    if (state.ending == null) {
      exit.end(reason, null);
    }
  }

  /** Does what is due by now. */
  void tick() {
    exit.tick();
    if (state.ending == null) {
      state.chair.tick();
      state.presence.tick();
      state.lifetime.tick(state.voice);
      state.documents.tick();
      talk.tick();
      state.voice.tick();
    }
  }

  /** A whisper that was answered could not be kept for its addressee; it may be sent again. */
  void unsay(Effect.Whisper whisper) {
    whisper.by().cids.remove(whisper.event().cid());
  }

  @Override
  public JsonObject say(Speaker by, ClientId cid, Body body) {
    return talk.say(by, cid, body);
  }

  @Override
  public JsonObject whisper(Speaker by, ClientId cid, SeatId to, Body body) {
    return talk.whisper(by.seat(), cid, to, body);
  }

  @Override
  public JsonObject edit(Speaker by, ClientId cid, long of, Body body) {
    return marks.edit(by, cid, of, body);
  }

  @Override
  public JsonObject retract(Speaker by, long of) {
    return marks.retract(by, of);
  }

  @Override
  public JsonObject react(Speaker by, ClientId cid, long of, @Nullable Body body) {
    return marks.react(by, cid, of, body);
  }

  @Override
  public JsonObject typing(Speaker by) {
    talk.typing(by);
    return new JsonObject();
  }

  @Override
  public JsonObject away(Speaker by, boolean away) {
    state.presence.away(by.seat(), away);
    return new JsonObject();
  }

  @Override
  public JsonObject sync(Speaker by, String epoch, long from) {
    try {
      refuseReading(by);
    } catch (Failure.Refused tooFast) {
      syncs.count(Syncs.REFUSED);
      throw tooFast;
    }
    JsonObject answer = talk.sync(by.seat(), epoch, from);
    syncs.count(answer.getBoolean("recovered") ? Syncs.RECOVERED : Syncs.LOST);
    return answer;
  }

  @Override
  public JsonObject list(Speaker by, RoomCommand.ListPage page) {
    refuseReading(by);
    return pages.list(by.seat(), page);
  }

  @Override
  public JsonObject handOff(Speaker by, RoomCommand.Step step, FileId file, String reason) {
    state.documents.step(by.seat(), step, file, reason);
    return new JsonObject();
  }

  @Override
  public JsonObject withdraw(Speaker by, FileId file) {
    Document document = state.documents.find(file);
    if (!document.isBy(by.seat())) {
      state.adminOnly(by.seat());
    }
    state.documents.withdraw(document);
    return new JsonObject();
  }

  @Override
  public JsonObject admit(Speaker by, SeatId seat) {
    state.adminOnly(by.seat());
    entrance.admitIfRoom(state.lobby.waiting(seat));
    return new JsonObject();
  }

  @Override
  public JsonObject deny(Speaker by, SeatId seat) {
    state.adminOnly(by.seat());
    exit.deny(state.lobby.waiting(seat), Failure.REMOVED);
    return new JsonObject();
  }

  @Override
  public JsonObject kick(Speaker by, SeatId id) {
    state.adminOnly(by.seat());
    Seat seat = state.seats.find(id);
    if (seat == null || seat.removed) {
      throw Failure.NO_SUCH_SEAT.refused();
    }
    if (seat == by.seat()) {
      throw Failure.NOT_ALLOWED_HERE.because("the admin leaves or hands over");
    }
    exit.kick(seat);
    return new JsonObject();
  }

  @Override
  public JsonObject handOver(Speaker by, SeatId seat) {
    state.adminOnly(by.seat());
    state.chair.handOver(state.seats.living(seat));
    return new JsonObject();
  }

  @Override
  public JsonObject set(Speaker by, JsonObject changes) {
    state.adminOnly(by.seat());
    state.options = state.options.with(changes, state.settings.limits().members());
    state.lifetime.set(state.options.lifetimeMinutes());
    state.voice.tell(new RoomEvent.OptionsSet(state.options));
    clearLobby();
    return new JsonObject();
  }

  @Override
  public JsonObject leave(Speaker by) {
    refuseHaste(by.seat().session, by.exempt());
    exit.leave(by.seat());
    JsonObject receipt = exit.receipt();
    return receipt == null ? new JsonObject() : new JsonObject().put("receipt", receipt);
  }

  @Override
  public JsonObject delete(Speaker by) {
    state.adminOnly(by.seat());
    exit.end(EndReason.DELETED, by.seat().id);
    return new JsonObject();
  }

  @Override
  public JsonObject wiped(Speaker by, String nonce) {
    Ending ending = state.ending;
    if (ending == null) {
      throw Failure.NOT_ALLOWED_HERE.because("the room lives");
    }
    ending.wiped(by.seat(), nonce);
    exit.vanishIfOver(ending);
    return new JsonObject();
  }

  /** A locked room lets nobody wait, an open one admits who waits as long as there is room. */
  private void clearLobby() {
    for (Lobby.Knock knock : state.lobby.all()) {
      if (state.options.locked()) {
        exit.deny(knock, Failure.ROOM_LOCKED);
      } else if (!state.options.lobby() && members() >= state.options.capacity()) {
        exit.deny(knock, Failure.ROOM_FULL);
      } else if (!state.options.lobby()) {
        state.tellAdmin(new MeEvent.KnockGone(state.id, knock.seat()));
        entrance.admit(knock);
      }
    }
  }

  private Seat seatOf(SessionId session) {
    Seat seat = state.seats.of(session);
    if (seat != null && seat.living()) {
      return seat;
    }
    boolean waits = state.lobby.of(session) != null;
    throw (waits ? Failure.NOT_ADMITTED_YET : Failure.ROOM_NOT_FOUND).refused();
  }

  private Seat livingSeatOf(SessionId session) {
    if (state.ending != null) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    return seatOf(session);
  }

  private void refuseReading(Speaker by) {
    if (!by.exempt()) {
      state.rates.read(by.seat().session);
    }
  }

  private void refuseHaste(SessionId session, boolean exempt) {
    if (!exempt) {
      state.rates.leave(session, state.id);
    }
  }
}
