package io.nobooks.wire;

import io.nobooks.Failure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The public id of a room: 26 characters of {@code [a-z2-7]}, the base32 of the first 16 bytes of
 * SHA-256(ticket). It stands in addresses and URLs; only the ticket opens or enters.
 */
public record RoomId(String value) {
  private static final int TICKET_BYTES = 32;

  public RoomId {
    if (!Base32.isId(value)) {
      throw Failure.BAD_COMMAND.because("not a room id");
    }
  }

  /** Whether a text has the form of a room id. */
  public static boolean hasForm(String text) {
    return Base32.isId(text);
  }

  /**
   * The id that follows from a ticket: base64url without padding of exactly 32 bytes.
   *
   * @throws Failure.Refused BAD_COMMAND when it is anything else
   */
  public static RoomId ofTicket(@Nullable String ticket) {
    byte[] secret = secret(ticket, "ticket");
    return new RoomId(Base32.encode(Arrays.copyOf(sha256(secret), 16)));
  }

  /**
   * Decodes a 32-byte secret of a room, its ticket or its proof.
   *
   * @throws Failure.Refused BAD_COMMAND when it is not canonical base64url of 32 bytes
   */
  public static byte[] secret(@Nullable String base64url, String what) {
    if (base64url == null || base64url.length() != 43) {
      throw Failure.BAD_COMMAND.because(what + " must be 43 characters of base64url");
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(base64url);
      String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      if (bytes.length == TICKET_BYTES && canonical.equals(base64url)) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      throw Failure.BAD_COMMAND.because(what + " is not base64url");
    }
    throw Failure.BAD_COMMAND.because(what + " must be 32 bytes in canonical base64url");
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
