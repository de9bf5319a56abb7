package io.nobooks.web;

import static io.nobooks.web.FileTransferTest.MIB;
import static io.nobooks.web.FileTransferTest.bytes;
import static io.nobooks.web.FileTransferTest.part;
import static io.nobooks.web.FileTransferTest.quietGet;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents large enough to pass through memory, to some who follow and some who come later. */
class FileFollowTest {
  /** More than one segment at both ends of what is gathered, stored and kept. */
  private static final int SIZE = 37 * MIB + 54_321;

  static Stream<Arguments> keepings() {
    return FileTransferTest.keepings();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void who_follows_and_who_comes_later_get_the_same(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(SIZE);
      String path = mary.offer(room, bytes.length);
      FileMember quick = bed.member(room);
      FileMember late = bed.member(room);

      var follows = CompletableFuture.supplyAsync(() -> quietGet(quick, path));
      Eventually.holds("it is followed", () -> bed.spool.counts().transfers() == 1);
      assertThat(mary.patch(path, 0, bytes).statusCode()).isEqualTo(204);

      assertThat(follows.get()).isEqualTo(bytes);
      assertThat(bed.spool.counts().fromSegments()).isPositive();
      assertThat(late.get(path).body()).isEqualTo(bytes);
      assertThat(late.get(path, "bytes=30000000-").body()).isEqualTo(part(bytes, 30_000_000, SIZE));
      assertThat(room.times("fetched")).isEqualTo(3);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void who_stops_reading_for_a_while_gets_the_same(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(SIZE);
      String path = mary.offer(room, bytes.length);
      mary.patch(path, 0, part(bytes, 0, MIB));

      try (InputStream slow = bed.member(room).open(path).body()) {
        byte[] begun = slow.readNBytes(1000);
        mary.patch(path, MIB, part(bytes, MIB, SIZE));

        assertThat(begun).isEqualTo(part(bytes, 0, 1000));
        assertThat(slow.readAllBytes()).isEqualTo(part(bytes, 1000, SIZE));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void what_did_not_match_reaches_nobody_who_follows(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(4 * MIB);
      String path = mary.offer(room, bytes.length);
      FileMember quick = bed.member(room);
      var follows = CompletableFuture.supplyAsync(() -> quietGet(quick, path));
      String wrong = "sha256 " + FileBed.base64("x".repeat(32));

      var refused =
          bed.send(
              mary.patching(path, 0, bytes(4 * MIB - 1)).header("Upload-Checksum", wrong).build());
      assertThat(refused.statusCode()).isEqualTo(460);
      assertThat(mary.patch(path, 0, bytes).statusCode()).isEqualTo(204);

      assertThat(follows.get()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void memory_for_segments_comes_back(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(20 * MIB);
      String path = mary.offer(room, bytes.length);
      FileMember leaves = bed.member(room);
      FileMember stays = bed.member(room);
      mary.patch(path, 0, part(bytes, 0, MIB));
      leaves.open(path).body().close();
      var follows = CompletableFuture.supplyAsync(() -> quietGet(stays, path));
      Eventually.holds("one follows", () -> bed.spool.counts().transfers() == 1);
      mary.patch(path, MIB, part(bytes, MIB, bytes.length));

      assertThat(follows.get()).isEqualTo(bytes);
      assertThat(bed.spool.counts().fromSegments()).isPositive();
      bed.spool.cut(room.id, null, null).await();
      assertThat(bed.spool.counts().segments()).isZero();
    }
  }
}
