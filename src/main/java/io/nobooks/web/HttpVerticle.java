package io.nobooks.web;

import io.netty.channel.Channel;
import io.nobooks.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The public port: every connection and every request of a client comes in here. All web instances
 * of a node share the port, the {@link WebNode} and nothing else.
 */
public final class HttpVerticle extends VerticleBase {
  static final Duration HEADER_WITHIN = Duration.ofSeconds(12);
  private static final Duration BODY_WITHIN = Duration.ofSeconds(15);

  private final WebNode node;
  private final Function<Vertx, List<Mount>> maker;
  private final Duration headerWithin;
  private final Duration bodyWithin;
  private final Underway underway;
  private List<Mount> mounts = List.of();

  /**
   * {@code mounts} makes what this instance alone serves, such as its bridge; called once, on its
   * event loop. They are asked in this order, before the page.
   */
  public HttpVerticle(WebNode node, Function<Vertx, List<Mount>> mounts) {
    this(node, mounts, HEADER_WITHIN, BODY_WITHIN);
  }

  HttpVerticle(
      WebNode node,
      Function<Vertx, List<Mount>> mounts,
      Duration headerWithin,
      Duration bodyWithin) {
    this.node = node;
    this.underway = new Underway(node);
    this.maker = mounts;
    this.headerWithin = headerWithin;
    this.bodyWithin = bodyWithin;
  }

  @Override
  public Future<?> start() {
    mounts = maker.apply(vertx);
    Router router = Router.router(vertx);
    Problem.answerAll(router);
    router.route().handler(new SecurityHeaders(node.origins()::vouched));
    router.route().handler(underway);
    router.route().handler(new BodyDeadline(bodyWithin));
    node.about().mount(router);
    ShareTarget.mount(router);
    return mountAll(router)
        .compose(mounted -> underway.listen(vertx))
        .compose(hearing -> listen(router));
  }

  /** The port itself is closed by Vert.x, after this. */
  @Override
  public Future<?> stop() {
    return Future.join(mounts.stream().map(Mount::close).toList());
  }

  private Future<?> mountAll(Router router) {
    Future<?> mounted = Future.succeededFuture();
    for (Mount mount : mounts) {
      mounted = mounted.compose(before -> mount.mount(router));
    }
    return mounted.onSuccess(all -> node.site().mount(router));
  }

  /**
   * A single instance has a single event loop, and everything that it answers comes from there:
   * then Vert.x may do without a queue of 4 KiB for what other threads write to a connection, which
   * an idle WebSocket would hold as well. Of several instances, one may answer an XHR session's
   * request that another one took.
   */
  private Future<?> listen(Router router) {
    Settings.Http http = node.settings().http();
    HttpServerOptions plain = HttpOptions.of(http.host(), Ports.PUBLIC.toAsk(http.port()));
    plain.setStrictThreadMode(node.settings().deploy().web() == 1);
    HttpServerOptions options = node.tls().over(BusBridge.serverOptions(plain));
    return vertx
        .createHttpServer(options)
        .connectionHandler(connection -> accept(connection, options))
        .invalidRequestHandler(Problem::answerUnreadable)
        .requestHandler(router)
        .listen()
        .onSuccess(server -> node.tls().follow(vertx, server, options))
        .map(HttpServer::actualPort)
        .onSuccess(port -> Ports.PUBLIC.opened(vertx, port));
  }

  private void accept(HttpConnection connection, HttpServerOptions options) {
    Channel channel = ((VertxConnection) connection).channel();
    StrictHeaders.install(channel, options, headerWithin);
    ReceiveBuffer.install(channel);
    channel.closeFuture().addListener(gone -> underway.forget(channel));
    if (!node.counts(connection.remoteAddress(), channel.closeFuture())) {
      connection.close();
    }
  }
}
