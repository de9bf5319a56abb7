package io.nobooks.web;

import io.nobooks.Settings;
import io.nobooks.SettingsRefused;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two files that {@code http.tls} names, and whether they are others than when they were read.
 * Blocks; one thread at a time.
 */
final class PemFiles {
  private static final long MOST_BYTES = 1 << 20;

  private final Settings.Tls named;
  private List<Optional<Stamp>> read = List.of();

  /** How a file looked: a renewal changes at least one of these, behind a symbolic link too. */
  private record Stamp(FileTime changed, long size, @Nullable Object file) {}

  PemFiles(Settings.Tls named) {
    this.named = named;
  }

  /** Whether anything happened to the files since they were last read, well or in vain. */
  boolean changed() {
    return !stamps().equals(read);
  }

  /**
   * Reads them.
   *
   * @throws SettingsRefused naming the file that cannot be used
   */
  TlsIdentity read(Vertx vertx) {
    read = stamps();
    Buffer certificate = bytes("http.tls.certificate", named.certificate());
    Buffer key = bytes("http.tls.key", named.key());
    try {
      TlsIdentity.requireCertificate(vertx, certificate);
    } catch (GeneralSecurityException notACertificate) {
      throw refused("http.tls.certificate", named.certificate(), "a PEM file with a certificate");
    }
    try {
      return TlsIdentity.of(vertx, certificate, key);
    } catch (GeneralSecurityException notItsKey) {
      String allowed =
          "a PEM file with the RSA or EC key, without a password, of http.tls.certificate";
      throw refused("http.tls.key", named.key(), allowed);
    }
  }

  private static Buffer bytes(String setting, String name) {
    try {
      Path file = Path.of(name);
      if (Files.size(file) <= MOST_BYTES) {
        return Buffer.buffer(Files.readAllBytes(file));
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      throw refused(setting, name, "a PEM file that this node may read");
    }
    throw refused(setting, name, "a PEM file of at most 1 MiB");
  }

  private static SettingsRefused refused(String setting, String name, String allowed) {
    return new SettingsRefused(setting, "\"" + name + "\"", allowed);
  }

  private List<Optional<Stamp>> stamps() {
    List<Optional<Stamp>> stamps = new ArrayList<>();
    for (String name : List.of(named.certificate(), named.key())) {
      stamps.add(stamp(name));
    }
    return stamps;
  }

  private static Optional<Stamp> stamp(String name) {
    try {
      BasicFileAttributes file = Files.readAttributes(Path.of(name), BasicFileAttributes.class);
      return Optional.of(new Stamp(file.lastModifiedTime(), file.size(), file.fileKey()));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
