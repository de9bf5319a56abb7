package io.nobooks.web;

import io.nobooks.Failure;
import io.nobooks.relay.SpoolFile;
import io.nobooks.relay.SpoolWriter;
import io.nobooks.relay.Transfer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one PATCH. What arrives in one turn of the event loop is stored together, and what
 * comes quickly a segment at a time, one write after the other; with one waiting, the connection
 * waits. Used on the request's context only.
 */
final class FileIntake {
  private static final long TELL_EVERY_MS = 500;
  private static final int QUIET_TURNS = 2;

  /** What is gathered for longer is stored as far as it goes, for those who follow. */
  private static final long LULL_MS = 40;

  private static final long NO_TIMER = -1;

  private final RoutingContext ctx;
  private final HttpServerRequest request;
  private final Context context;
  private final SpoolFile file;
  private final SpoolWriter pen;
  private final FileBody body;
  private final Transfer transfer;
  private final FileDoor door;
  private final LongSupplier clock;
  private final FilePace pace;
  private final Promise<Boolean> over = Promise.promise();

  private final IntakeQueue queue;
  private long lullTimer = NO_TIMER;
  private long received;
  private long toldAt;
  private long told;
  private boolean scheduled;
  private boolean writing;
  private boolean whole;
  private boolean gone;
  private boolean dry;
  private @Nullable Throwable refusal;

  FileIntake(
      RoutingContext ctx,
      SpoolFile file,
      SpoolWriter pen,
      FileBody body,
      Transfer transfer,
      FileDoor door,
      LongSupplier clock,
      FilePace pace) {
    this.ctx = ctx;
    this.request = ctx.request();
    this.context = ctx.vertx().getOrCreateContext();
    this.file = file;
    this.pen = pen;
    this.body = body;
    this.transfer = transfer;
    this.door = door;
    this.clock = clock;
    this.pace = pace;
    this.queue = new IntakeQueue(pen, body.offset(), Channels.of(request.connection()));
  }

  /** Whether there is still somebody to answer when all is over; fails with a refusal. */
  Future<Boolean> run() {
    request.exceptionHandler(lost -> lost()).endHandler(ended -> ended()).handler(this::received);
    transfer.onCut(() -> context.runOnContext(turn -> cut(false)));
    pen.onTaken(() -> context.runOnContext(turn -> cut(true)));
    if (ctx.response().closed()) {
      lost(); // While the room was asked, when there was nobody to hear of it.
    } else if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      ctx.response().writeContinue();
    }
    readOn();
    return over.future();
  }

  private void received(Buffer buffer) {
    if (dry || refusal != null) {
      return;
    }
    received += buffer.length();
    try {
      refuseBeyond();
    } catch (Failure.Refused tooMuch) {
      refuse(tooMuch);
      return;
    }
    int count = buffer.length();
    queue.add(buffer);
    if (queue.isFull(writing)) {
      request.pause();
      transfer.notDue();
    } else {
      transfer.dueBy(pace.moved(count, clock.getAsLong()));
    }
    watchForLull();
    if (queue.hasMuch()) {
      goOn();
    } else {
      schedule();
    }
  }

  private void watchForLull() {
    if (queue.gathers() && lullTimer == NO_TIMER) {
      lullTimer = ctx.vertx().setPeriodic(LULL_MS, tick -> noteLull());
    }
  }

  private void noteLull() {
    if (queue.lulls()) {
      endWatch();
      goOn();
    }
  }

  private void endWatch() {
    ctx.vertx().cancelTimer(lullTimer);
    lullTimer = NO_TIMER;
  }

  private void refuseBeyond() {
    body.refuseBeyond(received);
    if (received > file.size() - body.offset()) {
      throw Failure.FILE_TOO_LARGE.because("more came than the document has");
    }
  }

  private void ended() {
    whole = true;
    transfer.notDue();
    schedule();
  }

  /** The connection is lost; what came before counts, also what was not read yet. */
  private void lost() {
    if (!whole && !gone) {
      gone = true;
      readOn();
    }
  }

  /** Reads what is left of a lost connection: it is dry when some turns have brought nothing. */
  private void readOut(int quietTurns) {
    transfer.notDue();
    request.resume();
    context.runOnContext(
        turn -> {
          if (writing || !queue.isEmpty()) {
            return; // What was read is stored first; then this goes on.
          }
          if (quietTurns > 0) {
            readOut(quietTurns - 1);
          } else {
            dry = true;
            schedule();
          }
        });
  }

  /** Ends the connection; {@code counts} tells whether what came and is not stored yet counts. */
  private void cut(boolean counts) {
    gone = true;
    dry = true;
    if (!counts) {
      queue.clear();
    }
    FileConnection.cut(request);
    schedule();
  }

  private void refuse(Throwable cause) {
    refusal = cause;
    queue.clear();
    schedule();
  }

  /** At the end of this turn, when all is here that came with it. */
  private void schedule() {
    if (!scheduled && !writing) {
      scheduled = true;
      context.runOnContext(
          turn -> {
            scheduled = false;
            goOn();
          });
    }
  }

  private void goOn() {
    if (writing) {
      return;
    }
    boolean last = whole || gone || dry || refusal != null;
    if (queue.isDue() || (last && !queue.isEmpty())) {
      write();
    } else if (whole || dry || refusal != null) {
      finish();
    }
  }

  private void write() {
    writing = true;
    queue
        .write()
        .onComplete(
            written -> {
              writing = false;
              if (written.failed()) {
                refuse(written.cause());
              } else {
                tell();
                readOn();
              }
              schedule();
            });
  }

  private void readOn() {
    if (refusal != null || whole || dry) {
      return;
    }
    if (gone) {
      readOut(QUIET_TURNS);
    } else {
      transfer.dueBy(pace.begin(clock.getAsLong()));
      request.resume();
    }
  }

  private void tell() {
    long now = clock.getAsLong();
    if (now - toldAt >= TELL_EVERY_MS) {
      toldAt = now;
      tellProgress();
    }
  }

  /** Without the last of it the room would lag behind until the upload goes on, if it ever does. */
  private void tellProgress() {
    long offset = file.offset();
    if (offset != told && !file.complete() && !file.dropped()) {
      told = offset;
      door.progress(file, offset);
    }
  }

  private void finish() {
    writing = true; // Nothing is written any more.
    endWatch();
    queue.close();
    transfer.notDue();
    pen.finish(whole && !gone && refusal == null)
        .onComplete(stored -> tellProgress())
        .compose(offset -> door.stored(file))
        .compose(told -> refusal == null ? Future.succeededFuture() : Future.failedFuture(refusal))
        .map(answered -> !gone)
        .recover(cause -> gone ? Future.succeededFuture(false) : Future.failedFuture(cause))
        .onComplete(over::handle);
  }
}
