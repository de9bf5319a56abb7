package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Lets sockets register, and tells them from where on they hear. */
final class Listening {
  private final Vertx vertx;
  private final Permits permits;
  private final Sockets sockets;

  Listening(Vertx vertx, Permits permits, Sockets sockets) {
    this.vertx = vertx;
    this.permits = permits;
    this.sockets = sockets;
  }

  /**
   * A client registers; {@code here} is told when it hears, and again each time it asks.
   *
   * @return fails, or this throws, with {@link Failure.Refused} only
   */
  Future<Void> register(ClientSocket socket, String address) {
    if (!permits.mayRegister(address)) {
      throw Failure.NOT_ALLOWED_HERE.refused();
    }
    if (socket.identity() == null) {
      throw Failure.SIGN_IN_FIRST.refused();
    }
    RoomId room = Desk.roomOf(address);
    return room == null ? registerMe(socket, address) : registerRoom(socket, room);
  }

  /** A client registers no more; false when the address is none to register on. */
  boolean unregister(ClientSocket socket, String address) {
    if (!permits.mayRegister(address)) {
      return false;
    }
    RoomId room = Desk.roomOf(address);
    if (room == null) {
      socket.hearsMe = false;
    } else {
      sockets.stopListening(socket, room);
    }
    return true;
  }

  private Future<Void> registerMe(ClientSocket socket, String address) {
    if (!address.equals(Addresses.ME)) {
      throw Failure.NOT_ALLOWED_HERE.refused();
    }
    requireRoomFor(socket, socket.hearsMe);
    socket.hearsMe = true;
    sockets.tellMe(socket, new JsonObject().put("type", "here").put("n", socket.meNumber));
    return Future.succeededFuture();
  }

  private Future<Void> registerRoom(ClientSocket socket, RoomId room) {
    SeatId seat = socket.seats.get(room);
    if (seat == null) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    requireRoomFor(socket, socket.registrations.containsKey(room));
    RoomAudience audience = sockets.fanOut.expect(room, socket);
    ClientSocket.Registration wish =
        socket.registrations.computeIfAbsent(
            room, first -> new ClientSocket.Registration(audience));
    return sockets
        .fanOut
        .heard(audience)
        .compose(listening -> askHere(room, seat))
        .onFailure(refused -> giveUp(socket, room, wish))
        .map(here -> join(socket, room, wish, here));
  }

  /** Asked only once this instance hears the room, so that nothing falls between the two. */
  private Future<JsonObject> askHere(RoomId room, SeatId seat) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("do", "here");
    JsonObject question = new JsonObject().put("seat", seat.value());
    return Bus.ask(vertx, Addresses.roomDoor(room), question, headers, Failure.ROOM_NOT_FOUND);
  }

  private Void join(
      ClientSocket socket, RoomId room, ClientSocket.Registration wish, JsonObject here) {
    if (socket.registrations.get(room) != wish) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    wish.audience.join(socket);
    sockets.fanOut.tell(
        socket, Outgoing.rec(Addresses.roomOut(room), here.copy().put("type", "here")));
    return null;
  }

  /** The owner knows the seat no more, or did not answer: then nothing is heard either. */
  private void giveUp(ClientSocket socket, RoomId room, ClientSocket.Registration wish) {
    if (socket.registrations.get(room) == wish && !wish.audience.hears(socket)) {
      sockets.stopListening(socket, room);
    }
  }

  private void requireRoomFor(ClientSocket socket, boolean registered) {
    int handlers = socket.registrations.size() + (socket.hearsMe ? 1 : 0);
    if (!registered && handlers >= permits.maxHandlers()) {
      throw Failure.TOO_MANY_ROOMS.refused();
    }
  }
}
