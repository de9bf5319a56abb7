package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.nobooks.support.Eventually;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets written to past their channel's queue, and through it when the kernel takes no more. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectWriteTest {
  private static final int MESSAGES = 20_000;
  private static final int SMALL = 4 * 1024;
  private static final int LARGE = 1024 * 1024;

  private final UnsentTotal total = new UnsentTotal(Long.MAX_VALUE);
  private final Unsent unsent = new Unsent(total);
  private final Vertx vertx = vertx();
  private final Promise<Written> accepted = Promise.promise();

  /** Held, because Vert.x closes a client that nobody refers to. */
  private final WebSocketClient clients = vertx.createWebSocketClient(options());

  private int next;

  /** The server's side of the one connection. */
  private record Written(WebSocketWire wire, Channel channel) {}

  private static Vertx vertx() {
    Transport epoll = Transport.EPOLL;
    return (epoll != null && epoll.available()
            ? Vertx.builder().withTransport(epoll)
            : Vertx.builder())
        .build();
  }

  private static WebSocketClientOptions options() {
    WebSocketClientOptions options = new WebSocketClientOptions();
    options.setMaxMessageSize(LARGE).setReceiveBufferSize(SMALL);
    return options;
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private WebSocket connect() {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setSendBufferSize(SMALL))
            .requestHandler(
                request -> {
                  Channel channel = Channels.of(request.connection());
                  request.toWebSocket().onSuccess(socket -> accept(socket, channel));
                })
            .listen(0, "127.0.0.1")
            .await();
    return clients.connect(server.actualPort(), "127.0.0.1", "/").await();
  }

  private void accept(ServerWebSocket socket, Channel channel) {
    WebSocketWire wire = new WebSocketWire(socket, channel, Framing.RAW, unsent);
    accepted.complete(new Written(wire, channel));
  }

  private static Outgoing message(int number) {
    return Outgoing.rec("x", new JsonObject().put("n", number));
  }

  private static int number(String text) {
    return new JsonObject(text).getJsonObject("body").getInteger("n");
  }

  /** Writes numbered messages, one to three of them before each flush. */
  private static void writeAll(WebSocketWire wire) {
    for (int number = 0; number < MESSAGES; number++) {
      wire.write(message(number));
      if (number % 3 == 0 || number % 5 == 0) {
        wire.flush();
      }
    }
    wire.flush();
  }

  @Test
  void a_reader_that_pauses_gets_every_message_once_and_in_order() {
    WebSocket client = connect();
    List<Integer> heard = new CopyOnWriteArrayList<>();
    List<Integer> all = new ArrayList<>();
    client.textMessageHandler(text -> all.add(number(text)));
    client.pause();
    Written written = accepted.future().await();
    written.channel.eventLoop().execute(() -> writeAll(written.wire));
    Eventually.holds("some bytes wait", () -> total.bytes() > 0);
    client.endHandler(end -> heard.addAll(all)).resume();
    Eventually.holds("no bytes wait", () -> total.bytes() == 0);
    written.channel.eventLoop().execute(written.wire::close);

    Eventually.holds("the end is heard", () -> !heard.isEmpty());
    assertThat(heard).isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
  }

  @Test
  void what_the_kernel_takes_of_a_large_frame_is_sent_once_and_the_rest_goes_behind_it() {
    String words = "0123456789".repeat(40_000);
    WebSocket client = connect();
    List<String> heard = new CopyOnWriteArrayList<>();
    client.textMessageHandler(heard::add);
    client.pause();
    Written written = accepted.future().await();
    Batch batch = new Batch();
    for (int number = 0; number < 3; number++) {
      batch.add(Outgoing.rec("x", new JsonObject().put("n", number).put("words", words)));
    }
    Promise<Integer> held = Promise.promise();
    written
        .channel
        .eventLoop()
        .execute(
            () -> {
              written.wire.write(batch, 0);
              written.wire.flush();
              batch.clear();
              held.complete((int) total.bytes());
            });

    assertThat(held.future().await()).isPositive().isLessThan(3 * words.length());
    client.resume();
    Eventually.holds("all is heard", () -> heard.size() == 3);
    assertThat(heard)
        .allSatisfy(text -> assertThat(text).contains(words))
        .extracting(DirectWriteTest::number)
        .containsExactly(0, 1, 2);
    Eventually.holds("no bytes wait", () -> total.bytes() == 0);
  }

  @Test
  void what_the_server_writes_by_itself_in_between_tears_no_frame() {
    WebSocket client = connect();
    AtomicInteger pongs = new AtomicInteger();
    List<Integer> heard = new CopyOnWriteArrayList<>();
    client.pongHandler(pong -> pongs.incrementAndGet());
    client.textMessageHandler(
        text -> {
          heard.add(number(text));
          if (number(text) % 100 == 0) {
            client.writePing(Buffer.buffer("?"));
          }
        });
    Written written = accepted.future().await();
    vertx.setPeriodic(1, tick -> written.channel.eventLoop().execute(() -> some(written.wire)));

    Eventually.holds("pings are answered", () -> pongs.get() > 5);
    List<Integer> before = List.copyOf(heard);
    assertThat(before).isEqualTo(IntStream.range(0, before.size()).boxed().toList());
  }

  private void some(WebSocketWire wire) {
    for (int i = 0; i < 20; i++) {
      wire.write(message(next++));
    }
    wire.flush();
  }

  @Test
  void a_connection_that_is_gone_takes_nothing_and_leaves_nothing_counted() {
    WebSocket client = connect();
    Written written = accepted.future().await();
    client.close().await();
    written.channel.closeFuture().awaitUninterruptibly();
    Promise<Void> done = Promise.promise();
    written
        .channel
        .eventLoop()
        .execute(
            () -> {
              writeAll(written.wire);
              done.complete();
            });

    done.future().await();
    Eventually.holds("no bytes wait", () -> total.bytes() == 0);
  }
}
