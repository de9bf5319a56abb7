package io.nobooks.support;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.TimeUnit;

/** Where {@link Resident}s come from: people by the thousand, who cost little each. */
public final class Residents implements AutoCloseable {
  private static final int MOST = 20_000;
  private static final int LARGEST_FRAME = 1024 * 1024;
  private static final long PATIENCE_S = 60;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final WebSocketClient client =
      vertx.createWebSocketClient(
          new WebSocketClientOptions()
              .setMaxConnections(MOST)
              .setMaxFrameSize(LARGEST_FRAME)
              .setMaxMessageSize(LARGEST_FRAME));
  private final int port;
  private volatile boolean closed;

  private Residents(int port) {
    this.port = port;
  }

  /** Who come to a port of the loopback, a node's or a line's to it. */
  public static Residents at(int port) {
    return new Residents(port);
  }

  /** Somebody with a name for one room, who has not connected yet. */
  public Resident resident(String name, RoomCode code) {
    return new Resident(this, name, code);
  }

  /** Event loops other than a node's. */
  public Vertx vertx() {
    return vertx;
  }

  /** Waits for what residents do. */
  public static <T> T await(Future<T> what) {
    return what.timeout(PATIENCE_S, TimeUnit.SECONDS).await();
  }

  /** Whether nobody comes any more. */
  boolean isClosed() {
    return closed;
  }

  Context newContext() {
    return vertx.getOrCreateContext();
  }

  ClientWebSocket socket() {
    return client.webSocket();
  }

  Future<WebSocket> connect(ClientWebSocket socket) {
    return socket.connect(
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/eventbus/websocket"));
  }

  @Override
  public void close() {
    closed = true;
    await(vertx.close());
  }
}
