package io.nobooks.relay;

import io.nobooks.Failure;

/**
 * How far a document has come. One request writes at a time: the newest holds the pen once the one
 * before it has put it down, and what that one stored counts. Pure state: times in milliseconds
 * since 1970 UTC, sizes in bytes.
 */
public final class Upload {
  private final long length;
  private final long idleMs;
  private long offset;
  private long touchedAt;
  private int newest;
  private int holder;
  private boolean checked;
  private long unchecked;

  /** An upload of so many bytes that is given up after {@code idleMs} without any. */
  public Upload(long length, long idleMs, long now) {
    this.length = length;
    this.idleMs = idleMs;
    this.touchedAt = now;
  }

  /** All bytes of the document. */
  public long length() {
    return length;
  }

  /** The bytes that count: stored, in order, and of no part that still has to match its digest. */
  public long offset() {
    return offset;
  }

  /** Whether every byte is there. */
  public boolean complete() {
    return offset == length;
  }

  /** When it is given up unless bytes come. */
  public long expiresAt() {
    return touchedAt + idleMs;
  }

  /** Whether it was given up: unfinished, and nothing came for too long. */
  public boolean expired(long now) {
    return !complete() && now >= expiresAt();
  }

  /** A newer request of the sender's wants the pen; the number stands for it from here on. */
  public int takeOver(long now) {
    touchedAt = now;
    return ++newest;
  }

  /** Whether no newer request came after this one. */
  public boolean isNewest(int writer) {
    return writer == newest;
  }

  /**
   * A request begins to write.
   *
   * @param at the offset it believes in
   * @param declared how many bytes it says will come, or -1 where it does not say
   * @param checked whether its bytes count only once their digest matched
   * @throws Failure.Refused BAD_OFFSET when it is not the newest request or believes in another
   *     offset; FILE_TOO_LARGE when more would come than the document has
   */
  public void begin(int writer, long at, long declared, boolean checked) {
    if (writer != newest) {
      throw Failure.BAD_OFFSET.because("a newer request took over");
    }
    if (at != offset) {
      throw Failure.BAD_OFFSET.because("the upload is at " + offset);
    }
    if (declared > length - offset) {
      throw Failure.FILE_TOO_LARGE.because("the document ends after " + length + " bytes");
    }
    this.holder = writer;
    this.checked = checked;
    this.unchecked = 0;
  }

  /** Everything before {@code position} is stored. */
  public void stored(int writer, long position, long now) {
    if (writer != holder || position < offset || position > length) {
      throw new IllegalStateException("stored up to " + position + " by a stranger to the upload");
    }
    touchedAt = now;
    if (checked) {
      unchecked = position - offset;
    } else {
      offset = position;
    }
  }

  /** The request is over; its checked part counts if {@code matched}. */
  public void end(int writer, boolean matched) {
    if (writer == holder) {
      offset += matched ? unchecked : 0;
      unchecked = 0;
      holder = 0;
    }
  }

  /** What lies behind {@code position} cannot be read back and must come again. */
  public void lost(long position) {
    offset = Math.min(offset, position);
  }
}
