package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.rooms.ReceiptCheck;
import io.nobooks.support.BusClient;
import io.nobooks.support.Courier;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents through a whole node. */
class DocumentsTest {
  private static final int MIB = 1 << 20;

  private final RoomCode code = RoomCode.fresh();
  private final TestNode node;
  private final Visitors visitors;

  DocumentsTest() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
  }

  @AfterEach
  void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private Courier opens(String name) {
    return new Courier(node.port(), visitors.guest(name).open(code));
  }

  private Courier enters(String name) {
    return new Courier(node.port(), visitors.guest(name).enter(code));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** Documents that this node has open: files of its spool, which have no name. */
  private List<String> openDocuments() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(descriptor -> target(descriptor))
          .filter(file -> file.startsWith(node.data().toString()) && file.contains(".part"))
          .distinct()
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

  private static String get(TestNode from, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(from.url() + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private JsonObject held() throws Exception {
    return Operator.of(node).get("/documents");
  }

  private int transfers() throws Exception {
    return held().getInteger("transfers");
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

  private static boolean isCut(Socket upload) {
    try {
      upload.setSoTimeout(20_000);
      return upload.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void a_document_goes_from_its_sender_to_everybody_until_they_confirm() throws Exception {
    Courier can = opens("Can");
    Courier mary = enters("Mary");
    byte[] document = bytes(3 * MIB);

    String path = can.uploads(document);

    String file = Courier.fileOf(path);
    JsonObject offered = mary.bus().next("offered");
    assertThat(offered.getString("file")).isEqualTo(file);
    assertThat(offered.getLong("size")).isEqualTo(document.length);
    assertThat(mary.bus().next("stored").getString("file")).isEqualTo(file);
    assertThat(mary.bus().commandRefused("receive", "file", file).code).isEqualTo(1001);
    assertThat(mary.gets(path).body()).isEqualTo(document);
    mary.bus().command("receive", "file", file);
    mary.bus().command("confirm", "file", file);
    assertThat(can.bus().next("handoffs").getJsonArray("changes").getJsonArray(0).getString(2))
        .isEqualTo("received");
    assertThat(can.bus().next("handoffs").getJsonArray("changes"))
        .isEqualTo(JsonArray.of(JsonArray.of(file, mary.bus().seat(), "confirmed")));
    Courier joe = enters("Joe");
    assertThat(joe.bus().snapshot().getJsonArray("files").getJsonObject(0).getJsonArray("handoff"))
        .contains(
            JsonArray.of(mary.bus().seat(), "confirmed"),
            JsonArray.of(joe.bus().seat(), "offered"));
    assertThat(joe.gets(path).body()).isEqualTo(document);
    joe.bus().command("receive", "file", file);
  }

  @Test
  void a_private_document_is_nothing_to_the_others() throws Exception {
    Courier can = opens("Can");
    Courier mary = enters("Mary");
    Courier joe = enters("Joe");

    String path = can.uploads(bytes(1_000), mary.bus().seat());

    assertThat(joe.bus().next("offered").containsKey("meta")).isFalse();
    assertThat(joe.gets(path).statusCode()).isEqualTo(404);
    assertThat(joe.deletes(path)).isEqualTo(404);
    assertThat(joe.bus().commandRefused("decline", "file", Courier.fileOf(path)).code)
        .isEqualTo(1305);
    assertThat(mary.gets(path).statusCode()).isEqualTo(200);
    assertThat(mary.bus().told("offered")).anyMatch(offered -> offered.containsKey("meta"));
    assertThat(mary.deletes(path)).isEqualTo(404);
    assertThat(can.deletes(path)).isEqualTo(204);
    assertThat(joe.bus().next("withdrawn").getString("file")).isEqualTo(Courier.fileOf(path));
    assertThat(mary.gets(path).statusCode()).isEqualTo(404);
  }

  @Test
  void a_kick_and_a_leave_cut_transfers_before_they_are_answered() throws Exception {
    Courier can = opens("Can");
    Courier mary = enters("Mary");
    Courier joe = enters("Joe");
    String path = can.offers(100 * MIB);
    can.patches(path, 0, bytes(20 * MIB));
    InputStream marys = mary.opens(path, 0);
    InputStream joes = joe.opens(path, 0);
    marys.readNBytes(MIB);
    joes.readNBytes(MIB);

    can.bus().command("kick", "seat", mary.bus().seat());
    assertThat(transfers()).isEqualTo(1);
    joe.bus().command("leave");
    assertThat(transfers()).isZero();

    assertThat(isCut(marys)).isTrue();
    assertThat(isCut(joes)).isTrue();
    assertThat(mary.gets(path).statusCode()).isEqualTo(404);
    assertThat(joe.gets(path).statusCode()).isEqualTo(404);
    assertThat(can.offset(path)).isEqualTo(20 * MIB);
  }

  @Test
  void an_uploader_who_is_kicked_writes_no_more_and_its_document_is_withdrawn() throws Exception {
    Courier can = opens("Can");
    Courier mary = enters("Mary");
    String path = mary.offers(10 * MIB);
    try (Socket upload = mary.beginsToSend(path, 10 * MIB, bytes(MIB))) {
      assertThat(can.bus().next("progress").getString("file")).isEqualTo(Courier.fileOf(path));

      can.bus().command("kick", "seat", mary.bus().seat());

      assertThat(can.bus().next("withdrawn").getString("file")).isEqualTo(Courier.fileOf(path));
      assertThat(transfers()).isZero();
      assertThat(openDocuments()).isEmpty();
      assertThat(isCut(upload)).isTrue();
    }
  }

  @Test
  void after_the_end_nothing_is_left_but_a_receipt_that_can_be_checked() throws Exception {
    Courier can = opens("Can");
    Courier mary = enters("Mary");
    String whole = can.uploads(bytes(2 * MIB));
    String part = can.offers(100 * MIB);
    can.patches(part, 0, bytes(20 * MIB));
    InputStream open = mary.opens(part, 0);
    open.readNBytes(MIB);
    assertThat(openDocuments()).hasSize(2);

    can.bus().command("delete");

    assertThat(isCut(open)).isTrue();
    assertThat(openDocuments()).isEmpty();
    assertThat(held())
        .isEqualTo(
            new JsonObject()
                .put("files", 0)
                .put("rooms", 0)
                .put("bytes", 0)
                .put("transfers", 0)
                .put("segments", 0));
    String nonce = mary.bus().next("ended").getString("nonce");
    for (Courier member : List.of(can, mary)) {
      assertThat(member.gets(whole).statusCode()).isEqualTo(404);
      assertThat(member.gets(part).statusCode()).isEqualTo(404);
      member.bus().command("wiped", "nonce", nonce);
    }
    JsonObject receipt = mary.bus().next("receipt").getJsonObject("receipt");
    assertThat(receipt.getJsonObject("counts"))
        .isEqualTo(
            new JsonObject()
                .put("members", 2)
                .put("messages", 0)
                .put("files", 1)
                .put("bytes", 2 * MIB));
    Path saved = Files.writeString(node.data().resolve("saved.json"), receipt.encodePrettily());
    String key = get(node, "/api/receipt-key");
    assertThat(ReceiptCheck.of(List.of(saved.toString(), "--key", key)).exitCode()).isZero();
    assertThat(mary.gets(whole).statusCode()).isEqualTo(404);
    try (Stream<Path> spool = Files.list(node.data().resolve("spool"))) {
      assertThat(spool).isEmpty();
    }
  }

  @Test
  void the_last_one_who_leaves_gets_the_receipt_after_the_bytes_are_gone() throws Exception {
    Courier can = opens("Can");
    can.uploads(bytes(MIB));

    JsonObject reply = can.bus().command("leave");

    assertThat(openDocuments()).isEmpty();
    assertThat(reply.getJsonObject("receipt").getJsonObject("counts").getInteger("files"))
        .isEqualTo(1);
  }

  @Test
  void a_node_that_goes_down_ends_rooms_then_transfers_then_sockets() throws Exception {
    try (TestNode going = TestNode.start();
        Visitors there = Visitors.of(going)) {
      Courier can = new Courier(going.port(), there.guest("Can").open(code));
      Courier mary = new Courier(going.port(), there.guest("Mary").enter(code));
      String path = can.offers(100 * MIB);
      can.patches(path, 0, bytes(20 * MIB));
      InputStream open = mary.opens(path, 0);
      open.readNBytes(MIB);

      Future<Void> down = going.vertx().close();

      for (BusClient member : List.of(can.bus(), mary.bus())) {
        JsonObject ended = member.next("ended");
        assertThat(ended.getString("reason")).isEqualTo("shutdown");
        member.command("wiped", "nonce", ended.getString("nonce"));
      }
      for (BusClient member : List.of(can.bus(), mary.bus())) {
        member.next("receipt");
        member.next("bye");
      }
      down.await();
      assertThat(isCut(open)).isTrue();
      assertThat(openDocuments()).isEmpty();
    }
  }

  @Test
  void a_node_without_a_relay_has_no_documents() throws Exception {
    JsonObject none = new JsonObject().put("deploy", new JsonObject().put("relay", 0));
    try (TestNode without = TestNode.start(none);
        Visitors there = Visitors.of(without)) {
      Courier can = new Courier(without.port(), there.guest("Can").open(code));
      String path = "/files/" + code.room() + "/" + can.bus().seat();

      assertThat(can.gets(path).statusCode()).isEqualTo(404);
      assertThat(can.deletes(path)).isEqualTo(404);
      JsonObject about = new JsonObject(get(without, "/api/about"));
      assertThat(about.getJsonObject("limits").getInteger("filesPerRoom")).isZero();
    }
  }
}
