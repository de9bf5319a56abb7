package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Settings;
import io.nobooks.SettingsReader;
import io.nobooks.SettingsRefused;
import io.nobooks.support.LogLines;
import io.nobooks.support.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says when it is to speak TLS and cannot. */
class TlsLoadTest {
  private static TestCertificate good;
  private static TestCertificate other;

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;
  private final Path certificate;
  private final Path key;

  TlsLoadTest(@TempDir Path folder) {
    this.folder = folder;
    this.certificate = folder.resolve("certificate.pem");
    this.key = folder.resolve("key.pem");
  }

  @BeforeAll
  static void make() throws Exception {
    good = TestCertificate.make("EC", 90);
    other = TestCertificate.make("RSA", 90);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Settings settings(JsonObject tls) {
    JsonObject file =
        new JsonObject()
            .put("data", folder.resolve("data").toString())
            .put("http", new JsonObject().put("tls", tls));
    return SettingsReader.read(file, Map.of(), Map.of());
  }

  private Settings files() {
    return settings(
        new JsonObject().put("certificate", certificate.toString()).put("key", key.toString()));
  }

  private void refuses(String setting, Path file, String allowed) {
    assertThatThrownBy(() -> Tls.load(vertx, files(), InstantSource.system()).await())
        .isInstanceOf(SettingsRefused.class)
        .hasMessage(setting + " is \"" + file + "\"; allowed is " + allowed + ".");
  }

  @Test
  void a_file_that_is_not_there_is_named() throws Exception {
    refuses("http.tls.certificate", certificate, "a PEM file that this node may read");
    Files.writeString(certificate, good.certificate());
    refuses("http.tls.key", key, "a PEM file that this node may read");
  }

  @Test
  void a_file_that_holds_something_else_is_named() throws Exception {
    Files.writeString(certificate, good.key());
    Files.writeString(key, good.key());
    refuses("http.tls.certificate", certificate, "a PEM file with a certificate");

    Files.write(certificate, new byte[(1 << 20) + 1]);
    refuses("http.tls.certificate", certificate, "a PEM file of at most 1 MiB");
  }

  @Test
  void a_key_that_is_none_or_another_one_s_is_named() throws Exception {
    String allowed =
        "a PEM file with the RSA or EC key, without a password, of http.tls.certificate";
    Files.writeString(certificate, good.certificate());
    for (String text : new String[] {"", good.certificate(), other.key(), another("EC").key()}) {
      Files.writeString(key, text);
      refuses("http.tls.key", key, allowed);
    }
  }

  private static TestCertificate another(String algorithm) throws Exception {
    return TestCertificate.make(algorithm, 90);
  }

  @Test
  void a_certificate_that_has_ended_is_used_and_told() throws Exception {
    Files.writeString(certificate, good.certificate());
    Files.writeString(key, good.key());
    Instant late = good.x509().getNotAfter().toInstant().plusSeconds(1);
    try (LogLines log = LogLines.of(Tls.class)) {
      assertThat(Tls.load(vertx, files(), InstantSource.system()).await().scheme())
          .isEqualTo("https");
      assertThat(log.lines()).isEmpty();

      assertThat(Tls.load(vertx, files(), () -> late).await().scheme()).isEqualTo("https");
      assertThat(log.lines())
          .containsExactly("The certificate has ended at " + late.minusSeconds(1));
    }
  }

  @Test
  void without_tls_a_port_s_options_stay_as_they_are() {
    Tls none = Tls.load(vertx, settings(new JsonObject()), InstantSource.system()).await();

    assertThat(none.scheme()).isEqualTo("http");
    assertThat(none.over(new HttpServerOptions()).isSsl()).isFalse();
  }

  private X509Certificate selfSigned(Instant now) {
    return SelfSigned.readOrMake(vertx, folder.resolve("data"), () -> now).certificate();
  }

  @Test
  void a_self_signed_certificate_is_made_anew_at_a_start_in_its_last_thirty_days()
      throws Exception {
    X509Certificate made = selfSigned(Instant.now());
    Instant end = made.getNotAfter().toInstant();

    assertThat(selfSigned(end.minus(Duration.ofDays(31)))).isEqualTo(made);
    X509Certificate renewed = selfSigned(end.minus(Duration.ofDays(29)));
    assertThat(renewed).isNotEqualTo(made);
    assertThat(selfSigned(Instant.now())).isEqualTo(renewed);
    try (var files = Files.list(folder.resolve("data"))) {
      assertThat(files).as("no draft stays").hasSize(1);
    }
  }

  @Test
  void a_damaged_self_signed_certificate_ends_the_start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path kept = Files.writeString(data.resolve("self-signed.pem"), good.certificate());
    Settings settings = settings(new JsonObject().put("self-signed", true));

    assertThatThrownBy(() -> Tls.load(vertx, settings, InstantSource.system()).await())
        .isInstanceOf(SettingsRefused.class)
        .hasMessage(
            "http.tls.self-signed is true; allowed is that only with a whole "
                + kept
                + ": delete it for a new one.");
  }

  @Test
  void one_text_may_hold_both_the_certificate_and_its_key() throws Exception {
    Buffer both = Buffer.buffer(good.key() + good.certificate());

    assertThat(TlsIdentity.of(vertx, both, both).certificate()).isEqualTo(good.x509());
  }
}
