package io.nobooks.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.security.SecureRandom;

/** A slow hash for passwords. Both methods block for tens of milliseconds. */
interface Hashing {
  /** A salted hash that names its own parameters. */
  String hash(String password);

  /** Whether {@code hash} was made of this password; as slow for a wrong one. */
  boolean matches(String password, String hash);

  /** Argon2id with 19 MiB, 2 rounds and 1 lane; compares in constant time. */
  static Hashing argon2() {
    Argon2Function argon2 = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    SecureRandom random = new SecureRandom();
    return new Hashing() {
      @Override
      public String hash(String password) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return argon2.hash(password.getBytes(UTF_8), salt).getResult();
      }

      @Override
      public boolean matches(String password, String hash) {
        return Argon2Function.getInstanceFromHash(hash)
            .check(password.getBytes(UTF_8), hash.getBytes(UTF_8));
      }
    };
  }
}
