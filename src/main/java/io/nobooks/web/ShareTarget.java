package io.nobooks.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Where an installed page has other apps share with it. Its worker takes that before it leaves the
 * device; only when the browser has lost the worker does it come here, and is not wanted: none of
 * it is read, and the page is told to say that nothing was taken.
 */
final class ShareTarget {
  private static final String PATH = "/share";
  private static final String NOT_TAKEN = "/#not-shared";

  /** Who closes over unread bytes resets the connection, and the answer may be lost with it. */
  private static final long TIME_TO_READ_THE_ANSWER_MS = 1_000;

  private ShareTarget() {}

  static void mount(Router router) {
    router.post(PATH).handler(ShareTarget::refuse);
  }

  private static void refuse(RoutingContext ctx) {
    HttpServerRequest request = ctx.request().pause();
    ctx.vertx().setTimer(TIME_TO_READ_THE_ANSWER_MS, over -> FileConnection.cut(request));
    ctx.response()
        .setStatusCode(303)
        .putHeader(HttpHeaders.LOCATION, NOT_TAKEN)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end();
  }
}
