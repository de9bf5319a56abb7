package io.nobooks.support;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TCPSSLOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on the loopback whose line can be cut and mended, as a lost network does. It holds
 * little itself: what is on its way when the line is cut would otherwise be whole documents.
 */
public final class CutProxy implements AutoCloseable {
  private static final int HOLDS = 64 << 10;

  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private final NetServer server;
  private final NetClient client;
  private volatile boolean cut;

  private CutProxy(Vertx vertx) {
    server = vertx.createNetServer(small(new NetServerOptions()));
    client = vertx.createNetClient(small(new NetClientOptions()));
  }

  private static <O extends TCPSSLOptions> O small(O options) {
    options.setSendBufferSize(HOLDS).setReceiveBufferSize(HOLDS);
    return options;
  }

  /** Listens on a free port of the loopback and passes everything on to {@code port}. */
  public static CutProxy to(Vertx vertx, int port) {
    CutProxy proxy = new CutProxy(vertx);
    proxy.server.connectHandler(near -> proxy.join(near, port));
    proxy.server.listen(0, "127.0.0.1").await();
    return proxy;
  }

  /** Where clients connect to. */
  public int port() {
    return server.actualPort();
  }

  /** Ends every connection and refuses new ones. */
  public void cut() {
    cut = true;
    open.forEach(NetSocket::close);
  }

  /** Lets connections through again. */
  public void mend() {
    cut = false;
  }

  private void join(NetSocket near, int port) {
    if (cut) {
      near.close();
      return;
    }
    near.pause();
    keep(near);
    client
        .connect(port, "127.0.0.1")
        .onFailure(gone -> near.close())
        .onSuccess(
            far -> {
              keep(far);
              near.pipeTo(far);
              far.pipeTo(near);
            });
  }

  private void keep(NetSocket socket) {
    open.add(socket);
    socket.closeHandler(closed -> open.remove(socket));
  }

  @Override
  public void close() {
    server.close().await();
    client.close().await();
  }
}
