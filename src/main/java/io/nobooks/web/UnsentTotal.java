package io.nobooks.web;

import java.util.concurrent.atomic.LongAdder;

/** Bytes not yet sent by all sockets of this node. One for all web instances. */
public final class UnsentTotal {
  private static final int HEAP_SHARE = 5;

  private final LongAdder bytes = new LongAdder();
  private final long most;

  /** Allows so many bytes, but at most a fifth of the heap. */
  public UnsentTotal(long most) {
    this.most = Math.min(most, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  void add(long written) {
    bytes.add(written);
  }

  /** How many there are now. */
  public long bytes() {
    return bytes.sum();
  }

  /** Whether there are more than allowed. */
  boolean tooMany() {
    return bytes() > most;
  }
}
