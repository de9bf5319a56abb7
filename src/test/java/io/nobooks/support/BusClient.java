package io.nobooks.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One person on a raw WebSocket: writes the JSON of the event-bus bridge as it stands in
 * docs/protocol.md and hands back what the server says, one thing after the other. Not for event
 * loops: it waits.
 */
public final class BusClient implements AutoCloseable {
  private static final long PATIENCE_S = 30;

  private final WebSocket socket;
  private final Map<String, Promise<JsonObject>> asked = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonObject> incoming = new LinkedBlockingQueue<>();
  private final List<JsonObject> heard = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger questions = new AtomicInteger();
  private final Promise<Void> closed = Promise.promise();
  private volatile JsonObject identity = new JsonObject();
  private volatile JsonObject snapshot = new JsonObject();
  private volatile @Nullable RoomCode code;

  BusClient(WebSocket socket) {
    this.socket = socket;
    socket.textMessageHandler(this::take);
    socket.exceptionHandler(cut -> {});
    socket.closeHandler(gone -> closed.tryComplete());
  }

  /** A name for a message of one's own that nobody has used. */
  public static String cid() {
    return UUID.randomUUID().toString();
  }

  private void take(String text) {
    JsonObject frame = new JsonObject(text);
    heard.add(frame);
    Promise<JsonObject> question = isEvent(frame) ? null : asked.remove(frame.getString("address"));
    if (question == null) {
      incoming.add(frame);
    } else if ("rec".equals(frame.getString("type"))) {
      question.tryComplete(frame.getJsonObject("body"));
    } else {
      question.tryFail(new Refused(frame));
    }
  }

  /** What is told on a registered address, and what the stock bridge says without an address. */
  private static boolean isEvent(JsonObject frame) {
    String address = frame.getString("address");
    return address == null
        || (!address.startsWith("reply-")
            && "rec".equals(frame.getString("type"))
            && !"here".equals(frame.getJsonObject("body").getString("type")));
  }

  /** Writes a text frame as it is. */
  public void write(String text) {
    socket.writeTextMessage(text);
  }

  /** Writes a bridge message. */
  public void write(String type, String address, JsonObject body) {
    write(new JsonObject().put("type", type).put("address", address).put("body", body).encode());
  }

  /** Asks; the future fails with {@link Refused}. */
  public Future<JsonObject> asks(String address, JsonObject body) {
    return asks(new JsonObject().put("type", "send").put("address", address).put("body", body));
  }

  /** Sends a frame that wants an answer. */
  public Future<JsonObject> asks(JsonObject frame) {
    String reply = "reply-" + questions.incrementAndGet();
    Promise<JsonObject> answer = Promise.promise();
    asked.put(reply, answer);
    write(frame.copy().put("replyAddress", reply).encode());
    return answer.future();
  }

  /** Asks and waits for the answer; throws {@link Refused}. */
  public JsonObject ask(String address, JsonObject body) {
    return wait(asks(address, body));
  }

  /** Asks for what must be refused. */
  public Refused refused(String address, JsonObject body) {
    return refused(asks(address, body));
  }

  private static Refused refused(Future<JsonObject> answer) {
    try {
      throw new AssertionError("was answered: " + wait(answer));
    } catch (Refused refused) {
      return refused;
    }
  }

  /** A refusal is thrown as if from here, not from the thread that it came on. */
  private static <T> T wait(Future<T> answer) {
    try {
      return answer.timeout(PATIENCE_S, TimeUnit.SECONDS).await();
    } catch (Refused refused) {
      refused.fillInStackTrace();
      throw refused;
    }
  }

  // Sessions

  /** Signs in as a guest and listens to what is for this one alone. */
  public BusClient signIn(String name) {
    return wait(signsIn(name));
  }

  /** The same, without waiting. */
  public Future<BusClient> signsIn(String name) {
    return asks("auth.sign-in", new JsonObject().put("name", name))
        .onSuccess(answer -> identity = answer)
        .compose(signedIn -> registers("me"))
        .map(this);
  }

  /** Signs in with a password and listens to what is for this one alone. */
  public BusClient signIn(String name, String password) {
    identity = ask("auth.sign-in", credentials(name, password));
    register("me");
    return this;
  }

  /** The body of a sign-in with a password. */
  public static JsonObject credentials(String name, String password) {
    return new JsonObject().put("name", name).put("password", password);
  }

  /** Goes on with the session of another socket; the answer to it. */
  public JsonObject resume(BusClient before) {
    return wait(resumes(before));
  }

  /** The same, without waiting. */
  public Future<JsonObject> resumes(BusClient before) {
    code = before.code;
    snapshot = before.snapshot;
    return asks("auth.resume", before.bearer().put("heard", before.lastMe()))
        .onSuccess(answer -> identity = answer);
  }

  /** What resuming this session takes. */
  public JsonObject bearer() {
    return new JsonObject().put("token", token());
  }

  /** The session's token. */
  public String token() {
    return identity.getString("token");
  }

  /** The answer of the last sign-in or resume. */
  public JsonObject identity() {
    return identity;
  }

  /** The number of the last event for this session alone. */
  public long lastMe() {
    return heard().stream()
        .filter(frame -> "me".equals(frame.getString("address")))
        .mapToLong(frame -> frame.getJsonObject("body").getLong("n", 0L))
        .max()
        .orElse(0);
  }

  // Rooms

  /** Opens a room with these options and listens to it; it takes text unless they say otherwise. */
  public BusClient open(RoomCode code, JsonObject options) {
    JsonObject all = new JsonObject().put("sealedOnly", false).mergeIn(options);
    return take(code, ask("rooms.open", code.toJson().put("options", all)));
  }

  /** Opens a room that takes text and listens to it. */
  public BusClient open(RoomCode code) {
    return open(code, new JsonObject());
  }

  /** Enters a room and listens to it. */
  public BusClient enter(RoomCode code) {
    return take(code, ask("rooms.enter", code.toJson()));
  }

  /** Takes a snapshot that was told otherwise and listens to its room. */
  public BusClient take(RoomCode code, JsonObject snapshot) {
    sit(code, snapshot);
    register(code.out());
    return this;
  }

  /** The same without listening. */
  public void sit(RoomCode code, JsonObject snapshot) {
    this.code = code;
    this.snapshot = snapshot;
  }

  /** Asks to be let in where a lobby is on; the seat that waits. */
  public String knock(RoomCode code) {
    return ask("rooms.enter", code.toJson()).getString("seat");
  }

  /** The snapshot of the room this one is in. */
  public JsonObject snapshot() {
    return snapshot;
  }

  /** The seat in the room this one is in. */
  public String seat() {
    return snapshot.getJsonObject("you").getString("seat");
  }

  /** Registers on the room this one is in, without waiting. */
  public Future<JsonObject> listens() {
    return registers(code().out());
  }

  private RoomCode code() {
    RoomCode room = code;
    if (room == null) {
      throw new IllegalStateException("in no room");
    }
    return room;
  }

  /** Registers; the {@code here} that answers it, or {@link Refused}. */
  public JsonObject register(String address) {
    return wait(registers(address));
  }

  /** Registers; the future fails with {@link Refused}. */
  public Future<JsonObject> registers(String address) {
    Promise<JsonObject> here = Promise.promise();
    asked.put(address, here);
    write(new JsonObject().put("type", "register").put("address", address).encode());
    return here.future();
  }

  /** Registers where that must be refused. */
  public Refused registerRefused(String address) {
    return refused(registers(address));
  }

  /** A command to the room this one is in; fields follow as key, value, key, value. */
  public JsonObject command(String type, Object... fields) {
    return wait(commands(type, fields));
  }

  /** A command that must be refused. */
  public Refused commandRefused(String type, Object... fields) {
    return refused(commands(type, fields));
  }

  /** A command that is not waited for. */
  public Future<JsonObject> commands(String type, Object... fields) {
    JsonObject command = new JsonObject().put("type", type);
    for (int at = 0; at < fields.length; at += 2) {
      command.put((String) fields[at], fields[at + 1]);
    }
    return asks(code().in(), command);
  }

  /** Says a text to all. */
  public JsonObject say(String text) {
    return wait(says(text));
  }

  /** Says a text to all, without waiting. */
  public Future<JsonObject> says(String text) {
    return commands("say", "cid", cid(), "body", new JsonObject().put("text", text));
  }

  /** Says a text to one. */
  public JsonObject whisper(BusClient to, String text) {
    JsonObject body = new JsonObject().put("text", text);
    return command("whisper", "cid", cid(), "to", to.seat(), "body", body);
  }

  /** Everything that the room says it told from a number on, page by page; all must be there. */
  public List<JsonObject> syncFrom(long from) {
    List<JsonObject> events = new ArrayList<>();
    long next = from;
    boolean more = true;
    while (more) {
      JsonObject page = command("sync", "epoch", snapshot.getString("epoch"), "from", next);
      if (!page.getBoolean("recovered")) {
        throw new AssertionError("not recovered from " + next);
      }
      page.getJsonArray("events").forEach(event -> events.add((JsonObject) event));
      more = page.getBoolean("more");
      next = more ? events.get(events.size() - 1).getLong("seq") + 1 : next;
    }
    return events;
  }

  // Hearing

  /** Everything that came, answers as well, in order of arrival. */
  public List<JsonObject> heard() {
    synchronized (heard) {
      return List.copyOf(heard);
    }
  }

  /** Everything that came, as one text. */
  public String heardText() {
    return new JsonArray(heard()).encode();
  }

  /** The bodies of what rooms and {@code me} told. */
  public List<JsonObject> told() {
    return heard().stream()
        .filter(BusClient::isEvent)
        .map(frame -> frame.getValue("body"))
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .toList();
  }

  /** The same, of one type. */
  public List<JsonObject> told(String type) {
    return told().stream().filter(body -> type.equals(body.getString("type"))).toList();
  }

  /** The events in all answers to {@code sync}. */
  public List<JsonObject> synced() {
    return heard().stream()
        .filter(
            frame ->
                frame.getValue("body") instanceof JsonObject body && body.containsKey("recovered"))
        .flatMap(frame -> frame.getJsonObject("body").getJsonArray("events").stream())
        .map(event -> (JsonObject) event)
        .toList();
  }

  /** The next event of a type; what comes before it is passed over. */
  public JsonObject next(String type) {
    return next(body -> type.equals(body.getString("type")));
  }

  /** The next event of a type that one of several rooms told. */
  public JsonObject nextOf(RoomCode room, String type) {
    while (true) {
      JsonObject frame = nextFrame();
      boolean told = room.out().equals(frame.getString("address"));
      if (told && type.equals(frame.getJsonObject("body").getString("type"))) {
        return frame.getJsonObject("body");
      }
    }
  }

  /** The next message to all with this text. */
  public JsonObject nextSaid(String text) {
    return next(
        body -> text.equals(body.getJsonObject("body", new JsonObject()).getString("text")));
  }

  private JsonObject next(Predicate<JsonObject> wanted) {
    while (true) {
      if (nextFrame().getValue("body") instanceof JsonObject body && wanted.test(body)) {
        return body;
      }
    }
  }

  /** The next thing that is no answer, whatever it is. */
  public JsonObject nextFrame() {
    try {
      JsonObject frame = incoming.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("nothing came any more; what came: " + heard());
      }
      return frame;
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  // The end

  /** Completes when the connection is gone. */
  public Future<Void> closed() {
    return closed.future();
  }

  /** Waits until the connection is gone. */
  public void awaitClosed() {
    wait(closed.future());
  }

  /** Whether the connection is there. */
  public boolean isOpen() {
    return !closed.future().isComplete();
  }

  /** Lets go of the connection, as a page does that is closed, and waits until it is gone. */
  @Override
  public void close() {
    socket.close();
    awaitClosed();
  }

  /** Closes without waiting. */
  public Future<Void> closes() {
    socket.close();
    return closed.future();
  }
}
