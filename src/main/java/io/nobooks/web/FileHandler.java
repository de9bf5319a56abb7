package io.nobooks.web;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.relay.Checksum;
import io.nobooks.relay.Spool;
import io.nobooks.relay.SpoolFile;
import io.nobooks.relay.Transfer;
import io.nobooks.wire.Base32;
import io.nobooks.wire.FileId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Documents over HTTP: uploads as tus 1.0.0 has them, downloads with ranges. Bodies are streamed
 * and never touched by another handler; a refusal is given to {@code RoutingContext.fail}.
 */
public final class FileHandler implements Mount {
  private static final long MOST_DRAINED = 16L << 20;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Spool spool;
  private final Settings settings;
  private final Predicate<HttpServerRequest> exempt;
  private final FileDoor door;

  /**
   * The file routes of one web instance; the spool is the node's.
   *
   * @param exempt whether rates do not apply to who asks
   */
  public FileHandler(
      Vertx vertx, Spool spool, Settings settings, Predicate<HttpServerRequest> exempt) {
    this.vertx = vertx;
    this.exempt = exempt;
    this.spool = spool;
    this.settings = settings;
    this.door = new FileDoor(vertx, spool);
  }

  /** Adds the routes. No handler before them may wait for anything, or touch the body. */
  @Override
  public Future<?> mount(Router router) {
    router.route("/files").handler(this::receive);
    router.route("/files/*").handler(this::receive);
    return Future.succeededFuture();
  }

  private void receive(RoutingContext ctx) {
    ctx.request().pause();
    BodyDeadline.lift(ctx); // FilePace and the bounds of drain() take its place.
    door.whois(ctx.request())
        .compose(asker -> answer(ctx, asker))
        .onFailure(cause -> refuse(ctx, cause));
  }

  private Future<Void> answer(RoutingContext ctx, FileDoor.Asker asker) {
    String method = Tus.method(ctx.request());
    boolean reads =
        method.equals("GET")
            || (method.equals("HEAD") && !ctx.request().headers().contains(Tus.RESUMABLE));
    FilePath path = FilePath.parse(ctx.request().path());
    if (reads) {
      return new FileDownload(ctx, spool, settings, door).answer(asker, path);
    }
    ctx.response().putHeader(Tus.RESUMABLE, Tus.VERSION);
    if (method.equals("OPTIONS")) {
      return describe(ctx);
    }
    ctx.response().putHeader(Tus.VERSIONS, Tus.VERSION);
    Tus.require(ctx.request());
    return switch (method) {
      case "POST" -> offer(ctx, asker, path);
      case "HEAD" -> tellOffset(ctx, asker, path);
      case "PATCH" -> new FileUpload(ctx, spool, settings, door).answer(asker, path);
      case "DELETE" -> withdraw(ctx, asker, path);
      default -> Future.failedFuture(FileRefused.otherMethod());
    };
  }

  private Future<Void> describe(RoutingContext ctx) {
    return done(
        ctx,
        204,
        ctx.response()
            .putHeader(Tus.VERSIONS, Tus.VERSION)
            .putHeader(Tus.EXTENSION, Tus.EXTENSIONS)
            .putHeader(Tus.CHECKSUM_ALGORITHM, Checksum.ALGORITHMS)
            .putHeader(Tus.MAX_SIZE, Long.toString(settings.limits().file())));
  }

  private Future<Void> offer(RoutingContext ctx, FileDoor.Asker asker, FilePath path) {
    if (path.file() != null) {
      throw FileRefused.otherMethod();
    }
    FileOffer offer = FileOffer.parse(ctx.request().headers());
    if (hasBody(ctx.request())) {
      throw Failure.BAD_COMMAND.because("bytes come by PATCH, not with the offer");
    }
    if (!asker.isSeatedIn(path.room())) {
      throw Failure.ROOM_NOT_FOUND.refused();
    }
    FileId id = new FileId(Base32.random(26));
    return spool
        .create(path.room(), id, offer.size(), offer.metadata())
        .compose(
            file ->
                door.offer(path.room(), id, asker.session(), offer, exempt.test(ctx.request()))
                    .onSuccess(file::offered)
                    .onFailure(cause -> takeBack(file, asker, cause))
                    .compose(offered -> door.stored(file))
                    .compose(
                        told -> {
                          Tus.expires(ctx.response(), file.expiresAt());
                          ctx.response()
                              .putHeader(
                                  HttpHeaders.LOCATION, "/files/" + path.room() + "/" + file.id());
                          return done(ctx, 201, ctx.response());
                        }));
  }

  /** Where nobody knows whether the room has told of it, the room takes it back. */
  private void takeBack(SpoolFile file, FileDoor.Asker asker, Throwable cause) {
    file.drop();
    Failure failure = Failure.of(cause).failure;
    if (failure == Failure.UNAVAILABLE || failure == Failure.INTERNAL) {
      door.withdraw(file.room(), file.id(), asker.session()).otherwiseEmpty();
    }
  }

  private Future<Void> tellOffset(RoutingContext ctx, FileDoor.Asker asker, FilePath path) {
    return sent(asker, path)
        .compose(file -> file.takeOver().compose(pen -> pen.finish(false)).map(file))
        .compose(file -> door.stored(file).map(file))
        .compose(
            file -> {
              HttpServerResponse response = ctx.response();
              response
                  .putHeader(Tus.OFFSET, Long.toString(file.offset()))
                  .putHeader(Tus.LENGTH, Long.toString(file.size()))
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
              if (!file.metadata().isEmpty()) {
                response.putHeader(Tus.METADATA, file.metadata());
              }
              Tus.expires(response, file.expiresAt());
              return done(ctx, 200, response);
            });
  }

  private Future<Void> withdraw(RoutingContext ctx, FileDoor.Asker asker, FilePath path) {
    return sent(asker, path)
        .compose(file -> door.withdraw(file.room(), file.id(), asker.session()).map(file))
        .compose(file -> spool.cut(file.room(), file.id(), null))
        .compose(gone -> done(ctx, 204, ctx.response()));
  }

  /** The document, for its sender only: NO_SUCH_FILE to everybody else. */
  private Future<SpoolFile> sent(FileDoor.Asker asker, FilePath path) {
    FileId id = path.document();
    Transfer asked = spool.enter(path.room(), id, asker.session());
    return door.may(path.room(), id, asker.session())
        .map(rights -> FileDoor.senders(rights, asked, spool.find(path.room(), id)))
        .onComplete(found -> asked.end());
  }

  private static Future<Void> done(RoutingContext ctx, int status, HttpServerResponse response) {
    ctx.request().resume();
    return response.setStatusCode(status).end();
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return (length != null && !length.equals("0"))
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private void refuse(RoutingContext ctx, Throwable cause) {
    if (ctx.response().headWritten()) {
      FileConnection.cut(ctx.request());
      return;
    }
    drain(ctx.request());
    if (cause instanceof FileRefused refusal) {
      ctx.fail(refusal.status, refusal.refused);
    } else {
      ctx.fail(cause);
    }
  }

  /**
   * Reads what still comes of a refused body, within bounds: who closes over unread bytes resets
   * the connection, and the client may never see why.
   */
  private void drain(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    long[] left = {MOST_DRAINED};
    long timer = vertx.setTimer(DRAIN.toMillis(), late -> FileConnection.cut(request));
    request
        .exceptionHandler(lost -> vertx.cancelTimer(timer))
        .endHandler(ended -> vertx.cancelTimer(timer))
        .handler(
            buffer -> {
              left[0] -= buffer.length();
              if (left[0] < 0) {
                FileConnection.cut(request);
              }
            })
        .resume();
  }
}
