package io.nobooks.relay;

import io.nobooks.Failure;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The digest that a part of an upload must have: {@code Upload-Checksum: sha1|sha256 <base64>} of
 * tus.
 */
public final class Checksum {
  /** The largest part that may be checked: its bytes are kept or dropped as a whole. */
  public static final long MOST_BYTES = 8L << 20;

  /** {@code Tus-Checksum-Algorithm}. */
  public static final String ALGORITHMS = "sha1,sha256";

  private final MessageDigest digest;
  private final byte[] expected;

  private Checksum(MessageDigest digest, byte[] expected) {
    this.digest = digest;
    this.expected = expected;
  }

  /**
   * Reads the header's value.
   *
   * @throws Failure.Refused BAD_COMMAND when the algorithm is not offered or the digest has no such
   *     form
   */
  public static Checksum parse(String header) {
    String[] words = header.split(" ", -1);
    if (words.length != 2) {
      throw Failure.BAD_COMMAND.because("Upload-Checksum must be an algorithm and a digest");
    }
    MessageDigest digest = algorithm(words[0]);
    byte[] expected = decode(words[1]);
    if (expected.length != digest.getDigestLength()) {
      throw Failure.BAD_COMMAND.because("the digest of " + words[0] + " has another length");
    }
    return new Checksum(digest, expected);
  }

  /** Bytes of the part, in order. */
  void add(ByteBuffer bytes) {
    digest.update(bytes.duplicate());
  }

  /** Whether the bytes so far have the digest; to be asked once. */
  boolean matches() {
    return MessageDigest.isEqual(digest.digest(), expected);
  }

  private static MessageDigest algorithm(String name) {
    try {
      return switch (name) {
        case "sha1" -> MessageDigest.getInstance("SHA-1");
        case "sha256" -> MessageDigest.getInstance("SHA-256");
        default -> throw Failure.BAD_COMMAND.because("only " + ALGORITHMS + " are offered");
      };
    } catch (NoSuchAlgorithmException everyPlatformHasThem) {
      throw new IllegalStateException(everyPlatformHasThem);
    }
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw Failure.BAD_COMMAND.because("the digest is not base64");
    }
  }
}
