package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that go up and come down, however the spool keeps them. */
class FileTransferTest {
  static final int MIB = 1 << 20;

  /** On disk as ciphertext of the room, on disk under a key of the server's, in memory. */
  static Stream<Arguments> keepings() {
    return Stream.of(
        Arguments.of("sealed by the room", new JsonObject(), true),
        Arguments.of("encrypted at rest", new JsonObject(), false),
        Arguments.of("in memory", relay("spool", "memory"), false));
  }

  static JsonObject relay(String key, Object value) {
    return new JsonObject().put("relay", new JsonObject().put(key, value));
  }

  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  static byte[] part(byte[] bytes, int start, int end) {
    return Arrays.copyOfRange(bytes, start, end);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void a_document_comes_down_as_it_went_up(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(5 * MIB + 12_345);

      String path = mary.upload(room, bytes);
      HttpResponse<byte[]> got = bed.member(room).get(path);

      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo(bytes);
      assertThat(room.times("stored")).isEqualTo(1);
      assertThat(room.times("fetched")).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void two_fetch_one_document_at_once_and_again(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      byte[] bytes = bytes(8 * MIB);
      String path = bed.member(room).upload(room, bytes);
      FileMember can = bed.member(room);
      FileMember eve = bed.member(room);

      var ofCan = CompletableFuture.supplyAsync(() -> quietGet(can, path));
      var ofEve = CompletableFuture.supplyAsync(() -> quietGet(eve, path));

      assertThat(ofCan.get()).isEqualTo(bytes);
      assertThat(ofEve.get()).isEqualTo(bytes);
      assertThat(can.get(path).body()).isEqualTo(bytes);
    }
  }

  @Test
  void a_file_on_disk_has_no_name() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      bed.member(room).upload(room, bytes(MIB));

      assertThat(bed.spool.counts().files()).isEqualTo(1);
      assertThat(bed.names()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void five_hundred_random_ranges_are_exact(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(3 * MIB + 77);
      String path = mary.upload(room, bytes);
      Random random = new Random(42);

      for (int round = 0; round < 500; round++) {
        int start = random.nextInt(bytes.length);
        int most = round % 10 == 0 ? bytes.length - start : Math.min(200_000, bytes.length - start);
        int end = start + 1 + random.nextInt(most);
        HttpResponse<byte[]> got = mary.get(path, "bytes=" + start + "-" + (end - 1));

        assertThat(got.statusCode()).isEqualTo(206);
        assertThat(got.headers().firstValue("Content-Range"))
            .hasValue("bytes " + start + "-" + (end - 1) + "/" + bytes.length);
        assertThat(got.body()).isEqualTo(part(bytes, start, end));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void an_upload_in_odd_parts_is_whole(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(MIB);
      String path = mary.offer(room, bytes.length);
      Random random = new Random(7);

      int at = 0;
      while (at < bytes.length) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(150_000));
        assertThat(mary.patch(path, at, part(bytes, at, end)).statusCode()).isEqualTo(204);
        assertThat(mary.offset(path)).isEqualTo(end);
        at = end;
      }
      assertThat(mary.get(path).body()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void a_download_follows_an_upload_that_still_runs(String name, JsonObject file, boolean sealed)
      throws Exception {
    try (FileBed bed = new FileBed(file)) {
      FileRoom room = bed.room(sealed);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(2 * MIB);
      String path = mary.offer(room, bytes.length);
      mary.patch(path, 0, part(bytes, 0, MIB));

      var down = bed.member(room).open(path);
      var ahead = bed.member(room);
      var tail =
          CompletableFuture.supplyAsync(
              () -> quietGet(ahead, path, "bytes=" + (2 * MIB - 10) + "-"));
      byte[] first = down.body().readNBytes(MIB);
      assertThat(first).isEqualTo(part(bytes, 0, MIB));
      assertThat(room.times("fetched")).isZero();

      mary.patch(path, MIB, part(bytes, MIB, 2 * MIB));
      assertThat(down.body().readAllBytes()).isEqualTo(part(bytes, MIB, 2 * MIB));
      assertThat(tail.get()).isEqualTo(part(bytes, 2 * MIB - 10, 2 * MIB));
      assertThat(room.times("fetched")).isEqualTo(2);
    }
  }

  @Test
  void an_empty_document_is_stored_by_its_offer() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(false);
      FileMember mary = bed.member(room);
      String path = mary.offer(room, 0);

      assertThat(room.times("stored")).isEqualTo(1);
      HttpResponse<byte[]> got = mary.get(path);
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEmpty();
      assertThat(room.times("fetched")).isEqualTo(1);
      assertThat(mary.get(path, "bytes=0-").statusCode()).isEqualTo(416);
    }
  }

  @Test
  void a_download_says_exactly_what_it_is() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      String path = mary.upload(room, bytes(1000));

      var headers = mary.get(path).headers();
      assertThat(headers.firstValue("Content-Type")).hasValue("application/octet-stream");
      assertThat(headers.firstValue("Content-Disposition")).hasValue("attachment");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Content-Security-Policy")).hasValue("sandbox");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
      assertThat(headers.firstValue("Accept-Ranges")).hasValue("bytes");
      assertThat(headers.firstValue("Content-Length")).hasValue("1000");
      assertThat(headers.firstValue("ETag")).hasValue("\"" + FileMember.idOf(path) + "\"");
    }
  }

  @Test
  void ranges_mean_what_http_says() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      byte[] bytes = bytes(1000);
      String path = mary.upload(room, bytes);

      assertThat(mary.get(path, "bytes=-100").body()).isEqualTo(part(bytes, 900, 1000));
      assertThat(mary.get(path, "bytes=-5000").body()).isEqualTo(bytes);
      assertThat(mary.get(path, "bytes=990-5000").body()).isEqualTo(part(bytes, 990, 1000));
      assertThat(mary.get(path, "bytes=0-0").body()).isEqualTo(part(bytes, 0, 1));
      for (String whole : new String[] {"bytes=0-1,5-9", "bytes=9-5", "bytes=-", "lines=1-2"}) {
        HttpResponse<byte[]> got = mary.get(path, whole);
        assertThat(got.statusCode()).as(whole).isEqualTo(200);
        assertThat(got.body()).isEqualTo(bytes);
      }
      for (String beyond : new String[] {"bytes=1000-", "bytes=5000-6000", "bytes=-0"}) {
        HttpResponse<byte[]> got = mary.get(path, beyond);
        assertThat(got.statusCode()).as(beyond).isEqualTo(416);
        assertThat(got.headers().firstValue("Content-Range")).hasValue("bytes */1000");
        assertThat(new JsonObject(Buffer.buffer(got.body())).getInteger("code")).isEqualTo(1000);
      }
    }
  }

  @Test
  void a_range_of_another_document_is_answered_with_this_one_whole() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      FileMember mary = bed.member(room);
      String path = mary.upload(room, bytes(1000));
      String tag = mary.get(path).headers().firstValue("ETag").orElseThrow();

      var same = mary.bearing("GET", path).header("Range", "bytes=5-9").header("If-Range", tag);
      var other =
          mary.bearing("GET", path).header("Range", "bytes=5-9").header("If-Range", "\"x\"");
      assertThat(bed.send(same.build()).statusCode()).isEqualTo(206);
      assertThat(bed.send(other.build()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void the_head_of_a_download_has_its_headers_and_fetches_nothing() throws Exception {
    try (FileBed bed = new FileBed()) {
      FileRoom room = bed.room(true);
      String path = bed.member(room).upload(room, bytes(1000));
      FileMember can = bed.member(room);

      HttpResponse<byte[]> head = bed.send(can.bearing("HEAD", path).build());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("Content-Length")).hasValue("1000");
      assertThat(head.headers().firstValue("ETag")).isPresent();
      assertThat(room.times("fetched")).isZero();
    }
  }

  static byte[] quietGet(FileMember member, String path) {
    try {
      return member.get(path).body();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  static byte[] quietGet(FileMember member, String path, String range) {
    try {
      return member.get(path, range).body();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}
