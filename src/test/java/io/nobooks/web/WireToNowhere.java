package io.nobooks.web;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** A socket's wire that leads nowhere and tells what it was asked. Used by one event loop only. */
final class WireToNowhere implements Wire {
  /** How many wires were closed in each turn of the event loop in which any was. */
  static final class Ended {
    private final List<Integer> waves = new ArrayList<>();
    private int now;

    private void one() {
      if (now == 0) {
        Vertx.currentContext().runOnContext(next -> turn());
      }
      now++;
    }

    private void turn() {
      waves.add(now);
      now = 0;
    }

    List<Integer> waves() {
      return List.copyOf(waves);
    }
  }

  private final Runnable flushed;
  private final Runnable closed;

  WireToNowhere(Ended ended) {
    this(() -> {}, ended::one);
  }

  WireToNowhere(Runnable flushed, Runnable closed) {
    this.flushed = flushed;
    this.closed = closed;
  }

  @Override
  public void write(Batch batch, int from) {}

  @Override
  public void write(Outgoing message) {}

  @Override
  public void flush() {
    flushed.run();
  }

  @Override
  public void beat() {}

  @Override
  public void close() {
    closed.run();
  }

  @Override
  public void cut() {}
}
