package io.nobooks.support;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.EnumMap;
import java.util.Map;

/**
 * A TCP proxy on the loopback that does one chosen harm at one chosen byte, counted over all of a
 * client's connections. For one client with one connection at a time; everything runs on one event
 * loop.
 */
public final class FaultyLine implements AutoCloseable {
  private static final long DELAY_MS = 30;
  private static final int DRIP_BYTES = 16;

  /** Which way bytes go. */
  public enum Way {
    TO_NODE,
    TO_CLIENT
  }

  /** What can happen to a line. */
  public enum Harm {
    /** Both ends lose the connection. */
    CUT,
    /** Nothing more goes this way; the other still works until an end takes that for the end. */
    HALF_CLOSED,
    /** Everything this way waits for a while. */
    DELAYED,
    /** Everything this way drips, a few bytes a millisecond. */
    THROTTLED
  }

  private final Vertx vertx;
  private final NetServer server;
  private final NetClient client;
  private final Map<Way, Long> passed = new EnumMap<>(Way.class);
  private Way harmed = Way.TO_NODE;
  private Harm harm = Harm.CUT;
  private long harmAt = Long.MAX_VALUE;
  private volatile boolean happened;

  private FaultyLine(Vertx vertx) {
    this.vertx = vertx;
    server = vertx.createNetServer();
    client = vertx.createNetClient();
    passed.put(Way.TO_NODE, 0L);
    passed.put(Way.TO_CLIENT, 0L);
  }

  /** Listens on a free port of the loopback and passes everything on to {@code port}. */
  public static FaultyLine to(Vertx vertx, int port) {
    FaultyLine line = new FaultyLine(vertx);
    line.server.connectHandler(near -> line.join(near, port));
    line.server.listen(0, "127.0.0.1").await();
    return line;
  }

  /** Where the client connects to. */
  public int port() {
    return server.actualPort();
  }

  /** Harms the line once, when so many bytes have gone this way since it was renewed. */
  public synchronized void harm(Harm harm, Way way, long afterBytes) {
    this.harm = harm;
    harmed = way;
    harmAt = afterBytes;
    happened = false;
  }

  /** Counts from nothing again; a harm that is due is still done, so many bytes further on. */
  public synchronized void renew() {
    if (harmAt != Long.MAX_VALUE) {
      harmAt -= passed(harmed);
    }
    passed.replaceAll((way, bytes) -> 0L);
  }

  /** Whether the harm was done. */
  public boolean happened() {
    return happened;
  }

  /** Bytes that have gone this way. */
  public synchronized long passed(Way way) {
    return passed.getOrDefault(way, 0L);
  }

  private void join(NetSocket near, int port) {
    near.pause();
    client
        .connect(port, "127.0.0.1")
        .onFailure(gone -> near.close())
        .onSuccess(
            far -> {
              pass(Way.TO_NODE, near, far);
              pass(Way.TO_CLIENT, far, near);
            });
  }

  private void pass(Way way, NetSocket from, NetSocket to) {
    from.exceptionHandler(lost -> to.close());
    from.closeHandler(closed -> to.close());
    from.handler(bytes -> pass(way, from, to, bytes));
    from.resume();
  }

  private void pass(Way way, NetSocket from, NetSocket to, Buffer bytes) {
    int whole = wholeOf(way, bytes.length());
    if (whole < 0) {
      to.write(bytes);
      return;
    }
    to.write(bytes.getBuffer(0, whole));
    Buffer rest = bytes.getBuffer(whole, bytes.length());
    switch (harm) {
      case CUT -> {
        from.close();
        to.close();
      }
      case HALF_CLOSED -> {
        from.handler(dropped -> {});
        to.end();
      }
      case DELAYED -> {
        from.pause();
        vertx.setTimer(
            DELAY_MS,
            late -> {
              to.write(rest);
              from.resume();
            });
      }
      case THROTTLED -> {
        from.pause();
        drip(rest, from, to);
      }
    }
  }

  /** How many of these bytes are let through before the harm is done, or -1 when it is not due. */
  private synchronized int wholeOf(Way way, int bytes) {
    long before = passed(way);
    passed.put(way, before + bytes);
    if (way != harmed || before + bytes < harmAt) {
      return -1;
    }
    int whole = (int) Math.max(0, harmAt - before);
    harmAt = Long.MAX_VALUE;
    happened = true;
    return whole;
  }

  private void drip(Buffer rest, NetSocket from, NetSocket to) {
    int now = Math.min(DRIP_BYTES, rest.length());
    to.write(rest.getBuffer(0, now));
    if (now == rest.length()) {
      from.resume();
    } else {
      vertx.setTimer(1, next -> drip(rest.getBuffer(now, rest.length()), from, to));
    }
  }

  @Override
  public void close() {
    server.close().await();
    client.close().await();
  }
}
