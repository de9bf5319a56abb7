package io.nobooks;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which NoBooks says no, for the bus, for HTTP and for tests (docs/protocol.md,
 * section 8). A refusal is thrown or failed with as {@link Refused}; anything else that is thrown
 * is a bug and reaches the asker as {@link #INTERNAL}.
 */
public enum Failure {
  BAD_COMMAND(1000, 400),
  NOT_ALLOWED_HERE(1001, 422),
  TOO_LARGE(1002, 413),
  TOO_FAST(1003, 429),
  SIGN_IN_FIRST(1100, 401),
  WRONG_PASSWORD(1101, 401),
  NAME_TAKEN(1102, 409),
  BAD_NAME(1103, 422),
  TOKEN_INVALID(1104, 401),
  TOO_MANY_ATTEMPTS(1105, 429),
  SESSION_MOVED(1106, 409),
  BAD_PASSWORD(1108, 422),
  ROOM_NOT_FOUND(1200, 404),
  ROOM_EXISTS(1201, 409),
  ROOM_FULL(1202, 409),
  ROOM_LOCKED(1203, 403),
  NOT_ADMITTED_YET(1204, 403),
  NOT_THE_ADMIN(1205, 403),
  REMOVED(1206, 403),
  TOO_MANY_ROOMS(1207, 429),
  NO_SUCH_SEAT(1208, 404),
  NO_SUCH_FILE(1300, 404),
  FILE_TOO_LARGE(1301, 413),
  QUOTA_EXCEEDED(1302, 507),
  BAD_OFFSET(1303, 409),
  DIGEST_MISMATCH(1304, 460),
  NOT_A_RECIPIENT(1305, 403),
  INTERNAL(1900, 500),
  UNAVAILABLE(1901, 503);

  private static final Pattern AFTER_MS = Pattern.compile(" afterMs=(\\d{1,12})");
  private static final Pattern TRACE = Pattern.compile(" trace=([a-z2-7]{1,32})");

  /** The number that clients branch on; {@code failureCode} on the bus, {@code code} over HTTP. */
  public final int code;

  /** The HTTP status that goes with it. */
  public final int status;

  Failure(int code, int status) {
    this.code = code;
    this.status = status;
  }

  /** The name on the wire, such as {@code room_not_found}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A refusal; {@code detail} is for whoever reads an HTTP answer or a log, never for branching.
   */
  public Refused because(String detail) {
    return new Refused(this, 0, null, detail);
  }

  /** A refusal without more to say than its slug. */
  public Refused refused() {
    return because(slug());
  }

  /** A refusal that passes by itself after {@code afterMs} milliseconds (at least 1). */
  public Refused afterMs(long afterMs) {
    return new Refused(this, Math.max(1, afterMs), null, slug());
  }

  /** The failure with this code, or {@link #INTERNAL} when there is none. */
  public static Failure ofCode(int code) {
    for (Failure failure : values()) {
      if (failure.code == code) {
        return failure;
      }
    }
    return INTERNAL;
  }

  /**
   * What any failed future or thrown exception means to a client. A question that nobody listens
   * for or that timed out is {@link #UNAVAILABLE}; what is not a refusal is {@link #INTERNAL}.
   */
  public static Refused of(Throwable cause) {
    if (cause instanceof Refused refused) {
      return refused;
    }
    if (cause instanceof ReplyException reply) {
      return ofReply(reply);
    }
    return INTERNAL.refused();
  }

  private static Refused ofReply(ReplyException reply) {
    if (reply.failureType() != ReplyFailure.RECIPIENT_FAILURE) {
      return UNAVAILABLE.afterMs(1_000);
    }
    String message = String.valueOf(reply.getMessage());
    Matcher afterMs = AFTER_MS.matcher(message);
    Matcher trace = TRACE.matcher(message);
    Failure failure = ofCode(reply.failureCode());
    return new Refused(
        failure,
        afterMs.find() ? Long.parseLong(afterMs.group(1)) : 0,
        trace.find() ? trace.group(1) : null,
        failure.slug());
  }

  /** A refusal on its way to whoever asked. Costs no stack trace: refusing is everyday work. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which refusal. */
    public final Failure failure;

    /** Milliseconds after which asking again may help, or 0 where waiting does not help. */
    public final long afterMs;

    /** Names the log line of an {@link #INTERNAL} failure. */
    public final @Nullable String trace;

    private Refused(Failure failure, long afterMs, @Nullable String trace, String detail) {
      super(detail, null, false, false);
      this.failure = failure;
      this.afterMs = afterMs;
      this.trace = trace;
    }

    /** The same refusal, naming the log line that tells more. */
    public Refused tracedAs(String trace) {
      return new Refused(failure, afterMs, trace, failure.slug());
    }

    /** What stands in {@code message} on the bus: {@code slug[ afterMs=N][ trace=X]}. */
    public String wireMessage() {
      return failure.slug()
          + (afterMs > 0 ? " afterMs=" + afterMs : "")
          + (trace == null ? "" : " trace=" + trace);
    }
  }
}
