package io.nobooks.web;

import io.nobooks.KeyFile;
import io.nobooks.SettingsRefused;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that a node makes for itself and keeps under {@code data}, so that a browser that
 * was told to take it takes it after a restart too. Blocks.
 */
final class SelfSigned {
  private static final Logger LOG = LoggerFactory.getLogger(SelfSigned.class);
  private static final String FILE = "self-signed.pem";

  /** A browser that knows the old one warns of the new one: early enough, at a start only. */
  private static final Duration RENEWED_BEFORE_ITS_END = Duration.ofDays(30);

  private SelfSigned() {}

  /**
   * The one in {@code data}; a new one where there is none, or none that lasts.
   *
   * @throws SettingsRefused when it can be neither read nor made
   */
  static TlsIdentity readOrMake(Vertx vertx, Path data, InstantSource clock) {
    try {
      TlsIdentity kept = identity(vertx, data);
      if (!kept.endsBefore(clock.instant().plus(RENEWED_BEFORE_ITS_END))) {
        return kept;
      }
      return renewed(vertx, data, kept);
    } catch (IOException | UncheckedIOException failed) {
      throw refused("false where none can be made or kept: " + failed.getMessage());
    } catch (GeneralSecurityException damaged) {
      throw refused("that only with a whole " + data.resolve(FILE) + ": delete it for a new one");
    }
  }

  /** What cannot be renewed yet serves on. */
  private static TlsIdentity renewed(Vertx vertx, Path data, TlsIdentity kept)
      throws IOException, GeneralSecurityException {
    byte[] fresh;
    try {
      fresh = Keytool.make(data);
    } catch (UncheckedIOException failed) {
      LOG.warn("the self-signed certificate could not be renewed and stays", failed);
      return kept;
    }
    Files.delete(data.resolve(FILE));
    Buffer pem = Buffer.buffer(KeyFile.readOrMake(data, FILE, () -> fresh));
    return TlsIdentity.of(vertx, pem, pem);
  }

  private static TlsIdentity identity(Vertx vertx, Path data)
      throws IOException, GeneralSecurityException {
    Buffer pem = Buffer.buffer(KeyFile.readOrMake(data, FILE, () -> Keytool.make(data)));
    return TlsIdentity.of(vertx, pem, pem);
  }

  private static SettingsRefused refused(String allowed) {
    return new SettingsRefused("http.tls.self-signed", "true", allowed);
  }
}
