package io.nobooks.web;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.nobooks.AbuseLog;
import io.nobooks.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The ways into the bridge below {@code /eventbus}: both kinds of WebSocket, and XHR. */
final class SocketRoutes {
  static final String ROOT = "/eventbus/";
  private static final String BELOW = ROOT + "*";
  private static final String RAW = ROOT + "websocket";
  private static final String SOCKJS = "\\/eventbus\\/[^\\/\\.]+\\/[^\\/\\.]+\\/websocket";
  private static final String UNUSED = "\\/eventbus\\/(iframe[^\\/]*\\.html|chunking_test)";

  /** More pings than this that cannot even be answered make a flood. */
  private static final int PINGS_UNANSWERED = 100;

  private final Entrance entrance;
  private final BusBridge bridge;
  private final Sockets sockets;
  private final XhrRoutes xhr;
  private boolean closed;

  SocketRoutes(Vertx vertx, Entrance entrance, BusBridge bridge, Sockets sockets) {
    this.entrance = entrance;
    this.bridge = bridge;
    this.sockets = sockets;
    this.xhr = new XhrRoutes(vertx, entrance, this, sockets);
  }

  void mount(Router router) {
    router.route(BELOW).handler(this::checkOrigin);
    router.routeWithRegex(UNUSED).handler(ctx -> ctx.fail(404));
    router.route(RAW).handler(ctx -> upgrade(ctx, Framing.RAW));
    router.routeWithRegex(SOCKJS).handler(ctx -> upgrade(ctx, Framing.SOCKJS));
    xhr.mount(router);
  }

  /** From now on nobody is let in. */
  void close() {
    closed = true;
  }

  /** Before everything else here, XHR and {@code /info} as well: pages cannot hide their origin. */
  private void checkOrigin(RoutingContext ctx) {
    if (entrance.mayCome().test(ctx.request())) {
      ctx.next();
    } else {
      ctx.fail(403);
    }
  }

  /** Counts a new socket, or refuses the request; true when it was counted. */
  boolean admit(RoutingContext ctx, String address) {
    try {
      if (closed) {
        throw Failure.UNAVAILABLE.afterMs(1_000);
      }
      entrance.budget().admit(address);
      return true;
    } catch (Failure.Refused refused) {
      ctx.fail(refused.failure.status, refused);
      return false;
    }
  }

  private void upgrade(RoutingContext ctx, Framing framing) {
    HttpServerRequest request = ctx.request();
    if (!request.method().equals(HttpMethod.GET)) {
      ctx.response().putHeader(HttpHeaders.ALLOW, "GET");
      ctx.fail(405);
      return;
    }
    String key = request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    if (key == null || key.isEmpty() || !request.canUpgradeToWebSocket()) {
      ctx.fail(400);
      return;
    }
    String address = entrance.addressOf().apply(request);
    if (admit(ctx, address)) {
      Channel channel = Channels.of(request.connection());
      keepForRefusals(request.response());
      request
          .toWebSocket()
          .onSuccess(socket -> connect(socket, channel, framing, address))
          .onSuccess(socket -> forgetHeaders(request))
          .onFailure(
              cause -> {
                entrance.budget().release(address, false);
                if (!ctx.response().ended()) {
                  ctx.fail(400);
                }
              });
    }
  }

  /**
   * The headers so far are for what is shown, as no 101 ever is. Vert.x may refuse the handshake
   * too, by itself: then they are there again.
   */
  private static void keepForRefusals(HttpServerResponse response) {
    MultiMap kept = MultiMap.caseInsensitiveMultiMap().setAll(response.headers());
    response.headers().clear();
    response.headersEndHandler(refused -> response.headers().setAll(kept));
  }

  /** Vert.x holds request and response as long as the WebSocket lives; nobody reads them again. */
  private static void forgetHeaders(HttpServerRequest upgraded) {
    upgraded.headers().clear();
    upgraded.response().headersEndHandler(null);
    upgraded.response().headers().clear();
  }

  private void connect(
      ServerWebSocket connection, Channel channel, Framing framing, String address) {
    ClientSocket socket =
        sockets.connect(address, unsent -> new WebSocketWire(connection, channel, framing, unsent));
    int most =
        framing == Framing.RAW ? BusBridge.LARGEST_RAW_FRAME : BusBridge.LARGEST_SOCKJS_FRAME;
    MessageAssembler assembler = new MessageAssembler(most);
    PingGuard pings = new PingGuard((WebSocketWire) socket.wire);
    connection.exceptionHandler(cause -> {});
    connection.closeHandler(gone -> sockets.gone(socket));
    connection.frameHandler(frame -> take(socket, framing, frame, assembler, pings));
  }

  private void take(
      ClientSocket socket,
      Framing framing,
      WebSocketFrame frame,
      MessageAssembler assembler,
      PingGuard pings) {
    sockets.heard(socket);
    boolean carries = frame.isFinal() && !frame.isPing() && !isPong(frame);
    if ((frame.isPing() && pings.isFlood()) || (!carries && !socket.takeRefused())) {
      entrance.budget().abused(AbuseLog.Kind.FLOOD, socket.address);
      sockets.cut(socket, Parting.FLOOD);
    } else if (frame.isClose()) {
      sockets.leaving(socket);
    } else if (socket.isOpen() && (frame.isText() || frame.isBinary() || frame.isContinuation())) {
      takeData(socket, framing, frame, assembler);
    }
  }

  private static boolean isPong(WebSocketFrame frame) {
    return frame.type() == WebSocketFrameType.PONG;
  }

  private void takeData(
      ClientSocket socket, Framing framing, WebSocketFrame frame, MessageAssembler assembler) {
    try {
      String message = assembler.take(frame);
      if (message == null) {
        return;
      }
      if (framing == Framing.RAW) {
        bridge.receive(socket, message);
      } else if (!receiveSockJs(socket, message)) {
        bridge.throwOut(socket, Parting.MALFORMED, 0);
      }
    } catch (MessageAssembler.TooLong tooLong) {
      bridge.throwOut(socket, Parting.OVERSIZE, 0);
    }
  }

  /** Takes each bridge JSON of a SockJS frame; false when the frame is broken. */
  boolean receiveSockJs(ClientSocket socket, String frame) {
    sockets.heard(socket);
    return SockJsMessages.each(
        frame,
        message -> {
          bridge.receive(socket, message);
          return socket.isOpen();
        });
  }

  /** Answers to pings are queued without a limit, so a peer that only pings must read too. */
  private static final class PingGuard {
    private final WebSocketWire wire;
    private int unanswered;

    PingGuard(WebSocketWire wire) {
      this.wire = wire;
    }

    boolean isFlood() {
      unanswered = wire.isWritable() ? 0 : unanswered + 1;
      return unanswered > PINGS_UNANSWERED;
    }
  }
}
