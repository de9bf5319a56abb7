package io.nobooks.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.VertxConnection;
import java.nio.channels.FileChannel;

/** The two things that need the connection below HTTP. */
final class FileConnection {
  private FileConnection() {}

  /** Whether the kernel may send from a file by itself: not through TLS. */
  static boolean sendsFiles(HttpServerRequest request) {
    return request.connection() instanceof VertxConnection connection
        && !connection.isSsl()
        && connection.context().owner().transport().supportFileRegion();
  }

  /**
   * Sends a piece of a file behind what the response wrote before. The response's own sendFile ends
   * the response, and so cannot leave its last bytes for later. Used on the connection's event
   * loop; pieces of less than 1 MiB go out in one region.
   */
  static Future<Void> send(HttpServerRequest request, FileChannel file, long position, long count) {
    VertxConnection connection = (VertxConnection) request.connection();
    ContextInternal context = connection.context();
    Promise<Void> sent = context.promise();
    connection
        .sendFile(file, position, count)
        .addListener(
            passed -> {
              if (passed.isSuccess()) {
                sent.complete();
              } else {
                sent.fail(passed.cause());
              }
            });
    return sent.future();
  }

  /** Ends the connection at once, whatever is unsent. */
  static void cut(HttpServerRequest request) {
    if (request.connection() instanceof VertxConnection connection) {
      Channels.cut(connection.channel());
    } else {
      request.connection().close();
    }
  }
}
