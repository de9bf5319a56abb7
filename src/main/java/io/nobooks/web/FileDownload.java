package io.nobooks.web;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.relay.Spool;
import io.nobooks.relay.SpoolFile;
import io.nobooks.relay.Transfer;
import io.nobooks.wire.FileId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** One GET, or its HEAD, up to the first byte: whether it may, of which bytes, and its headers. */
final class FileDownload {
  private final RoutingContext ctx;
  private final Spool spool;
  private final Settings settings;
  private final FileDoor door;

  FileDownload(RoutingContext ctx, Spool spool, Settings settings, FileDoor door) {
    this.ctx = ctx;
    this.spool = spool;
    this.settings = settings;
    this.door = door;
  }

  /** Answers with the bytes; fails with what is to be answered instead, or told in the log. */
  Future<Void> answer(FileDoor.Asker asker, FilePath path) {
    FileId id = path.document();
    Transfer transfer = spool.enter(path.room(), id, asker.session());
    return door.may(path.room(), id, asker.session())
        .compose(
            rights -> {
              SpoolFile file = spool.find(path.room(), id);
              if (!rights.recipient() || transfer.isCut() || !file.retain()) {
                throw Failure.NO_SUCH_FILE.refused();
              }
              return Future.succeededFuture(file)
                  .compose(held -> send(held, asker, transfer))
                  .onComplete(sent -> file.release());
            })
        .onComplete(over -> transfer.end());
  }

  private Future<Void> send(SpoolFile file, FileDoor.Asker asker, Transfer transfer) {
    FileRange range = range(file);
    HttpServerRequest request = ctx.request();
    putHeaders(ctx.response(), file, range);
    request.resume();
    if (HttpMethod.HEAD.equals(request.method())) {
      return ctx.response().end();
    }
    FilePace pace = new FilePace(settings.relay());
    return new FileOutflow(ctx, file, range, asker.session(), transfer, door, spool::now, pace)
        .run();
  }

  private FileRange range(SpoolFile file) {
    @Nullable String asked = ctx.request().getHeader("Range");
    @Nullable String unlessChanged = ctx.request().getHeader("If-Range");
    boolean same = unlessChanged == null || unlessChanged.equals(tag(file));
    boolean ranged = same && HttpMethod.GET.equals(ctx.request().method());
    try {
      return FileRange.parse(ranged ? asked : null, file.size());
    } catch (FileRefused beyond) {
      ctx.response().putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size());
      throw beyond;
    }
  }

  private static void putHeaders(HttpServerResponse response, SpoolFile file, FileRange range) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
        .putHeader("Content-Disposition", "attachment")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "sandbox")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
        .putHeader(HttpHeaders.ETAG, tag(file))
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()));
    if (range.partial()) {
      response
          .setStatusCode(206)
          .putHeader(HttpHeaders.CONTENT_RANGE, range.contentRange(file.size()));
    }
  }

  /** Strong: a document's bytes never change, and its id is never given again. */
  private static String tag(SpoolFile file) {
    return "\"" + file.id() + "\"";
  }
}
