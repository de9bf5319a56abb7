package io.nobooks.web;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.relay.Spool;
import io.nobooks.relay.SpoolFile;
import io.nobooks.relay.SpoolWriter;
import io.nobooks.relay.Transfer;
import io.nobooks.wire.FileId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** One PATCH up to its first byte: whether it may, and from where on. */
final class FileUpload {
  private final RoutingContext ctx;
  private final Spool spool;
  private final Settings settings;
  private final FileDoor door;

  FileUpload(RoutingContext ctx, Spool spool, Settings settings, FileDoor door) {
    this.ctx = ctx;
    this.spool = spool;
    this.settings = settings;
    this.door = door;
  }

  /** Takes the bytes and answers; fails with what is to be answered instead. */
  Future<Void> answer(FileDoor.Asker asker, FilePath path) {
    FileBody body = FileBody.parse(ctx.request());
    FileId id = path.document();
    Transfer transfer = spool.enter(path.room(), id, asker.session());
    return door.may(path.room(), id, asker.session())
        .map(rights -> FileDoor.senders(rights, transfer, spool.find(path.room(), id)))
        .compose(file -> write(file, body, transfer))
        .onComplete(over -> transfer.end());
  }

  private Future<Void> write(SpoolFile file, FileBody body, Transfer transfer) {
    if (body.length() >= 0 && body.length() != file.size()) {
      throw Failure.BAD_COMMAND.because("the length of a document does not change");
    }
    return file.takeOver()
        .compose(
            pen ->
                pen.begin(body.offset(), body.declared(), body.checksum())
                    .compose(begun -> intake(file, pen, body, transfer).run())
                    .eventually(() -> pen.finish(false)))
        .compose(answerable -> answerable ? respond(file) : Future.succeededFuture());
  }

  private FileIntake intake(SpoolFile file, SpoolWriter pen, FileBody body, Transfer transfer) {
    return new FileIntake(
        ctx, file, pen, body, transfer, door, spool::now, new FilePace(settings.relay()));
  }

  private Future<Void> respond(SpoolFile file) {
    Tus.expires(ctx.response(), file.expiresAt());
    return ctx.response()
        .putHeader(Tus.OFFSET, Long.toString(file.offset()))
        .setStatusCode(204)
        .end();
  }
}
