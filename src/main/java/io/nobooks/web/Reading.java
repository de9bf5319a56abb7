package io.nobooks.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Resources that can be read and nothing else. */
final class Reading {
  private Reading() {}

  /** Routes GET and HEAD of a path; any other method is 405. */
  static void at(Router router, String path, Handler<RoutingContext> read) {
    router
        .route(path)
        .handler(
            ctx -> {
              if (allows(ctx)) {
                read.handle(ctx);
              }
            });
  }

  /** Whether the method reads; if not, the request is answered with 405. */
  static boolean allows(RoutingContext ctx) {
    HttpMethod method = ctx.request().method();
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    if (!reads) {
      ctx.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      ctx.fail(405);
    }
    return reads;
  }
}
