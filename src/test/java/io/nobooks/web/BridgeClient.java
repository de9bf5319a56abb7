package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the bridge over some transport, for tests that read from top to bottom. */
abstract class BridgeClient implements AutoCloseable {
  private static final Object CLOSED = new Object();

  /** SockJS or text frames as they came, heartbeats included. */
  final List<String> frames = new CopyOnWriteArrayList<>();

  private final BlockingQueue<Object> incoming = new LinkedBlockingQueue<>();
  private final Deque<JsonObject> put = new ArrayDeque<>();
  private int asked;

  /** Sends texts that the transport may put into one frame. */
  abstract void sendAll(List<String> texts);

  abstract void disconnect();

  void send(String text) {
    sendAll(List.of(text));
  }

  void send(JsonObject frame) {
    send(frame.encode());
  }

  void came(String message) {
    incoming.add(new JsonObject(message));
  }

  void cameClosed() {
    incoming.add(CLOSED);
  }

  /** A SockJS frame. */
  void cameSockJs(String frame) {
    if (frame.isEmpty() || frame.startsWith("hhh")) {
      return;
    }
    frames.add(frame);
    if (frame.startsWith("a")) {
      new JsonArray(frame.substring(1)).forEach(message -> came((String) message));
    } else if (frame.startsWith("c")) {
      cameClosed();
    }
  }

  /** The next message in order of arrival. */
  JsonObject next() {
    JsonObject kept = put.poll();
    return kept == null ? fresh() : kept;
  }

  private JsonObject fresh() {
    Object next = poll();
    assertThat(next).as("a message").isInstanceOf(JsonObject.class);
    return (JsonObject) next;
  }

  private Object poll() {
    try {
      Object next = incoming.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  /** The next message on an address; others stay for later, in order. */
  JsonObject next(String address) {
    for (JsonObject kept : put) {
      if (address.equals(kept.getString("address"))) {
        put.remove(kept);
        return kept;
      }
    }
    while (true) {
      JsonObject next = fresh();
      if (address.equals(next.getString("address"))) {
        return next;
      }
      put.add(next);
    }
  }

  /** Everything that comes until the connection ends. */
  List<JsonObject> untilClosed() {
    List<JsonObject> all = new ArrayList<>(put);
    for (Object next = poll(); next != CLOSED; next = poll()) {
      all.add((JsonObject) next);
    }
    return all;
  }

  static JsonObject frame(String type, String address) {
    return new JsonObject().put("type", type).put("address", address);
  }

  /** A send that wants an answer; the name of the answer's address. */
  String post(String address, Object body) {
    asked++;
    String reply = "reply-" + asked;
    send(frame("send", address).put("body", body).put("replyAddress", reply));
    return reply;
  }

  JsonObject ask(String address, Object body) {
    return next(post(address, body));
  }

  JsonObject askWithoutBody(String address) {
    send(frame("send", address).put("replyAddress", "bodiless"));
    return next("bodiless");
  }

  JsonObject register(String address) {
    send(frame("register", address));
    return next(address);
  }

  JsonObject signIn(String name) {
    return ask("auth.sign-in", new JsonObject().put("name", name)).getJsonObject("body");
  }

  JsonObject enter(Object room) {
    return ask("rooms.enter", new JsonObject().put("ticket", room.toString()))
        .getJsonObject("body");
  }

  /** Nothing is on its way but the answer to this question: whatever came before is in order. */
  void expectNothingBefore(String address, Object body) {
    String reply = post(address, body);
    assertThat(next().getString("address")).isEqualTo(reply);
  }

  @Override
  public void close() {
    disconnect();
  }
}
