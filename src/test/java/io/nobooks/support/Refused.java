package io.nobooks.support;

import io.vertx.core.json.JsonObject;

/** What a client was refused with. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code of section 8. */
  public final int code;

  Refused(JsonObject frame) {
    super(frame.getString("message"));
    this.code = frame.getInteger("failureCode", 0);
  }

  /** Whether it says when to ask again. */
  public boolean saysWhen() {
    return String.valueOf(getMessage()).matches(".* afterMs=[1-9]\\d*( .*)?");
  }
}
