package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Caller;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bridge on a small server of its own, with stand-ins for sessions and rooms behind it. */
final class BridgeApp implements AutoCloseable {
  private static final String AUTH = "aaaaaa";

  final Vertx vertx = Vertx.vertx();
  final TestClock clock = new TestClock();
  final TestBudget budget = new TestBudget();
  final UnsentTotal unsent;
  final SocketCounts counts;

  /** What the fake session owner was told: {@code closed} orders. */
  final BlockingQueue<JsonObject> closed = new LinkedBlockingQueue<>();

  /** Commands that reached a room, with the callers that the bridge stamped. */
  final BlockingQueue<JsonObject> said = new LinkedBlockingQueue<>();

  final List<MultiMap> headers = new CopyOnWriteArrayList<>();
  final Map<String, SeatId> livingSeats = new ConcurrentHashMap<>();
  final Map<RoomId, Long> tops = new ConcurrentHashMap<>();
  volatile Runnable beforeResume = () -> {};
  volatile JsonArray resumedRooms = new JsonArray();
  volatile long tokenLifeMs = 12 * 3_600_000L;

  private final Map<String, Object> limits;
  private final HttpServerOptions options;
  private volatile BridgeVerticle verticle;
  private volatile String origin = "";

  BridgeApp() {
    this(Map.of(), new HttpServerOptions());
  }

  BridgeApp(Map<String, Object> limits, HttpServerOptions options) {
    this.limits = limits;
    this.options = options;
    this.unsent = new UnsentTotal(TestLimits.with(limits).unsentAll());
    this.counts = new SocketCounts(unsent);
    Bus.prepare(vertx);
    fakeAuth();
    Bus.answer(vertx, Addresses.OPEN_ROOM, this::enter).completion().await();
    Bus.answer(vertx, Addresses.ENTER_ROOM, this::enter).completion().await();
    Bus.answer(vertx, Addresses.LEAVE_ROOM, this::heard).completion().await();
    verticle = new BridgeVerticle();
    vertx.deployVerticle(verticle).await();
  }

  @SuppressWarnings("NullAway.Init")
  private final class BridgeVerticle extends VerticleBase {
    private BusBridge bridge;
    private HttpServer server;

    @Override
    public Future<?> start() {
      Entrance entrance =
          new Entrance(
              request -> {
                String from = request.getHeader("Origin");
                return from == null || from.equals(origin);
              },
              request -> {
                String forwarded = request.getHeader("X-Test-Address");
                return forwarded == null ? request.remoteAddress().hostAddress() : forwarded;
              },
              budget);
      bridge =
          new BusBridge(
              vertx, TestLimits.with(limits), BusBridge.contract(), entrance, counts, clock);
      Router router = Router.router(vertx);
      router.route().failureHandler(ctx -> ctx.response().setStatusCode(ctx.statusCode()).end());
      server =
          vertx.createHttpServer(BusBridge.serverOptions(options).setPort(0).setHost("127.0.0.1"));
      return bridge
          .mount(router)
          .compose(mounted -> server.requestHandler(router).listen())
          .onSuccess(listening -> origin = "http://127.0.0.1:" + listening.actualPort());
    }

    Context context() {
      return context;
    }
  }

  int port() {
    return verticle.server.actualPort();
  }

  String origin() {
    return origin;
  }

  String instance() {
    return onLoop(() -> verticle.bridge.sockets().instance);
  }

  void sweep() {
    onLoop(
        () -> {
          verticle.bridge.sweep();
          return null;
        });
  }

  Sockets sockets() {
    return verticle.bridge.sockets();
  }

  /** The n-th socket that connected. */
  Optional<ClientSocket> socket(long number) {
    return Optional.ofNullable(sockets().of(number));
  }

  /** Lets the web instance hear an event within the current turn. */
  void hear(RoomId room, JsonObject event) {
    sockets().fanOut.hear(room, Frame.of(event));
  }

  /** Puts a socket into a room's audience within the current turn. */
  void join(RoomId room, ClientSocket socket) {
    sockets().fanOut.expect(room, socket).join(socket);
  }

  /** Between two turns of the event loop, so that what could be sent is. */
  long unsentBytes() {
    return onLoop(unsent::bytes);
  }

  int roomsHeard() {
    return onLoop(() -> verticle.bridge.sockets().fanOut.roomsHeard());
  }

  Future<Void> drain() {
    return onLoop(verticle.bridge::close);
  }

  <T> T onLoop(Callable<T> work) {
    return Future.<T>future(
            done ->
                verticle
                    .context()
                    .runOnContext(
                        turn -> {
                          try {
                            done.complete(work.call());
                          } catch (Exception failed) {
                            done.fail(failed);
                          }
                        }))
        .await();
  }

  private void fakeAuth() {
    Bus.answer(
            vertx,
            Addresses.SIGN_IN,
            question -> {
              headers.add(question.headers());
              String name = question.body().getString("name");
              if ("nobody".equals(name)) {
                throw Failure.BAD_NAME.refused();
              }
              return Future.succeededFuture(identity(SessionId.freshOf(AUTH), name));
            })
        .completion()
        .await();
    Bus.answer(
            vertx,
            Addresses.RESUME,
            question -> {
              SessionId session = new SessionId(question.body().getString("token"));
              beforeResume.run();
              return Future.succeededFuture(
                  identity(session, "back")
                      .put("rooms", resumedRooms)
                      .put("missed", new JsonArray()));
            })
        .completion()
        .await();
    Bus.answer(
            vertx,
            Addresses.ACCOUNT,
            deleted -> Future.succeededFuture(new JsonObject().put("account", false)))
        .completion()
        .await();
    Bus.answer(vertx, Addresses.SIGN_OUT, gone -> Future.succeededFuture(new JsonObject()))
        .completion()
        .await();
    Bus.answer(
            vertx,
            Addresses.authInstance(AUTH),
            order -> {
              closed.add(order.body().copy().put("do", order.headers().get("do")));
              return Future.succeededFuture(new JsonObject());
            })
        .completion()
        .await();
  }

  private JsonObject identity(SessionId session, String name) {
    return new JsonObject()
        .put("token", session.value())
        .put("session", session.value())
        .put("name", name)
        .put("account", name.endsWith("claimed"))
        .put("expiresAt", clock.millis() + tokenLifeMs);
  }

  /** The ticket of a fake room is its id. */
  private Future<JsonObject> enter(Message<JsonObject> question) {
    headers.add(question.headers());
    String id = question.body().getString("ticket");
    if (!RoomId.hasForm(String.valueOf(id))) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    RoomId room = new RoomId(id);
    SeatId seat = SeatId.fresh();
    livingSeats.put(seat.value(), seat);
    return Future.succeededFuture(
        new JsonObject()
            .put("room", id)
            .put("top", tops.getOrDefault(room, 0L))
            .put("you", new JsonObject().put("seat", seat.value()).put("admin", false)));
  }

  /** A room that answers commands and {@code here}. */
  RoomId room() {
    RoomId room = new RoomId(SeatId.fresh().value());
    Bus.answer(vertx, Addresses.roomIn(room), this::heard).completion().await();
    Bus.answer(
            vertx,
            Addresses.roomDoor(room),
            question -> {
              if (!livingSeats.containsKey(question.body().getString("seat"))) {
                throw Failure.ROOM_NOT_FOUND.refused();
              }
              return Future.succeededFuture(
                  new JsonObject()
                      .put("epoch", "e")
                      .put("top", tops.getOrDefault(room, 0L))
                      .put("rev", 0));
            })
        .completion()
        .await();
    return room;
  }

  private Future<JsonObject> heard(Message<JsonObject> command) {
    Caller caller = Caller.of(command.headers());
    headers.add(command.headers());
    said.add(
        command
            .body()
            .copy()
            .put("session", String.valueOf(caller.session()))
            .put("seat", String.valueOf(caller.seat())));
    return Future.succeededFuture(new JsonObject().put("ok", true));
  }

  JsonObject nextSaid() throws InterruptedException {
    JsonObject next = said.poll(5, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no command reached the room");
    }
    return next;
  }

  JsonObject nextClosed() throws InterruptedException {
    JsonObject next = closed.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no socket was told to be closed");
    }
    return next;
  }

  /** Tells events {@code from}..{@code to} in one turn of one event loop. */
  void tell(RoomId room, int from, int to) {
    onLoop(
        () -> {
          for (int seq = from; seq <= to; seq++) {
            tell(room, new JsonObject().put("type", "said").put("seq", seq), false);
          }
          return null;
        });
  }

  void tell(RoomId room, JsonObject event, boolean end) {
    MultiMap marks = MultiMap.caseInsensitiveMultiMap();
    Bus.tell(
        vertx, Addresses.roomOut(room), Frame.of(event), end ? marks.set("end", "true") : marks);
  }

  /** An order that is on its way before whatever is answered after this. */
  void orderSoon(String verb, JsonObject body) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("do", verb);
    Bus.send(vertx, Addresses.webInstance(verticle.bridge.sockets().instance), body, headers);
  }

  void tellBlocked() {
    Frame told = Frame.of(new JsonObject().put("addresses", "127.0.0.1/32"));
    Bus.tell(vertx, Addresses.BLOCKED, told, MultiMap.caseInsensitiveMultiMap());
  }

  /** An order of the session's owner to this web instance. */
  JsonObject order(String verb, JsonObject body) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("do", verb);
    return Bus.ask(vertx, Addresses.webInstance(instance()), body, headers, Failure.UNAVAILABLE)
        .await();
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
