package io.nobooks.relay;

import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * One running upload or download, as the relay sees it. It is entered before its right is asked
 * for, so that whoever loses the right in between is cut all the same. Safe for use by any thread.
 */
public final class Transfer {
  final RoomId room;
  final FileId file;
  final SessionId session;
  private final Transfers owner;
  private final Promise<Void> ended = Promise.promise();
  private @Nullable Runnable onCut;
  private boolean cut;
  private volatile long dueBy = Long.MAX_VALUE;

  Transfer(Transfers owner, RoomId room, FileId file, SessionId session) {
    this.owner = owner;
    this.room = room;
    this.file = file;
    this.session = session;
  }

  /** What ends it: runs once, on any thread, and at once if it is cut already. */
  public void onCut(Runnable action) {
    if (!keeps(action)) {
      action.run();
    }
  }

  /** Whether it was cut. */
  public synchronized boolean isCut() {
    return cut;
  }

  /** It is stalled unless it has moved, or ended, before this time in milliseconds since 1970. */
  public void dueBy(long millis) {
    dueBy = millis;
  }

  /** It waits for others, so that no time is too long. */
  public void notDue() {
    dueBy = Long.MAX_VALUE;
  }

  /** It is over and uses nothing any more; may be said again. */
  public void end() {
    owner.forget(this);
    ended.tryComplete();
  }

  boolean isDue(long now) {
    return now > dueBy;
  }

  /** Cuts it; completes when it has ended. */
  Future<Void> cut() {
    Runnable action = takeAction();
    if (action != null) {
      action.run();
    }
    return ended.future();
  }

  private synchronized boolean keeps(Runnable action) {
    if (!cut) {
      onCut = action;
    }
    return !cut;
  }

  private synchronized @Nullable Runnable takeAction() {
    Runnable action = onCut;
    onCut = null;
    cut = true;
    return action;
  }
}
