package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Cidr;
import io.nobooks.Failure;
import io.nobooks.Meters;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The operator's port: health, metrics, how many rooms and documents live, closing one, blocking
 * addresses. It listens on the loopback address by default; {@link AdminGuard} keeps out who has no
 * business here.
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
        .requestHandler(routes())
        .listen()
        .map(HttpServer::actualPort)
        .onSuccess(port -> Ports.ADMIN.opened(vertx, port));
  }

  private Router routes() {
    Router router = Router.router(vertx);
    Problem.answerAll(router);
    router.route().handler(new SecurityHeaders(request -> false));
    router.route().handler(new AdminGuard(node.settings().admin()));
    node.about().mountHealth(router);
    Reading.at(router, "/health", this::health);
    Reading.at(router, "/metrics", this::metrics);
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
        .map(ready -> new JsonObject().put("live", true).put("ready", ready))
        .compose(health -> roomCounts().map(health::mergeIn).otherwise(health))
        .onSuccess(health -> answer(ctx, health));
  }

  /** Reading numbers of the process takes files, and so a worker. */
  private void metrics(RoutingContext ctx) {
    vertx
        .executeBlocking(() -> Buffer.buffer(node.meters().text()), false)
        .onSuccess(
            text ->
                ctx.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, Meters.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(text))
        .onFailure(ctx::fail);
  }

  private void countRooms(RoutingContext ctx) {
    roomCounts().onSuccess(counts -> answer(ctx, counts)).onFailure(ctx::fail);
  }

  private Future<JsonObject> roomCounts() {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    return Bus.ask(vertx, Addresses.ROOM_COUNTS, new JsonObject(), none, Failure.UNAVAILABLE);
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
    JsonArray blocks = new JsonArray();
    for (Blocks.Block block : node.limits().blocks().inForce()) {
      JsonObject shown = new JsonObject().put("addresses", block.addresses().toString());
      blocks.add(block.until() == null ? shown : shown.put("until", block.until()));
    }
    answer(ctx, new JsonObject().put("blocks", blocks));
  }

  private void block(RoutingContext ctx) {
    Cidr addresses = addresses(ctx);
    node.limits().blocks().add(addresses, lasts(ctx));
    Frame told = Frame.of(new JsonObject().put("addresses", addresses.toString()));
    Bus.tell(vertx, Addresses.BLOCKED, told, MultiMap.caseInsensitiveMultiMap());
    ctx.response().setStatusCode(204).end();
  }

  private void unblock(RoutingContext ctx) {
    if (node.limits().blocks().end(addresses(ctx))) {
      ctx.response().setStatusCode(204).end();
    } else {
      ctx.fail(404);
    }
  }

  /** How long a block shall last; null for as long as nobody ends it. */
  private static @Nullable Duration lasts(RoutingContext ctx) {
    String seconds = ctx.request().getParam("seconds");
    if (seconds == null) {
      return null;
    }
    if (!seconds.matches("[1-9]\\d{0,8}")) {
      throw Failure.BAD_COMMAND.because("seconds is a whole number from 1 to 999999999");
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
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
