package io.nobooks.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nobooks.relay.Segment;
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
 * The bytes of one GET, piece by piece, each when the one before has left: from memory while they
 * are there, else from the file by the kernel where that can be, else read from it. Where an upload
 * has not come so far yet, it waits for it. Used on the request's context only.
 */
final class FileOutflow {
  private static final Logger LOG = LoggerFactory.getLogger(FileOutflow.class);
  private static final int LEAST = 64 << 10;
  private static final int IN_MEMORY = 256 << 10;
  private static final int MOST = 960 << 10;
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
  private final boolean sendsFiles;
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
    this.sendsFiles = FileConnection.sendsFiles(request);
    this.wake = () -> context.runOnContext(turn -> goOn());
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
    file.followers().has(this, position);
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
      complete();
    } else if (ready > 0 || position == range.end()) {
      busy = true;
      send(ready);
    } else if (file.dropped()) {
      cut();
    } else {
      transfer.notDue();
      file.awaitBeyond(position, wake);
    }
  }

  private void send(long ready) {
    Segment recent = file.followers().take(position);
    FileChannel channel = recent == null && sendsFiles ? file.channel() : null;
    int count = count(ready, recent, channel);
    long begunAt = clock.getAsLong();
    transfer.dueBy(pace.dueOf(count, begunAt));
    boolean reachesEnd = position + count == file.size();
    Future<Void> told = reachesEnd ? door.fetched(file, session) : Future.succeededFuture();
    told.compose(passed -> send(count, recent, channel))
        .onComplete(
            sent -> {
              if (recent != null) {
                recent.release();
              }
            })
        .onComplete(
            sent -> {
              busy = false;
              if (sent.succeeded()) {
                file.followers().has(this, position);
                adapt(clock.getAsLong() - begunAt);
                tell();
                goOnUnlessOver();
              } else {
                fail(sent.cause());
              }
            });
  }

  /** The document's last bytes go by themselves: what comes before has left by then. */
  private int count(long ready, @Nullable Segment recent, @Nullable FileChannel channel) {
    long left = recent == null ? ready : Math.min(ready, recent.to() - position);
    int most = !sendsFiles || (recent == null && channel == null) ? IN_MEMORY : piece;
    int count = (int) Math.min(left, Math.min(piece, most));
    return position + count == file.size() && count > LEAST ? count - LEAST : count;
  }

  private Future<Void> send(int count, @Nullable Segment recent, @Nullable FileChannel channel) {
    if (recent != null) {
      file.handedOutOfSegment(count);
      return pass(Unpooled.wrappedBuffer(recent.bytes(position, count)));
    }
    return channel != null ? region(channel, count) : pump(count);
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
    return read.compose(bytes -> pass(Unpooled.wrappedBuffer(bytes)));
  }

  private Future<Void> pass(ByteBuf bytes) {
    int count = bytes.readableBytes();
    position += count;
    file.handedOut(count);
    Buffer buffer = BufferInternal.buffer(bytes);
    return position == range.end() ? response.end(buffer) : response.write(buffer);
  }

  /** Larger pieces for those who take them quickly; what waits for a slow reader stays small. */
  private void adapt(long tookMs) {
    piece = tookMs <= QUICK_MS ? Math.min(MOST, piece * 2) : LEAST;
  }

  private void goOnUnlessOver() {
    if (position == range.end()) {
      complete();
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
      complete();
    } else {
      file.followers().leave(this);
      over.tryFail(cause);
    }
  }

  private void complete() {
    file.followers().leave(this);
    over.tryComplete();
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
