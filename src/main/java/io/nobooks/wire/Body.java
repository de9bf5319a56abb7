package io.nobooks.wire;

import io.nobooks.Failure;
import io.vertx.core.json.JsonObject;

/**
 * What a member says, opaque to the server: an object that has either {@code sealed} or {@code
 * text}, as a text. Nobody changes {@code json} after it was read.
 */
public record Body(JsonObject json, boolean sealed) {
  private static final String SEALED = "sealed";
  private static final String TEXT = "text";

  /**
   * Reads a body.
   *
   * @param mostBytes the largest compact JSON, in bytes of UTF-8
   * @throws Failure.Refused BAD_COMMAND for another shape, TOO_LARGE beyond the limit
   */
  public static Body of(JsonObject json, long mostBytes) {
    Fields fields = new Fields(json);
    boolean sealed = fields.optionalText(SEALED) != null;
    boolean text = fields.optionalText(TEXT) != null;
    if (sealed == text) {
      throw Failure.BAD_COMMAND.because("body must have either sealed or text");
    }
    if (Fields.compactBytes(json) > mostBytes) {
      throw Failure.TOO_LARGE.because("body is larger than " + mostBytes + " bytes");
    }
    return new Body(json, sealed);
  }
}
