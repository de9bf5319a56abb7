package io.nobooks.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** HKDF-SHA-256, AES-256-GCM, Ed25519 and X25519 of the JDK. */
final class Primitives {
  private static final String ED25519_OID = "70";
  private static final String X25519_OID = "6e";

  private static final int TAG_BYTES = 16;

  private Primitives() {}

  static byte[] derived(byte[] secret, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    byte[] key = hmac(salt.length == 0 ? new byte[32] : salt, secret);
    byte[] all = {};
    byte[] block = {};
    for (int i = 1; all.length < length; i++) {
      block = hmac(key, Bytes.joined(block, info, new byte[] {(byte) i}));
      all = Bytes.joined(all, block);
    }
    return Arrays.copyOf(all, length);
  }

  static byte[] derived(byte[] secret, byte[] salt, byte[] info) throws GeneralSecurityException {
    return derived(secret, salt, info, 32);
  }

  static byte[] derived(byte[] secret, byte[] salt, String info) throws GeneralSecurityException {
    return derived(secret, salt, info.getBytes(UTF_8));
  }

  static byte[] boxed(byte[] key, byte[] nonce, byte[] bytes, byte[] bound)
      throws GeneralSecurityException {
    return gcm(Cipher.ENCRYPT_MODE, key, nonce, bytes, bound);
  }

  static byte[] unboxed(byte[] key, byte[] nonce, byte[] bytes, byte[] bound)
      throws GeneralSecurityException {
    if (bytes.length < TAG_BYTES) {
      throw new AEADBadTagException("shorter than its tag");
    }
    return gcm(Cipher.DECRYPT_MODE, key, nonce, bytes, bound);
  }

  static byte[] counterNonce(int counter) {
    return Bytes.joined(new byte[8], Bytes.u32(counter));
  }

  static byte[] signed(byte[] seed, byte[] bytes) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(privateKey("Ed25519", ED25519_OID, seed));
    signature.update(bytes);
    return signature.sign();
  }

  static boolean verified(byte[] publicKey, byte[] proof, byte[] bytes)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(publicKey("Ed25519", ED25519_OID, publicKey));
    signature.update(bytes);
    return signature.verify(proof);
  }

  static byte[] shared(byte[] seed, byte[] publicKey) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(privateKey("X25519", X25519_OID, seed));
    agreement.doPhase(publicKey("X25519", X25519_OID, publicKey), true);
    return agreement.generateSecret();
  }

  /** A fresh pair: the private key's 32 bytes, then the public key's. */
  static byte[][] freshKeys(String curve) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance(curve).generateKeyPair();
    return new byte[][] {tail(pair.getPrivate().getEncoded()), tail(pair.getPublic().getEncoded())};
  }

  private static byte[] tail(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  private static PrivateKey privateKey(String curve, String oid, byte[] seed)
      throws GeneralSecurityException {
    byte[] head = Bytes.hex("302e020100300506032b65" + oid + "04220420");
    return KeyFactory.getInstance(curve)
        .generatePrivate(new PKCS8EncodedKeySpec(Bytes.joined(head, seed)));
  }

  private static PublicKey publicKey(String curve, String oid, byte[] key)
      throws GeneralSecurityException {
    byte[] head = Bytes.hex("302a300506032b65" + oid + "032100");
    return KeyFactory.getInstance(curve)
        .generatePublic(new X509EncodedKeySpec(Bytes.joined(head, key)));
  }

  private static byte[] gcm(int mode, byte[] key, byte[] nonce, byte[] bytes, byte[] bound)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(bound);
    return cipher.doFinal(bytes);
  }

  private static byte[] hmac(byte[] key, byte[] bytes) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes);
  }
}
