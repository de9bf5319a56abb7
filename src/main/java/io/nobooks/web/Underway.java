package io.nobooks.web;

import io.netty.channel.Channel;
import io.nobooks.AbuseLog;
import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose requests the connections of one web instance carry, so that a block also ends what a
 * blocked address is in the middle of. Sockets of the bridge have their own way to go. Used by one
 * event loop only.
 */
final class Underway implements Handler<RoutingContext> {
  private final WebNode node;
  private final Map<Channel, String> addresses = new HashMap<>();

  Underway(WebNode node) {
    this.node = node;
  }

  /** Completes when the operator's blocks are heard of. */
  Future<Void> listen(Vertx vertx) {
    return Bus.hear(vertx, Addresses.BLOCKED, told -> cutBlocked()).completion();
  }

  /** Refuses, with 403, requests from addresses that the operator blocked. */
  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    String address = node.addresses().of(request);
    if (node.limits().blocked(address)) {
      node.limits().abused(AbuseLog.Kind.BLOCKED, address);
      ctx.fail(403, Failure.NOT_ALLOWED_HERE.because("this address is blocked"));
      return;
    }
    remember(Channels.of(request.connection()), ctx.normalizedPath(), address);
    ctx.next();
  }

  /** A connection is gone. */
  void forget(Channel connection) {
    addresses.remove(connection);
  }

  private void remember(Channel connection, String path, String address) {
    if (path.startsWith(SocketRoutes.ROOT)) {
      addresses.remove(connection);
    } else {
      addresses.put(connection, address);
    }
  }

  private void cutBlocked() {
    for (Map.Entry<Channel, String> one : List.copyOf(addresses.entrySet())) {
      if (node.limits().blocked(one.getValue())) {
        Channels.cut(one.getKey());
      }
    }
  }
}
