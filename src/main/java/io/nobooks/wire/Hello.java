package io.nobooks.wire;

import io.nobooks.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a client announces of itself when it enters, such as public keys: any JSON of at most {@link
 * #MOST_BYTES}, opaque to the server. Nobody changes it after it was read.
 *
 * @param bytes its size as compact JSON
 */
public record Hello(Object json, int bytes) {
  /** The largest compact JSON, in bytes of UTF-8. */
  public static final int MOST_BYTES = 1_024;

  /**
   * Reads {@code hello} where there is one.
   *
   * @throws Failure.Refused TOO_LARGE beyond the limit
   */
  static @Nullable Hello in(Fields fields) {
    Object json = fields.any("hello");
    if (json == null) {
      return null;
    }
    int bytes = Fields.compactBytes(json);
    if (bytes > MOST_BYTES) {
      throw Failure.TOO_LARGE.because("hello is larger than " + MOST_BYTES + " bytes");
    }
    return new Hello(json, bytes);
  }
}
