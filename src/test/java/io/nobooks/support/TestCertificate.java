package io.nobooks.support;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for the loopback address and its key, made by Java's own keytool.
 *
 * @param x509 the certificate
 * @param certificate its PEM text
 * @param key the PEM text of its key
 */
public record TestCertificate(X509Certificate x509, String certificate, String key) {
  private static final String PASSWORD = "only-for-tests";

  /** A new one that lasts so many days, with an EC or an RSA key. */
  public static TestCertificate make(String algorithm, int days)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("nobooks-certificate");
    Path store = folder.resolve("store.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "test",
            "-dname",
            "CN=test",
            "-keyalg",
            algorithm,
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-validity",
            Integer.toString(days),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    try {
      Process keytool =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool ended with " + keytool.exitValue());
      }
      return of(store);
    } finally {
      Files.deleteIfExists(store);
      Files.delete(folder);
    }
  }

  private static TestCertificate of(Path store) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore made = KeyStore.getInstance("PKCS12");
      made.load(in, PASSWORD.toCharArray());
      X509Certificate x509 = (X509Certificate) made.getCertificate("test");
      byte[] key = made.getKey("test", PASSWORD.toCharArray()).getEncoded();
      return new TestCertificate(
          x509, pem("CERTIFICATE", x509.getEncoded()), pem("PRIVATE KEY", key));
    }
  }

  private static String pem(String kind, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  /** Puts a text in the place of a file at once, as renewals do. */
  public static Path put(Path file, String text) throws IOException {
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "draft", ".pem");
    Files.writeString(draft, text, US_ASCII);
    return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
