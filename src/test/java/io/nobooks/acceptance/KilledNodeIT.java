package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Courier;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Visitors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that dies in the middle of transfers, and what there is after it has started again. */
class KilledNodeIT {
  private static final int MIB = 1 << 20;

  private final String canary = "canary-" + UUID.randomUUID();
  private final RoomCode code = RoomCode.fresh();
  private final Path data;

  KilledNodeIT(@TempDir Path data) {
    this.data = data;
  }

  private NodeProcess start(String atRest) throws IOException {
    return NodeProcess.jar(
        Map.of(
            "NOBOOKS_DATA", data.toString(),
            "NOBOOKS_HTTP_HOST", "127.0.0.1",
            "NOBOOKS_HTTP_PORT", "0",
            "NOBOOKS_ADMIN_PORT", "0",
            "NOBOOKS_RELAY_AT_REST", atRest,
            "NOBOOKS_RELAY_DISK_FLOOR_PERCENT", "0",
            "NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.0/8\"]"),
        List.of(),
        List.of());
  }

  /** A document that says over and over again what must not be found on the disk. */
  private byte[] document(int size) {
    return canary.repeat(size / canary.length() + 1).substring(0, size).getBytes(US_ASCII);
  }

  @ParameterizedTest(name = "at rest: {0}")
  @CsvSource({"auto, false", "off, true"})
  void a_killed_node_leaves_no_content_and_says_that_the_room_is_gone(
      String atRest, boolean readable) throws Exception {
    BusClient before;
    String whole;
    String begun;
    try (NodeProcess node = start(atRest);
        Visitors visitors = Visitors.at(node.port())) {
      Courier can = new Courier(node.port(), visitors.connect().signIn("Can").open(code));
      Courier mary = new Courier(node.port(), visitors.connect().signIn("Mary").enter(code));
      before = mary.bus();
      whole = can.uploads(document(8 * MIB));
      begun = can.offers(64 * MIB);
      try (Socket uploading = can.beginsToSend(begun, 64 * MIB, document(8 * MIB));
          InputStream downloading = mary.opens(whole, 0);
          InputStream following = mary.opens(begun, 0)) {
        assertThat(downloading.readNBytes(MIB)).hasSize(MIB);
        assertThat(following.readNBytes(MIB)).hasSize(MIB);
        assertThat(documents(node)).hasSize(2);
        assertThat(node.openFiles("/spool/")).allMatch(file -> holds(file) == readable);

        node.kill();

        can.bus().awaitClosed();
        uploading.setSoTimeout(20_000);
        assertThat(hearsNothing(uploading.getInputStream())).isTrue();
        assertThat(isCut(downloading)).isTrue();
        assertThat(isCut(following)).isTrue();
      }
      assertThat(node.exitWithin(10)).isNotZero();
    }
    assertNoContent();

    try (NodeProcess node = start(atRest);
        Visitors visitors = Visitors.at(node.port())) {
      int port = node.port();
      assertNoContent();
      assertThat(visitors.connect().refused("auth.resume", before.bearer()).code)
          .isEqualTo(Failure.TOKEN_INVALID.code);
      assertIs(Failure.TOKEN_INVALID, new Courier(port, before).gets(whole));
      BusClient again = visitors.connect().signIn("Mary");
      Courier mary = new Courier(port, again);
      assertThat(again.refused("rooms.enter", code.toJson()).code)
          .isEqualTo(Failure.ROOM_NOT_FOUND.code);
      for (String path : List.of(whole, begun)) {
        assertIs(Failure.ROOM_NOT_FOUND, mary.gets(path));
      }
      assertThat(again.refused("rooms.open", code.toJson()).code)
          .isEqualTo(Failure.ROOM_EXISTS.code);
    }
  }

  private static void assertIs(Failure failure, HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(failure.status);
    assertThat(new JsonObject(Buffer.buffer(answer.body())).getInteger("code"))
        .isEqualTo(failure.code);
  }

  /** Not an answer, but the end, or a reset where not all was read. */
  private static boolean hearsNothing(InputStream in) throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** The rest never comes whole. */
  private static boolean isCut(InputStream in) {
    try {
      in.readAllBytes();
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  /** Whether what must not be found stands in a file. */
  /** What a node's descriptors in the spool lead to, each document once. */
  private static Set<Path> documents(NodeProcess node) throws IOException {
    Set<Path> documents = new HashSet<>();
    for (Path descriptor : node.openFiles("/spool/")) {
      documents.add(Files.readSymbolicLink(descriptor));
    }
    return documents;
  }

  private boolean holds(Path file) {
    try {
      String bytes = Files.readString(file, ISO_8859_1);
      return bytes.contains(canary) || bytes.contains(code.room());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void assertNoContent() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty().noneMatch(this::holds);
    }
    try (Stream<Path> spool = Files.list(data.resolve("spool"))) {
      assertThat(spool).isEmpty();
    }
  }
}
