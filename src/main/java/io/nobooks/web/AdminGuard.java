package io.nobooks.web;

import io.nobooks.Cidr;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pages that the operator's browser shows away from the operator's port, and whoever does
 * not bear its token where it has one. What a page sends to another host carries Origin or
 * Sec-Fetch-Site; what it sends to a name of its own that was made to point here (DNS rebinding)
 * carries that name as Host.
 */
final class AdminGuard implements Handler<RoutingContext> {
  /** Everybody may ask the public port the same. */
  private static final Set<String> FOR_ALL = Set.of("/health/live", "/health/ready");

  private final String host;
  private final byte[] bearer;

  /** The configured host is allowed besides localhost and IP addresses. */
  AdminGuard(Settings.Admin settings) {
    this.host = settings.host();
    this.bearer = settings.token().isEmpty() ? new byte[0] : bytes("Bearer " + settings.token());
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (isFromPage(ctx.request()) || !isOurs(ctx.request().authority())) {
      ctx.fail(403, Failure.NOT_ALLOWED_HERE.because("no web page may speak here"));
    } else if (!FOR_ALL.contains(ctx.normalizedPath()) && !bears(ctx.request())) {
      ctx.fail(401, Failure.SIGN_IN_FIRST.because("this port has a token"));
    } else {
      ctx.next();
    }
  }

  private static boolean isFromPage(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return request.headers().contains(HttpHeaders.ORIGIN) || !(site == null || site.equals("none"));
  }

  private boolean isOurs(@Nullable HostAndPort authority) {
    if (authority == null) {
      return false;
    }
    String name = authority.host();
    return name.equalsIgnoreCase("localhost")
        || name.equalsIgnoreCase(host)
        || Cidr.address(name) != null;
  }

  /** Compares in a time that does not tell how much is equal. */
  private boolean bears(HttpServerRequest request) {
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    return bearer.length == 0 || (given != null && MessageDigest.isEqual(bearer, bytes(given)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
