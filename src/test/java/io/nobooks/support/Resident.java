package io.nobooks.support;

import io.nobooks.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A member of one room who does what a page does when the line breaks: connects again, resumes,
 * listens, asks for what it missed, and asks once more whatever was not answered. It keeps a
 * transcript of the room and complains of every event that came twice, out of order or not at all.
 * Everything runs on an event loop of its own; the methods may be called from any thread.
 */
public final class Resident {
  private static final long AGAIN_MS = 20;

  private final Residents all;
  private final RoomCode code;
  private final Context context;
  private final JsonObject name;
  private final Transcript transcript = new Transcript();
  private final Map<String, Promise<JsonObject>> asked = new HashMap<>();
  private final List<Long> syncNanos = new ArrayList<>();
  private @Nullable ClientWebSocket socket;
  private @Nullable Future<Void> online;
  private @Nullable String token;
  private String seat = "";
  private String epoch = "";
  private boolean opened;
  private boolean seated;
  private boolean listening;
  private boolean gone;
  private int questions;
  private int connections;

  /** The line broke before an answer came. */
  private static final class LineBroke extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Resident(Residents all, String name, RoomCode code) {
    this.all = all;
    this.code = code;
    this.name = new JsonObject().put("name", name);
    this.context = all.newContext();
  }

  // What it does

  /** Signs in as a guest. */
  public Future<Resident> signsIn() {
    return insists(() -> ask("auth.sign-in", name))
        .onSuccess(identity -> token = identity.getString("token"))
        .map(this);
  }

  /** Opens the room, which takes text. */
  public Future<Resident> opens(JsonObject options) {
    JsonObject all = new JsonObject().put("sealedOnly", false).mergeIn(options);
    return insists(() -> ask("rooms.open", code.toJson().put("options", all)))
        .onSuccess(this::sit)
        .onSuccess(snapshot -> opened = true)
        .map(this);
  }

  /** Enters the room. */
  public Future<Resident> enters() {
    return insists(() -> ask("rooms.enter", code.toJson())).onSuccess(this::sit).map(this);
  }

  /** Listens to the room, and from now on comes back by itself. */
  public Future<Resident> listens() {
    return insists(this::register).onSuccess(here -> listening = true).map(this);
  }

  /** All of it: signs in, enters, listens. */
  public Future<Resident> comes() {
    return signsIn().compose(Resident::enters).compose(Resident::listens);
  }

  /** All of it: signs in, opens, listens. */
  public Future<Resident> comesFirst(JsonObject options) {
    return signsIn().compose(self -> opens(options)).compose(Resident::listens);
  }

  /** Says a text; the answer is that of the room, however often it had to be asked. */
  public Future<JsonObject> says(String text) {
    JsonObject body = new JsonObject().put("text", text);
    String cid = BusClient.cid();
    return insists(() -> command("say", body, cid));
  }

  /** Lets go of the line as if it had been cut, and comes back. */
  public Future<Resident> reconnects() {
    return insists(
            () -> {
              ClientWebSocket old = socket;
              return old == null ? Future.failedFuture(new LineBroke()) : old.close();
            })
        .compose(closed -> insists(() -> Future.succeededFuture(this)));
  }

  /** Leaves the room; that it has left already is as good. */
  public Future<Resident> leaves() {
    return insists(
        () -> {
          listening = false;
          seated = false;
          return ask("rooms.leave", new JsonObject().put("room", code.room()))
              .map(left -> this)
              .recover(cause -> doneBefore(cause, Failure.ROOM_NOT_FOUND));
        });
  }

  /** Ends the session and the line. */
  public Future<Resident> signsOut() {
    return insists(
            () -> {
              listening = false;
              seated = false;
              return ask("auth.sign-out", new JsonObject()).map(this);
            })
        .recover(cause -> doneBefore(cause, Failure.TOKEN_INVALID))
        .compose(out -> goes());
  }

  private Future<Resident> doneBefore(Throwable cause, Failure when) {
    boolean done = cause instanceof Refused refused && refused.code == when.code;
    return done ? Future.succeededFuture(this) : Future.failedFuture(cause);
  }

  /** Ends the line for good. */
  public Future<Resident> goes() {
    return onContext(
        () -> {
          gone = true;
          ClientWebSocket last = socket;
          return (last == null ? Future.<Void>succeededFuture() : last.close())
              .otherwiseEmpty()
              .map(this);
        });
  }

  /** Reads the room's log: whoever opened it all, anybody else from after coming in. */
  public Future<List<LogEntry>> readsLog() {
    return insists(
        () -> {
          Transcript log = new Transcript();
          log.begins(opened ? 0 : transcript.first() - 1);
          return sync(log).map(read -> log.entries());
        });
  }

  // What it knows

  /** Its seat in the room. */
  public String seat() {
    return seat;
  }

  /** Whether everything up to this number has come. */
  public boolean knows(long seq) {
    return of(() -> transcript.next() > seq);
  }

  /** Everything it has been told since it came, in order. */
  public List<LogEntry> log() {
    return of(transcript::entries);
  }

  /** How what it knows differs from a room's log; empty when it does not. */
  public List<String> differencesFrom(List<LogEntry> log) {
    return of(() -> transcript.differencesFrom(log));
  }

  /** How often a snapshot had to stand for what was missed; 1 for coming at all. */
  public int snapshots() {
    return of(transcript::snapshots);
  }

  /** How many connections it has had that got as far as they should. */
  public int connections() {
    return of(() -> connections);
  }

  /** How long each {@code sync} took. */
  public List<Long> syncNanos() {
    return of(() -> List.copyOf(syncNanos));
  }

  private <T> T of(Callable<T> what) {
    return Residents.await(
        onContext(
            () -> {
              try {
                return Future.succeededFuture(what.call());
              } catch (Exception failure) {
                return Future.failedFuture(failure);
              }
            }));
  }

  // How

  private <T> Future<T> onContext(Supplier<Future<T>> step) {
    return Future.future(done -> context.runOnContext(turn -> step.get().onComplete(done::handle)));
  }

  private <T> Future<T> insists(Supplier<Future<T>> step) {
    return onContext(() -> tries(step));
  }

  private <T> Future<T> tries(Supplier<Future<T>> step) {
    return online()
        .compose(ready -> step.get())
        .recover(cause -> cause instanceof LineBroke ? tries(step) : Future.failedFuture(cause));
  }

  /** A line, and everything on it as it was before. */
  private Future<Void> online() {
    Future<Void> ready = online;
    if (ready == null) {
      ready = connects();
      online = ready;
    }
    return ready;
  }

  private Future<Void> connects() {
    ClientWebSocket fresh = all.socket();
    fresh.textMessageHandler(text -> take(fresh, new JsonObject(text)));
    fresh.exceptionHandler(cut -> {});
    fresh.closeHandler(closed -> lost(fresh));
    return all.connect(fresh)
        .onSuccess(up -> socket = fresh)
        .compose(up -> token == null ? Future.succeededFuture() : resumes(token))
        .compose(up -> listening ? register().mapEmpty() : Future.<Void>succeededFuture())
        .onSuccess(up -> connections++)
        .recover(cause -> cause instanceof Refused ? Future.failedFuture(cause) : later());
  }

  private Future<Void> later() {
    return gone || all.isClosed()
        ? Future.failedFuture(new IllegalStateException("gone"))
        : all.vertx().timer(AGAIN_MS).compose(now -> connects());
  }

  private void lost(ClientWebSocket which) {
    if (socket != which) {
      return;
    }
    socket = null;
    boolean wasReady = online != null && online.isComplete();
    if (wasReady) {
      online = null;
    }
    List<Promise<JsonObject>> unanswered = List.copyOf(asked.values());
    asked.clear();
    unanswered.forEach(question -> question.tryFail(new LineBroke()));
    if (wasReady && listening && !gone && !all.isClosed()) {
      online();
    }
  }

  private Future<Void> resumes(String token) {
    return ask("auth.resume", new JsonObject().put("token", token))
        .compose(
            answer -> {
              this.token = answer.getString("token");
              boolean there =
                  !seated || answer.getJsonArray("rooms").encode().contains(code.room());
              return there ? Future.succeededFuture() : sitsAgain();
            });
  }

  private Future<Void> sitsAgain() {
    return ask("rooms.enter", code.toJson()).onSuccess(this::sit).mapEmpty();
  }

  /** What was answered to who opened or entered; what had been known before stays. */
  private void sit(JsonObject snapshot) {
    seated = true;
    seat = snapshot.getJsonObject("you").getString("seat");
    transcript.begins(snapshot.getLong("top"));
  }

  private Future<JsonObject> register() {
    Promise<JsonObject> here = Promise.promise();
    asked.put(code.out(), here);
    write(new JsonObject().put("type", "register").put("address", code.out()));
    return here.future()
        .compose(
            told ->
                transcript.lacksUpTo(told.getLong("top"))
                    ? sync(transcript).map(told)
                    : Future.succeededFuture(told));
  }

  private Future<Void> sync(Transcript into) {
    long from = into.next();
    long began = System.nanoTime();
    JsonObject question =
        new JsonObject().put("type", "sync").put("epoch", epoch).put("from", from);
    return ask(code.in(), question)
        .onSuccess(page -> syncNanos.add(System.nanoTime() - began))
        .compose(
            page -> {
              Transcript.events(page).forEach(into::reads);
              if (!page.getBoolean("recovered")) {
                return into.equals(transcript)
                    ? sitsAgain()
                    : Future.failedFuture("the log no longer holds " + from);
              }
              boolean more = page.getBoolean("more");
              if (more && into.next() == from) {
                return Future.failedFuture("there is more, but nothing came from " + from);
              }
              return more ? sync(into) : Future.succeededFuture();
            });
  }

  private Future<JsonObject> command(String type, JsonObject body, String cid) {
    return ask(code.in(), new JsonObject().put("type", type).put("cid", cid).put("body", body));
  }

  private Future<JsonObject> ask(String address, JsonObject body) {
    String reply = "reply-" + ++questions;
    Promise<JsonObject> answer = Promise.promise();
    asked.put(reply, answer);
    write(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("body", body)
            .put("replyAddress", reply));
    return answer.future();
  }

  private void write(JsonObject frame) {
    ClientWebSocket line = socket;
    if (line == null) {
      List<Promise<JsonObject>> unanswered = List.copyOf(asked.values());
      asked.clear();
      unanswered.forEach(question -> question.tryFail(new LineBroke()));
    } else {
      line.writeTextMessage(frame.encode());
    }
  }

  private void take(ClientWebSocket from, JsonObject frame) {
    if (from != socket) {
      return;
    }
    String address = frame.getString("address", "");
    if (code.out().equals(address) && "rec".equals(frame.getString("type"))) {
      hear(frame.getJsonObject("body"));
    } else {
      Promise<JsonObject> question = asked.remove(address);
      if (question != null && "rec".equals(frame.getString("type"))) {
        question.tryComplete(frame.getJsonObject("body"));
      } else if (question != null) {
        question.tryFail(new Refused(frame));
      }
    }
  }

  private void hear(JsonObject event) {
    if (event.containsKey("seq")) {
      transcript.hears(event);
    } else if ("here".equals(event.getString("type"))) {
      Promise<JsonObject> registered = asked.remove(code.out());
      if (registered != null) {
        epoch = event.getString("epoch");
        transcript.listens(event.getLong("top"));
        registered.tryComplete(event);
      }
    }
  }
}
