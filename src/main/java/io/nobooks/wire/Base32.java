package io.nobooks.wire;

import java.security.SecureRandom;

/** RFC 4648 base32 in lower case without padding, the alphabet of all ids on the wire. */
public final class Base32 {
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final int ID_LENGTH = 26;

  private Base32() {}

  /** Whether a text has the form of every id: 26 characters of this alphabet. */
  static boolean isId(String text) {
    if (text.length() != ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < ID_LENGTH; i++) {
      char next = text.charAt(i);
      boolean known = (next >= 'a' && next <= 'z') || (next >= '2' && next <= '7');
      if (!known) {
        return false;
      }
    }
    return true;
  }

  /** Encodes all bytes; the last character is filled with zero bits. */
  public static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
    int bits = 0;
    int held = 0;
    for (byte octet : bytes) {
      bits = (bits << 8) | (octet & 0xff);
      held += 8;
      while (held >= 5) {
        held -= 5;
        text.append(ALPHABET[(bits >> held) & 31]);
      }
    }
    if (held > 0) {
      text.append(ALPHABET[(bits << (5 - held)) & 31]);
    }
    return text.toString();
  }

  /** So many characters of 5 random bits each, from a cryptographic source. */
  public static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    StringBuilder text = new StringBuilder(length);
    for (byte octet : bytes) {
      text.append(ALPHABET[octet & 31]);
    }
    return text.toString();
  }
}
