package io.nobooks.web;

import io.vertx.core.Future;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/**
 * A SockJS session over XHR, which gathers by itself and keeps what no request waits for. Its
 * heartbeat is SockJSHandler's.
 */
final class XhrWire implements Wire {
  private final SockJSSocket socket;
  private final XhrSession session;
  private final Unsent unsent;
  private Future<Void> lastWrite = Future.succeededFuture();

  XhrWire(SockJSSocket socket, XhrSession session, Unsent unsent) {
    this.socket = socket;
    this.session = session;
    this.unsent = unsent;
  }

  @Override
  public void write(Batch batch, int from) {
    batch.from(from).forEach(this::write);
  }

  @Override
  public void write(Outgoing message) {
    int bytes = message.utf8().length;
    unsent.add(bytes);
    lastWrite = socket.write(message.text());
    lastWrite.onComplete(done -> unsent.sent(bytes));
  }

  /** Writes go out when the request's own turn comes. */
  @Override
  public void flush() {}

  @Override
  public void beat() {}

  /** A session that is closed drops what it has not written. */
  @Override
  public void close() {
    lastWrite.onComplete(done -> socket.close());
  }

  @Override
  public void cut() {
    socket.close();
    session.cut();
  }
}
