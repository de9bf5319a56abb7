package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a client asks to the one who answers it, if this socket may ask that, and draws
 * the consequences of the answer: whose the socket is, and where it is seated.
 */
final class Desk {
  private final Vertx vertx;
  private final Permits permits;
  private final AddressBudget budget;
  private final Sockets sockets;
  private final Orders orders;

  Desk(Vertx vertx, Permits permits, AddressBudget budget, Sockets sockets, Orders orders) {
    this.vertx = vertx;
    this.permits = permits;
    this.budget = budget;
    this.sockets = sockets;
    this.orders = orders;
  }

  /** Whether the answer may change what the socket's next message is allowed to do. */
  static boolean changesRights(BridgeFrame frame) {
    return switch (frame.address()) {
      case Addresses.SIGN_IN,
          Addresses.RESUME,
          Addresses.SIGN_OUT,
          Addresses.ACCOUNT,
          Addresses.OPEN_ROOM,
          Addresses.ENTER_ROOM ->
          frame.type() == BridgeFrame.Type.SEND;
      default -> false;
    };
  }

  /** The answer to a {@code send}; fails or throws with {@link Failure.Refused} only. */
  Future<JsonObject> ask(ClientSocket socket, BridgeFrame frame) {
    if (!permits.maySend(frame.address())) {
      throw Failure.NOT_ALLOWED_HERE.refused();
    }
    String address = frame.address();
    boolean signedIn = socket.identity() != null;
    return switch (address) {
      case Addresses.SIGN_IN -> signedIn ? refuse() : signIn(socket, address, body(frame));
      case Addresses.RESUME -> signIn(socket, address, body(frame));
      default -> askSignedIn(socket, frame);
    };
  }

  private Future<JsonObject> askSignedIn(ClientSocket socket, BridgeFrame frame) {
    if (socket.identity() == null) {
      throw Failure.SIGN_IN_FIRST.refused();
    }
    String address = frame.address();
    RoomId room = roomOf(address);
    if (room != null) {
      return command(socket, room, frame);
    }
    JsonObject body = body(frame);
    return switch (address) {
      case Addresses.SIGN_OUT -> pass(socket, address, body, null).map(bye -> signOut(socket, bye));
      case Addresses.ACCOUNT ->
          pass(socket, address, body, null).map(reply -> setAccount(socket, reply));
      case Addresses.OPEN_ROOM -> open(socket, body);
      case Addresses.ENTER_ROOM -> enter(socket, body);
      case Addresses.LEAVE_ROOM -> pass(socket, address, body, seat(socket, body.getValue("room")));
      default -> pass(socket, address, body, null);
    };
  }

  private Future<JsonObject> signIn(ClientSocket socket, String address, JsonObject body) {
    return pass(socket, address, body, null)
        .map(
            reply -> {
              bind(socket, body, reply);
              return reply;
            });
  }

  private void bind(ClientSocket socket, JsonObject asked, JsonObject reply) {
    Identity identity = Identity.of(reply);
    if (!socket.isOpen()) {
      sockets.tellClosed(identity.session(), socket);
      return;
    }
    sockets.signIn(socket, identity);
    for (Object room : reply.getJsonArray("rooms", new JsonArray())) {
      socket.seat((JsonObject) room);
    }
    socket.meNumber = Math.max(socket.meNumber, meNumber(asked, reply));
    orders.catchUp(socket);
  }

  /** How far the session's {@code me} has come, where the answer lets it be known. */
  private static long meNumber(JsonObject asked, JsonObject reply) {
    if (reply.getValue("n") instanceof Number number) {
      return number.longValue();
    }
    JsonArray missed = reply.getJsonArray("missed");
    if (missed != null && !missed.isEmpty()) {
      return missed.getJsonObject(missed.size() - 1).getLong("n");
    }
    boolean none = missed != null && asked.getValue("heard") instanceof Number;
    return none ? asked.getLong("heard") : 0;
  }

  private JsonObject signOut(ClientSocket socket, JsonObject reply) {
    if (socket.isOpen()) {
      sockets.signOut(socket);
    }
    return reply;
  }

  /** A deleted account leaves its session to a guest. */
  private static JsonObject setAccount(ClientSocket socket, JsonObject reply) {
    if (reply.getValue("account") instanceof Boolean account) {
      socket.setAccount(account);
    }
    return reply;
  }

  private Future<JsonObject> open(ClientSocket socket, JsonObject body) {
    budget.open(socket.address);
    return enterBy(Addresses.OPEN_ROOM, socket, body)
        .onFailure(cause -> budget.openedNothing(socket.address));
  }

  private Future<JsonObject> enter(ClientSocket socket, JsonObject body) {
    budget.tryToEnter(socket.address);
    return enterBy(Addresses.ENTER_ROOM, socket, body)
        .onComplete(
            reply -> {
              boolean missed =
                  reply.failed() && Failure.of(reply.cause()).failure == Failure.ROOM_NOT_FOUND;
              if (!missed) {
                budget.enteredWell(socket.address);
              }
            });
  }

  private Future<JsonObject> enterBy(String address, ClientSocket socket, JsonObject body) {
    Identity asked = socket.identity();
    return pass(socket, address, body, null)
        .map(
            reply -> {
              boolean same = asked != null && socket.isOf(asked.session());
              if (same && socket.isOpen() && reply.getValue("you") instanceof JsonObject you) {
                socket.seat(you.copy().put("room", reply.getString("room")));
              }
              return reply;
            });
  }

  private Future<JsonObject> command(ClientSocket socket, RoomId room, BridgeFrame frame) {
    SeatId seat = socket.seats.get(room);
    if (seat == null) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    return Bus.ask(
        vertx,
        frame.address(),
        body(frame),
        socket.caller(sockets.instance, seat),
        Failure.ROOM_NOT_FOUND);
  }

  private Future<JsonObject> pass(
      ClientSocket socket, String address, JsonObject body, @Nullable SeatId seat) {
    return Bus.ask(
        vertx, address, body, socket.caller(sockets.instance, seat), Failure.UNAVAILABLE);
  }

  private static Future<JsonObject> refuse() {
    throw Failure.NOT_ALLOWED_HERE.refused();
  }

  private static JsonObject body(BridgeFrame frame) {
    JsonObject body = frame.body();
    if (body == null) {
      throw Failure.BAD_COMMAND.because("body must be an object");
    }
    return body;
  }

  /** The room of {@code room.<room>.in} or {@code .out}; null for any other address. */
  static @Nullable RoomId roomOf(String address) {
    String[] parts = address.split("\\.", -1);
    boolean named = parts.length == 3 && parts[0].equals("room") && RoomId.hasForm(parts[1]);
    return named ? new RoomId(parts[1]) : null;
  }

  private static @Nullable SeatId seat(ClientSocket socket, @Nullable Object room) {
    return room instanceof String id && RoomId.hasForm(id)
        ? socket.seats.get(new RoomId(id))
        : null;
  }
}
