package io.nobooks.web;

import io.nobooks.Cidr;
import io.nobooks.Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From which pages browsers may speak to this node: the page that came from the same scheme and
 * host as the request goes to, and those listed in {@code http.origins}. A request without Origin
 * comes from no browser's page and passes. Compared byte by byte, as browsers write origins.
 *
 * <p>Once origins are listed, a Host that is neither listed, an IP address nor localhost has no
 * page of its own here: a name of an attacker's that was made to point to this node (DNS rebinding)
 * is such a Host.
 */
public final class Origins {
  private final Proxies proxies;
  private final Set<String> listed;
  private final boolean selfSigned;

  /** Takes {@code http.origins}, and the proxies that may tell scheme and host. */
  public Origins(Settings.Http settings) {
    this.proxies = new Proxies(settings);
    this.listed = Set.copyOf(settings.origins());
    this.selfSigned = settings.tls().selfSigned();
  }

  /** Whether the page that a request comes from, if any, may speak here. */
  public boolean allows(HttpServerRequest request) {
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    if (origins.isEmpty()) {
      return true;
    }
    String origin = origins.get(0);
    return origins.size() == 1 && (listed.contains(origin) || origin.equals(own(request)));
  }

  /**
   * Whether a request came over TLS, to the proxy or to this node, under a certificate that
   * somebody vouches for: what a browser that was here once may insist on.
   */
  boolean vouched(HttpServerRequest request) {
    boolean forwarded = proxies.forwarded(request, "X-Forwarded-Proto") != null;
    return scheme(request).equals("https") && (forwarded || !selfSigned);
  }

  private @Nullable String own(HttpServerRequest request) {
    String forwarded = proxies.forwarded(request, "X-Forwarded-Host");
    String host = forwarded == null ? request.getHeader(HttpHeaders.HOST) : forwarded;
    if (host == null) {
      return null;
    }
    String origin = serialised(scheme(request), host.toLowerCase(Locale.ROOT));
    return listed.isEmpty() || isSafeFromRebinding(origin) ? origin : null;
  }

  private String scheme(HttpServerRequest request) {
    String forwarded = proxies.forwarded(request, "X-Forwarded-Proto");
    boolean secure = forwarded == null ? request.isSSL() : forwarded.equals("https");
    return secure ? "https" : "http";
  }

  /** Browsers leave the scheme's own port out. */
  private static String serialised(String scheme, String host) {
    String port = scheme.equals("https") ? ":443" : ":80";
    return scheme
        + "://"
        + (host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host);
  }

  private static boolean isSafeFromRebinding(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null && (host.equals("localhost") || Cidr.address(host) != null);
    } catch (IllegalArgumentException notAHost) {
      return false;
    }
  }
}
