package io.nobooks.auth;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;

/** A slow hash for passwords. Both methods block for tens of milliseconds. */
interface Hashing {
  /** A salted hash that names its own parameters. */
  String hash(String password);

  /** Whether {@code hash} was made of this password; as slow for a wrong one. */
  boolean matches(String password, String hash);

  /** Argon2id with 19 MiB, 2 rounds and 1 lane; compares in constant time. */
  static Hashing argon2() {
    Argon2Function argon2 = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
    return new Hashing() {
      @Override
      public String hash(String password) {
        return argon2.hash(password).getResult();
      }

      @Override
      public boolean matches(String password, String hash) {
        return Argon2Function.getInstanceFromHash(hash).check(password, hash);
      }
    };
  }
}
