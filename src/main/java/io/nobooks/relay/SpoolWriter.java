package io.nobooks.relay;

import io.nobooks.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pen of one request that writes to a document. Its calls come one after the other, each when
 * the one before has completed.
 */
public final class SpoolWriter {
  private final SpoolFile file;
  private final Layout layout;
  private final int number;
  private final Promise<Void> closed = Promise.promise();
  private @Nullable Checksum checksum;
  private @Nullable Runnable onTaken;
  private boolean taken;
  private boolean begun;
  private boolean broken;
  private boolean finished;
  private long position;

  SpoolWriter(SpoolFile file, Layout layout, int number) {
    this.file = file;
    this.layout = layout;
    this.number = number;
  }

  /**
   * Begins to write.
   *
   * @param at the offset that the request believes in
   * @param declared how many bytes it says will come, or -1
   * @param checksum what they must match to count, or null
   * @return fails with BAD_OFFSET or FILE_TOO_LARGE; then nothing has changed
   */
  public Future<Void> begin(long at, long declared, @Nullable Checksum checksum) {
    return Future.<Void>succeededFuture()
        .compose(
            unused -> {
              file.begin(number, at, declared, checksum != null);
              file.followers().forgetBeyond(at);
              return file.spool().work(() -> layout.resume(at));
            })
        .compose(
            from -> {
              begun = from == at;
              this.checksum = checksum;
              this.position = at;
              return begun ? Future.succeededFuture() : lost(at);
            });
  }

  /**
   * Stores bytes, in order; never more than the document has.
   *
   * @return the position before which everything is stored; fails with QUOTA_EXCEEDED when the disk
   *     is full or cannot take it
   */
  public Future<Long> write(List<Buffer> batch) {
    return file.spool().work(() -> store(batch)).recover(this::afterFailure);
  }

  /** Memory to gather bytes from {@code position} on in, or null when that is short. */
  public @Nullable Segment segment(long position) {
    return file.spool().segment(position);
  }

  /** The same for what a segment has, which it releases. Those who follow get it from memory. */
  public Future<Long> write(Segment segment) {
    return file.spool()
        .work(() -> store(segment))
        .recover(this::afterFailure)
        .onComplete(stored -> segment.release());
  }

  /**
   * Puts the pen down. What was stored counts, of a checked part only if it is {@code whole} and
   * matches.
   *
   * @return the offset of the upload; fails with DIGEST_MISMATCH, and as {@link #write} does
   */
  public Future<Long> finish(boolean whole) {
    if (finished) {
      return closed.future().map(unused -> file.offset());
    }
    finished = true;
    Future<Boolean> settled =
        begun && !broken
            ? file.spool().work(() -> settle(whole)).recover(this::afterFailure)
            : Future.succeededFuture(false);
    return settled
        .onComplete(
            matched -> {
              file.ended(this, number, matched.succeeded() && matched.result());
              closed.tryComplete();
              file.release();
            })
        .compose(
            matched ->
                whole && checksum != null && !matched
                    ? Future.failedFuture(Failure.DIGEST_MISMATCH.because("nothing was kept"))
                    : Future.succeededFuture(file.offset()));
  }

  /**
   * What ends the request when a newer one has come: runs once, on any thread, and at once if that
   * has happened already.
   */
  public void onTaken(Runnable action) {
    if (!keeps(action)) {
      action.run();
    }
  }

  void taken() {
    Runnable action = takeAction();
    if (action != null) {
      action.run();
    }
  }

  private synchronized boolean keeps(Runnable action) {
    if (!taken) {
      onTaken = action;
    }
    return !taken;
  }

  private synchronized @Nullable Runnable takeAction() {
    Runnable action = onTaken;
    onTaken = null;
    taken = true;
    return action;
  }

  Future<Void> closed() {
    return closed.future();
  }

  private long store(List<Buffer> batch) throws IOException {
    file.spool().refuseBelowFloor();
    long stored = position;
    for (Buffer buffer : batch) {
      ByteBuffer bytes = ((BufferInternal) buffer).getByteBuf().nioBuffer(); // A view, not a copy.
      stored = append(bytes, false);
    }
    return told(stored);
  }

  /** Bytes that count only once they match are kept from those who follow until then. */
  private long store(Segment segment) throws IOException {
    file.spool().refuseBelowFloor();
    boolean allKeepUp = checksum == null && file.followers().offer(segment);
    return told(append(segment.bytes(), allKeepUp));
  }

  private long append(ByteBuffer bytes, boolean allKeepUp) throws IOException {
    if (checksum != null) {
      checksum.add(bytes);
    }
    position += bytes.remaining();
    return allKeepUp ? layout.appendUncached(bytes) : layout.append(bytes);
  }

  private long told(long appended) throws IOException {
    long stored = position == file.size() ? layout.settle() : appended;
    file.stored(number, stored);
    return stored;
  }

  private boolean settle(boolean whole) throws IOException {
    file.stored(number, layout.settle());
    return whole && checksum != null && checksum.matches();
  }

  private <T> Future<T> afterFailure(Throwable cause) {
    broken = true;
    Throwable told = Spool.refusalOf(cause);
    return file.spool()
        .work(
            () -> {
              file.recover(layout);
              return true;
            })
        .transform(recovered -> Future.failedFuture(told));
  }

  /** What lay before the offset cannot be read back: the sender is told to ask where it stands. */
  private Future<Void> lost(long at) {
    return file.spool()
        .work(
            () -> {
              file.recover(layout);
              return true;
            })
        .compose(
            recovered ->
                Future.failedFuture(
                    Failure.BAD_OFFSET.because("the upload is no longer at " + at)));
  }
}
