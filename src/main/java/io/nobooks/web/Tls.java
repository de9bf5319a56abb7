package io.nobooks.web;

import io.nobooks.Settings;
import io.nobooks.SettingsRefused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS on the public port, where {@code http.tls} asks for it; one for all web instances of a node.
 * Versions 1.2 and 1.3, with keys that are forgotten after each connection and ciphers that seal
 * and check in one.
 */
public final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final Set<String> VERSIONS = new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2"));
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
  private static final int HANDSHAKE_SECONDS = 10;

  /** Java reads it once, before the first handshake of the process. */
  private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  private final Settings.Tls settings;
  private final @Nullable TlsIdentity atStart;
  private final PemFiles files;
  private final AtomicBoolean followed = new AtomicBoolean();

  private Tls(Settings.Tls settings, @Nullable TlsIdentity atStart, PemFiles files) {
    this.settings = settings;
    this.atStart = atStart;
    this.files = files;
  }

  /**
   * Reads the certificate that the settings name, or makes one; fails with {@link SettingsRefused}
   * when there is none to be had.
   */
  public static Future<Tls> load(Vertx vertx, Settings settings, InstantSource clock) {
    Settings.Tls tls = settings.http().tls();
    PemFiles files = new PemFiles(tls);
    if (!tls.on()) {
      return Future.succeededFuture(new Tls(tls, null, files));
    }
    Path data = Path.of(settings.data());
    return vertx
        .executeBlocking(
            () -> tls.selfSigned() ? SelfSigned.readOrMake(vertx, data, clock) : files.read(vertx))
        .onSuccess(identity -> warnOfItsEnd(identity, clock.instant()))
        .map(identity -> new Tls(tls, identity, files));
  }

  /** The scheme of the public port's addresses. */
  public String scheme() {
    return atStart == null ? "http" : "https";
  }

  /** Puts TLS on a port's options, or leaves them as they are. */
  HttpServerOptions over(HttpServerOptions options) {
    if (atStart == null) {
      return options;
    }
    refuseRenegotiation();
    options.setSsl(true).setKeyCertOptions(atStart.pem());
    options.setEnabledSecureTransportProtocols(VERSIONS);
    CIPHERS.forEach(options::addEnabledCipherSuite);
    options.setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    return options;
  }

  /** A client of TLS 1.2 could have a handshake, the dearest thing here, as often as it likes. */
  private static void refuseRenegotiation() {
    if (System.getProperty(NO_RENEGOTIATION) == null) {
      System.setProperty(NO_RENEGOTIATION, "true");
    }
  }

  /**
   * From now on the server takes up certificates that come in the files' place; connections stay as
   * they are. Each web instance calls this, on its event loop: they share the port and so its
   * certificate, and the first one's server stands for all.
   */
  void follow(Vertx vertx, HttpServer server, HttpServerOptions options) {
    if (!settings.certificate().isEmpty() && followed.compareAndSet(false, true)) {
      ServerSSLOptions tls = options.getSslOptions();
      vertx.setPeriodic(settings.reload().toMillis(), timer -> look(vertx, server, tls));
    }
  }

  /** Looks follow one upon the other, so that the newest is the last to be taken up. */
  private void look(Vertx vertx, HttpServer server, ServerSSLOptions tls) {
    vertx
        .executeBlocking(() -> files.changed() ? files.read(vertx) : null)
        .onSuccess(found -> takeUp(found, server, tls))
        .onFailure(Tls::keep);
  }

  private static void takeUp(@Nullable TlsIdentity found, HttpServer server, ServerSSLOptions tls) {
    if (found != null) {
      warnOfItsEnd(found, Instant.now());
      server.updateSSLOptions(tls.copy().setKeyCertOptions(found.pem())).onFailure(Tls::keep);
    }
  }

  private static void keep(Throwable refused) {
    LOG.warn("The certificate in use stays, for the new one cannot be: {}", refused.getMessage());
  }

  private static void warnOfItsEnd(TlsIdentity identity, Instant now) {
    if (identity.endsBefore(now)) {
      LOG.warn("The certificate has ended at {}", identity.certificate().getNotAfter().toInstant());
    }
  }
}
