package io.nobooks.wire;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** SHA-256 of the proof that one knows a room's code and name; all that the server keeps of it. */
public final class ProofHash {
  private final byte[] hash;

  private ProofHash(byte[] hash) {
    this.hash = hash;
  }

  /**
   * Hashes a proof as sent.
   *
   * @throws io.nobooks.Failure.Refused BAD_COMMAND when it is not base64url of 32 bytes
   */
  public static ProofHash of(@Nullable String proof) {
    return new ProofHash(RoomId.sha256(RoomId.secret(proof, "proof")));
  }

  /** Compares in a time that does not tell how much is equal. */
  public boolean matches(ProofHash other) {
    return MessageDigest.isEqual(hash, other.hash);
  }
}
