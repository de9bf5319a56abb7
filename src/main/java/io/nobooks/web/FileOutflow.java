package io.nobooks.web;

import io.netty.buffer.Unpooled;
import io.nobooks.relay.SpoolFile;
import io.nobooks.relay.Transfer;
import io.nobooks.wire.SessionId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.FileChannel;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of one GET, piece by piece, each when the one before has left: from the file by the
 * kernel where that can be, else through memory. Where an upload has not come so far yet, it waits
 * for it. Used on the request's context only.
 */
final class FileOutflow {
  private static final Logger LOG = LoggerFactory.getLogger(FileOutflow.class);
  private static final int LEAST = 64 << 10;
  private static final int MOST_IN_MEMORY = 256 << 10;
  private static final int MOST_FROM_FILE = 960 << 10;
  private static final long QUICK_MS = 250;
  private static final long TELL_EVERY_MS = 1_000;
  private static final long TELL_FROM = 1 << 20;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context context;
  private final SpoolFile file;
  private final FileRange range;
  private final SessionId session;
  private final Transfer transfer;
  private final FileDoor door;
  private final LongSupplier clock;
  private final FilePace pace;
  private final Promise<Void> over = Promise.promise();
  private final @Nullable FileChannel channel;
  private final int most;
  private final Runnable wake;

  private long position;
  private long toldAt;
  private boolean told;
  private int piece = LEAST;
  private boolean busy;
  private boolean gone;

  FileOutflow(
      RoutingContext ctx,
      SpoolFile file,
      FileRange range,
      SessionId session,
      Transfer transfer,
      FileDoor door,
      LongSupplier clock,
      FilePace pace) {
    this.request = ctx.request();
    this.response = ctx.response();
    this.context = ctx.vertx().getOrCreateContext();
    this.file = file;
    this.range = range;
    this.session = session;
    this.transfer = transfer;
    this.door = door;
    this.clock = clock;
    this.pace = pace;
    this.position = range.start();
    this.toldAt = clock.getAsLong();
    this.channel = FileConnection.sendsFiles(request) ? file.channel() : null;
    this.wake = () -> context.runOnContext(turn -> goOn());
    this.most = channel == null ? MOST_IN_MEMORY : MOST_FROM_FILE;
  }

  /**
   * Completes when all has left or nobody is there any more; fails when the bytes cannot be read.
   */
  Future<Void> run() {
    response.exceptionHandler(lost -> leave()).closeHandler(closed -> leave());
    transfer.onCut(() -> context.runOnContext(turn -> cut()));
    if (response.closed()) {
      leave(); // While the room was asked, when there was nobody to hear of it.
      return over.future();
    }
    if (range.length() > 0) {
      response.writeHead(); // The head of an empty answer is all of it, and so comes last.
    }
    goOn();
    return over.future();
  }

  private void goOn() {
    if (busy) {
      return;
    }
    long ready = Math.min(file.readable(), range.end()) - position;
    if (gone) {
      file.stopWaiting(wake);
      over.tryComplete();
    } else if (ready > 0 || position == range.end()) {
      busy = true;
      send(count(ready));
    } else if (file.dropped()) {
      cut();
    } else {
      transfer.notDue();
      file.awaitBeyond(position, wake);
    }
  }

  /** The document's last bytes go by themselves: what comes before has left by then. */
  private int count(long ready) {
    int count = (int) Math.min(ready, piece);
    return position + count == file.size() && count > LEAST ? count - LEAST : count;
  }

  private void send(int count) {
    long begunAt = clock.getAsLong();
    transfer.dueBy(pace.dueOf(count, begunAt));
    boolean reachesEnd = position + count == file.size();
    Future<Void> told = reachesEnd ? door.fetched(file, session) : Future.succeededFuture();
    told.compose(ready -> channel == null ? pump(count) : region(channel, count))
        .onComplete(
            sent -> {
              busy = false;
              if (sent.succeeded()) {
                adapt(clock.getAsLong() - begunAt);
                tell();
                goOnUnlessOver();
              } else {
                fail(sent.cause());
              }
            });
  }

  private Future<Void> region(FileChannel from, int count) {
    Future<Void> sent =
        count == 0 ? Future.succeededFuture() : FileConnection.send(request, from, position, count);
    return sent.compose(
        passed -> {
          position += count;
          file.handedOut(count);
          return position == range.end() ? response.end() : Future.succeededFuture();
        });
  }

  private Future<Void> pump(int count) {
    Future<byte[]> read =
        count == 0
            ? Future.succeededFuture(new byte[0])
            : file.read(position, count)
                .onFailure(cause -> LOG.error("a document could not be read", cause));
    return read.compose(
        bytes -> {
          position += bytes.length;
          file.handedOut(bytes.length);
          Buffer buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
          return position == range.end() ? response.end(buffer) : response.write(buffer);
        });
  }

  /** Larger pieces for those who take them quickly; what waits for a slow reader stays small. */
  private void adapt(long tookMs) {
    piece = tookMs <= QUICK_MS ? Math.min(most, piece * 2) : LEAST;
  }

  private void goOnUnlessOver() {
    if (position == range.end()) {
      over.tryComplete();
    } else {
      goOn();
    }
  }

  /**
   * How far it has come. What a connection takes at once may be long on its way to a slow
   * recipient, and so is told once too; a small document is received before anybody looks.
   */
  private void tell() {
    long now = clock.getAsLong();
    boolean allButTheEnd = !told && position >= TELL_FROM && file.size() - position <= LEAST;
    if (position < file.size() && (allButTheEnd || now - toldAt >= TELL_EVERY_MS)) {
      toldAt = now;
      told = true;
      door.fetching(file, session, position);
    }
  }

  /** With the head written it is too late to say why: the promised length will not be reached. */
  private void fail(Throwable cause) {
    if (response.headWritten()) {
      FileConnection.cut(request);
      over.tryComplete();
    } else {
      over.tryFail(cause);
    }
  }

  private void leave() {
    if (told && !gone && position < file.size()) {
      door.fetching(file, session, 0);
    }
    gone = true;
    goOn();
  }

  private void cut() {
    FileConnection.cut(request);
    leave();
  }
}
