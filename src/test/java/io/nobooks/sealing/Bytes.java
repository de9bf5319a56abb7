package io.nobooks.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes as docs/sealing.md writes them. */
final class Bytes {
  private static final int[] STEPS = {
    64, 128, 256, 512, 1024, 2048, 3072, 4096, 5120, 6144, 7168, 8192, 9072
  };

  private Bytes() {}

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Each part, a text or bytes, behind its length in four bytes. */
  static byte[] framed(Object... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      byte[] bytes = part instanceof String text ? text.getBytes(UTF_8) : (byte[]) part;
      all.writeBytes(u32(bytes.length));
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  static byte[] u32(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  static byte[] u64(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] fromBase64url(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  static byte[] padded(byte[] content) {
    int length =
        Arrays.stream(STEPS).filter(step -> step > content.length).findFirst().orElseThrow();
    return filled(content, length);
  }

  static byte[] paddedSmall(byte[] content) {
    return filled(content, (content.length / 64 + 1) * 64);
  }

  static byte[] unpadded(byte[] bytes) {
    int end = bytes.length - 1;
    while (bytes[end] == 0) {
      end--;
    }
    if (bytes[end] != (byte) 0x80) {
      throw new IllegalArgumentException("not padded");
    }
    return Arrays.copyOf(bytes, end);
  }

  private static byte[] filled(byte[] content, int length) {
    byte[] bytes = Arrays.copyOf(content, length);
    bytes[content.length] = (byte) 0x80;
    return bytes;
  }
}
