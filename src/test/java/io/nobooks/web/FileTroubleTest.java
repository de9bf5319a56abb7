package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full or fails: the refusal is clear, and the service lives on. */
class FileTroubleTest {
  private static final byte[] BYTES = FileTransferTest.bytes(700_000);

  private FaultyStore store;
  private FileBed bed;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    store = new FaultyStore(FileBed.diskIn(Files.createDirectory(folder.resolve("spool"))));
    bed = new FileBed(new JsonObject(), store);
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_disk_that_fills_up_is_507_and_the_upload_goes_on_when_there_is_room(boolean sealed)
      throws Exception {
    FileRoom room = bed.room(sealed);
    FileMember mary = bed.member(room);
    String path = mary.offer(room, BYTES.length);
    mary.patch(path, 0, FileTransferTest.part(BYTES, 0, 100_000));

    for (int space : new int[] {0, 1, 40_000, 150_000}) {
      store.room.set(space);
      int at = (int) mary.offset(path);
      refused(
          mary.patching(path, at, FileTransferTest.part(BYTES, at, BYTES.length)).build(),
          507,
          1302);
      assertThat(mary.offset(path)).isBetween(65_536L, (long) BYTES.length - 1);
    }
    store.room.set(Long.MAX_VALUE);
    int at = (int) mary.offset(path);
    mary.patch(path, at, FileTransferTest.part(BYTES, at, BYTES.length));

    assertThat(mary.get(path).body()).isEqualTo(BYTES);
    assertThat(room.times("stored")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void others_who_fill_the_disk_leave_its_floor_out_of_reach_of_what_was_promised(boolean sealed)
      throws Exception {
    FileRoom room = bed.room(sealed);
    FileMember mary = bed.member(room);
    String path = mary.offer(room, BYTES.length);
    mary.patch(path, 0, FileTransferTest.part(BYTES, 0, 100_000));

    store.spare = 0;
    int at = (int) mary.offset(path);
    refused(
        mary.patching(path, at, FileTransferTest.part(BYTES, at, BYTES.length)).build(), 507, 1302);
    assertThat(mary.offset(path)).isBetween(65_536L, (long) at);
    store.spare = Long.MAX_VALUE;
    at = (int) mary.offset(path);
    mary.patch(path, at, FileTransferTest.part(BYTES, at, BYTES.length));

    assertThat(mary.get(path).body()).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_room_knows_how_far_an_upload_came_that_is_left_off(boolean sealed) throws Exception {
    FileRoom room = bed.room(sealed);
    FileMember mary = bed.member(room);
    String path = mary.offer(room, BYTES.length);

    mary.patch(path, 0, FileTransferTest.part(BYTES, 0, 300_001));

    room.awaitTold(
        "progress "
            + new JsonObject()
                .put("file", FileMember.idOf(path).value())
                .put("received", 300_001)
                .encode());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_disk_that_fails_is_507_and_hurts_no_other_document(boolean sealed) throws Exception {
    FileRoom room = bed.room(sealed);
    FileMember mary = bed.member(room);
    String whole = mary.upload(room, BYTES);
    String path = mary.offer(room, BYTES.length);

    store.broken = true;
    JsonObject problem = refused(mary.patching(path, 0, BYTES).build(), 507, 1302);
    assertThat(problem.encode()).doesNotContain("input/output");
    refused(offering(mary, room, 10), 507, 1302);
    store.broken = false;

    assertThat(mary.offset(path)).isZero();
    mary.patch(path, 0, BYTES);
    assertThat(mary.get(path).body()).isEqualTo(BYTES);
    assertThat(mary.get(whole).body()).isEqualTo(BYTES);
    assertThat(bed.spool.counts().files()).isEqualTo(2);
    assertThat(bed.spool.counts().bytes()).isEqualTo(2L * BYTES.length);
  }

  @Test
  void a_document_that_cannot_be_read_ends_the_connection_short() throws Exception {
    FileRoom room = bed.room(true);
    FileMember mary = bed.member(room);
    String path = mary.upload(room, BYTES);

    store.broken = true;
    try (FileClient client = FileClient.getting(bed, mary, path, 0)) {
      client.answer();
      assertThat(client.untilCut()).hasSizeLessThan(BYTES.length);
    }
    store.broken = false;
    assertThat(mary.get(path).body()).isEqualTo(BYTES);
  }

  @Test
  void what_is_promised_counts_before_it_is_written() throws Exception {
    FileRoom room = bed.room(true);
    FileMember mary = bed.member(room);
    store.spare = 1000;

    mary.offer(room, 600);
    refused(offering(mary, room, 401), 507, 1302);
    String path = mary.offer(room, 400);
    mary.patch(path, 0, new byte[400]);
    store.spare = 600;
    refused(offering(mary, room, 1), 507, 1302);
    store.spare = 601;
    mary.offer(room, 1);
  }

  private HttpRequest offering(FileMember member, FileRoom room, long size) {
    return member
        .tus("POST", "/files/" + room.id)
        .header("Upload-Length", Long.toString(size))
        .build();
  }

  private JsonObject refused(HttpRequest request, int status, int code) throws Exception {
    HttpResponse<byte[]> answer = bed.send(request);
    JsonObject problem = new JsonObject(Buffer.buffer(answer.body()));
    assertThat(answer.statusCode()).as(problem.encode()).isEqualTo(status);
    assertThat(problem.getInteger("code")).isEqualTo(code);
    return problem;
  }
}
