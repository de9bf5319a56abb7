package io.nobooks.auth;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that the {@link MeLog}s of all sessions of a node may hold; shared by instances. */
final class MeBudget {
  private final AtomicLong used = new AtomicLong();
  private final long mostBytes;

  MeBudget(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** An eighth of the heap. */
  static MeBudget ofHeap() {
    return new MeBudget(Runtime.getRuntime().maxMemory() / 8);
  }

  /** Takes so many bytes, if there are as many. */
  boolean take(long bytes) {
    boolean taken = used.addAndGet(bytes) <= mostBytes;
    if (!taken) {
      used.addAndGet(-bytes);
    }
    return taken;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
