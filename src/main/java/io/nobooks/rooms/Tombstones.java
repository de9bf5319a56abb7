package io.nobooks.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.nobooks.wire.RoomId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which rooms ended in the last hours, so that no code is used twice: HMAC(node key, room id), and
 * nothing else of them. The key lives in memory only: after a restart nobody can learn from this
 * node's disk which rooms there were. Shared by the instances of this node.
 */
final class Tombstones {
  private static final String ALGORITHM = "HmacSHA256";

  private final Cache<String, Boolean> ended;
  private final SecretKeySpec key;

  Tombstones(Duration rest, LongSupplier millis) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
    ended =
        Caffeine.newBuilder()
            .expireAfterWrite(rest)
            .ticker(() -> Duration.ofMillis(millis.getAsLong()).toNanos())
            .build();
  }

  void add(RoomId room) {
    ended.put(tag(room), true);
  }

  boolean has(RoomId room) {
    return ended.getIfPresent(tag(room)) != null;
  }

  private String tag(RoomId room) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] tag = mac.doFinal(room.value().getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(tag);
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
