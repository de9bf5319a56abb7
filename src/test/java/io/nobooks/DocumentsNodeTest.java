package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.rooms.ReceiptCheck;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitor;
import io.nobooks.support.Visitor.Code;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents through a whole node on real sockets. */
class DocumentsNodeTest {
  private static final int MIB = 1 << 20;

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** Documents that this process has open: files of the spool, which have no name. */
  private static List<String> openDocuments() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(descriptor -> target(descriptor))
          .filter(file -> file.contains(".part"))
          .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static String get(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void a_document_goes_from_its_sender_to_everybody_until_they_confirm() throws Exception {
    Code code = Code.fresh();
    byte[] document = bytes(3 * MIB);
    try (TestNode node = TestNode.start();
        Visitor can = new Visitor(node.url(), "Can");
        Visitor mary = new Visitor(node.url(), "Mary");
        Visitor joe = new Visitor(node.url(), "Joe")) {
      can.open(code);
      mary.enter(code);

      String path = can.uploads(document);

      String file = Visitor.fileOf(path);
      JsonObject offered = mary.hears("offered", event -> file.equals(event.getString("file")));
      assertThat(offered.getLong("size")).isEqualTo(document.length);
      mary.hears("stored", event -> file.equals(event.getString("file")));
      assertThat(mary.gets(path).body()).isEqualTo(document);
      mary.does("receive", path);
      mary.does("confirm", path);
      can.hears("handoffs", event -> event.encode().contains("confirmed"));
      JsonObject snapshot = joe.enter(code);
      assertThat(snapshot.getJsonArray("files").getJsonObject(0).getJsonArray("handoff"))
          .contains(JsonArray.of(mary.seat(), "confirmed"), JsonArray.of(joe.seat(), "offered"));
      assertThat(joe.gets(path).body()).isEqualTo(document);
      joe.does("receive", path);
    }
  }

  @Test
  void a_private_document_is_nothing_to_the_others() throws Exception {
    Code code = Code.fresh();
    try (TestNode node = TestNode.start();
        Visitor can = new Visitor(node.url(), "Can");
        Visitor mary = new Visitor(node.url(), "Mary");
        Visitor joe = new Visitor(node.url(), "Joe")) {
      can.open(code);
      mary.enter(code);
      joe.enter(code);

      String path = can.uploads(bytes(1_000), mary.seat());

      String file = Visitor.fileOf(path);
      assertThat(joe.hears("offered", event -> true).containsKey("meta")).isFalse();
      mary.hears("offered", event -> file.equals(event.getString("file")) && hasMeta(event));
      assertThat(joe.gets(path).statusCode()).isEqualTo(404);
      assertThat(joe.deletes(path)).isEqualTo(404);
      assertThat(mary.gets(path).statusCode()).isEqualTo(200);
      assertThat(mary.deletes(path)).isEqualTo(404);
      assertThat(can.deletes(path)).isEqualTo(204);
      joe.hears("withdrawn", event -> file.equals(event.getString("file")));
      assertThat(mary.gets(path).statusCode()).isEqualTo(404);
    }
  }

  private static boolean hasMeta(JsonObject event) {
    return event.containsKey("meta");
  }

  @Test
  void a_kick_and_a_leave_cut_transfers_before_they_are_answered() throws Exception {
    Code code = Code.fresh();
    try (TestNode node = TestNode.start();
        Visitor can = new Visitor(node.url(), "Can");
        Visitor mary = new Visitor(node.url(), "Mary");
        Visitor joe = new Visitor(node.url(), "Joe")) {
      can.open(code);
      mary.enter(code);
      joe.enter(code);
      String path = can.offers(100 * MIB);
      can.patches(path, 0, bytes(20 * MIB));
      InputStream marys = mary.opens(path).body();
      InputStream joes = joe.opens(path).body();
      marys.readNBytes(MIB);
      joes.readNBytes(MIB);

      can.does(new JsonObject().put("type", "kick").put("seat", mary.seat()));
      assertThat(transfers(node)).isEqualTo(1);
      joe.does(new JsonObject().put("type", "leave"));
      assertThat(transfers(node)).isZero();

      assertThat(isCut(marys)).isTrue();
      assertThat(isCut(joes)).isTrue();
      assertThat(mary.gets(path).statusCode()).isEqualTo(404);
      assertThat(joe.gets(path).statusCode()).isEqualTo(404);
      assertThat(can.offset(path)).isEqualTo(20 * MIB);
    }
  }

  /** The rest never comes whole. */
  private static boolean isCut(InputStream download) {
    try {
      download.readAllBytes();
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  @Test
  void an_uploader_who_is_kicked_writes_no_more_and_its_document_is_withdrawn() throws Exception {
    Code code = Code.fresh();
    try (TestNode node = TestNode.start();
        Visitor can = new Visitor(node.url(), "Can");
        Visitor mary = new Visitor(node.url(), "Mary")) {
      can.open(code);
      mary.enter(code);
      String path = mary.offers(10 * MIB);
      try (Socket upload = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
        upload.getOutputStream().write(patch(mary, path, 10 * MIB));
        upload.getOutputStream().write(bytes(MIB));
        can.hears("progress", event -> event.getString("file").equals(Visitor.fileOf(path)));

        can.does(new JsonObject().put("type", "kick").put("seat", mary.seat()));

        can.hears("withdrawn", event -> event.getString("file").equals(Visitor.fileOf(path)));
        assertThat(transfers(node)).isZero();
        assertThat(openDocuments()).isEmpty();
        assertThat(isClosed(upload)).isTrue();
      }
    }
  }

  private static byte[] patch(Visitor by, String path, int length) {
    return by.head(
        "PATCH",
        path,
        "Tus-Resumable: 1.0.0",
        "Content-Type: application/offset+octet-stream",
        "Upload-Offset: 0",
        "Content-Length: " + length);
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(20_000);
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void after_the_end_nothing_is_left_but_a_receipt_that_can_be_checked() throws Exception {
    Code code = Code.fresh();
    byte[] document = bytes(2 * MIB);
    try (TestNode node = TestNode.start();
        Visitor can = new Visitor(node.url(), "Can");
        Visitor mary = new Visitor(node.url(), "Mary")) {
      can.open(code);
      mary.enter(code);
      String whole = can.uploads(document);
      String part = can.offers(100 * MIB);
      can.patches(part, 0, bytes(20 * MIB));
      InputStream open = mary.opens(part).body();
      open.readNBytes(MIB);
      assertThat(openDocuments()).hasSize(2);

      can.does(new JsonObject().put("type", "delete"));

      assertThat(isCut(open)).isTrue();
      assertThat(transfers(node)).isZero();
      assertThat(openDocuments()).isEmpty();
      String nonce = mary.hears("ended", event -> true).getString("nonce");
      for (Visitor visitor : List.of(can, mary)) {
        assertThat(visitor.gets(whole).statusCode()).isEqualTo(404);
        assertThat(visitor.gets(part).statusCode()).isEqualTo(404);
        visitor.does(new JsonObject().put("type", "wiped").put("nonce", nonce));
      }
      JsonObject receipt = mary.hears("receipt", event -> true).getJsonObject("receipt");
      assertThat(receipt.getJsonObject("counts"))
          .isEqualTo(
              new JsonObject()
                  .put("members", 2)
                  .put("messages", 0)
                  .put("files", 1)
                  .put("bytes", document.length));
      Path saved = Files.writeString(node.data().resolve("saved.json"), receipt.encodePrettily());
      String key = get(node.url() + "/api/receipt-key");
      assertThat(ReceiptCheck.of(List.of(saved.toString(), "--key", key)).exitCode()).isZero();
      assertThat(mary.gets(whole).statusCode()).isEqualTo(404);
      try (Stream<Path> spool = Files.list(node.data().resolve("spool"))) {
        assertThat(spool).isEmpty();
      }
      assertThat(counts(node).getInteger("files")).isZero();
      assertThat(counts(node).getLong("bytes")).isZero();
    }
  }

  @Test
  void the_last_one_who_leaves_gets_the_receipt_after_the_bytes_are_gone() throws Exception {
    try (TestNode node = TestNode.start();
        Visitor can = new Visitor(node.url(), "Can")) {
      can.open(Code.fresh());
      can.uploads(bytes(MIB));

      JsonObject reply = can.does(new JsonObject().put("type", "leave"));

      assertThat(openDocuments()).isEmpty();
      assertThat(reply.getJsonObject("receipt").getJsonObject("counts").getInteger("files"))
          .isEqualTo(1);
    }
  }

  @Test
  void a_node_that_goes_down_says_so_and_leaves_no_bytes() throws Exception {
    Code code = Code.fresh();
    TestNode node = TestNode.start();
    try (Visitor can = new Visitor(node.url(), "Can");
        Visitor mary = new Visitor(node.url(), "Mary")) {
      can.open(code);
      mary.enter(code);
      String path = can.offers(100 * MIB);
      can.patches(path, 0, bytes(20 * MIB));
      InputStream open = mary.opens(path).body();
      open.readNBytes(MIB);
      FutureTask<Boolean> wipe = new FutureTask<>(() -> wipe(can, mary));
      new Thread(wipe).start();

      node.close();

      assertThat(wipe.get()).as("everybody's report was answered").isTrue();
      assertThat(isCut(open)).isTrue();
      assertThat(mary.hears("ended", event -> true).getString("reason")).isEqualTo("shutdown");
      assertThat(mary.hears("receipt", event -> true).getJsonObject("receipt")).isNotNull();
      assertThat(openDocuments()).isEmpty();
    }
  }

  private static boolean wipe(Visitor... visitors) throws InterruptedException {
    for (Visitor visitor : visitors) {
      String nonce = visitor.hears("ended", event -> true).getString("nonce");
      visitor.does(new JsonObject().put("type", "wiped").put("nonce", nonce));
    }
    return true;
  }

  @Test
  void a_node_without_a_relay_has_no_documents() throws Exception {
    JsonObject none = new JsonObject().put("deploy", new JsonObject().put("relay", 0));
    try (TestNode node = TestNode.start(none);
        Visitor can = new Visitor(node.url(), "Can")) {
      JsonObject snapshot = can.open(Code.fresh());
      String files = "/files/" + snapshot.getString("room");

      assertThat(can.gets(files + "/" + can.seat()).statusCode()).isEqualTo(404);
      assertThat(can.deletes(files + "/" + can.seat())).isEqualTo(404);
      JsonObject limits = new JsonObject(get(node.url() + "/api/about")).getJsonObject("limits");
      assertThat(limits.getInteger("filesPerRoom")).isZero();
    }
  }

  private static JsonObject counts(TestNode node) throws Exception {
    return new JsonObject(get("http://127.0.0.1:" + node.adminPort() + "/documents"));
  }

  private static int transfers(TestNode node) throws Exception {
    return counts(node).getInteger("transfers");
  }
}
