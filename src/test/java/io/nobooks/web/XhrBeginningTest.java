package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Bus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session over XHR whose first two requests meet on two event loops at once. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class XhrBeginningTest {
  private static final String POLL = "/eventbus/000/0123456789abcdef/xhr";

  /** The same free port for all who ask for it. */
  private static final int SHARED = -1;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch firstIsHeld = new CountDownLatch(1);
  private final CountDownLatch secondHasCome = new CountDownLatch(1);
  private final Instance one = new Instance();
  private final Instance other = new Instance();

  @SuppressWarnings("NullAway.Init")
  private final class Instance extends VerticleBase {
    private volatile BusBridge bridge;
    private volatile int port;

    @Override
    public Future<?> start() {
      bridge =
          new BusBridge(
              vertx,
              TestLimits.with(Map.of()),
              BusBridge.contract(),
              new Entrance(request -> true, request -> "127.0.0.1", new TestBudget()),
              new SocketCounts(new UnsentTotal(1 << 20)),
              new TestClock());
      Router router = Router.router(vertx);
      router.post(POLL).handler(XhrBeginningTest.this::meet);
      HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(SHARED);
      return bridge
          .mount(router)
          .compose(mounted -> vertx.createHttpServer(options).requestHandler(router).listen())
          .map(HttpServer::actualPort)
          .onSuccess(bound -> port = bound);
    }

    /** Behind everything that the event loop was asked before. */
    int sockets() {
      Context loop = context;
      return Future.<Integer>future(
              counted -> loop.runOnContext(turn -> counted.complete(bridge.sockets().count())))
          .await();
    }
  }

  @BeforeEach
  void start() {
    Bus.prepare(vertx);
    vertx.deployVerticle(one).await();
    vertx.deployVerticle(other).await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  /** Where the first request has its answer, and SockJSHandler has not noted that. */
  private void meet(RoutingContext ctx) {
    if (requests.incrementAndGet() == 1) {
      ctx.addBodyEndHandler(
          answered -> {
            firstIsHeld.countDown();
            await(secondHasCome);
          });
      ctx.next();
    } else {
      ctx.next();
      secondHasCome.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  @Test
  void a_session_whose_first_requests_come_at_once_has_one_socket() throws IOException {
    try (RawHttp first = new RawHttp(one.port);
        RawHttp second = new RawHttp(one.port)) {
      String poll = "POST " + POLL + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n";
      first.send(poll);
      await(firstIsHeld);
      second.send(poll);
      assertThat(first.untilClosed()).contains("\r\no\n");

      List<Instance> instances = List.of(one, other, one, other);
      assertThat(instances.stream().mapToInt(Instance::sockets).sum()).isEqualTo(2);
    }
  }
}
