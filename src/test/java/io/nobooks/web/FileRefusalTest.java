package io.nobooks.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way in which documents are refused: the code, and that nothing changed. */
class FileRefusalTest {
  private static final byte[] BYTES = FileTransferTest.bytes(100_000);
  private static final long ROOM_BYTES = 1_000_000;

  private FileBed bed;
  private FileRoom room;
  private FileMember mary;

  @BeforeEach
  void open() throws Exception {
    bed =
        new FileBed(
            new JsonObject()
                .put(
                    "limits",
                    new JsonObject()
                        .put("file", 600_000)
                        .put("files-room", 3)
                        .put("files-room-bytes", ROOM_BYTES)));
    room = bed.room(false);
    mary = bed.member(room);
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void without_a_token_nothing_is_looked_up() throws Exception {
    String path = mary.upload(room, BYTES);
    for (String target :
        List.of("/files", "/files/", "/files/x", "/files/" + room.id, path, "/files/%00/x")) {
      for (String method : List.of("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS", "PUT")) {
        HttpResponse<byte[]> none = bed.send(bed.request(method, target, new byte[0]).build());
        HttpRequest wrong =
            bed.request(method, target, new byte[0]).header("Authorization", "Bearer x").build();

        assertThat(none.statusCode()).as(method + " " + target).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(bed.send(wrong).statusCode()).as(method + " " + target).isEqualTo(401);
        if (!method.equals("HEAD")) {
          assertThat(codeOf(none)).isEqualTo(1100);
          assertThat(codeOf(bed.send(wrong))).isEqualTo(1104);
        }
      }
    }
  }

  @Test
  void the_server_describes_its_tus() throws Exception {
    var answer = bed.send(mary.bearing("OPTIONS", "/files/" + room.id).build());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Tus-Version")).hasValue("1.0.0");
    assertThat(answer.headers().firstValue("Tus-Resumable")).hasValue("1.0.0");
    assertThat(answer.headers().firstValue("Tus-Max-Size")).hasValue("600000");
    assertThat(answer.headers().firstValue("Tus-Checksum-Algorithm")).hasValue("sha1,sha256");
    assertThat(answer.headers().firstValue("Tus-Extension"))
        .hasValue("creation,termination,checksum,expiration");
  }

  @Test
  void another_version_of_tus_is_refused() throws Exception {
    String path = mary.offer(room, 10);
    for (HttpRequest request :
        List.of(
            mary.bearing("POST", "/files/" + room.id).header("Upload-Length", "1").build(),
            mary.bearing("PATCH", path).header("Tus-Resumable", "0.2.2").build(),
            mary.bearing("HEAD", path).header("Tus-Resumable", "2").build(),
            mary.bearing("DELETE", path).build())) {
      HttpResponse<byte[]> answer = bed.send(request);
      assertThat(answer.statusCode()).isEqualTo(412);
      assertThat(answer.headers().firstValue("Tus-Version")).hasValue("1.0.0");
    }
  }

  @Test
  void offers_out_of_shape_are_refused_and_leave_nothing() throws Exception {
    String seat = Base32.random(26);
    List<String> thirtyThree = new ArrayList<>();
    for (int count = 0; count < 33; count++) {
      thirtyThree.add(Base32.random(26));
    }
    refused(offering().build(), 400, 1000);
    refused(offering("Upload-Length", "-1"), 400, 1000);
    refused(offering("Upload-Length", "1e3"), 400, 1000);
    refused(offering("Upload-Length", "99999999999999999999"), 400, 1000);
    refused(offering("Upload-Defer-Length", "1"), 400, 1000);
    refused(offering("Upload-Length", "5", "Upload-Concat", "partial"), 400, 1000);
    refused(offering("Upload-Length", "600001"), 413, 1301);
    for (String metadata :
        List.of(
            "meta !",
            "meta eA==,meta eA==",
            "meta eA== eA==",
            ",",
            "to " + FileBed.base64("me"),
            "to " + FileBed.base64(seat + "," + seat.substring(1)),
            "to " + Base64.getEncoder().encodeToString(new byte[] {-1, -2}),
            "to")) {
      refused(offering("Upload-Length", "5", "Upload-Metadata", metadata), 400, 1000);
    }
    refused(offering("Upload-Length", "5", "Upload-Metadata", "meta " + base64(2049)), 413, 1002);
    String many = FileBed.base64(String.join(",", thirtyThree));
    refused(offering("Upload-Length", "5", "Upload-Metadata", "to " + many), 413, 1002);
    refused(
        mary.tus("POST", "/files/" + room.id, (byte) 1).header("Upload-Length", "5").build(),
        400,
        1000);

    assertThat(room.told).isEmpty();
    assertThat(bed.spool.counts().files()).isZero();
    assertThat(bed.spool.counts().bytes()).isZero();
  }

  @Test
  void the_largest_offer_is_taken_and_its_metadata_comes_back() throws Exception {
    String meta = "meta " + base64(2048);
    String seat = mary.seatIn(room);
    var answer =
        bed.send(
            offering(
                "Upload-Length",
                "600000",
                "Upload-Metadata",
                "filename "
                    + FileBed.base64("secret.pdf")
                    + ","
                    + meta
                    + ",to "
                    + FileBed.base64(seat)));
    String path = answer.headers().firstValue("Location").orElseThrow();
    var head = bed.send(mary.tus("HEAD", path).build());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(path).matches("/files/" + room.id + "/[a-z2-7]{26}");
    assertThat(head.headers().firstValue("Upload-Metadata"))
        .hasValue(meta + ",to " + FileBed.base64(seat));
    assertThat(head.headers().firstValue("Upload-Length")).hasValue("600000");
    assertThat(head.headers().firstValue("Upload-Offset")).hasValue("0");
    assertThat(head.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(head.headers().firstValue("Upload-Expires"))
        .hasValue("Tue, 14 Nov 2023 22:23:20 GMT");
    assertThat(room.told.get(0)).contains(seat).doesNotContain("filename");
  }

  @Test
  void a_room_holds_so_many_documents_and_bytes_and_not_one_more() throws Exception {
    mary.offer(room, 600_000);
    refused(offering("Upload-Length", "400001"), 507, 1302);
    String second = mary.offer(room, 400_000);
    refused(offering("Upload-Length", "1"), 507, 1302);
    mary.offer(room, 0);
    assertThat(bed.send(mary.tus("DELETE", second).build()).statusCode()).isEqualTo(204);
    mary.offer(room, 400_000);
    refused(offering("Upload-Length", "0"), 507, 1302);
  }

  @Test
  void who_is_not_seated_cannot_tell_a_room_from_none() throws Exception {
    String path = mary.upload(room, BYTES);
    FileMember stranger = bed.member(bed.room(false));
    String nowhere = "/files/" + Base32.random(26);

    for (String base : List.of("/files/" + room.id, nowhere)) {
      refused(stranger.tus("POST", base).header("Upload-Length", "5").build(), 404, 1200);
    }
    for (String target : List.of(path, nowhere + "/" + FileMember.idOf(path))) {
      refused(stranger.bearing("GET", target).build(), 404, 1200);
      refused(stranger.patching(target, BYTES.length).build(), 404, 1200);
      refused(stranger.tus("DELETE", target).build(), 404, 1200);
      assertThat(stranger.offset(target)).isEqualTo(-404);
    }
    assertThat(mary.get(path).body()).isEqualTo(BYTES);
  }

  @Test
  void only_the_sender_uploads_and_deletes() throws Exception {
    String path = mary.offer(room, BYTES.length);
    FileMember can = bed.member(room);

    refused(can.patching(path, 0, BYTES).build(), 404, 1300);
    refused(can.tus("DELETE", path).build(), 404, 1300);
    assertThat(can.offset(path)).isEqualTo(-404);
    assertThat(mary.offset(path)).isZero();
  }

  @Test
  void a_document_for_one_is_nothing_to_the_others() throws Exception {
    FileMember can = bed.member(room);
    FileMember eve = bed.member(room);
    String to = FileBed.base64(can.seatIn(room));
    String path =
        bed.send(offering("Upload-Length", "100000", "Upload-Metadata", "to " + to))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    mary.patch(path, 0, BYTES);

    assertThat(can.get(path).body()).isEqualTo(BYTES);
    refused(eve.bearing("GET", path).build(), 404, 1300);
    refused(mary.bearing("GET", path).build(), 404, 1300);
  }

  @Test
  void a_wrong_offset_changes_nothing() throws Exception {
    String path = mary.offer(room, BYTES.length);
    mary.patch(path, 0, Arrays.copyOf(BYTES, 1000));

    for (long offset : new long[] {0, 999, 1001, 100_000, 200_000}) {
      refused(mary.patching(path, offset, (byte) 1).build(), 409, 1303);
    }
    refused(mary.tus("PATCH", path).header("Content-Type", Tus.BODY_TYPE).build(), 400, 1000);
    assertThat(mary.offset(path)).isEqualTo(1000);
  }

  @Test
  void more_than_the_document_has_is_refused_before_a_byte_of_it() throws Exception {
    String path = mary.offer(room, 1000);

    refused(mary.patching(path, 0, new byte[1001]).build(), 413, 1301);
    assertThat(mary.offset(path)).isZero();
  }

  @Test
  void a_body_that_does_not_say_its_length_cannot_pass_the_end_either() throws Exception {
    String path = mary.offer(room, 1000);
    try (RawHttp client = new RawHttp(bed.port)) {
      client.send(chunked(path, 0) + "5dc\r\n" + "x".repeat(1500) + "\r\n0\r\n\r\n");
      assertThat(client.header()).startsWith("HTTP/1.1 413").contains("problem+json");
    }
    assertThat(mary.offset(path)).isLessThan(1000);
    assertThat(room.times("stored")).isZero();
  }

  @Test
  void a_body_in_chunks_without_a_length_is_taken() throws Exception {
    String path = mary.offer(room, 1500);
    try (RawHttp client = new RawHttp(bed.port)) {
      client.send(chunked(path, 0) + "5dc\r\n" + "x".repeat(1500) + "\r\n0\r\n\r\n");
      assertThat(client.header())
          .startsWith("HTTP/1.1 204")
          .containsIgnoringCase("upload-offset: 1500");
    }
    assertThat(mary.get(path).body()).isEqualTo("x".repeat(1500).getBytes(UTF_8));
  }

  @Test
  void the_length_of_a_document_does_not_change() throws Exception {
    String path = mary.offer(room, 1000);

    refused(
        mary.patching(path, 0, new byte[10]).header("Upload-Length", "2000").build(), 400, 1000);
    assertThat(mary.offset(path)).isZero();
    var same = mary.patching(path, 0, new byte[10]).header("Upload-Length", "1000").build();
    assertThat(bed.send(same).statusCode()).isEqualTo(204);
  }

  @Test
  void bytes_of_another_kind_are_refused() throws Exception {
    String path = mary.offer(room, 1000);

    refused(
        mary.patching(path, 0, new byte[10]).header("Content-Encoding", "gzip").build(), 415, 1001);
    refused(
        mary.tus("PATCH", path, new byte[10])
            .header("Upload-Offset", "0")
            .header("Content-Type", "text/plain")
            .build(),
        415,
        1001);
    assertThat(mary.offset(path)).isZero();
  }

  @Test
  void a_part_counts_only_when_its_checksum_matches() throws Exception {
    String path = mary.offer(room, BYTES.length);
    byte[] half = Arrays.copyOf(BYTES, 50_000);
    byte[] rest = Arrays.copyOfRange(BYTES, 50_000, BYTES.length);

    refused(checked(path, 0, "sha256", digest("SHA-256", rest), half), 460, 1304);
    refused(checked(path, 0, "sha1", digest("SHA-256", half), half), 400, 1000);
    refused(checked(path, 0, "md5", digest("MD5", half), half), 400, 1000);
    refused(checked(path, 0, "sha256", "???", half), 400, 1000);
    assertThat(mary.offset(path)).isZero();

    var first = bed.send(checked(path, 0, "sha256", digest("SHA-256", half), half));
    assertThat(first.statusCode()).isEqualTo(204);
    refused(checked(path, 50_000, "sha1", digest("SHA-1", half), rest), 460, 1304);
    assertThat(mary.offset(path)).isEqualTo(50_000);
    var second = bed.send(checked(path, 50_000, "sha1", digest("SHA-1", rest), rest));
    assertThat(second.statusCode()).isEqualTo(204);
    assertThat(mary.get(path).body()).isEqualTo(BYTES);
  }

  @Test
  void a_part_with_a_checksum_has_at_most_eight_mebibytes() throws Exception {
    try (FileBed large = new FileBed()) {
      FileRoom there = large.room(true);
      FileMember can = large.member(there);
      byte[] most = FileTransferTest.bytes(8 << 20);
      String path = can.offer(there, 9 << 20);
      String sum = "sha256 " + digest("SHA-256", most);

      var tooMuch =
          can.patching(path, 0, Arrays.copyOf(most, most.length + 1))
              .header("Upload-Checksum", sum);
      HttpResponse<byte[]> answer = large.send(tooMuch.build());
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(codeOf(answer)).isEqualTo(1002);
      assertThat(can.offset(path)).isZero();
      var exactly = can.patching(path, 0, most).header("Upload-Checksum", sum);
      assertThat(large.send(exactly.build()).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void a_deleted_document_is_gone_with_its_bytes() throws Exception {
    String path = mary.upload(room, BYTES);

    assertThat(bed.send(mary.tus("DELETE", path).build()).statusCode()).isEqualTo(204);
    refused(mary.bearing("GET", path).build(), 404, 1300);
    refused(mary.tus("DELETE", path).build(), 404, 1300);
    assertThat(bed.spool.counts().files()).isZero();
    assertThat(bed.spool.counts().bytes()).isZero();
    assertThat(room.times("withdraw")).isEqualTo(1);
  }

  @Test
  void what_a_network_does_not_let_through_comes_as_a_post() throws Exception {
    String path = mary.offer(room, 10);
    var patch =
        mary.tus("POST", path, new byte[10])
            .header("X-HTTP-Method-Override", "PATCH")
            .header("Content-Type", Tus.BODY_TYPE)
            .header("Upload-Offset", "0");

    assertThat(bed.send(patch.build()).statusCode()).isEqualTo(204);
  }

  @Test
  void methods_that_mean_nothing_are_refused() throws Exception {
    String path = mary.offer(room, 10);

    refused(mary.tus("PUT", path).build(), 405, 1001);
    refused(mary.tus("POST", path).header("Upload-Length", "5").build(), 405, 1001);
  }

  private String chunked(String path, long offset) {
    return "PATCH "
        + path
        + " HTTP/1.1\r\n"
        + RawHttp.lines(
            "Host: 127.0.0.1:" + bed.port,
            "Authorization: Bearer " + mary.token,
            "Tus-Resumable: 1.0.0",
            "Content-Type: " + Tus.BODY_TYPE,
            "Upload-Offset: " + offset,
            "Transfer-Encoding: chunked")
        + "\r\n";
  }

  private HttpRequest.Builder offering() {
    return mary.tus("POST", "/files/" + room.id);
  }

  private HttpRequest offering(String... headers) {
    return offering().headers(headers).build();
  }

  private HttpRequest checked(
      String path, long offset, String algorithm, String digest, byte[] bytes) {
    return mary.patching(path, offset, bytes)
        .header("Upload-Checksum", algorithm + " " + digest)
        .build();
  }

  private void refused(HttpRequest request, int status, int code) throws Exception {
    HttpResponse<byte[]> answer = bed.send(request);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(codeOf(answer)).isEqualTo(code);
    assertThat(new JsonObject(Buffer.buffer(answer.body())).getString("slug"))
        .isEqualTo(Failure.ofCode(code).slug());
  }

  private static int codeOf(HttpResponse<byte[]> answer) {
    return new JsonObject(Buffer.buffer(answer.body())).getInteger("code");
  }

  private static String digest(String algorithm, byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  private static String base64(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }
}
