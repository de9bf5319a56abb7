package io.nobooks.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The headers that every response carries, whatever it is. The Content-Security-Policies of the
 * page, which knows its import map, and of its workers are set over this one by {@link Site}.
 */
final class SecurityHeaders implements Handler<RoutingContext> {
  /** For all but the page: nothing may be loaded, run or framed from it. */
  private static final String NOTHING =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

  /**
   * By path, for scripts that run as workers, whose policies are their own. The one runs scripts of
   * this site and their WebAssembly, the others themselves alone; only the one that keeps the page
   * of an installed app reaches this server, and no other.
   */
  private static final Map<String, String> WORKER_POLICIES =
      Map.of(
          "/js/digest-worker.js",
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
          "/dl/worker.js",
          "default-src 'none'",
          "/installed.js",
          "default-src 'none'; connect-src 'self'");

  /**
   * Every feature that browsers know by name and guard, off; copying an invitation and a screen
   * that stays on during a transfer are all the page asks for.
   */
  private static final String PERMISSIONS =
      "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(),"
          + " clipboard-write=(self), compute-pressure=(), display-capture=(),"
          + " encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(),"
          + " hid=(), identity-credentials-get=(), idle-detection=(), local-fonts=(),"
          + " magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(),"
          + " picture-in-picture=(), publickey-credentials-create=(),"
          + " publickey-credentials-get=(), screen-wake-lock=(self), serial=(),"
          + " speaker-selection=(), storage-access=(), usb=(), window-management=(),"
          + " xr-spatial-tracking=()";

  private static final Map<String, String> ALWAYS =
      Map.ofEntries(
          Map.entry("Content-Security-Policy", NOTHING),
          Map.entry("X-Content-Type-Options", "nosniff"),
          Map.entry("X-Frame-Options", "DENY"),
          Map.entry("X-Robots-Tag", "noindex, nofollow"),
          Map.entry("X-DNS-Prefetch-Control", "off"),
          Map.entry("Referrer-Policy", "no-referrer"),
          Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
          Map.entry("Cross-Origin-Embedder-Policy", "require-corp"),
          Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
          Map.entry("Origin-Agent-Cluster", "?1"),
          Map.entry("Permissions-Policy", PERMISSIONS));

  private final Predicate<HttpServerRequest> vouched;

  /**
   * {@code vouched} tells whether a request came over TLS under a certificate that somebody vouches
   * for: a browser that is told so never speaks plain HTTP to this host again, on any port.
   */
  SecurityHeaders(Predicate<HttpServerRequest> vouched) {
    this.vouched = vouched;
  }

  @Override
  public void handle(RoutingContext ctx) {
    plainOn(ctx.response());
    if (vouched.test(ctx.request())) {
      ctx.response().putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    ctx.next();
  }

  /** Puts all of them on a response; nothing of it is to be kept by a cache unless said later. */
  static void plainOn(HttpServerResponse response) {
    response.headers().setAll(ALWAYS);
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** The policy of a file of the page, by its path. */
  static String filePolicy(String path) {
    return WORKER_POLICIES.getOrDefault(path, NOTHING);
  }

  /**
   * The policy of the page. Pictures may come from bytes in memory, for previews; frames and
   * workers are for downloads, which a service worker streams; the one policy for Trusted Types
   * names the scripts that may become workers.
   *
   * @param importMaps the CSP hashes of its inline import maps, such as {@code 'sha256-...'}
   */
  static String pagePolicy(Iterable<String> importMaps) {
    return "default-src 'none'; script-src 'self' "
        + String.join(" ", importMaps)
        + "; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
        + " worker-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
        + " trusted-types nobooks";
  }
}
