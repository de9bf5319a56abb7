package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Courier;
import io.nobooks.support.Eventually;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused of documents through a whole node: the code, and that nothing has changed. */
class DocumentRefusalsTest {
  private static final byte[] NOTHING = {};
  private static final byte[] DOCUMENT = bytes(300_000);
  private static final int BEGUN = 100_000;
  private static final JsonObject LIMITS =
      new JsonObject().put("file", 600_000).put("files-room", 4).put("files-room-bytes", 1_000_000);

  private static TestNode node;
  private static Visitors visitors;
  private final RoomCode code = RoomCode.fresh();
  private Courier can;
  private Courier mary;
  private String whole = "";
  private String begun = "";

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.start(new JsonObject().put("limits", LIMITS));
    visitors = Visitors.of(node);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  /** Everybody has a whole document of Can's, and the beginning of one of Mary's. */
  @BeforeEach
  void share() throws Exception {
    can = new Courier(node.port(), visitors.guest("Can").open(code));
    mary = new Courier(node.port(), visitors.guest("Mary").enter(code));
    whole = can.uploads(DOCUMENT);
    begun = mary.offers(DOCUMENT.length);
    mary.patches(begun, 0, Arrays.copyOf(DOCUMENT, BEGUN));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static byte[] part(int from, int to) {
    return Arrays.copyOfRange(DOCUMENT, from, to);
  }

  /** The room's documents; how much it knows to have come may lag behind. */
  private List<JsonObject> files() {
    return can.bus().command("list", "what", "files").getJsonArray("items").stream()
        .map(file -> (JsonObject) file)
        .peek(file -> file.remove("received"))
        .toList();
  }

  /** Everything of the two documents that anybody can see, and what the room has told so far. */
  private record Standing(
      List<JsonObject> files, JsonObject held, long top, long offset, String digest) {}

  /** What is promised and kept, once a refused transfer, which ends behind its answer, is over. */
  private JsonObject held() throws Exception {
    Eventually.holds("no transfer runs", () -> transfers() == 0);
    return Operator.of(node).get("/documents");
  }

  private Standing standing() throws Exception {
    return new Standing(
        files(),
        held(),
        can.bus().register(code.out()).getLong("top"),
        mary.offset(begun),
        digest("SHA-256", can.gets(whole).body()));
  }

  /** A request that is refused with the same status and code each time, and changes nothing. */
  private void refused(
      Failure failure, Courier who, String method, String path, byte[] body, String... headers)
      throws Exception {
    refused(failure.status, failure.code, who, method, path, body, headers);
  }

  private void refused(
      int status, int code, Courier who, String method, String path, byte[] body, String... headers)
      throws Exception {
    Standing before = standing();
    for (int time = 0; time < 2; time++) {
      HttpResponse<byte[]> answer = who.asks(method, path, body, headers);
      String says = new String(answer.body(), UTF_8);
      assertThat(answer.statusCode()).as(says).isEqualTo(status);
      if (!method.equals("HEAD")) {
        JsonObject problem = new JsonObject(says);
        assertThat(problem.getInteger("code")).as(says).isEqualTo(code);
        assertThat(problem.getString("slug")).isEqualTo(Failure.ofCode(code).slug());
      }
    }
    assertThat(standing()).isEqualTo(before);
  }

  private static String[] patch(long offset, String... more) {
    String[] headers = {
      "Tus-Resumable", "1.0.0",
      "Content-Type", "application/offset+octet-stream",
      "Upload-Offset", Long.toString(offset)
    };
    String[] all = Arrays.copyOf(headers, headers.length + more.length);
    System.arraycopy(more, 0, all, headers.length, more.length);
    return all;
  }

  private static String[] offer(long size, String... more) {
    String[] headers = {"Tus-Resumable", "1.0.0", "Upload-Length", Long.toString(size)};
    String[] all = Arrays.copyOf(headers, headers.length + more.length);
    System.arraycopy(more, 0, all, headers.length, more.length);
    return all;
  }

  private static String digest(String algorithm, byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  private String room() {
    return "/files/" + code.room();
  }

  /** What was begun can still be finished, byte for byte. */
  private void assertGoesOn() throws Exception {
    mary.patches(begun, BEGUN, part(BEGUN, DOCUMENT.length));
    assertThat(can.gets(begun).body()).isEqualTo(DOCUMENT);
    assertThat(can.gets(whole).body()).isEqualTo(DOCUMENT);
  }

  @Test
  void a_room_locked_for_documents_refuses_new_ones_and_lets_the_others_go_on() throws Exception {
    can.bus().command("set", "options", new JsonObject().put("filesLocked", true));

    refused(Failure.ROOM_LOCKED, mary, "POST", room(), NOTHING, offer(5));
    refused(Failure.ROOM_LOCKED, can, "POST", room(), NOTHING, offer(5));
    assertGoesOn();
  }

  @Test
  void a_wrong_offset() throws Exception {
    for (long offset : new long[] {0, BEGUN - 1, BEGUN + 1, DOCUMENT.length, 1L << 40}) {
      refused(Failure.BAD_OFFSET, mary, "PATCH", begun, part(0, 10), patch(offset));
    }
    refused(Failure.BAD_COMMAND, mary, "PATCH", begun, part(0, 10), patch(-1));
    refused(Failure.BAD_OFFSET, can, "PATCH", whole, NOTHING, patch(7));
    assertGoesOn();
  }

  @Test
  void a_wrong_checksum() throws Exception {
    byte[] part = part(BEGUN, BEGUN + 50_000);
    for (String sum :
        List.of(
            "sha256 " + digest("SHA-256", part(0, 50_000)),
            "sha1 " + digest("SHA-1", part(0, 50_000)))) {
      refused(
          Failure.DIGEST_MISMATCH,
          mary,
          "PATCH",
          begun,
          part,
          patch(BEGUN, "Upload-Checksum", sum));
    }
    for (String sum : List.of("md5 " + digest("MD5", part), "sha256 ###", "sha1")) {
      refused(
          Failure.BAD_COMMAND, mary, "PATCH", begun, part, patch(BEGUN, "Upload-Checksum", sum));
    }
    String right = "sha256 " + digest("SHA-256", part(BEGUN, DOCUMENT.length));
    HttpResponse<byte[]> taken =
        mary.asks(
            "PATCH", begun, part(BEGUN, DOCUMENT.length), patch(BEGUN, "Upload-Checksum", right));
    assertThat(taken.statusCode()).isEqualTo(204);
    assertThat(can.gets(begun).body()).isEqualTo(DOCUMENT);
  }

  @Test
  void another_length() throws Exception {
    byte[] part = part(BEGUN, BEGUN + 10);
    for (long length : new long[] {0, BEGUN, DOCUMENT.length - 1, DOCUMENT.length + 1}) {
      refused(
          Failure.BAD_COMMAND,
          mary,
          "PATCH",
          begun,
          part,
          patch(BEGUN, "Upload-Length", Long.toString(length)));
    }
    byte[] oneMore = Arrays.copyOf(part(BEGUN, DOCUMENT.length), DOCUMENT.length - BEGUN + 1);
    refused(Failure.FILE_TOO_LARGE, mary, "PATCH", begun, oneMore, patch(BEGUN));
    refused(Failure.FILE_TOO_LARGE, can, "PATCH", whole, part, patch(DOCUMENT.length));
    assertGoesOn();
  }

  @Test
  void more_than_fits() throws Exception {
    refused(Failure.FILE_TOO_LARGE, can, "POST", room(), NOTHING, offer(600_001));
    refused(Failure.QUOTA_EXCEEDED, can, "POST", room(), NOTHING, offer(400_001));
    can.offers(399_999);
    refused(Failure.QUOTA_EXCEEDED, can, "POST", room(), NOTHING, offer(2));
    can.offers(0);
    refused(Failure.QUOTA_EXCEEDED, can, "POST", room(), NOTHING, offer(0));
    assertGoesOn();
  }

  @Test
  void offers_out_of_shape() throws Exception {
    String large = Base64.getEncoder().encodeToString(new byte[2049]);
    String nobody = Base64.getEncoder().encodeToString("a".repeat(26).getBytes(UTF_8));
    refused(
        Failure.TOO_LARGE,
        can,
        "POST",
        room(),
        NOTHING,
        offer(5, "Upload-Metadata", "meta " + large));
    refused(
        Failure.NO_SUCH_SEAT,
        can,
        "POST",
        room(),
        NOTHING,
        offer(5, "Upload-Metadata", "to " + nobody));
    refused(
        Failure.BAD_COMMAND, can, "POST", room(), NOTHING, offer(5, "Upload-Concat", "partial"));
    refused(
        Failure.BAD_COMMAND,
        can,
        "POST",
        room(),
        NOTHING,
        "Tus-Resumable",
        "1.0.0",
        "Upload-Defer-Length",
        "1");
    refused(412, 1000, can, "POST", room(), NOTHING, "Upload-Length", "5");
    assertGoesOn();
  }

  /** Every request that there is, of a document that this one has nothing to do with. */
  private void refusedEverything(Failure failure, Courier who, String path) throws Exception {
    refused(failure, who, "GET", path, NOTHING);
    refused(failure, who, "HEAD", path, NOTHING);
    refused(failure, who, "HEAD", path, NOTHING, "Tus-Resumable", "1.0.0");
    refused(failure, who, "PATCH", path, part(BEGUN, BEGUN + 10), patch(BEGUN));
    refused(failure, who, "DELETE", path, NOTHING, "Tus-Resumable", "1.0.0");
  }

  @Test
  void a_session_from_elsewhere() throws Exception {
    Courier stranger = new Courier(node.port(), visitors.guest("Ali").open(RoomCode.fresh()));
    for (String path : List.of(whole, begun)) {
      refusedEverything(Failure.ROOM_NOT_FOUND, stranger, path);
    }
    refused(Failure.ROOM_NOT_FOUND, stranger, "POST", room(), NOTHING, offer(5));
    assertGoesOn();
  }

  @Test
  void a_member_who_is_neither_sender_nor_recipient() throws Exception {
    Courier ali = new Courier(node.port(), visitors.guest("Ali").enter(code));
    String secret = can.uploads(bytes(1_000), mary.bus().seat());

    refusedEverything(Failure.NO_SUCH_FILE, ali, secret);
    refused(Failure.NO_SUCH_FILE, ali, "PATCH", begun, part(BEGUN, BEGUN + 10), patch(BEGUN));
    refused(Failure.NO_SUCH_FILE, can, "PATCH", begun, part(BEGUN, BEGUN + 10), patch(BEGUN));
    refused(Failure.NO_SUCH_FILE, mary, "DELETE", secret, NOTHING, "Tus-Resumable", "1.0.0");
    assertGoesOn();
  }

  @Test
  void a_member_who_was_removed_or_has_left() throws Exception {
    Courier ali = new Courier(node.port(), visitors.guest("Ali").enter(code));
    Courier ece = new Courier(node.port(), visitors.guest("Ece").enter(code));
    assertThat(ali.gets(whole).body()).isEqualTo(DOCUMENT);
    ece.bus().command("leave");
    can.bus().command("kick", "seat", ali.bus().seat());

    for (Courier removed : List.of(ali, ece)) {
      for (String path : List.of(whole, begun)) {
        refusedEverything(Failure.ROOM_NOT_FOUND, removed, path);
      }
      refused(Failure.ROOM_NOT_FOUND, removed, "POST", room(), NOTHING, offer(5));
    }
    assertGoesOn();
  }

  @Test
  void a_sender_who_was_removed_leaves_whole_documents_and_nothing_half() throws Exception {
    String marys = mary.uploads(bytes(1_000));

    can.bus().command("kick", "seat", mary.bus().seat());

    assertThat(can.gets(begun).statusCode()).isEqualTo(404);
    assertThat(can.gets(marys).body()).isEqualTo(bytes(1_000));
    for (String path : List.of(marys, begun)) {
      assertThat(mary.offset(path)).isEqualTo(-404);
      assertThat(mary.deletes(path)).isEqualTo(404);
    }
    assertThat(can.gets(marys).statusCode()).isEqualTo(200);
    assertThat(can.deletes(marys)).isEqualTo(404);
  }

  @Test
  void a_session_that_has_signed_out_or_never_signed_in() throws Exception {
    Courier ali = new Courier(node.port(), visitors.guest("Ali").enter(code));
    assertThat(ali.gets(whole).statusCode()).isEqualTo(200);
    ali.bus().ask("auth.sign-out", new JsonObject());

    refusedEverything(Failure.TOKEN_INVALID, ali, whole);
    refused(Failure.TOKEN_INVALID, ali, "POST", room(), NOTHING, offer(5));
    BusClient nobody = visitors.connect();
    Courier unknown = new Courier(node.port(), nobody);
    refusedEverything(Failure.TOKEN_INVALID, unknown, whole);
    assertGoesOn();
  }

  @Test
  void a_second_writer_of_another_session_does_not_disturb_the_first() throws Exception {
    try (Socket writing = mary.beginsToSend(begun, BEGUN, DOCUMENT.length - BEGUN, NOTHING)) {
      writing.getOutputStream().write(part(BEGUN, BEGUN + 50_000));
      Eventually.holds("it writes", () -> transfers() == 1);

      HttpResponse<byte[]> other = can.asks("PATCH", begun, part(BEGUN, BEGUN + 10), patch(BEGUN));
      assertThat(other.statusCode()).isEqualTo(404);
      writing.getOutputStream().write(part(BEGUN + 50_000, DOCUMENT.length));
      assertThat(new String(writing.getInputStream().readNBytes(12), UTF_8))
          .isEqualTo("HTTP/1.1 204");
    }
    assertThat(can.gets(begun).body()).isEqualTo(DOCUMENT);
  }

  @Test
  void two_writers_of_one_session_at_once_write_one_document() throws Exception {
    byte[] rest = part(BEGUN, DOCUMENT.length);
    List<CompletableFuture<Integer>> writers =
        List.of(writes(rest), writes(rest), writes(rest), writes(rest));
    List<Integer> statuses = writers.stream().map(CompletableFuture::join).toList();

    assertThat(statuses).isSubsetOf(204, 409, 413, 0);
    int at = (int) mary.offset(begun);
    mary.patches(begun, at, part(at, DOCUMENT.length));
    assertThat(can.gets(begun).body()).isEqualTo(DOCUMENT);
    List<JsonObject> stored =
        can.bus().syncFrom(1).stream()
            .filter(event -> "stored".equals(event.getString("type")))
            .filter(event -> Courier.fileOf(begun).equals(event.getString("file")))
            .toList();
    assertThat(stored).hasSize(1);
  }

  /** One PATCH from where all of them believe that the upload stands; 0 when it was ended. */
  private CompletableFuture<Integer> writes(byte[] rest) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return mary.asks("PATCH", begun, rest, patch(BEGUN)).statusCode();
          } catch (IOException ended) {
            return 0;
          } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
          }
        });
  }

  private int transfers() {
    try {
      return Operator.of(node).get("/documents").getInteger("transfers");
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
