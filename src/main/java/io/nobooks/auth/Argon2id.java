package io.nobooks.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id of RFC 9106 with 19 MiB, 2 passes and 1 lane, kept as PHC strings. The 19 MiB are used
 * again and again: as garbage they would stop the whole node for milliseconds several times a
 * second when many sign in. Who needs the heap for something else may have them.
 */
final class Argon2id implements Hashing {
  private static final Cost COST = new Cost(19 * 1_024, 2, 1);
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{43})");

  private final int atOnce;
  private final SecureRandom random = new SecureRandom();
  private SoftReference<@Nullable BlockPool> memory = new SoftReference<>(null);

  /** KiB of memory, passes over it, and lanes; no more than a node would ever spend on a name. */
  private record Cost(int memory, int passes, int lanes) {
    Cost {
      boolean fits = lanes >= 1 && lanes <= 4 && passes >= 1 && passes <= 10;
      if (!fits || memory < 8 * lanes || memory > 64 * 1_024) {
        throw new IllegalArgumentException("not a cost of Argon2id");
      }
    }
  }

  /** Keeps memory for so many hashes at once. */
  Argon2id(int atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            COST.memory,
            COST.passes,
            COST.lanes,
            encode(salt),
            encode(derive(password, salt, COST)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when {@code hash} is no PHC string of Argon2id with 32 bytes,
   *     or one that asks for too much
   */
  @Override
  public boolean matches(String password, String hash) {
    Matcher phc = PHC.matcher(hash);
    if (!phc.matches()) {
      throw new IllegalArgumentException("not a hash of Argon2id");
    }
    Cost cost =
        new Cost(
            Integer.parseInt(phc.group(1)),
            Integer.parseInt(phc.group(2)),
            Integer.parseInt(phc.group(3)));
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] expected = base64.decode(phc.group(5));
    return MessageDigest.isEqual(derive(password, base64.decode(phc.group(4)), cost), expected);
  }

  private byte[] derive(String password, byte[] salt, Cost cost) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memory)
            .withIterations(cost.passes)
            .withParallelism(cost.lanes)
            .withSalt(salt)
            .withBlockPool(memory())
            .build());
    byte[] derived = new byte[HASH_BYTES];
    byte[] typed = password.getBytes(UTF_8);
    argon2.generateBytes(typed, derived);
    Arrays.fill(typed, (byte) 0);
    return derived;
  }

  private synchronized BlockPool memory() {
    BlockPool pool = memory.get();
    if (pool == null) {
      pool = new FixedBlockPool(COST.memory * atOnce); // A block is 1 KiB.
      memory = new SoftReference<>(pool);
    }
    return pool;
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
