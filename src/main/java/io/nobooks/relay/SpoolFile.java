package io.nobooks.relay;

import io.nobooks.Failure;
import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One document in the spool: its upload, its bytes and those who use them. The file is closed, and
 * with it gone, only when it was dropped and the last user has let go: a closed descriptor's number
 * may be another file's at once. Safe for use by any thread.
 */
public final class SpoolFile {
  private final Spool spool;
  private final RoomId room;
  private final FileId id;
  private final String metadata;
  private final Store.Kept kept;
  private final Upload upload;
  private final Promise<Void> gone = Promise.promise();
  private final Set<Runnable> waiting = new HashSet<>();
  private final Followers followers = new Followers();
  private @Nullable Layout layout;
  private @Nullable SpoolWriter pen;
  private long written;
  private int users;
  private boolean dropped;
  private boolean toldStored;

  SpoolFile(Spool spool, RoomId room, FileId id, String metadata, Store.Kept kept, Upload upload) {
    this.spool = spool;
    this.room = room;
    this.id = id;
    this.metadata = metadata;
    this.kept = kept;
    this.upload = upload;
  }

  /** Its room. */
  public RoomId room() {
    return room;
  }

  /** Its id. */
  public FileId id() {
    return id;
  }

  /** {@code Upload-Metadata} as HEAD answers it; may be empty. */
  public String metadata() {
    return metadata;
  }

  /** All bytes of the document, stored or still to come. */
  public long size() {
    return upload.length();
  }

  /** Where the upload stands. */
  public synchronized long offset() {
    return upload.offset();
  }

  /** When the upload is given up, in milliseconds since 1970; 0 when it is complete. */
  public synchronized long expiresAt() {
    return upload.complete() ? 0 : upload.expiresAt();
  }

  /** Whether every byte is there. */
  public synchronized boolean complete() {
    return upload.complete();
  }

  /** Whether the room knows that every byte is there. */
  public synchronized boolean toldStored() {
    return toldStored;
  }

  /** The room knows it now. */
  public synchronized void markToldStored() {
    toldStored = true;
  }

  /** Whether it was withdrawn, or its room ended. */
  public synchronized boolean dropped() {
    return dropped;
  }

  /** The position before which readers find bytes. */
  public synchronized long readable() {
    return layout == null ? 0 : layout.readable(upload.offset(), upload.complete());
  }

  /** The room has told of it: bytes may come. {@code sealed} when they are ciphertext already. */
  public void offered(boolean sealed) {
    Layout chosen = spool.layoutOf(this, kept, sealed);
    synchronized (this) {
      layout = chosen;
    }
  }

  /**
   * A newer request of the sender's takes over; the one before is ended first, and what it stored
   * counts.
   *
   * @return the pen, on the context of the caller, to be {@linkplain SpoolWriter#finish finished}
   *     in any case; NO_SUCH_FILE when the document is gone
   */
  public Future<SpoolWriter> takeOver() {
    SpoolWriter before;
    SpoolWriter next;
    synchronized (this) {
      if (dropped || layout == null) {
        return Future.failedFuture(Failure.NO_SUCH_FILE.refused());
      }
      users++;
      before = pen;
      next = new SpoolWriter(this, layout, upload.takeOver(spool.now()));
      pen = next;
    }
    if (before == null) {
      return Future.succeededFuture(next);
    }
    before.taken();
    return spool.here(before.closed()).map(next);
  }

  /** Keeps the bytes from closing until {@link #release()}; false when they are going already. */
  public synchronized boolean retain() {
    if (!dropped) {
      users++;
    }
    return !dropped;
  }

  /** Lets go of them. */
  public void release() {
    if (isLastOfDropped()) {
      close();
    }
  }

  /**
   * Reads at least one and at most {@code most} readable bytes, for one who retains the file; fails
   * with what the store fails with.
   */
  public Future<byte[]> read(long position, int most) {
    Layout bytes = layout();
    return spool.work(() -> bytes.read(position, most));
  }

  /** The channel that has exactly the readable bytes, where there is one. */
  public @Nullable FileChannel channel() {
    return layout().channel();
  }

  /** Those who download it, and what they get from memory. */
  public Followers followers() {
    return followers;
  }

  /**
   * Runs {@code wake} once, on any thread, when bytes beyond {@code position} may be there, unless
   * it {@linkplain #stopWaiting stops waiting} before.
   */
  public void awaitBeyond(long position, Runnable wake) {
    synchronized (this) {
      if (!dropped && readable() <= position) {
        waiting.add(wake);
        return;
      }
    }
    wake.run();
  }

  /** Forgets who waited: a reader that left must not be held until the upload moves. */
  public synchronized void stopWaiting(Runnable wake) {
    waiting.remove(wake);
  }

  /**
   * Nobody shall find it any more.
   *
   * @return completes when its bytes are gone, which the last user decides
   */
  public Future<Void> drop() {
    boolean unused;
    synchronized (this) {
      if (dropped) {
        return gone.future();
      }
      dropped = true;
      unused = users == 0;
    }
    spool.forget(this);
    followers.forget();
    wakeAll();
    if (unused) {
      close();
    }
    return gone.future();
  }

  /** So many bytes were handed to a connection. */
  public void handedOut(long bytes) {
    spool.handedOut(bytes);
  }

  /** So many of them came from a segment. */
  public void handedOutOfSegment(long bytes) {
    spool.handedOutOfSegment(bytes);
  }

  Spool spool() {
    return spool;
  }

  synchronized boolean givenUp(long now) {
    return upload.expired(now);
  }

  synchronized void begin(int writer, long at, long declared, boolean checked) {
    upload.begin(writer, at, declared, checked);
  }

  void stored(int writer, long position) {
    long more;
    synchronized (this) {
      upload.stored(writer, position, spool.now());
      more = Math.max(0, position - written);
      written += more;
    }
    spool.wrote(more);
    wakeAll();
  }

  void ended(SpoolWriter writer, int number, boolean matched) {
    synchronized (this) {
      upload.end(number, matched);
      if (writer.equals(pen)) {
        pen = null;
      }
    }
    wakeAll();
  }

  /** After a failed write: what can no longer be read back does not count. Blocks. */
  void recover(Layout bytes) throws IOException {
    long readable = bytes.resume(offset());
    synchronized (this) {
      upload.lost(readable);
    }
  }

  private void wakeAll() {
    List<Runnable> woken;
    synchronized (this) {
      woken = List.copyOf(waiting);
      waiting.clear();
    }
    woken.forEach(Runnable::run);
  }

  private synchronized boolean isLastOfDropped() {
    users--;
    return users == 0 && dropped;
  }

  private synchronized Layout layout() {
    if (layout == null) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    return layout;
  }

  private void close() {
    spool
        .work(
            () -> {
              kept.close();
              return true;
            })
        .onComplete(
            closed -> {
              spool.released(room, size(), size() - written);
              gone.handle(closed.mapEmpty());
            });
  }
}
