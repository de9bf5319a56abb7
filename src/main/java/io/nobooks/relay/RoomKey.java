package io.nobooks.relay;

import io.nobooks.wire.FileId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The secret of one room's documents on disk. It is never written down and goes with the room. */
final class RoomKey {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PURPOSE = "nobooks/1/at-rest/";

  private final byte[] secret = new byte[32];

  RoomKey() {
    RANDOM.nextBytes(secret);
  }

  /** A key for one document: HMAC-SHA-256 of what it is for. */
  SecretKey keyOf(FileId file) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] purpose = (PURPOSE + file).getBytes(StandardCharsets.UTF_8);
      return new SecretKeySpec(mac.doFinal(purpose), "AES");
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  void forget() {
    Arrays.fill(secret, (byte) 0);
  }
}
