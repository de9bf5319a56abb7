package io.nobooks.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has Java's own {@code keytool} make a key and a certificate that vouches for itself: no library
 * on the class path writes certificates, and one that does weighs 8 MB (ADR 7). Blocks.
 */
final class Keytool {
  private static final String ALIAS = "nobooks";

  /** As long as Apple's systems take a certificate that a person added. */
  private static final String DAYS = "825";

  private static final String PASSWORD = "NOBOOKS_KEYTOOL";
  private static final long PATIENCE_S = 60;

  private Keytool() {}

  /**
   * The PEM text of a new certificate for this machine and of its key.
   *
   * @param folder where only this node's user may look; nothing stays in it
   * @throws UncheckedIOException saying what went wrong
   */
  static byte[] make(Path folder) {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().encodeToString(random);
    try {
      Path drafts = Files.createTempDirectory(folder, "new-");
      Path store = drafts.resolve("store.p12");
      try {
        run(store, password);
        return pem(store, password.toCharArray());
      } finally {
        Files.deleteIfExists(store);
        Files.delete(drafts);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void run(Path store, String password) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(store));
    builder.environment().put(PASSWORD, password);
    Process keytool =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    keytool.getOutputStream().close();
    try {
      if (!keytool.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        throw new IOException("keytool did not end within " + PATIENCE_S + " s");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while keytool ran", stopped);
    } finally {
      keytool.destroyForcibly();
    }
    if (keytool.exitValue() != 0) {
      throw new IOException("keytool ended with " + keytool.exitValue());
    }
  }

  private static List<String> command(Path store) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home", ""), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair"));
    command.addAll(List.of("-alias", ALIAS, "-dname", "CN=NoBooks", "-validity", DAYS));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-sigalg", "SHA256withECDSA", "-ext", "ku:c=digitalSignature"));
    command.addAll(List.of("-ext", "eku=serverAuth", "-ext", "san=" + names()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass:env", PASSWORD));
    command.addAll(List.of("-keystore", store.toString()));
    return command;
  }

  /** How browsers of this machine and its network may call it; keytool's spelling. */
  private static String names() throws IOException {
    Stream<String> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !isOfALink(address))
            .map(address -> "ip:" + address.getHostAddress().split("%", 2)[0]);
    return Stream.concat(Stream.of("dns:localhost", "ip:127.0.0.1", "ip:::1"), own.sorted())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** Browsers cannot say on which link such an address is. */
  private static boolean isOfALink(InetAddress address) {
    return address instanceof Inet6Address && address.isLinkLocalAddress();
  }

  private static byte[] pem(Path store, char[] password) throws IOException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore made = KeyStore.getInstance("PKCS12");
      made.load(in, password);
      byte[] certificate = made.getCertificate(ALIAS).getEncoded();
      byte[] key = made.getKey(ALIAS, password).getEncoded();
      return (part("CERTIFICATE", certificate) + part("PRIVATE KEY", key)).getBytes(US_ASCII);
    } catch (GeneralSecurityException unreadable) {
      throw new IOException("keytool wrote what cannot be read", unreadable);
    }
  }

  private static String part(String kind, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }
}
