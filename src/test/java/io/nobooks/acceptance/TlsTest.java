package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.support.BusClient;
import io.nobooks.support.Courier;
import io.nobooks.support.Eventually;
import io.nobooks.support.LogLines;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestCertificate;
import io.nobooks.support.TestNode;
import io.nobooks.support.TlsClient;
import io.nobooks.support.Visitors;
import io.nobooks.web.Tls;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose public port speaks TLS. */
class TlsTest {
  private static final int DAYS = 90;

  /** A handshake's record: alert, or the server's part of a handshake. */
  private static final byte ALERT = 21;

  private static final byte HANDSHAKE = 22;

  private final Path folder;
  private final TestCertificate first;

  TlsTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.first = TestCertificate.make("EC", DAYS);
  }

  @BeforeEach
  void putFirst() throws IOException {
    put(first);
  }

  private void put(TestCertificate certificate) throws IOException {
    TestCertificate.put(folder.resolve("key.pem"), certificate.key());
    TestCertificate.put(folder.resolve("certificate.pem"), certificate.certificate());
  }

  private TestNode withFiles() throws IOException {
    JsonObject tls =
        new JsonObject()
            .put("certificate", folder.resolve("certificate.pem").toString())
            .put("key", folder.resolve("key.pem").toString())
            .put("reload", "100 ms");
    return TestNode.start(new JsonObject().put("http", new JsonObject().put("tls", tls)));
  }

  private TestNode selfSigned() throws IOException {
    return TestNode.start(
        new JsonObject()
            .put("data", folder.toString())
            .put("http", new JsonObject().put("tls", new JsonObject().put("self-signed", true))));
  }

  private static HttpResponse<String> page(HttpClient client, TestNode node)
      throws IOException, InterruptedException {
    URI address = URI.create("https://127.0.0.1:" + node.port() + "/");
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  @Test
  void the_page_comes_under_the_certificate_that_the_files_hold() throws Exception {
    try (TestNode node = withFiles()) {
      HttpResponse<String> page = page(TlsClient.believing(first.x509()), node);

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<title>");
      assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(page.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000");
    }
  }

  @Test
  void an_rsa_certificate_serves_as_well() throws Exception {
    TestCertificate rsa = TestCertificate.make("RSA", DAYS);
    put(rsa);
    try (TestNode node = withFiles()) {
      assertThat(page(TlsClient.believing(rsa.x509()), node).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void people_talk_and_hand_over_documents_over_it() throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    try (TestNode node = withFiles();
        Visitors visitors = Visitors.overTls(node)) {
      HttpClient http = TlsClient.believing(first.x509());
      RoomCode code = RoomCode.fresh();
      BusClient can = visitors.guest("Can").open(code, new JsonObject().put("lobby", false));
      BusClient mary = visitors.guest("Mary").enter(code);
      can.say("hello");
      mary.nextSaid("hello");

      String path = Courier.overTls(http, node.port(), can).uploads(bytes);
      Courier reader = Courier.overTls(http, node.port(), mary);

      assertThat(reader.gets(path).body()).isEqualTo(bytes);
      assertThat(reader.opens(path, 299_990).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, 299_990, 300_000));
    }
  }

  @Test
  void a_page_of_the_same_address_may_speak_and_one_of_plain_http_may_not() throws Exception {
    try (TestNode node = withFiles()) {
      String address = "127.0.0.1:" + node.port();

      assertThat(upgraded(node, "https://" + address)).startsWith("HTTP/1.1 101");
      assertThat(upgraded(node, "http://" + address)).startsWith("HTTP/1.1 403");
    }
  }

  private static String upgraded(TestNode node, String origin) throws Exception {
    String request =
        String.join(
            "\r\n",
            "GET /eventbus/websocket HTTP/1.1",
            "Host: 127.0.0.1:" + node.port(),
            "Origin: " + origin,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "",
            "");
    try (var socket = TlsClient.connect(node.port())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readNBytes(12), UTF_8);
    }
  }

  @Test
  void a_changed_certificate_is_taken_up_and_no_connection_ends() throws Exception {
    TestCertificate second = TestCertificate.make("EC", DAYS);
    try (TestNode node = withFiles();
        Visitors visitors = Visitors.overTls(node)) {
      BusClient can = visitors.guest("Can").open(RoomCode.fresh());
      assertThat(TlsClient.shownBy(node.port())).isEqualTo(first.x509());

      put(second);

      Eventually.holds("the new one is shown", () -> isShown(node, second));
      can.say("still here");
      can.nextSaid("still here");
      for (int web = 0; web < 4; web++) {
        assertThat(TlsClient.shownBy(node.port())).isEqualTo(second.x509());
      }
    }
  }

  @Test
  void a_broken_certificate_is_told_in_one_sentence_and_the_one_before_stays() throws Exception {
    TestCertificate second = TestCertificate.make("EC", DAYS);
    Path certificate = folder.resolve("certificate.pem");
    try (LogLines log = LogLines.of(Tls.class);
        TestNode node = withFiles()) {
      TestCertificate.put(certificate, "-----BEGIN CERTIFICATE-----\nbroken");
      Eventually.holds("it is told", () -> !log.lines().isEmpty());
      assertThat(TlsClient.shownBy(node.port())).isEqualTo(first.x509());

      put(second);
      Eventually.holds("a whole one is shown", () -> isShown(node, second));
      assertThat(log.lines().get(0))
          .isEqualTo(
              "The certificate in use stays, for the new one cannot be: http.tls.certificate is \""
                  + certificate
                  + "\"; allowed is a PEM file with a certificate.");
    }
  }

  private static boolean isShown(TestNode node, TestCertificate certificate) {
    try {
      return TlsClient.shownBy(node.port()).equals(certificate.x509());
    } catch (GeneralSecurityException | IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void plain_http_is_cut_off() throws Exception {
    try (TestNode node = withFiles()) {
      byte[] answer =
          TlsClient.answerTo(node.port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));

      assertThat(new String(answer, UTF_8)).doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void tls_1_2_is_spoken_and_1_1_is_not() throws Exception {
    try (TestNode node = withFiles()) {
      assertThat(firstByte(node, hello(3))).isEqualTo(HANDSHAKE);
      assertThat(firstByte(node, hello(2))).isEqualTo(ALERT);
    }
  }

  @Test
  void a_client_of_tls_1_2_has_one_handshake_for_each_connection() throws Exception {
    try (TestNode node = withFiles();
        SSLSocket client = TlsClient.connect(node.port(), "TLSv1.2")) {
      assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.2");

      client.startHandshake();
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("handshake_failure");
      assertThat(page(TlsClient.believing(first.x509()), node).statusCode()).isEqualTo(200);
    }
  }

  private static byte firstByte(TestNode node, byte[] hello) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(hello);
      return (byte) socket.getInputStream().read();
    }
  }

  /**
   * The first bytes of a client that speaks version 1.{@code minor - 1} at most, and can do what
   * the certificate asks for.
   */
  private static byte[] hello(int minor) {
    String version = "030" + minor;
    String body =
        version
            + "07".repeat(32)
            + "00" // no session
            + "0004c02bc009" // ECDHE with ECDSA: AES-GCM, AES-CBC
            + "0100" // no compression
            + "0018" // extensions
            + "000a000400020017" // secp256r1
            + "000b00020100" // uncompressed points
            + "000d0006000404030401"; // ECDSA and RSA with SHA-256
    String handshake = "01" + HexFormat.of().toHexDigits(body.length() / 2, 6) + body;
    String length = HexFormat.of().toHexDigits(handshake.length() / 2, 4);
    return HexFormat.of().parseHex("16" + "0301" + length + handshake);
  }

  @Test
  void a_self_signed_certificate_is_made_once_kept_to_oneself_and_used_again() throws Exception {
    X509Certificate made;
    try (TestNode node = selfSigned()) {
      made = TlsClient.shownBy(node.port());
      HttpResponse<String> page = page(TlsClient.believing(made), node);

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }
    Path kept = folder.resolve("self-signed.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    assertThat(made.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
        .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1")
        .doesNotHaveDuplicates();

    try (TestNode again = selfSigned()) {
      assertThat(TlsClient.shownBy(again.port())).isEqualTo(made);
    }
  }
}
