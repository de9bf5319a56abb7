package io.nobooks.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Closes the connection of a request whose body does not arrive in time, so that nobody holds
 * connections by dripping bodies. A route that takes long uploads lifts it and has a rule of its
 * own. Requests without a body cost nothing.
 */
public final class BodyDeadline implements Handler<RoutingContext> {
  private static final String TIMER = BodyDeadline.class.getName();

  private final Duration within;

  BodyDeadline(Duration within) {
    this.within = within;
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (mayHaveBody(request)) {
      long timer =
          ctx.vertx()
              .setTimer(
                  within.toMillis(),
                  late -> {
                    if (!request.isEnded()) {
                      request.connection().close();
                    }
                  });
      ctx.put(TIMER, timer);
      ctx.addEndHandler(ended -> cancelOnceRead(ctx));
    }
    ctx.next();
  }

  /** For a route whose bodies may take as long as they move. */
  public static void lift(RoutingContext ctx) {
    Long timer = ctx.remove(TIMER);
    if (timer != null) {
      ctx.vertx().cancelTimer(timer);
    }
  }

  /** An answer does not end the request: the rest of its body may still be dripping. */
  private static void cancelOnceRead(RoutingContext ctx) {
    if (ctx.request().isEnded()) {
      lift(ctx);
    }
  }

  private static boolean mayHaveBody(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }
}
