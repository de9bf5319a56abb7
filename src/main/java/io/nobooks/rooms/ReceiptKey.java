package io.nobooks.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nobooks.KeyFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The key with which this node signs receipts; made at the first start and kept. */
public final class ReceiptKey {
  private static final String ALGORITHM = "Ed25519";
  private static final String FILE = "receipt.key";

  /** An Ed25519 public key as SPKI DER always has this length; in the file it follows PKCS #8. */
  private static final int SPKI_BYTES = 44;

  private final PrivateKey key;
  private final byte[] spki;

  private ReceiptKey(PrivateKey key, byte[] spki) {
    this.key = key;
    this.spki = spki;
  }

  /**
   * Reads the key of this node, or makes it. Blocks.
   *
   * @throws IOException when the file cannot be read or written, or holds no such key
   */
  public static ReceiptKey readOrMake(Path folder) throws IOException {
    return of(KeyFile.readOrMake(folder, FILE, ReceiptKey::make));
  }

  /** A key that is kept nowhere. */
  static ReceiptKey fresh() {
    try {
      return of(make());
    } catch (IOException itWasJustMade) {
      throw new IllegalStateException(itWasJustMade);
    }
  }

  /** The public key, as {@code GET /api/receipt-key} shows it. */
  public JsonObject toJson() {
    return new JsonObject().put("alg", ALGORITHM).put("key", id());
  }

  /**
   * Names the key, and is the key: base64 of its SPKI DER. Whoever has a receipt can so check that
   * it is consistent, and compare this name to the one the node shows.
   */
  String id() {
    return Base64.getEncoder().encodeToString(spki);
  }

  /** The SPKI DER of the public key. */
  byte[] spki() {
    return spki.clone();
  }

  /** Signs; 64 bytes. */
  byte[] sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException keyWasCheckedAtStart) {
      throw new IllegalStateException(keyWasCheckedAtStart);
    }
  }

  private static ReceiptKey of(byte[] kept) throws IOException {
    try {
      int middle = kept.length - SPKI_BYTES;
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Arrays.copyOf(kept, Math.max(0, middle)));
      PrivateKey key = KeyFactory.getInstance(ALGORITHM).generatePrivate(spec);
      ReceiptKey read = new ReceiptKey(key, Arrays.copyOfRange(kept, middle, kept.length));
      if (RoomReceipt.isSigned(FILE.getBytes(UTF_8), read.sign(FILE.getBytes(UTF_8)), read.spki)) {
        return read;
      }
    } catch (GeneralSecurityException | RuntimeException notAKey) {
      throw new IOException(FILE + " holds no " + ALGORITHM + " key", notAKey);
    }
    throw new IOException("the two halves of " + FILE + " do not belong together");
  }

  private static byte[] make() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      byte[] pkcs8 = pair.getPrivate().getEncoded();
      byte[] both = Arrays.copyOf(pkcs8, pkcs8.length + SPKI_BYTES);
      System.arraycopy(pair.getPublic().getEncoded(), 0, both, pkcs8.length, SPKI_BYTES);
      return both;
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
