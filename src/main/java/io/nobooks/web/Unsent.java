package io.nobooks.web;

/**
 * Bytes written to one socket that the network has not taken yet, counted exactly and for all
 * sockets together. Used by the socket's event loop only.
 */
final class Unsent {
  private final UnsentTotal total;
  private long bytes;
  private long done;

  /** What the last look saw; the first look sees progress whatever there is. */
  private long doneBefore = -1;

  private long stuckSince;

  Unsent(UnsentTotal total) {
    this.total = total;
  }

  /** Some bytes were written. */
  void add(int written) {
    bytes += written;
    total.add(written);
  }

  /** Some bytes were sent, or dropped with their connection. */
  void sent(int gone) {
    bytes -= gone;
    done++;
    total.add(-gone);
  }

  long bytes() {
    return bytes;
  }

  /**
   * For how long there are bytes and none of them moved, as far as calls of this method saw.
   *
   * @param now milliseconds since 1970 UTC
   * @return milliseconds
   */
  long stuckFor(long now) {
    if (bytes == 0 || done != doneBefore) {
      doneBefore = done;
      stuckSince = now;
    }
    return now - stuckSince;
  }
}
