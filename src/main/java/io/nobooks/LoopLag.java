package io.nobooks;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How late an event loop does what is due. Each loop is asked twice a second; one that stood still
 * makes up for what it missed, so that a long halt weighs as much as it lasted.
 */
final class LoopLag implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopLag.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final double NANOS_PER_S = 1e9;

  private final LongSupplier nanos;
  private final DoubleConsumer lag;
  private long due;

  LoopLag(LongSupplier nanos, DoubleConsumer lag) {
    this.nanos = nanos;
    this.lag = lag;
    this.due = nanos.getAsLong() + EVERY.toNanos();
  }

  /** Watches all event loops of a Vert.x instance, as long as they run. */
  static void watch(VertxInternal vertx, Meters meters) {
    DoubleConsumer lag =
        meters.histogram(
            "nobooks_event_loop_lag_seconds",
            "How late an event loop did what was due, asked of each loop twice a second",
            0.001,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            10);
    for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
      loop.scheduleAtFixedRate(
              new LoopLag(System::nanoTime, lag),
              EVERY.toNanos(),
              EVERY.toNanos(),
              TimeUnit.NANOSECONDS)
          .addListener(LoopLag::over);
    }
  }

  /** A loop that shuts down cancels this; whatever else ends it is a bug. */
  private static void over(Future<?> watching) {
    if (!watching.isCancelled()) {
      LOG.warn("an event loop is watched no more", watching.cause());
    }
  }

  @Override
  public void run() {
    lag.accept(Math.max(0, nanos.getAsLong() - due) / NANOS_PER_S);
    due += EVERY.toNanos();
  }
}
