package io.nobooks.web;

import io.nobooks.Cidr;
import io.nobooks.Failure;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;

/**
 * Keeps the pages that the operator's browser shows away from the operator's port. What a page
 * sends to another host carries Origin or Sec-Fetch-Site; what it sends to a name of its own that
 * was made to point here (DNS rebinding) carries that name as Host.
 */
final class AdminGuard implements Handler<RoutingContext> {
  private final String host;

  /** {@code host} is the configured one, allowed besides localhost and IP addresses. */
  AdminGuard(String host) {
    this.host = host;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (isFromPage(ctx.request()) || !isOurs(ctx.request().authority())) {
      ctx.fail(403, Failure.NOT_ALLOWED_HERE.because("no web page may speak here"));
    } else {
      ctx.next();
    }
  }

  private static boolean isFromPage(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return request.headers().contains(HttpHeaders.ORIGIN) || !(site == null || site.equals("none"));
  }

  private boolean isOurs(HostAndPort authority) {
    if (authority == null) {
      return false;
    }
    String name = authority.host();
    return name.equalsIgnoreCase("localhost")
        || name.equalsIgnoreCase(host)
        || Cidr.address(name) != null;
  }
}
