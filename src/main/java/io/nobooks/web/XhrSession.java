package io.nobooks.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.shareddata.Shareable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose a SockJS session over XHR is. The session's id stands in URLs and so in logs of proxies;
 * only the address and browser that used it first may go on with it. Shared by all web instances.
 */
final class XhrSession implements Shareable {
  final String id;
  final String address;
  private final String userAgent;
  private final Context context;
  private volatile @Nullable HttpConnection listening;
  private volatile @Nullable Predicate<String> take;
  private volatile boolean begun;

  /** A session whose first request the current event loop handles. */
  XhrSession(String id, String address, String userAgent, Context context) {
    this.id = id;
    this.address = address;
    this.userAgent = userAgent;
    this.context = context;
  }

  /** Whether a later request comes from where the first one did. */
  boolean isOf(String address, String userAgent) {
    return this.address.equals(address) && this.userAgent.equals(userAgent);
  }

  /** There is a socket now, which takes SockJS frames on this session's event loop. */
  void attach(Predicate<String> take) {
    this.take = take;
  }

  boolean isAttached() {
    return take != null;
  }

  /** The turn that handles the first request is over, but for what it only calls later. */
  void begun() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }

  /** Completes, on the session's event loop, behind the turn that handles the first request. */
  Future<Boolean> whenBegun() {
    return begun ? Future.succeededFuture(true) : receive("");
  }

  /** The connection that waits for what the server has to say. */
  void listensBy(HttpConnection connection) {
    listening = connection;
  }

  /**
   * Hands a SockJS frame of the client over to the session's event loop; an empty one is a sign of
   * life.
   *
   * @return whether it was a frame
   */
  Future<Boolean> receive(String frame) {
    return Future.future(taken -> context.runOnContext(turn -> taken.complete(hand(frame))));
  }

  /**
   * On the session's event loop, where the socket was attached in an earlier turn than any in which
   * its client could have heard of it.
   */
  private boolean hand(String frame) {
    Predicate<String> taker = take;
    return taker == null || taker.test(frame);
  }

  /** Ends the connection that listens, sent or not. */
  void cut() {
    HttpConnection connection = listening;
    if (connection != null) {
      Channels.cut(Channels.of(connection));
    }
  }
}
