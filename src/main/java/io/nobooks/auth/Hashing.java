package io.nobooks.auth;

/** A slow hash for passwords. Both methods block for tens of milliseconds. */
interface Hashing {
  /** A salted hash that names its own parameters. */
  String hash(String password);

  /** Whether {@code hash} was made of this password; as slow for a wrong one. */
  boolean matches(String password, String hash);
}
