package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Cidr;
import io.nobooks.Failure;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The operator's port: health, how many rooms and documents live, closing one, blocking addresses.
 * It knows nobody and so listens on the loopback address by default; {@link AdminGuard} keeps web
 * pages out.
 */
public final class AdminVerticle extends VerticleBase {
  private final WebNode node;

  /** For the node whose limits and readiness it shows. */
  public AdminVerticle(WebNode node) {
    this.node = node;
  }

  @Override
  public Future<?> start() {
    String host = node.settings().admin().host();
    HttpServerOptions options =
        HttpOptions.of(host, Ports.ADMIN.toAsk(node.settings().admin().port()));
    return vertx
        .createHttpServer(options)
        .connectionHandler(
            connection ->
                StrictHeaders.install(
                    ((VertxConnection) connection).channel(), options, HttpVerticle.HEADER_WITHIN))
        .invalidRequestHandler(Problem::answerUnreadable)
        .requestHandler(routes(host))
        .listen()
        .map(HttpServer::actualPort)
        .onSuccess(port -> Ports.ADMIN.opened(vertx, port));
  }

  private Router routes(String host) {
    Router router = Router.router(vertx);
    Problem.answerAll(router);
    router.route().handler(new SecurityHeaders(request -> false));
    router.route().handler(new AdminGuard(host));
    Reading.at(router, "/health", this::health);
    Reading.at(router, "/rooms", this::countRooms);
    router.route(HttpMethod.DELETE, "/rooms/:room").handler(this::closeRoom);
    Reading.at(router, "/documents", this::countDocuments);
    Reading.at(router, "/blocks", this::blocks);
    router.route(HttpMethod.PUT, "/blocks/*").handler(this::block);
    router.route(HttpMethod.DELETE, "/blocks/*").handler(this::unblock);
    return router;
  }

  private void health(RoutingContext ctx) {
    node.readiness()
        .now(vertx)
        .onSuccess(ready -> answer(ctx, new JsonObject().put("live", true).put("ready", ready)));
  }

  private void countRooms(RoutingContext ctx) {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    Bus.ask(vertx, Addresses.ROOM_COUNTS, new JsonObject(), none, Failure.UNAVAILABLE)
        .onSuccess(counts -> answer(ctx, counts))
        .onFailure(ctx::fail);
  }

  private void countDocuments(RoutingContext ctx) {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    Bus.ask(vertx, Addresses.RELAY_COUNTS, new JsonObject(), none, Failure.NO_SUCH_FILE)
        .onSuccess(counts -> answer(ctx, counts))
        .onFailure(ctx::fail);
  }

  private void closeRoom(RoutingContext ctx) {
    RoomId room = new RoomId(ctx.pathParam("room"));
    MultiMap close = MultiMap.caseInsensitiveMultiMap().set("do", "close");
    Bus.ask(vertx, Addresses.roomDoor(room), new JsonObject(), close, Failure.ROOM_NOT_FOUND)
        .onSuccess(closed -> ctx.response().setStatusCode(204).end())
        .onFailure(ctx::fail);
  }

  private void blocks(RoutingContext ctx) {
    answer(ctx, new JsonObject().put("blocks", new JsonArray(node.limits().blocks())));
  }

  private void block(RoutingContext ctx) {
    Cidr addresses = addresses(ctx);
    node.limits().block(addresses);
    Frame told = Frame.of(new JsonObject().put("addresses", addresses.toString()));
    Bus.tell(vertx, Addresses.BLOCKED, told, MultiMap.caseInsensitiveMultiMap());
    ctx.response().setStatusCode(204).end();
  }

  private void unblock(RoutingContext ctx) {
    if (node.limits().unblock(addresses(ctx))) {
      ctx.response().setStatusCode(204).end();
    } else {
      ctx.fail(404);
    }
  }

  private static Cidr addresses(RoutingContext ctx) {
    String text = ctx.normalizedPath().substring("/blocks/".length());
    try {
      Cidr addresses = Cidr.parse(text);
      if (!addresses.splitsSubnet()) {
        return addresses;
      }
    } catch (IllegalArgumentException notAddresses) {
      throw Failure.BAD_COMMAND.because("allowed is " + Cidr.ALLOWED);
    }
    throw Failure.BAD_COMMAND.because("IPv6 addresses are told apart by their /64 only");
  }

  private static void answer(RoutingContext ctx, JsonObject body) {
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
  }
}
