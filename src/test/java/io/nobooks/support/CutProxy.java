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
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on the loopback whose line can be cut and mended, as a lost network does, and which
 * counts what passes. It holds little itself: what is on its way when the line is cut would
 * otherwise be whole documents.
 */
public final class CutProxy implements AutoCloseable {
  private static final int HOLDS = 64 << 10;

  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private final NetServer server;
  private final NetClient client;
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);
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

  /** Cuts the line when so many more bytes have passed, whichever way. */
  public void cutAfter(long bytes) {
    untilCut.set(bytes);
  }

  /** Whether the line is cut at this moment. */
  public boolean isCut() {
    return cut;
  }

  /** Bytes that have passed so far, both ways together. */
  public long passed() {
    return passed.get();
  }

  /** Lets connections through again, and no cut is due any more. */
  public void mend() {
    untilCut.set(Long.MAX_VALUE);
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
              pass(near, far);
              pass(far, near);
            });
  }

  private void pass(NetSocket from, NetSocket to) {
    from.exceptionHandler(lost -> to.close());
    from.endHandler(ended -> to.end());
    from.handler(
        bytes -> {
          passed.addAndGet(bytes.length());
          to.write(bytes);
          if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
          }
          if (untilCut.addAndGet(-bytes.length()) <= 0) {
            cut();
          }
        });
    from.resume();
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
