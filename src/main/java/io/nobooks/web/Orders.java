package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/**
 * What sessions' owners and the operator want of this instance's sockets; ARCHITECTURE.md, "The bus
 * inside". An order for a session that the socket does not have means nothing.
 */
final class Orders {
  private static final String DO = "do";

  private final Vertx vertx;
  private final Sockets sockets;
  private final AddressBudget budget;

  Orders(Vertx vertx, Sockets sockets, AddressBudget budget) {
    this.vertx = vertx;
    this.sockets = sockets;
    this.budget = budget;
  }

  /** Completes when orders are heard. */
  Future<Void> listen() {
    return Bus.answer(vertx, Addresses.webInstance(sockets.instance), this::obey)
        .completion()
        .compose(
            answering ->
                Bus.hear(vertx, Addresses.BLOCKED, told -> sendBlockedAway()).completion());
  }

  private Future<JsonObject> obey(Message<JsonObject> order) {
    JsonObject body = order.body();
    ClientSocket socket = sockets.of(body.getLong("socket"));
    if (socket != null) {
      String verb = String.valueOf(order.headers().get(DO));
      if (socket.isOf(new SessionId(body.getString("session")))) {
        carryOut(socket, verb, body);
      } else {
        socket.keepEarly(body.copy().put(DO, verb));
      }
    }
    return Future.succeededFuture(new JsonObject());
  }

  /** Carries out what was ordered before the answer came that made the socket the session's. */
  void catchUp(ClientSocket socket) {
    for (JsonObject order : socket.takeEarly()) {
      if (socket.isOf(new SessionId(order.getString("session")))) {
        carryOut(socket, order.getString(DO), order);
      }
    }
  }

  private void carryOut(ClientSocket socket, String verb, JsonObject body) {
    switch (verb) {
      case "me" -> me(socket, body);
      case "unseat" -> sockets.unseat(socket, new RoomId(body.getString("room")));
      case "bye" ->
          sockets.goodbye(
              socket, Parting.ordered(body.getInteger("code")), body.getLong("afterMs", 0L));
      default -> throw Failure.BAD_COMMAND.because("no such order");
    }
  }

  private void me(ClientSocket socket, JsonObject body) {
    if (body.getJsonObject("seated") != null) {
      socket.seat(body.getJsonObject("seated"));
    }
    JsonObject event = body.getJsonObject("event");
    socket.meNumber = Math.max(socket.meNumber, event.getLong("n", 0L));
    if (socket.hearsMe) {
      sockets.tellMe(socket, event);
    }
  }

  private void sendBlockedAway() {
    for (ClientSocket socket : sockets.all()) {
      if (budget.blocked(socket.address)) {
        sockets.goodbye(socket, Parting.BLOCKED, 0);
      }
    }
  }
}
