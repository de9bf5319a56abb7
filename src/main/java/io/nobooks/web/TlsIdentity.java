package io.nobooks.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * Who this node says it is over TLS: a certificate, those that vouch for it, and its private key.
 *
 * @param pem all of it, as Vert.x takes it
 * @param certificate the node's own
 */
record TlsIdentity(PemKeyCertOptions pem, X509Certificate certificate) {
  private static final byte[] WORDS = {'n', 'o', 'b', 'o', 'o', 'k', 's'};

  /**
   * Lets a PEM text pass that holds at least one certificate that can be read.
   *
   * @throws GeneralSecurityException for any other
   */
  static void requireCertificate(Vertx vertx, Buffer pem) throws GeneralSecurityException {
    try {
      new PemTrustOptions().addCertValue(pem).getTrustManagerFactory(vertx);
    } catch (Exception notACertificate) {
      throw new GeneralSecurityException(notACertificate);
    }
  }

  /**
   * The identity that a certificate and a key are together; both may be in one text.
   *
   * @throws GeneralSecurityException when the key cannot be read, or is not the certificate's
   */
  static TlsIdentity of(Vertx vertx, Buffer certificate, Buffer key)
      throws GeneralSecurityException {
    PemKeyCertOptions pem = new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
    return new TlsIdentity(pem, checked(managers(vertx, pem)));
  }

  /** Whether the certificate is of no use any more at this moment. */
  boolean endsBefore(Instant moment) {
    return certificate.getNotAfter().toInstant().isBefore(moment);
  }

  private static KeyManager[] managers(Vertx vertx, PemKeyCertOptions pem)
      throws GeneralSecurityException {
    try {
      return pem.getKeyManagerFactory(vertx).getKeyManagers();
    } catch (Exception notAKey) {
      throw new GeneralSecurityException(notAKey);
    }
  }

  private static X509Certificate checked(KeyManager[] managers) throws GeneralSecurityException {
    X509KeyManager keys = (X509KeyManager) managers[0];
    String alias =
        Stream.of("EC", "RSA")
            .map(type -> keys.getServerAliases(type, null))
            .filter(aliases -> aliases != null && aliases.length > 0)
            .map(aliases -> aliases[0])
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("neither RSA nor EC"));
    X509Certificate certificate = keys.getCertificateChain(alias)[0];
    if (!belong(keys.getPrivateKey(alias), certificate.getPublicKey())) {
      throw new GeneralSecurityException("a key for another certificate");
    }
    return certificate;
  }

  /** Java takes any two together and fails at the first handshake. */
  private static boolean belong(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
    signature.initSign(key);
    signature.update(WORDS);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(WORDS);
    return signature.verify(signed);
  }
}
