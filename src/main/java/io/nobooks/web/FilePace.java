package io.nobooks.web;

import io.nobooks.Settings;

/**
 * When a transfer counts as stalled: in each window it must move as much as the slowest rate
 * allowed would. Pure; times in milliseconds since 1970, sizes in bytes.
 */
final class FilePace {
  private final long slowest;
  private final long windowMs;
  private long dueBy;
  private long moved;

  FilePace(Settings.Relay settings) {
    this.slowest = settings.slowest();
    this.windowMs = settings.pause().toMillis();
  }

  /** Begins a window: when it is over. */
  long begin(long now) {
    moved = 0;
    dueBy = now + windowMs;
    return dueBy;
  }

  /** Bytes came: when the window is over that is open then. */
  long moved(long bytes, long now) {
    moved += bytes;
    return moved >= slowest * windowMs / 1000 ? begin(now) : dueBy;
  }

  /** When a piece that is sent now must have passed. */
  long dueOf(long bytes, long now) {
    return now + Math.max(windowMs, bytes * 1000 / slowest);
  }
}
