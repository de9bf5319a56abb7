package io.nobooks.rooms;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that the logs and seats of all rooms of this node may hold; shared by instances. */
final class LogBudget {
  private final AtomicLong used = new AtomicLong();
  private final long mostBytes;

  LogBudget(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  boolean hasRoomFor(long bytes) {
    return used.get() + bytes <= mostBytes;
  }

  void add(long bytes) {
    used.addAndGet(bytes);
  }

  long used() {
    return used.get();
  }
}
