package io.nobooks.web;

import io.netty.buffer.ByteBufUtil;
import io.nobooks.AbuseLog;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.Base32;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door for browsers: every frame of every client passes here, over whichever transport, and
 * each that asks for an answer gets exactly one. Speaks the Vert.x event-bus bridge protocol; why
 * it is not Vert.x's own bridge is told in docs/adr/0001-own-bridge.md. One for each web instance,
 * used by its event loop only.
 */
public final class BusBridge implements Mount {
  private static final Logger LOG = LoggerFactory.getLogger(BusBridge.class);

  /** The most a client may say in one bridge JSON, in bytes of UTF-8. */
  private static final int LARGE = 64 * 1024;

  /** Above this there is no answer but the end of the connection. */
  private static final int TOO_LARGE = 2 * LARGE;

  /** A SockJS frame of one message of that size, whichever way its sender escapes it. */
  static final int LARGEST_SOCKJS_FRAME = SockJsMessages.ESCAPED * TOO_LARGE + 16;

  static final int LARGEST_RAW_FRAME = TOO_LARGE;
  private static final long SWEEP_MS = 1_000;

  /** A message that waited longer could not be answered in time any more. */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private final Vertx vertx;
  private final AddressBudget budget;
  private final Sockets sockets;
  private final SocketSweep sweep;
  private final Orders orders;
  private final Desk desk;
  private final Listening listening;
  private final SocketRoutes routes;
  private long sweepTimer = -1;

  /**
   * A bridge of the event loop that calls this.
   *
   * @param counts one for all web instances of this node
   */
  public BusBridge(
      Vertx vertx,
      Settings.Limits limits,
      SockJSBridgeOptions options,
      Entrance entrance,
      SocketCounts counts,
      InstantSource clock) {
    this.vertx = vertx;
    this.budget = entrance.budget();
    Permits permits = Permits.of(options);
    this.sockets = new Sockets(vertx, limits, entrance.budget(), counts, clock);
    this.sweep = new SocketSweep(sockets, limits);
    this.orders = new Orders(vertx, sockets, entrance.budget());
    this.desk = new Desk(vertx, permits, entrance.budget(), sockets, orders);
    this.listening = new Listening(vertx, permits, sockets);
    this.routes = new SocketRoutes(vertx, entrance, this, sockets);
  }

  /** The bridge options that docs/protocol.md, section 2, describes. */
  public static SockJSBridgeOptions contract() {
    return Permits.contract();
  }

  /** Sets what the bridge needs of the HTTP server; the rest stays as it is. */
  public static HttpServerOptions serverOptions(HttpServerOptions options) {
    return options
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setRegisterWebSocketWriteHandlers(false)
        .setMaxWebSocketFrameSize(LARGEST_SOCKJS_FRAME)
        .setMaxWebSocketMessageSize(LARGEST_SOCKJS_FRAME);
  }

  /** Adds all routes below {@code /eventbus}; completes when sessions' owners can reach us. */
  @Override
  public Future<Void> mount(Router router) {
    routes.mount(router);
    sweepTimer = vertx.setPeriodic(SWEEP_MS, tick -> sweep());
    return orders.listen();
  }

  /**
   * Takes no more sockets, says goodbye to all, and completes when their connections are gone;
   * those that do not go by themselves are cut after 1.5 s.
   */
  @Override
  public Future<Void> close() {
    routes.close();
    return Future.<Void>future(
            closed ->
                sockets.drain(
                    socket -> ThreadLocalRandom.current().nextLong(1_000, 5_000),
                    () -> closed.tryComplete()))
        .onComplete(closed -> vertx.cancelTimer(sweepTimer));
  }

  /** Looks after every socket; by itself once a second. */
  void sweep() {
    sweep.sweep();
  }

  Sockets sockets() {
    return sockets;
  }

  /** A client said something. */
  void receive(ClientSocket socket, String text) {
    if (!socket.isOpen()) {
      return;
    }
    int bytes = ByteBufUtil.utf8Bytes(text);
    if (bytes > TOO_LARGE) {
      throwOut(socket, Parting.OVERSIZE, 0);
      return;
    }
    long waitMs = socket.takeCommand();
    if (waitMs > 0) {
      budget.abused(AbuseLog.Kind.MESSAGES, socket.address);
      if (!socket.takeRefused()) {
        throwOut(socket, Parting.FLOOD, waitMs);
        return;
      }
    }
    try {
      take(socket, BridgeFrame.parse(text), bytes, waitMs);
    } catch (BridgeFrame.Malformed malformed) {
      sockets.fanOut.tell(socket, Outgoing.err(malformed.body()));
    }
  }

  /** Ends a socket for what it does, and says so to the operator. */
  void throwOut(ClientSocket socket, Parting why, long afterMs) {
    boolean flood = why == Parting.FLOOD;
    budget.abused(flood ? AbuseLog.Kind.FLOOD : AbuseLog.Kind.FRAMES, socket.address);
    sockets.goodbye(socket, why, afterMs);
  }

  private void take(ClientSocket socket, BridgeFrame frame, int bytes, long waitMs) {
    if (bytes > LARGE) {
      refuse(socket, frame, Failure.TOO_LARGE.refused());
    } else if (waitMs > 0) {
      refuse(socket, frame, Failure.TOO_FAST.afterMs(waitMs));
    } else if (!socket.isHolding()) {
      handle(socket, frame);
    } else if (!socket.hold(frame, bytes, sockets.now())) {
      refuse(socket, frame, Failure.TOO_FAST.afterMs(PATIENCE.toMillis()));
    }
  }

  private void handle(ClientSocket socket, BridgeFrame frame) {
    switch (frame.type()) {
      case SEND -> send(socket, frame);
      case REGISTER -> register(socket, frame);
      case UNREGISTER -> {
        if (!listening.unregister(socket, frame.address())) {
          sockets.fanOut.tell(socket, Outgoing.err("access_denied"));
        }
      }
      case PUBLISH -> refuse(socket, frame, Failure.NOT_ALLOWED_HERE.refused());
      case PING -> {}
    }
  }

  private void send(ClientSocket socket, BridgeFrame frame) {
    boolean holds = Desk.changesRights(frame);
    if (holds) {
      socket.hold();
    }
    Future.succeededFuture(frame)
        .compose(asked -> desk.ask(socket, asked))
        .map(reply -> encode(frame, reply))
        .onSuccess(answer -> answer(socket, answer))
        .onFailure(cause -> refuse(socket, frame, refusal(cause)))
        .onComplete(
            answered -> {
              if (holds) {
                handleHeld(socket);
              }
            });
  }

  private void register(ClientSocket socket, BridgeFrame frame) {
    Future.succeededFuture(frame.address())
        .compose(address -> listening.register(socket, address))
        .onFailure(cause -> refuse(socket, frame, refusal(cause)));
  }

  /** Goes on with what waited for an answer that changed what the socket may do. */
  private void handleHeld(ClientSocket socket) {
    if (!socket.stopHolding()) {
      return;
    }
    long oldest = sockets.now() - PATIENCE.toMillis();
    for (var next = socket.nextHeld(); next != null; next = socket.nextHeld()) {
      if (next.since() < oldest) {
        refuse(socket, next.frame(), Failure.UNAVAILABLE.afterMs(1));
      } else {
        handle(socket, next.frame());
      }
    }
    socket.caughtUp();
  }

  /** Inside the chain of futures, so that a reply which cannot be written is refused. */
  private static Optional<Outgoing> encode(BridgeFrame frame, JsonObject reply) {
    return Optional.ofNullable(frame.replyAddress()).map(address -> Outgoing.rec(address, reply));
  }

  private void answer(ClientSocket socket, Optional<Outgoing> answer) {
    if (socket.isOpen()) {
      answer.ifPresent(reply -> sockets.fanOut.tell(socket, reply));
    }
  }

  private void refuse(ClientSocket socket, BridgeFrame frame, Failure.Refused refused) {
    if (!socket.isOpen()) {
      return;
    }
    String replyAddress = frame.replyAddress();
    switch (frame.type()) {
      case SEND -> {
        if (replyAddress != null) {
          sockets.fanOut.tell(socket, Outgoing.err(replyAddress, refused));
        }
      }
      case REGISTER -> sockets.fanOut.tell(socket, Outgoing.denied(frame.address(), refused));
      case PUBLISH -> sockets.fanOut.tell(socket, Outgoing.err("access_denied"));
      case UNREGISTER -> handle(socket, frame);
      case PING -> {}
    }
  }

  /** What is no refusal is a bug of ours: the client gets the name of the log line. */
  private static Failure.Refused refusal(Throwable cause) {
    Failure.Refused refused = Failure.of(cause);
    if (refused.failure != Failure.INTERNAL || refused.trace != null) {
      return refused;
    }
    String trace = Base32.random(10);
    LOG.error("trace={} the bridge failed on an answer", trace, cause);
    return refused.tracedAs(trace);
  }
}
