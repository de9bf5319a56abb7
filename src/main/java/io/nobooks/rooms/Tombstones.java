package io.nobooks.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.nobooks.KeyFile;
import io.nobooks.wire.RoomId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Which rooms ended in the last hours, so that no code is used twice, over restarts as well:
 * HMAC(node key, room id) and until when, and nothing else of them. Rooms that live when the
 * process is killed end with it. Shared by the instances of this node.
 */
final class Tombstones {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String KEY = "ended-rooms.key";
  private static final int KEY_BYTES = 32;

  private final Cache<String, Long> ended;
  private final Set<String> living = ConcurrentHashMap.newKeySet();
  private final Duration rest;
  private final LongSupplier millis;
  private final SecretKeySpec key;
  private final @Nullable TombstoneFile file;

  private Tombstones(
      byte[] secret, Duration rest, LongSupplier millis, @Nullable TombstoneFile file) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.rest = rest;
    this.millis = millis;
    this.file = file;
    ended =
        Caffeine.newBuilder()
            .expireAfter(Expiry.<String, Long>creating((tag, until) -> left(until)))
            .ticker(() -> Duration.ofMillis(millis.getAsLong()).toNanos())
            .build();
  }

  /** That are forgotten with the process. */
  static Tombstones inMemory(Duration rest, LongSupplier millis) {
    return new Tombstones(freshSecret(), rest, millis, null);
  }

  /**
   * That are kept below {@code folder}. Blocks.
   *
   * @throws IOException when the key or the tombstones cannot be read or written
   */
  static Tombstones keptIn(Path folder, Duration rest, LongSupplier millis) throws IOException {
    byte[] secret = KeyFile.readOrMake(folder, KEY, Tombstones::freshSecret);
    TombstoneFile file = new TombstoneFile(folder);
    Tombstones tombstones = new Tombstones(secret, rest, millis, file);
    tombstones.recall(file.read());
    file.begin(tombstones::standing);
    return tombstones;
  }

  /** A room is about to open: should the process be killed, it will have lived. */
  void opened(RoomId room) {
    String tag = tag(room);
    living.add(tag);
    keep(tag, TombstoneFile.LIVING);
  }

  /** It did not come to that. */
  void notOpened(RoomId room) {
    String tag = tag(room);
    living.remove(tag);
    keep(tag, TombstoneFile.NEVER);
  }

  /** A room has ended. */
  void add(RoomId room) {
    String tag = tag(room);
    long until = millis.getAsLong() + rest.toMillis();
    ended.put(tag, until);
    living.remove(tag);
    keep(tag, until);
  }

  boolean has(RoomId room) {
    return ended.getIfPresent(tag(room)) != null;
  }

  /** Waits until all is written. Blocks. */
  void close() {
    if (file != null) {
      file.close();
    }
  }

  private void recall(Map<String, Long> found) {
    long now = millis.getAsLong();
    found.forEach(
        (tag, until) -> {
          long end = until == TombstoneFile.LIVING ? now + rest.toMillis() : until;
          if (end > now) {
            ended.put(tag, end);
          }
        });
  }

  private Map<String, Long> standing() {
    Map<String, Long> all = new HashMap<>(ended.asMap());
    living.forEach(tag -> all.put(tag, TombstoneFile.LIVING));
    return all;
  }

  private void keep(String tag, long until) {
    if (file != null) {
      file.append(tag, until);
    }
  }

  private Duration left(long until) {
    return Duration.ofMillis(Math.max(0, until - millis.getAsLong()));
  }

  private static byte[] freshSecret() {
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
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
