package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A room's owner as far as documents go: who is seated, what was offered, what it was told. */
final class FileRoom {
  final RoomId id;
  final List<String> told = new CopyOnWriteArrayList<>();
  private final Vertx vertx;
  private final String relay;
  private final boolean sealed;
  private final Map<SessionId, SeatId> seats = new ConcurrentHashMap<>();
  private final Map<FileId, Offered> files = new ConcurrentHashMap<>();
  private volatile Promise<Void> thinking = Promise.promise();

  private record Offered(SessionId by, List<String> to) {}

  FileRoom(Vertx vertx, String relay, RoomId id, boolean sealed) {
    this.vertx = vertx;
    this.relay = relay;
    this.id = id;
    this.sealed = sealed;
    thinking.complete();
    Bus.answer(vertx, Addresses.roomDoor(id), this::answer).completion().await();
  }

  void seat(FileMember member) {
    SeatId seat = SeatId.fresh();
    seats.put(member.session, seat);
    member.seats.put(id, seat);
  }

  /** Answers nobody any more what somebody may do; the promise ends that. */
  Promise<Void> thinks() {
    thinking = Promise.promise();
    return thinking;
  }

  /** Ends a seat as a kick does: the room forgets it, then has its transfers cut. */
  void kick(FileMember member) {
    seats.remove(member.session);
    cut(new JsonObject().put("session", member.session.value())).await();
  }

  /** Ends the room. */
  void end() {
    seats.clear();
    files.clear();
    cut(new JsonObject()).await();
  }

  /** Waits until it was told this. */
  void awaitTold(String verb) throws InterruptedException {
    synchronized (told) {
      long patienceEnds = System.nanoTime() + 20_000_000_000L;
      while (times(verb) == 0) {
        long left = (patienceEnds - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("never told " + verb + ", only " + told);
        }
        told.wait(left);
      }
    }
  }

  private void hear(String line) {
    synchronized (told) {
      told.add(line);
      told.notifyAll();
    }
  }

  /** How often it was told this. */
  long times(String verb) {
    return told.stream().filter(line -> line.startsWith(verb)).count();
  }

  private Future<JsonObject> cut(JsonObject what) {
    MultiMap verb = MultiMap.caseInsensitiveMultiMap().set("do", "cut");
    return Bus.ask(
        vertx,
        Addresses.relayInstance(relay),
        what.put("room", id.value()),
        verb,
        Failure.UNAVAILABLE);
  }

  private Future<JsonObject> answer(Message<JsonObject> question) {
    JsonObject body = question.body();
    String verb = question.headers().get("do");
    return switch (verb) {
      case "offer" -> offer(body);
      case "may" -> {
        if (!thinking.future().isComplete()) {
          hear("may");
        }
        yield thinking.future().compose(thought -> may(body));
      }
      case "withdraw" -> withdraw(body);
      default -> {
        hear(verb + " " + body.encode());
        yield Future.succeededFuture(new JsonObject());
      }
    };
  }

  private Future<JsonObject> offer(JsonObject body) {
    SessionId by = seated(body);
    JsonArray to = body.getJsonArray("to", new JsonArray());
    files.put(
        new FileId(body.getString("file")),
        new Offered(by, to.stream().map(String::valueOf).toList()));
    hear("offer " + body.encode());
    return Future.succeededFuture(new JsonObject().put("sealed", sealed));
  }

  private Future<JsonObject> may(JsonObject body) {
    SessionId asker = seated(body);
    Offered offered = files.get(new FileId(body.getString("file")));
    if (offered == null) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    SeatId seat = seats.get(asker);
    boolean forAll = offered.to().isEmpty();
    return Future.succeededFuture(
        new JsonObject()
            .put("sender", offered.by().equals(asker))
            .put("recipient", forAll || offered.to().contains(String.valueOf(seat))));
  }

  private Future<JsonObject> withdraw(JsonObject body) {
    FileId file = new FileId(body.getString("file"));
    if (files.remove(file) == null) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    hear("withdraw " + body.encode());
    return cut(new JsonObject().put("file", file.value()));
  }

  private SessionId seated(JsonObject body) {
    SessionId session = new SessionId(body.getString("session"));
    if (!seats.containsKey(session)) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    return session;
  }
}
