package io.nobooks.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.BusClient;
import io.nobooks.support.Eventually;
import io.nobooks.support.LogEntry;
import io.nobooks.support.Metrics;
import io.nobooks.support.Mutations;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RawWebSocket;
import io.nobooks.support.Resident;
import io.nobooks.support.Residents;
import io.nobooks.support.RoomCode;
import io.nobooks.support.SeedFrames;
import io.nobooks.support.Talk;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/**
 * A node that is sent 10,000 spoilt messages, WebSocket frames and HTTP requests while two people
 * talk in a room of it; {@code -Dnobooks.long=true} makes it 100,000. A failure names the seed that
 * repeats it.
 */
class FuzzIT {
  private static final int SCALE = Boolean.getBoolean("nobooks.long") ? 10 : 1;
  private static final int CONNECTIONS = 50 * SCALE;
  private static final int BATCHES = 8;
  private static final int BATCH = 25;
  private static final int FRAMES = 200 * SCALE;
  private static final int REQUESTS = 300 * SCALE;
  private static final int TALK = 200 * SCALE;
  private static final long HEAP_MORE = 6L << 20;

  private static final List<String> HTTP =
      List.of(
          request("GET /", ""),
          request("GET /api/about", "", "Accept: */*"),
          request("GET /eventbus/info", "", "Origin: http://x"),
          request("POST /eventbus/000/abcdefgh/xhr", "", "Content-Length: 0"),
          request(
              "POST /files/aaaaaaaaaaaaaaaaaaaaaaaaaa",
              "",
              "Tus-Resumable: 1.0.0",
              "Upload-Length: 5",
              "Authorization: Bearer x"),
          request(
              "PATCH /files/aaaaaaaaaaaaaaaaaaaaaaaaaa/bbbbbbbbbbbbbbbbbbbbbbbbbb",
              "5\r\nhello\r\n0\r\n\r\n",
              "Content-Type: application/offset+octet-stream",
              "Transfer-Encoding: chunked",
              "Upload-Offset: 0"),
          request(
              "GET /eventbus/websocket",
              "",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));

  private static String request(String line, String body, String... headers) {
    return line + " HTTP/1.1\r\nHost: x\r\n" + RawHttp.lines(headers) + "\r\n" + body;
  }

  private final long seed = Long.getLong("nobooks.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  @TempDir private Path data = Path.of("");
  private int replies;

  private NodeProcess start(int admin) throws IOException {
    return NodeProcess.jar(
        Map.of(
            "NOBOOKS_DATA",
            data.toString(),
            "NOBOOKS_HTTP_HOST",
            "127.0.0.1",
            "NOBOOKS_HTTP_PORT",
            "0",
            "NOBOOKS_ADMIN_PORT",
            Integer.toString(admin),
            "NOBOOKS_LIMITS_HISTORY_SAID",
            Integer.toString(2 * TALK),
            "NOBOOKS_LIMITS_EXEMPT",
            "[\"127.0.0.0/8\"]"),
        List.of("-Xmx256m"),
        List.of());
  }

  @Test
  void whatever_it_is_sent_a_node_answers_what_asks_forgets_the_rest_and_serves_the_others()
      throws Exception {
    int admin = NodeProcess.freePort();
    try (NodeProcess node = start(admin);
        Residents residents = Residents.at(node.port())) {
      Metrics metrics = new Metrics(admin);
      RoomCode code = RoomCode.fresh();
      Resident can = residents.resident("Can", code);
      Resident mary = residents.resident("Mary", code);
      Residents.await(can.comesFirst(new JsonObject()).compose(open -> mary.comes()));
      attack(node.port(), 1, 20, 20);
      long heap = node.usedHeap();
      Future<Void> talk =
          Talk.of(residents.vertx(), List.of(can, mary), TALK, 100, 50, seed)
              .timeout(600, TimeUnit.SECONDS);

      attack(node.port(), CONNECTIONS, FRAMES, REQUESTS);

      talk.await();
      Eventually.holds("nobody is left but who talks", () -> metrics.value("nobooks_sockets") == 2);
      assertThat(node.usedHeap()).isLessThan(heap + HEAP_MORE);
      assertThat(node.stderr()).doesNotContain("ERROR", "Exception");
      unharmed(can, mary);
    } catch (AssertionError failure) {
      throw new AssertionFailedError("with -Dnobooks.test.seed=" + seed, failure);
    }
  }

  private static void unharmed(Resident can, Resident mary) {
    List<LogEntry> log = Residents.await(can.readsLog());
    for (Resident one : List.of(can, mary)) {
      Eventually.holds("all has come", () -> one.knows(log.get(log.size() - 1).seq()));
      assertThat(one.differencesFrom(log)).isEmpty();
      assertThat(one.connections()).isEqualTo(1);
    }
    assertThat(log).filteredOn(entry -> entry.what().contains("\"said\"")).hasSize(TALK);
  }

  private void attack(int port, int connections, int frames, int requests) throws IOException {
    try (Visitors visitors = Visitors.at(port)) {
      for (int n = 0; n < connections; n++) {
        sendMessages(visitors);
      }
    }
    for (int n = 0; n < frames; n++) {
      sendFrame(port);
    }
    Mutations spoilt = new Mutations(random, HTTP);
    for (int n = 0; n < requests; n++) {
      sendRequest(port, spoilt.next());
    }
  }

  // Messages of the bridge

  private void sendMessages(Visitors visitors) throws IOException {
    BusClient hostile = visitors.connect().signIn("Hostile");
    RoomCode code = RoomCode.fresh();
    hostile.open(code);
    Mutations spoilt = new Mutations(random, SeedFrames.of(code, hostile.seat(), hostile.token()));
    for (int batch = 0; batch < BATCHES && hostile.isOpen(); batch++) {
      Map<String, Long> asked = new HashMap<>();
      for (int n = 0; n < BATCH; n++) {
        replies++;
        String frame = spoilt.next().replace(SeedFrames.REPLY, "answer-" + replies);
        String address = replyAddress(frame);
        if (!address.isEmpty()) {
          asked.merge(address, 1L, Long::sum);
        }
        hostile.write(frame);
      }
      Eventually.holds(
          "each that asks is answered once: " + asked,
          () -> !hostile.isOpen() || answers(hostile, asked).equals(asked));
    }
    assertThat(hostile.heard()).noneMatch(frame -> frame.getInteger("failureCode", 0) == 1900);
    hostile.close();
  }

  /** Where the answer must come; empty when none is asked for, or it could not be told apart. */
  private static String replyAddress(String text) {
    try {
      BridgeFrame frame = BridgeFrame.parse(new String(text.getBytes(UTF_8), UTF_8));
      String address = String.valueOf(frame.replyAddress());
      boolean asks = frame.type() == BridgeFrame.Type.SEND;
      return asks && address.startsWith("answer-") ? address : "";
    } catch (BridgeFrame.Malformed answeredWithoutAddress) {
      return "";
    }
  }

  private static Map<String, Long> answers(BusClient hostile, Map<String, Long> asked) {
    Map<String, Long> answers = new HashMap<>();
    for (JsonObject frame : hostile.heard()) {
      String address = frame.getString("address", "");
      if (asked.containsKey(address)) {
        answers.merge(address, 1L, Long::sum);
      }
    }
    return answers;
  }

  // Frames of WebSockets

  /** A good frame with a few bytes changed, its head among them most of the time. */
  private void sendFrame(int port) throws IOException {
    byte[] text = "{\"type\":\"ping\"}".getBytes(UTF_8);
    byte[] frame = new byte[6 + text.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | text.length);
    System.arraycopy(text, 0, frame, 6, text.length);
    for (int spoilt = random.nextInt(3); spoilt >= 0; spoilt--) {
      frame[random.nextInt(random.nextBoolean() ? 6 : frame.length)] = (byte) random.nextInt(256);
    }
    try (RawWebSocket socket = new RawWebSocket(port)) {
      socket.write(frame);
      socket.write(frame);
    } catch (SocketException cut) {
      assertThat(cut).hasMessageMatching(".*(reset|Broken pipe).*");
    }
  }

  // Requests

  private static void sendRequest(int port, String request) throws IOException {
    List<String> statuses = new ArrayList<>();
    try (RawHttp client = new RawHttp(port)) {
      client.send(request);
      client.end();
      String answer = client.untilClosed();
      for (String part : answer.split("HTTP/1\\.1 ", -1)) {
        statuses.add(part.substring(0, Math.min(3, part.length())));
      }
    } catch (SocketException cut) {
      assertThat(cut).hasMessageMatching(".*(reset|Broken pipe).*");
    }
    assertThat(statuses).as(request).noneMatch(status -> status.startsWith("50"));
  }
}
