package io.nobooks.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.vertx.ext.web.handler.sockjs.Transport;
import org.jspecify.annotations.Nullable;

/**
 * SockJS over XHR, for networks that block WebSocket: the sessions are SockJSHandler's, who may use
 * them and what they send is looked at here.
 */
final class XhrRoutes {
  private static final String BELOW = "/eventbus/*";
  private static final String SESSION = "\\/eventbus\\/[^\\/\\.]+\\/(?<session>[^\\/\\.]+)";
  private static final String LISTEN = SESSION + "\\/xhr(?:_streaming)?";
  private static final String SEND = SESSION + "\\/xhr_send";
  private static final int ID_LENGTH = 64;
  private static final String ATTACHED = "nobooks.xhr";

  private final Entrance entrance;
  private final SocketRoutes routes;
  private final Sockets sockets;
  private final Vertx vertx;
  private final LocalMap<String, XhrSession> sessions;

  XhrRoutes(Vertx vertx, Entrance entrance, SocketRoutes routes, Sockets sockets) {
    this.vertx = vertx;
    this.entrance = entrance;
    this.routes = routes;
    this.sockets = sockets;
    this.sessions = vertx.sharedData().getLocalMap("nobooks.xhr");
  }

  void mount(Router router) {
    router.postWithRegex(LISTEN).handler(this::listen);
    router
        .postWithRegex(SEND)
        .handler(BodyHandler.create(false).setBodyLimit(BusBridge.LARGEST_SOCKJS_FRAME))
        .handler(this::send);
    SockJSHandlerOptions options =
        new SockJSHandlerOptions()
            .setInsertJSESSIONID(false)
            .addDisabledTransport(Transport.JSON_P.toString())
            .addDisabledTransport(Transport.HTML_FILE.toString())
            .addDisabledTransport(Transport.EVENT_SOURCE.toString());
    router
        .route(BELOW)
        .subRouter(SockJSHandler.create(vertx, options).socketHandler(this::connect));
  }

  private void listen(RoutingContext ctx) {
    // SockJSHandler closes the connection behind each answer: a client must not use it again.
    ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    String id = ctx.pathParam("session");
    XhrSession known = sessions.get(id);
    if (id.length() > ID_LENGTH) {
      ctx.fail(404);
    } else if (known == null) {
      begin(ctx, id);
    } else if (isOf(known, ctx)) {
      listenAgain(ctx, known);
    } else {
      ctx.fail(404);
    }
  }

  private void listenAgain(RoutingContext ctx, XhrSession known) {
    known.listensBy(ctx.request().connection());
    known.receive("").onComplete(alive -> {});
    Future<Boolean> begun = known.whenBegun();
    if (begun.isComplete()) {
      ctx.next();
    } else {
      goOnBehind(begun, ctx);
    }
  }

  /**
   * While another event loop handles a session's first request, SockJSHandler would take the next
   * one for a first one too, and its session would have two sockets.
   */
  private void goOnBehind(Future<Boolean> begun, RoutingContext ctx) {
    Context here = vertx.getOrCreateContext();
    ctx.request().pause();
    begun.onComplete(
        over ->
            here.runOnContext(
                turn -> {
                  ctx.request().resume();
                  if (!ctx.response().closed()) {
                    ctx.next();
                  }
                }));
  }

  private void begin(RoutingContext ctx, String id) {
    String address = entrance.addressOf().apply(ctx.request());
    if (!routes.admit(ctx, address)) {
      return;
    }
    XhrSession session = new XhrSession(id, address, userAgent(ctx), vertx.getOrCreateContext());
    if (sessions.putIfAbsent(id, session) != null) {
      entrance.budget().release(address, false);
      ctx.fail(404);
      return;
    }
    session.listensBy(ctx.request().connection());
    ctx.put(ATTACHED, session);
    try {
      ctx.next();
    } finally {
      session.begun();
      if (!session.isAttached()) {
        forget(session);
        entrance.budget().release(address, false);
      }
    }
  }

  /** SockJSHandler has a new session; this runs within the request that began it. */
  private void connect(SockJSSocket connection) {
    XhrSession session = connection.routingContext().get(ATTACHED);
    if (session == null || session.hasBegun()) {
      connection.close(); // Nobody's, or one that was given up and released already.
      return;
    }
    ClientSocket socket = socketOf(connection, session);
    session.attach(frame -> routes.receiveSockJs(socket, frame));
    connection.exceptionHandler(cause -> {});
    connection.closeHandler(
        gone -> {
          forget(session);
          sockets.gone(socket);
        });
  }

  /** SockJSHandler keeps a session for which there is no socket, unless it is closed. */
  private ClientSocket socketOf(SockJSSocket connection, XhrSession session) {
    try {
      return sockets.connect(session.address, unsent -> new XhrWire(connection, session, unsent));
    } catch (RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  private void send(RoutingContext ctx) {
    XhrSession session = sessions.get(ctx.pathParam("session"));
    if (session == null || !isOf(session, ctx)) {
      ctx.fail(404);
      return;
    }
    String frame = ctx.body().available() ? ctx.body().asString() : null;
    if (frame == null || frame.isEmpty()) {
      ctx.response().setStatusCode(500).end("Payload expected.");
      return;
    }
    Context here = vertx.getOrCreateContext();
    session.receive(frame).onSuccess(whole -> here.runOnContext(turn -> answerFrame(ctx, whole)));
  }

  private static void answerFrame(RoutingContext ctx, boolean whole) {
    if (whole) {
      allow(ctx).setStatusCode(204).end();
    } else {
      ctx.response().setStatusCode(500).end("Broken JSON encoding.");
    }
  }

  /** What SockJSHandler says to pages of other origins; which ones may come is settled before. */
  private static HttpServerResponse allow(RoutingContext ctx) {
    HttpServerResponse response =
        ctx.response()
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8")
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-cache, no-transform, max-age=0");
    String origin = ctx.request().getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    return response;
  }

  private boolean isOf(XhrSession session, RoutingContext ctx) {
    return session.isOf(entrance.addressOf().apply(ctx.request()), userAgent(ctx));
  }

  private static String userAgent(RoutingContext ctx) {
    @Nullable String userAgent = ctx.request().getHeader(HttpHeaders.USER_AGENT);
    return userAgent == null ? "" : userAgent;
  }

  private void forget(XhrSession session) {
    sessions.removeIfPresent(session.id, session);
  }
}
