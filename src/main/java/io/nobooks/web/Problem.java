package io.nobooks.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A refusal as it looks over HTTP: {@code application/problem+json} of RFC 9457 with {@code
 * status}, {@code title}, {@code code}, {@code slug} and, where there is more to say, {@code
 * detail}, {@code afterMs} (with Retry-After in seconds) and {@code trace}.
 *
 * @param status of HTTP: the failure's own, or the nearer one where HTTP has a word of its own,
 *     such as 405
 */
public record Problem(int status, Failure.Refused refused) {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
  private static final String MEDIA_TYPE = "application/problem+json";
  private static final int CHECKSUM_MISMATCH = 460;

  /** Answers every failure of a router's routes, and every path and method that it has not. */
  public static void answerAll(Router router) {
    for (int status = 400; status < 600; status++) {
      router.errorHandler(status, Problem::answer);
    }
  }

  /** The problem that a refusal is. */
  public static Problem of(Failure.Refused refused) {
    return new Problem(refused.failure.status, refused);
  }

  /** The problem that a status of HTTP is, where no handler said more. */
  public static Problem ofStatus(int status) {
    return new Problem(status, failureOf(status).because(title(status)));
  }

  /**
   * Answers a request that could not even be read: 414, 431 or 400. The connection is closed, for
   * nobody knows where in its bytes a next request would begin.
   */
  static void answerUnreadable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status =
        cause instanceof TooLongHttpLineException
            ? 414
            : cause instanceof TooLongHttpHeaderException ? 431 : 400;
    HttpServerResponse response = request.response();
    SecurityHeaders.plainOn(response);
    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    ofStatus(status).send(response);
  }

  /** Writes this problem as the whole response. */
  public void send(HttpServerResponse response) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (status == CHECKSUM_MISMATCH) {
      response.setStatusMessage(title(status));
    }
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (refused.afterMs > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString((refused.afterMs + 999) / 1000));
    }
    response.end(toJson().toBuffer());
  }

  JsonObject toJson() {
    Failure failure = refused.failure;
    JsonObject json =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title(status))
            .put("status", status)
            .put("code", failure.code)
            .put("slug", failure.slug());
    String detail = refused.getMessage();
    if (detail != null && !detail.equals(failure.slug()) && !detail.equals(title(status))) {
      json.put("detail", detail);
    }
    if (refused.afterMs > 0) {
      json.put("afterMs", refused.afterMs);
    }
    if (refused.trace != null) {
      json.put("trace", refused.trace);
    }
    return json;
  }

  private static void answer(RoutingContext ctx) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      ctx.request().connection().close();
      return;
    }
    problemOf(ctx).send(response);
  }

  private static Problem problemOf(RoutingContext ctx) {
    Throwable cause = ctx.failure();
    if (cause instanceof Failure.Refused refused && refused.failure != Failure.INTERNAL) {
      return ctx.statusCode() > 0 && ctx.statusCode() != 500
          ? new Problem(ctx.statusCode(), refused)
          : of(refused);
    }
    int status = ctx.statusCode();
    return status >= 400 && status < 500 ? ofStatus(status) : bug(ctx, cause);
  }

  private static Problem bug(RoutingContext ctx, @Nullable Throwable cause) {
    Failure.Refused refused = cause == null ? Failure.INTERNAL.refused() : Failure.of(cause);
    if (refused.failure == Failure.INTERNAL && refused.trace == null) {
      refused = refused.tracedAs(Base32.random(10));
      LOG.error("trace={} a {} request failed", refused.trace, ctx.request().method(), cause);
    }
    return of(refused);
  }

  private static Failure failureOf(int status) {
    return switch (status) {
      case 401 -> Failure.SIGN_IN_FIRST;
      case 403, 404, 405, 406, 409, 422 -> Failure.NOT_ALLOWED_HERE;
      case 413, 414, 431 -> Failure.TOO_LARGE;
      case 429 -> Failure.TOO_FAST;
      case 503 -> Failure.UNAVAILABLE;
      default -> status < 500 ? Failure.BAD_COMMAND : Failure.INTERNAL;
    };
  }

  private static String title(int status) {
    return status == CHECKSUM_MISMATCH
        ? "Checksum Mismatch"
        : HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
