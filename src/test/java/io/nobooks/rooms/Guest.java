package io.nobooks.rooms;

import static java.util.Objects.requireNonNull;

import io.nobooks.wire.Caller;
import io.nobooks.wire.Hello;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Somebody in a test: a session and what it does in one room. */
final class Guest {
  private static long cids;

  private final SessionId session;
  private final String name;
  private final boolean account;
  private final boolean exempt;
  private long claim;
  private @Nullable TestRoom room;
  private @Nullable JsonObject snapshot;
  private @Nullable SeatId seat;

  private Guest(String name, boolean account, boolean exempt) {
    this.session = SessionId.freshOf("aaaaaa");
    this.name = name;
    this.account = account;
    this.exempt = exempt;
  }

  static Guest named(String name) {
    return new Guest(name, false, false);
  }

  static Guest account(String name) {
    return new Guest(name, true, false);
  }

  /** An account whose name was claimed then. */
  static Guest claimed(String name, long at) {
    Guest guest = account(name);
    guest.claim = at;
    return guest;
  }

  static Guest exempt(String name) {
    return new Guest(name, false, true);
  }

  static String freshCid() {
    return String.format("cid-%016d", ++cids);
  }

  static JsonObject text(String text) {
    return new JsonObject().put("text", text);
  }

  static JsonObject command(String type) {
    return new JsonObject().put("type", type);
  }

  Caller caller() {
    return new Caller(session, name, account, seat, "127.0.0.1", exempt, "webweb", 1);
  }

  /** As the session's owner knows this one. */
  Person person(@Nullable Hello hello) {
    return Person.of(caller(), hello).claimedAt(claim);
  }

  SessionId session() {
    return session;
  }

  long claim() {
    return claim;
  }

  String name() {
    return name;
  }

  SeatId seat() {
    return requireNonNull(seat, "not seated yet");
  }

  JsonObject snapshot() {
    return requireNonNull(snapshot, "not seated yet");
  }

  /** Speaks to this room from now on, with a seat or without. */
  Guest at(TestRoom room) {
    this.room = room;
    return this;
  }

  void joins(TestRoom room, JsonObject reply) {
    this.room = room;
    if (Boolean.TRUE.equals(reply.getValue("waiting"))) {
      seat = new SeatId(reply.getString("seat"));
    } else {
      snapshot = reply;
      seat = new SeatId(reply.getJsonObject("you").getString("seat"));
    }
  }

  JsonObject does(JsonObject command) {
    return requireNonNull(room, "in no room").obey(this, command);
  }

  JsonObject does(String type) {
    return does(command(type));
  }

  JsonObject say(String text) {
    return say(freshCid(), text(text));
  }

  JsonObject say(String cid, JsonObject body) {
    return does(command("say").put("cid", cid).put("body", body));
  }

  JsonObject whisper(Guest to, String cid, String text) {
    return does(
        command("whisper").put("cid", cid).put("to", to.seat().value()).put("body", text(text)));
  }

  /** Other words for what was said with this number. */
  JsonObject edit(long of, String text) {
    return edit(freshCid(), of, text(text));
  }

  JsonObject edit(String cid, long of, JsonObject body) {
    return does(command("edit").put("cid", cid).put("of", of).put("body", body));
  }

  JsonObject retract(long of) {
    return does(command("retract").put("of", of));
  }

  JsonObject react(long of, String text) {
    return react(freshCid(), of, text(text));
  }

  JsonObject reactNoMore(long of) {
    return react(freshCid(), of, null);
  }

  JsonObject react(String cid, long of, @Nullable JsonObject body) {
    return does(command("react").put("cid", cid).put("of", of).put("body", body));
  }

  JsonObject away(boolean away) {
    return does(command("away").put("away", away));
  }

  JsonObject sync(long from) {
    return sync(snapshot().getString("epoch"), from);
  }

  JsonObject sync(String epoch, long from) {
    return does(command("sync").put("epoch", epoch).put("from", from));
  }

  JsonObject list(String what) {
    return does(command("list").put("what", what));
  }

  /** {@code admit}, {@code deny}, {@code kick} or {@code hand-over}. */
  JsonObject to(Guest other, String type) {
    return does(command(type).put("seat", other.seat().value()));
  }

  JsonObject set(String option, Object value) {
    return does(command("set").put("options", new JsonObject().put(option, value)));
  }

  JsonObject wiped(String nonce) {
    return does(command("wiped").put("nonce", nonce));
  }
}
