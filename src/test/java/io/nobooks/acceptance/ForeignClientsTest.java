package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Courier;
import io.nobooks.support.NodeJs;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that this project did not write hand documents to a whole node. */
class ForeignClientsTest {
  private final RoomCode code = RoomCode.fresh();
  private final TestNode node;
  private final Visitors visitors;
  private final Courier can;
  private final Courier mary;

  ForeignClientsTest() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
    can = new Courier(node.port(), visitors.guest("Can").open(code));
    mary = new Courier(node.port(), visitors.guest("Mary").enter(code));
  }

  @AfterEach
  void stop() throws IOException {
    visitors.close();
    node.close();
  }

  @Test
  void tus_js_client_works_unmodified() throws Exception {
    NodeJs.Run run =
        NodeJs.test(
            Map.of(
                "NOBOOKS_URL", node.url(),
                "NOBOOKS_TOKEN", can.bus().token(),
                "NOBOOKS_ROOM", code.room()),
            120,
            List.of(Path.of("src/test/node/tus.test.mjs")));
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  /**
   * What curl 7.88 sends for {@code curl -X POST -H ...}, {@code curl -X PATCH --data-binary
   * @plan.pdf}, {@code curl -I}, {@code curl} and {@code curl -X DELETE}, on one connection, head for
   * head: so that the test is the same where there is no curl.
   */
  @Test
  void curl_by_hand_offers_sends_looks_fetches_and_deletes() throws Exception {
    byte[] document = new byte[2_000_000];
    new Random(1).nextBytes(document);
    String meta = Base64.getEncoder().encodeToString("by hand".getBytes(US_ASCII));
    try (Socket curl = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      curl.setSoTimeout(20_000);

      String offered =
          asks(
              curl,
              "POST /files/" + code.room(),
              "Tus-Resumable: 1.0.0",
              "Upload-Length: " + document.length,
              "Upload-Metadata: meta " + meta);
      assertThat(offered).startsWith("HTTP/1.1 201");
      String path = headerOf(offered, "location");
      assertThat(mary.bus().next("offered").getString("meta")).isEqualTo(meta);

      String goOn =
          asks(
              curl,
              "PATCH " + path,
              "Tus-Resumable: 1.0.0",
              "Upload-Offset: 0",
              "Content-Type: application/offset+octet-stream",
              "Content-Length: " + document.length,
              "Expect: 100-continue");
      assertThat(goOn).startsWith("HTTP/1.1 100");
      curl.getOutputStream().write(document);
      String sent = head(curl.getInputStream());
      assertThat(sent).startsWith("HTTP/1.1 204");
      assertThat(headerOf(sent, "upload-offset")).isEqualTo("2000000");
      assertThat(mary.bus().next("stored").getString("file")).isEqualTo(Courier.fileOf(path));

      String looked = asks(curl, "HEAD " + path, "Tus-Resumable: 1.0.0");
      assertThat(headerOf(looked, "upload-offset")).isEqualTo("2000000");

      String fetched = asks(curl, "GET " + path, "Range: bytes=1000000-");
      assertThat(fetched).startsWith("HTTP/1.1 206");
      assertThat(curl.getInputStream().readNBytes(1_000_000))
          .isEqualTo(Arrays.copyOfRange(document, 1_000_000, document.length));

      assertThat(asks(curl, "DELETE " + path, "Tus-Resumable: 1.0.0")).startsWith("HTTP/1.1 204");
      assertThat(asks(curl, "GET " + path)).startsWith("HTTP/1.1 404");
    }
  }

  private String asks(Socket curl, String line, String... headers) throws IOException {
    String head =
        String.join(
            "\r\n",
            line + " HTTP/1.1",
            "Host: 127.0.0.1:" + node.port(),
            "User-Agent: curl/7.88.1",
            "Accept: */*",
            "Authorization: Bearer " + can.bus().token(),
            String.join("\r\n", headers));
    String end = headers.length == 0 ? "\r\n" : "\r\n\r\n";
    curl.getOutputStream().write((head + end).getBytes(US_ASCII));
    return head(curl.getInputStream());
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("the connection ended after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String headerOf(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("none");
  }
}
