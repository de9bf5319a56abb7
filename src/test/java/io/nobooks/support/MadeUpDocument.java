package io.nobooks.support;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * A document of any size that nobody has to hold: its bytes are made up again wherever they are
 * needed, the same for the same seed.
 *
 * @param size bytes of the whole document
 */
public record MadeUpDocument(long seed, long size) {
  private static final int BLOCK = 64 << 10;

  /** The bytes from a position on, up to the end of its block of 64 KiB or of the document. */
  public byte[] from(long position) {
    long block = position / BLOCK;
    byte[] bytes = new byte[(int) Math.min(BLOCK, size - block * BLOCK)];
    new Random(seed + block).nextBytes(bytes);
    return Arrays.copyOfRange(bytes, (int) (position % BLOCK), bytes.length);
  }

  /** SHA-256 of the whole document in lower-case hex. */
  public String digest() {
    MessageDigest digest = newDigest();
    for (long at = 0; at < size; at += BLOCK) {
      digest.update(from(at));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What {@link #digest()} is made with. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
