package io.nobooks.web;

import io.netty.buffer.ByteBuf;

/**
 * Server-side WebSocket frames as bytes (RFC 6455, section 5.2): never masked, never compressed.
 */
final class WebSocketFrames {
  /** Longer messages are sent in fragments of this size, the most that many clients take. */
  static final int FRAGMENT = 65_536;

  private static final int FINAL = 0x80;
  private static final int TEXT = 0x01;
  private static final int CONTINUATION = 0x00;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private WebSocketFrames() {}

  /** Appends a text message of UTF-8 bytes. */
  static void appendText(ByteBuf frames, byte[] utf8) {
    int from = 0;
    do {
      int length = Math.min(FRAGMENT, utf8.length - from);
      boolean last = from + length == utf8.length;
      appendHeader(frames, (last ? FINAL : 0) | (from == 0 ? TEXT : CONTINUATION), length);
      frames.writeBytes(utf8, from, length);
      from += length;
    } while (from < utf8.length);
  }

  private static void appendHeader(ByteBuf frames, int first, int length) {
    frames.writeByte(first);
    if (length < LENGTH_16) {
      frames.writeByte(length);
    } else if (length <= 0xffff) {
      frames.writeByte(LENGTH_16).writeShort(length);
    } else {
      frames.writeByte(LENGTH_64).writeLong(length);
    }
  }
}
