package io.nobooks.support;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * People who come to a node, each from a loopback address of one's own if that matters; all leave
 * when this is closed.
 */
public final class Visitors implements AutoCloseable {
  private static final int MOST = 20_000;
  private static final int LARGEST_FRAME = 1024 * 1024;
  private static final long PATIENCE_S = 30;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));

  /** A client that nobody refers to is closed by the garbage collector. */
  private final List<WebSocketClient> clients = new ArrayList<>();

  private final WebSocketClient fromAnywhere;
  private final int port;
  private int last;

  private Visitors(int port) {
    this.port = port;
    this.fromAnywhere = client(new WebSocketClientOptions());
  }

  /** Visitors of a node in this process. */
  public static Visitors of(TestNode node) {
    return new Visitors(node.port());
  }

  /** Visitors of whoever listens on a port of the loopback. */
  public static Visitors at(int port) {
    return new Visitors(port);
  }

  /** One who has not signed in. */
  public BusClient connect() {
    return connects().timeout(PATIENCE_S, TimeUnit.SECONDS).await();
  }

  /** One who has not signed in, when the connection is there. */
  public Future<BusClient> connects() {
    return connects(fromAnywhere);
  }

  /** One who has not signed in, from an address of 127.0.0.0/8. */
  public BusClient connectFrom(String address) {
    return connectsFrom(address).timeout(PATIENCE_S, TimeUnit.SECONDS).await();
  }

  /** The same, when the connection is there; fails when the upgrade is refused. */
  public Future<BusClient> connectsFrom(String address) {
    return connects(client(new WebSocketClientOptions().setLocalAddress(address)));
  }

  /** An address of the loopback that these visitors have not used. */
  public String freshAddress() {
    last++;
    return "127.7." + last / 200 + "." + (last % 200 + 1);
  }

  /** A guest from an address of one's own, who listens to what is for this one alone. */
  public BusClient guest(String name) {
    return connectFrom(freshAddress()).signIn(name);
  }

  private Future<BusClient> connects(WebSocketClient client) {
    ClientWebSocket socket = client.webSocket();
    BusClient visitor = new BusClient(socket);
    return socket.connect(options()).map(connected -> visitor);
  }

  private WebSocketConnectOptions options() {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI("/eventbus/websocket");
  }

  private WebSocketClient client(WebSocketClientOptions options) {
    options.setMaxConnections(MOST);
    options.setMaxFrameSize(LARGEST_FRAME).setMaxMessageSize(LARGEST_FRAME);
    WebSocketClient client = vertx.createWebSocketClient(options);
    clients.add(client);
    return client;
  }

  @Override
  public void close() {
    vertx.close().timeout(PATIENCE_S, TimeUnit.SECONDS).await();
  }
}
