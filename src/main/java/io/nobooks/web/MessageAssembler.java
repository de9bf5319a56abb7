package io.nobooks.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts WebSocket messages together and stops at a size. Vert.x's own assembler leaves a connection
 * behind, neither open nor closed, when fragments add up to more than it takes.
 */
final class MessageAssembler {
  private final int most;
  private @Nullable Buffer begun;

  MessageAssembler(int most) {
    this.most = most;
  }

  /** A frame of data; {@code TOO_LONG} when the message is longer than allowed. */
  @Nullable String take(WebSocketFrame frame) throws TooLong {
    Buffer data = frame.binaryData();
    int length = data.length() + (begun == null ? 0 : begun.length());
    if (length > most) {
      begun = null;
      throw new TooLong();
    }
    Buffer message = begun == null ? data : begun.appendBuffer(data);
    if (frame.isFinal()) {
      begun = null;
      return message.toString(StandardCharsets.UTF_8);
    }
    begun = begun == null ? data.copy() : message;
    return null;
  }

  /** More than any client may say in one message. */
  static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;

    private TooLong() {
      super("message too long", null, false, false);
    }
  }
}
