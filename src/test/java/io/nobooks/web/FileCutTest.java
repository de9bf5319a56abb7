package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Eventually;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are lost, taken over, stalled or cut. */
class FileCutTest {
  private static final int MIB = 1 << 20;
  private static final int CUTS = 20;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_upload_cut_twenty_times_arrives_whole(boolean sealed) throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(16 * MIB);
      String path = mary.offer(room, bytes.length);
      Random random = new Random(3);
      long sentUpTo = 0;

      for (int cut = 0; cut < CUTS; cut++) {
        int at = (int) mary.offset(path);
        FileClient client = FileClient.patching(bed, mary, path, at, bytes.length - at);
        int sent = Math.min(bytes.length - at - 1, random.nextInt(MIB));
        client.send(bytes, at, sent);
        client.cut();
        sentUpTo = Math.max(sentUpTo, at + sent);
        assertThat(mary.offset(path)).isBetween((long) at, sentUpTo);
      }
      assertThat(sendRest(mary, path, bytes)).isEqualTo(204);

      assertThat(mary.get(path).body()).isEqualTo(bytes);
      assertThat(room.times("stored")).isEqualTo(1);
      assertThat(bed.spool.counts().transfers()).isZero();
    }
  }

  /**
   * As a tus client does: a cut PATCH may reach the server after what was asked behind it, and then
   * answers 409 to the next or ends it, so HEAD again.
   */
  private static int sendRest(FileMember mary, String path, byte[] bytes) throws Exception {
    int status = 409;
    while (status == 409) {
      int rest = (int) mary.offset(path);
      byte[] part = FileTransferTest.part(bytes, rest, bytes.length);
      try {
        status = mary.patch(path, rest, part).statusCode();
      } catch (IOException ended) {
        status = 409;
      }
    }
    return status;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_arrived_before_a_connection_was_closed_counts_to_the_last_byte(boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(300_000);
      String path = mary.offer(room, bytes.length);

      FileClient client = FileClient.patching(bed, mary, path, 0, bytes.length);
      client.send(bytes, 0, 123_457);
      room.awaitTold("progress");
      client.close();
      Eventually.holds("so many transfers run", () -> bed.spool.counts().transfers() == 0);

      assertThat(mary.offset(path)).isEqualTo(123_457);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_arrived_before_it_was_read_counts_although_the_connection_is_closed(boolean sealed)
      throws Exception {
    // A server that does not read yet takes little more than this, and hears of no end behind it.
    int arrived = 65_432;
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(4 * MIB);
      String path = mary.offer(room, bytes.length);
      Promise<Void> answer = room.thinks();

      FileClient client = FileClient.patching(bed, mary, path, 0, bytes.length);
      client.send(bytes, 0, arrived);
      room.awaitTold("may");
      client.closeAndWait();
      answer.complete();
      Eventually.holds("so many transfers run", () -> bed.spool.counts().transfers() == 0);

      assertThat(mary.offset(path)).isEqualTo(arrived);
      assertThat(sendRest(mary, path, bytes)).isEqualTo(204);
      assertThat(mary.get(path).body()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void who_hangs_up_while_the_room_is_asked_is_not_waited_for(boolean sealed) throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      String begun = mary.offer(room, MIB);
      Promise<Void> answer = room.thinks();

      FileClient down = FileClient.getting(bed, mary, begun, 0);
      FileClient up = FileClient.patching(bed, mary, begun, 0, MIB);
      Eventually.holds("the room was asked", () -> room.times("may") == 2);
      down.closeAndWait();
      up.closeAndWait();
      assertThat(bed.spool.counts().transfers()).isEqualTo(2);
      answer.complete();

      Eventually.holds("so many transfers run", () -> bed.spool.counts().transfers() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twenty_downloads_cut_and_resumed_are_exact(boolean sealed) throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(8 * MIB);
      String path = mary.upload(room, bytes);
      Random random = new Random(5);

      for (int round = 0; round < CUTS; round++) {
        int at = random.nextInt(bytes.length);
        FileClient client = FileClient.getting(bed, mary, path, 0);
        assertThat(client.answer()).startsWith("HTTP/1.1 206");
        assertThat(client.read(at)).isEqualTo(FileTransferTest.part(bytes, 0, at));
        client.cut();
        assertThat(mary.get(path, "bytes=" + at + "-").body())
            .isEqualTo(FileTransferTest.part(bytes, at, bytes.length));
      }
      Eventually.holds("so many transfers run", () -> bed.spool.counts().transfers() == 0);
      assertThat(mary.get(path).body()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void who_is_kicked_in_the_middle_gets_no_more(boolean sealed) throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(32 * MIB);
      String path = mary.upload(room, bytes);
      FileMember can = bed.member(room);
      FileMember eve = bed.member(room);
      try (FileClient down = FileClient.getting(bed, can, path, 0);
          FileClient other = FileClient.getting(bed, eve, path, 0)) {
        assertThat(down.answer()).startsWith("HTTP/1.1 206");
        assertThat(other.answer()).startsWith("HTTP/1.1 206");

        room.kick(can);

        assertThat(bed.spool.counts().transfers()).isEqualTo(1);
        assertThat(down.untilCut()).hasSizeLessThan(bytes.length);
        assertThat(can.get(path).statusCode()).isEqualTo(404);
        assertThat(other.read(bytes.length)).isEqualTo(bytes);
      }
      assertThat(room.times("fetched")).isEqualTo(1);
    }
  }

  @Test
  void who_is_kicked_while_uploading_writes_no_more() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      String path = mary.offer(room, MIB);
      try (FileClient up = FileClient.patching(bed, mary, path, 0, MIB)) {
        up.send(new byte[1000], 0, 1000);
        room.awaitTold("progress");

        room.kick(mary);

        assertThat(bed.spool.counts().transfers()).isZero();
        assertThat(up.untilCut()).isEmpty();
        assertThat(mary.patch(path, 1000, new byte[10]).statusCode()).isEqualTo(404);
      }
    }
  }

  @Test
  void the_end_of_a_room_leaves_nothing() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(false);
      FileRoom neighbour = bed.room(false);
      FileMember mary = bed.member(room, neighbour);
      byte[] bytes = FileTransferTest.bytes(32 * MIB);
      String whole = mary.upload(room, bytes);
      String begun = mary.offer(room, MIB);
      String kept = mary.upload(neighbour, FileTransferTest.bytes(1000));
      try (FileClient down = FileClient.getting(bed, mary, whole, 0);
          FileClient waiting = FileClient.getting(bed, mary, begun, MIB / 2);
          FileClient up = FileClient.patching(bed, mary, begun, 0, MIB)) {
        down.answer();
        waiting.answer();
        up.send(new byte[200_000], 0, 200_000);
        Eventually.holds("the upload is under way", () -> tellsProgress(room, begun));
        assertThat(bed.spool.counts().transfers()).isEqualTo(3);

        room.end();

        assertThat(bed.spool.counts().transfers()).isZero();
        assertThat(bed.spool.counts().files()).isEqualTo(1);
        assertThat(bed.spool.counts().rooms()).isEqualTo(1);
        assertThat(bed.spool.counts().bytes()).isEqualTo(1000);
        assertThat(openParts(bed)).isEqualTo(1);
        assertThat(down.untilCut()).hasSizeLessThan(bytes.length);
        assertThat(waiting.untilCut()).isEmpty();
        assertThat(up.untilCut()).isEmpty();
      }
      assertThat(mary.get(whole).statusCode()).isEqualTo(404);
      assertThat(mary.get(kept).statusCode()).isEqualTo(200);
    }
  }

  private static boolean tellsProgress(FileRoom room, String path) {
    String document = FileMember.idOf(path).value();
    return room.told.stream()
        .anyMatch(line -> line.startsWith("progress") && line.contains(document));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PATCH"})
  void a_newer_request_of_the_sender_ends_a_stalled_upload(String method) throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(false);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(200_000);
      String path = mary.offer(room, bytes.length);
      try (FileClient stalled = FileClient.patching(bed, mary, path, 0, bytes.length)) {
        stalled.send(bytes, 0, 100_000);
        room.awaitTold("progress");
        if (method.equals("PATCH")) {
          assertThat(mary.patch(path, 7, new byte[10]).statusCode()).isEqualTo(409);
        }
        long offset = mary.offset(path);

        assertThat(offset).isBetween(65_536L, 100_000L);
        assertThat(stalled.untilCut()).isEmpty();
        int at = (int) offset;
        mary.patch(path, at, FileTransferTest.part(bytes, at, bytes.length));
        assertThat(mary.get(path).body()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void two_writers_at_once_leave_one_document() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(false);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(2 * MIB);
      for (int round = 0; round < 10; round++) {
        String path = mary.offer(room, bytes.length);
        var one = CompletableFuture.runAsync(() -> quietPatch(mary, path, bytes));
        var two = CompletableFuture.runAsync(() -> quietPatch(mary, path, bytes));
        CompletableFuture.allOf(one, two).join();
        int at = (int) mary.offset(path);
        mary.patch(path, at, FileTransferTest.part(bytes, at, bytes.length));

        assertThat(mary.get(path).body()).isEqualTo(bytes);
      }
      assertThat(room.times("stored")).isEqualTo(10);
    }
  }

  @Test
  void an_upload_that_stalls_is_cut_and_can_go_on() throws Exception {
    try (FileBed bed = new FileBed(FileTransferTest.relay("idle-upload", "10000 h"))) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      String path = mary.offer(room, MIB);
      try (FileClient stalled = FileClient.patching(bed, mary, path, 0, MIB)) {
        stalled.send(new byte[1000], 0, 1000);
        room.awaitTold("progress");
        Eventually.holds(
            "told",
            () -> {
              bed.clock.addAndGet(bed.settings.relay().pause().toMillis() + 1);
              return bed.spool.counts().transfers() == 0;
            });
        assertThat(stalled.untilCut()).isEmpty();
      }
      assertThat(mary.offset(path)).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_reader_that_stalls_is_cut(boolean sealed) throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(32 * MIB);
      String path = mary.upload(room, bytes);
      try (FileClient stalled = FileClient.getting(bed, mary, path, 0)) {
        stalled.answer();
        Eventually.holds(
            "told",
            () -> {
              bed.clock.addAndGet(bed.settings.relay().pause().toMillis() * 10);
              return bed.spool.counts().transfers() == 0;
            });
        assertThat(stalled.untilCut()).hasSizeLessThan(bytes.length);
      }
    }
  }

  @Test
  void a_reader_that_waits_for_the_sender_is_not_cut() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      String path = mary.offer(room, 1000);
      FileMember can = bed.member(room);
      try (FileClient waiting = FileClient.getting(bed, can, path, 0)) {
        waiting.answer();
        bed.clock.addAndGet(bed.settings.relay().pause().toMillis() * 2);
        bed.spool.cutStalled();

        mary.patch(path, 0, new byte[1000]);
        assertThat(waiting.read(1000)).hasSize(1000);
      }
    }
  }

  @Test
  void how_far_a_download_has_come_is_told_and_that_it_broke_off() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      String path = mary.offer(room, 2000);
      FileMember can = bed.member(room);
      try (FileClient reader = FileClient.getting(bed, can, path, 0)) {
        reader.answer();
        mary.patch(path, 0, new byte[500]);
        reader.read(500);
        assertThat(room.times("fetching")).isZero();

        bed.clock.addAndGet(1_000);
        mary.patch(path, 500, new byte[500]);
        room.awaitTold("fetching");
        // The reader may have the first half before the sender looks at the clock behind it.
        assertThat(room.told)
            .containsAnyOf(fetching(can, path, 500), fetching(can, path, 1000))
            .doesNotContain(fetching(can, path, 0));
      }
      Eventually.holds("what the room was told", () -> room.told.contains(fetching(can, path, 0)));
    }
  }

  @Test
  void what_a_connection_takes_at_once_is_told_before_its_end() throws Exception {
    int size = 2 << 20;
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      String path = mary.offer(room, size);
      mary.patch(path, 0, new byte[size]);
      FileMember can = bed.member(room);
      try (FileClient reader = FileClient.getting(bed, can, path, 0)) {
        reader.answer();
        assertThat(reader.read(size)).hasSize(size);
      }
      assertThat(room.told).contains(fetching(can, path, size - (64 << 10)));
    }
  }

  private static String fetching(FileMember member, String path, long handed) {
    return "fetching "
        + new JsonObject()
            .put("file", FileMember.idOf(path).value())
            .put("session", member.session.value())
            .put("handed", handed)
            .encode();
  }

  @Test
  void an_upload_that_nobody_goes_on_with_is_withdrawn() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      String whole = mary.upload(room, new byte[1000]);
      String begun = mary.offer(room, MIB);
      try (FileClient waiting = FileClient.getting(bed, mary, begun, 0)) {
        waiting.answer();

        bed.clock.addAndGet(bed.settings.relay().idleUpload().toMillis());
        room.awaitTold("withdraw");

        assertThat(waiting.untilCut()).isEmpty();
      }
      assertThat(mary.offset(begun)).isEqualTo(-404);
      assertThat(mary.get(whole).statusCode()).isEqualTo(200);
      assertThat(bed.spool.counts().files()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readers_that_do_not_read_cost_little_and_slow_nobody(boolean sealed) throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = FileTransferTest.bytes(16 * MIB);
      String path = mary.upload(room, bytes);
      mary.get(path);
      long before = usedBytes();
      List<FileClient> readers = new ArrayList<>();
      for (int reader = 0; reader < 100; reader++) {
        FileClient client = FileClient.getting(bed, mary, path, 0);
        client.answer();
        readers.add(client);
      }

      assertThat(mary.get(path).body()).isEqualTo(bytes);
      assertThat(usedBytes() - before).isLessThan(48L * MIB);
      for (FileClient reader : readers) {
        reader.cut();
      }
      Eventually.holds("so many transfers run", () -> bed.spool.counts().transfers() == 0);
    }
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void quietPatch(FileMember member, String path, byte[] bytes) {
    try {
      member.patch(path, 0, bytes);
    } catch (Exception cutByTheOther) {
      assertThat(cutByTheOther).isInstanceOf(IOException.class);
    }
  }

  /** Descriptors of this process that lead to files of this spool. */
  private static long openParts(FileBed bed) throws Exception {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(descriptor -> target(descriptor).contains(bed.folder().toString()))
          .count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (Exception closedMeanwhile) {
      return "";
    }
  }
}
