package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Courier;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/** Parts of a document, through a whole node, however it keeps what it was given. */
class RangesTest {
  private static final int SIZE = (3 << 20) + 77;
  private static final int RANGES = 500;
  private static final byte[] NOTHING = {};

  private final long seed = Long.getLong("nobooks.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final byte[] document = new byte[SIZE];
  private final RoomCode code = RoomCode.fresh();

  /** Settings of the relay, and whether the room takes sealed content only. */
  static Stream<Arguments> keepings() {
    return Stream.of(
        Arguments.of("sealed, sent by the kernel", new JsonObject(), true),
        Arguments.of("encrypted at rest", new JsonObject(), false),
        Arguments.of("sealed and encrypted", new JsonObject().put("at-rest", "always"), true),
        Arguments.of("as it came", new JsonObject().put("at-rest", "off"), false),
        Arguments.of("in memory", new JsonObject().put("spool", "memory"), false));
  }

  /**
   * What one asks for, and what the answer must be.
   *
   * @param status 206 with the bytes from {@code start} up to before {@code end}, 200 with all, or
   *     416 with none
   */
  private record Asked(String range, int status, int start, int end) {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("keepings")
  void five_hundred_random_ranges_are_exact(String keeping, JsonObject relay, boolean sealed)
      throws Exception {
    random.nextBytes(document);
    try (TestNode node = TestNode.start(new JsonObject().put("relay", relay));
        Visitors visitors = Visitors.of(node)) {
      JsonObject options = new JsonObject().put("sealedOnly", sealed);
      Courier can = new Courier(node.port(), visitors.guest("Can").open(code, options));
      Courier mary = new Courier(node.port(), visitors.guest("Mary").enter(code));
      String path = can.uploads(document);
      String tag = "\"" + Courier.fileOf(path) + "\"";

      for (int round = 0; round < RANGES; round++) {
        Asked asked = asked(round % 10);
        assertExact(asked, tag, mary.asks("GET", path, NOTHING, "Range", asked.range()));
      }
      assertUnlessChanged(mary, path, tag);
      assertHead(mary, path, tag);
    } catch (AssertionError failure) {
      throw new AssertionFailedError("with -Dnobooks.test.seed=" + seed, failure);
    }
  }

  private Asked asked(int kind) {
    int start = random.nextInt(SIZE);
    int most = kind == 0 ? SIZE - start : Math.min(200_000, SIZE - start);
    int end = start + 1 + random.nextInt(most);
    int beyond = SIZE + random.nextInt(1000);
    return switch (kind) {
      case 1 -> new Asked("bytes=" + start + "-", 206, start, SIZE);
      case 2 -> new Asked("bytes=-" + most, 206, SIZE - most, SIZE);
      case 3 -> new Asked("bytes=-" + (beyond + 1), 206, 0, SIZE);
      case 4 -> new Asked("bytes=" + start + "-" + beyond, 206, start, SIZE);
      case 5 -> new Asked("bytes=" + beyond + "-" + (beyond + most), 416, 0, 0);
      case 6 -> new Asked("bytes=" + start + "-" + end + ",0-1", 200, 0, SIZE);
      default -> new Asked("bytes=" + start + "-" + (end - 1), 206, start, end);
    };
  }

  private void assertExact(Asked asked, String tag, HttpResponse<byte[]> answer) {
    HttpHeaders headers = answer.headers();
    assertThat(answer.statusCode()).as(asked.range()).isEqualTo(asked.status());
    if (asked.status() == 416) {
      assertThat(headers.firstValue("Content-Range")).hasValue("bytes */" + SIZE);
      assertThat(new JsonObject(Buffer.buffer(answer.body())).getInteger("code")).isEqualTo(1000);
      return;
    }
    byte[] exact = Arrays.copyOfRange(document, asked.start(), asked.end());
    assertThat(Arrays.equals(answer.body(), exact)).as(asked.range()).isTrue();
    assertThat(headers.firstValueAsLong("Content-Length")).hasValue(exact.length);
    assertThat(headers.firstValue("ETag")).hasValue(tag);
    assertThat(headers.firstValue("Content-Range").orElse("none"))
        .isEqualTo(
            asked.status() == 200
                ? "none"
                : "bytes " + asked.start() + "-" + (asked.end() - 1) + "/" + SIZE);
  }

  private void assertUnlessChanged(Courier mary, String path, String tag) throws Exception {
    Asked part = new Asked("bytes=100000-200000", 206, 100_000, 200_001);
    Asked whole = new Asked(part.range(), 200, 0, SIZE);
    for (String other : new String[] {"\"other\"", "W/" + tag, "Fri, 20 Nov 2026 09:00:00 GMT"}) {
      assertExact(whole, tag, ranged(mary, path, part, other));
    }
    assertExact(part, tag, ranged(mary, path, part, tag));
  }

  private static HttpResponse<byte[]> ranged(Courier mary, String path, Asked asked, String tag)
      throws Exception {
    return mary.asks("GET", path, NOTHING, "Range", asked.range(), "If-Range", tag);
  }

  private static void assertHead(Courier mary, String path, String tag) throws Exception {
    HttpResponse<byte[]> head = mary.asks("HEAD", path, NOTHING, "Range", "bytes=5-9");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(SIZE);
    assertThat(head.headers().firstValue("ETag")).hasValue(tag);
    assertThat(head.headers().firstValue("Accept-Ranges")).hasValue("bytes");
  }
}
