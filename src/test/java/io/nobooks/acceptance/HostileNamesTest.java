package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Courier;
import io.nobooks.support.HostileNames;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Names of documents that mean harm, through a whole node: to it they are bytes inside {@code
 * meta}, and a path is no name. What the page makes of them is in {@code hostile-names.test.js}.
 */
class HostileNamesTest {
  private static final int MOST_META = 2 << 10;

  /** A refusal, or none where the request line was longer than anybody reads. */
  private static final Pattern NOWHERE = Pattern.compile("(?s)HTTP/1\\.[01] (400|404|414|431) .*|");

  /** Dots between slashes that were not coded may lead out of the room, to the page. */
  private static final Pattern NOWHERE_OR_THE_PAGE =
      Pattern.compile(NOWHERE.pattern() + "|(?s)HTTP/1\\.1 200 .*<title>NoBooks</title>.*");

  private static final byte[] DOCUMENT = "the plan".getBytes(UTF_8);

  private final RoomCode code = RoomCode.fresh();
  private final TestNode node;
  private final Visitors visitors;
  private final Courier can;
  private final Courier mary;

  HostileNamesTest() throws IOException {
    JsonObject limits = new JsonObject().put("offers", "1000/s burst 1000");
    node = TestNode.start(new JsonObject().put("limits", limits));
    visitors = Visitors.of(node);
    can = new Courier(node.port(), visitors.guest("Can").open(code));
    mary = new Courier(node.port(), visitors.guest("Mary").enter(code));
  }

  @AfterEach
  void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private String room() {
    return "/files/" + code.room();
  }

  /**
   * {@code meta} as a client sends it that cleans nothing; the name is no UTF-8 where it cannot be.
   */
  private static String meta(String name) {
    byte[] json =
        new JsonObject().put("name", name).put("size", DOCUMENT.length).encode().getBytes(UTF_8);
    return Base64.getEncoder().encodeToString(json);
  }

  private HttpResponse<byte[]> offers(String meta) throws Exception {
    return can.asks(
        "POST",
        room(),
        new byte[0],
        "Tus-Resumable",
        "1.0.0",
        "Upload-Length",
        Integer.toString(DOCUMENT.length),
        "Upload-Metadata",
        "meta " + meta + ",filename " + meta);
  }

  private JsonObject onlyDocument() {
    JsonArray files = mary.bus().command("list", "what", "files").getJsonArray("items");
    assertThat(files).hasSize(1);
    return files.getJsonObject(0);
  }

  /** Names and contents of the spool's folder; documents have no names there. */
  private List<Path> inFolders() throws IOException {
    try (Stream<Path> files = Files.walk(node.data())) {
      return files.map(node.data()::relativize).sorted().toList();
    }
  }

  @Test
  void in_an_offer_they_come_back_as_they_were_sent_and_stand_in_no_header() throws Exception {
    List<Path> before = inFolders();
    int taken = 0;
    for (String name : HostileNames.all()) {
      String meta = meta(name);
      HttpResponse<byte[]> answer = offers(meta);
      if (Base64.getDecoder().decode(meta).length > MOST_META) {
        assertThat(answer.statusCode()).isIn(413, 431);
        continue;
      }
      assertThat(answer.statusCode()).as(name).isEqualTo(201);
      taken++;
      String path = answer.headers().firstValue("Location").orElseThrow();
      assertThat(path).matches(room() + "/[a-z2-7]{26}");
      assertThat(onlyDocument().getString("meta")).isEqualTo(meta);
      can.patches(path, 0, DOCUMENT);
      HttpResponse<byte[]> got = mary.gets(path);
      assertThat(got.body()).isEqualTo(DOCUMENT);
      assertThat(headersOf(got)).isEqualTo(HARMLESS);
      assertThat(can.deletes(path)).isEqualTo(204);
    }
    assertThat(taken).isGreaterThan(300);
    assertThat(inFolders()).isEqualTo(before);
  }

  private static final Map<String, String> HARMLESS =
      Map.of(
          "content-type", "application/octet-stream",
          "content-disposition", "attachment",
          "x-content-type-options", "nosniff",
          "content-security-policy", "sandbox");

  /** Those headers of a download that a name could have got into. */
  private static Map<String, String> headersOf(HttpResponse<byte[]> answer) {
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    return HARMLESS.keySet().stream()
        .collect(
            Collectors.toMap(
                name -> name, name -> answer.headers().firstValue(name).orElse("none")));
  }

  @Test
  void in_a_path_they_lead_nowhere() throws Exception {
    String path = can.uploads(DOCUMENT);
    List<Path> before = inFolders();
    for (String name : HostileNames.all()) {
      String coded = URLEncoder.encode(name, UTF_8);
      String raw = name.replaceAll("[\\r\\n]", "").replace(' ', '+');
      for (String target : List.of("/files/" + coded, room() + "/" + coded, path + coded)) {
        assertThat(answerTo(target)).as(shown(target)).matches(NOWHERE);
      }
      assertThat(answerTo(room() + "/" + raw)).as(shown(raw)).matches(NOWHERE_OR_THE_PAGE);
    }
    assertThat(mary.gets(path).body()).isEqualTo(DOCUMENT);
    assertThat(inFolders()).isEqualTo(before);
  }

  private static String shown(String target) {
    return target.substring(0, Math.min(100, target.length()));
  }

  /** The answer to a GET, sent byte for byte by somebody who is signed in. */
  private String answerTo(String target) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.setSoTimeout(20_000);
      String head =
          String.join(
              "\r\n",
              "GET " + target + " HTTP/1.1",
              "Host: 127.0.0.1:" + node.port(),
              "Authorization: Bearer " + mary.bus().token(),
              "Connection: close",
              "",
              "");
      socket.getOutputStream().write(head.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }
}
