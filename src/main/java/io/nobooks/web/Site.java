package io.nobooks.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The page and its files, from memory; one for all web instances of a node. Vert.x's StaticHandler
 * is not used because it takes a folder named webroot, wherever the node happens to be started, for
 * the page that was packed with the program, and unpacks the latter into a temporary folder.
 */
public final class Site {
  private static final String POLICY = "Content-Security-Policy";

  private static final String FOREVER = "public, max-age=31536000, immutable";

  /** Possessive, because a client may send 8 KiB of it. */
  private static final Pattern WEIGHS_NOTHING = Pattern.compile("\\s*+[qQ]=0*+\\.?+0*+\\s*+");

  private final Assets atStart;
  private final Supplier<Future<Assets>> assets;

  private Site(Assets atStart, Supplier<Future<Assets>> assets) {
    this.atStart = atStart;
    this.assets = assets;
  }

  /**
   * Reads the page that was packed with the program; while it is being written, as the
   * environment's {@code NOBOOKS_WEBROOT} says, the modules and styles of a folder, unpacked.
   */
  public static Future<Site> load(Vertx vertx) {
    String folder = System.getenv("NOBOOKS_WEBROOT");
    return folder != null
        ? following(vertx, Path.of(folder))
        : vertx
            .executeBlocking(Assets::bundled, false)
            .map(bundled -> new Site(bundled, () -> Future.succeededFuture(bundled)));
  }

  /** A folder that is read again for each request, so that a reload shows an edit. */
  static Future<Site> following(Vertx vertx, Path folder) {
    Supplier<Future<Assets>> read = () -> vertx.executeBlocking(() -> Assets.in(folder), false);
    return read.get().map(atStart -> new Site(atStart, read));
  }

  /** Changes with any byte of the page; tells a client that its page is not the server's. */
  public String digest() {
    return atStart.digest();
  }

  void mount(Router router) {
    router.route().handler(this::serve);
  }

  private void serve(RoutingContext ctx) {
    assets.get().onSuccess(assets -> serve(ctx, assets)).onFailure(ctx::fail);
  }

  private static void serve(RoutingContext ctx, Assets assets) {
    String path = ctx.normalizedPath();
    Assets.Asset asset = assets.at(path);
    if (asset == null) {
      ctx.next();
    } else if (Reading.allows(ctx)) {
      if (path.equals("/")) {
        sendPage(ctx, asset, SecurityHeaders.pagePolicy(assets.importMaps()));
      } else {
        sendFile(ctx, asset, path);
      }
    }
  }

  private static void sendPage(RoutingContext ctx, Assets.Asset page, String policy) {
    ctx.response().putHeader(POLICY, policy);
    send(ctx, page);
  }

  /**
   * Kept by browsers but asked for again each time, which costs no bytes while it is the same; what
   * is at a path that changes with it is not asked for again.
   */
  private static void sendFile(RoutingContext ctx, Assets.Asset file, String path) {
    HttpServerResponse response = ctx.response();
    response.putHeader(POLICY, SecurityHeaders.filePolicy(path));
    response.putHeader(HttpHeaders.CACHE_CONTROL, file.forever() ? FOREVER : "no-cache");
    response.putHeader(HttpHeaders.ETAG, gzipped(ctx, file) ? file.gzipEtag() : file.etag());
    putVary(response, file);
    if (ctx.isFresh()) {
      response.setStatusCode(304).end();
    } else {
      send(ctx, file);
    }
  }

  private static void send(RoutingContext ctx, Assets.Asset asset) {
    HttpServerResponse response = ctx.response();
    Buffer bytes = asset.bytes();
    putVary(response, asset);
    if (asset.gzip() != null && gzipped(ctx, asset)) {
      bytes = asset.gzip();
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()));
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(bytes);
    }
  }

  private static void putVary(HttpServerResponse response, Assets.Asset asset) {
    if (asset.gzip() != null) {
      response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
  }

  /** Only what is the same for everybody was compressed, once: its length tells nothing. */
  private static boolean gzipped(RoutingContext ctx, Assets.Asset asset) {
    String taken = ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    return asset.gzip() != null && taken != null && takesGzip(taken);
  }

  private static boolean takesGzip(String codings) {
    for (String coding : codings.split(",", -1)) {
      String[] weighed = coding.split(";", 2);
      if (weighed[0].strip().equalsIgnoreCase("gzip")) {
        return weighed.length == 1 || !WEIGHS_NOTHING.matcher(weighed[1]).matches();
      }
    }
    return false;
  }
}
