package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Eventually;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RawWebSocket;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node full of people that is told to stop: 200 sockets of which 5 have stalled; {@code
 * -Dnobooks.long=true} makes it 2,000 and 50.
 */
class DrainIT {
  private static final boolean LONG = Boolean.getBoolean("nobooks.long");
  private static final int ROOMS = LONG ? 50 : 5;
  private static final int MEMBERS = 39;
  private static final int STALLED = LONG ? 50 : 5;
  private static final int WAITING_EACH = 64 << 10;
  private static final long CONTRACT_S = 20;
  private static final Pattern UNSENT = Pattern.compile("(?m)^nobooks_unsent_bytes (\\S+)$");

  @TempDir private Path data = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();

  private NodeProcess start(int admin) throws IOException {
    return NodeProcess.jar(
        Map.of(
            "NOBOOKS_DATA", data.toString(),
            "NOBOOKS_HTTP_HOST", "127.0.0.1",
            "NOBOOKS_HTTP_PORT", "0",
            "NOBOOKS_ADMIN_PORT", Integer.toString(admin),
            "NOBOOKS_LIMITS_UNSENT_FOR", "10 min",
            "NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.0/8\"]"),
        List.of(),
        List.of());
  }

  @Test
  void a_full_node_sends_everybody_away_and_is_gone_though_some_read_nothing() throws Exception {
    int admin = NodeProcess.freePort();
    List<RawWebSocket> stalled = new ArrayList<>();
    try (NodeProcess node = start(admin);
        Visitors visitors = Visitors.at(node.port())) {
      List<BusClient> members = fill(visitors);
      stall(node.port(), stalled, admin);
      assertThat(ready(node.port())).isEqualTo(200);

      node.terminate();

      members.get(0).next("ended");
      assertThat(ready(node.port())).as("with its rooms ending").isEqualTo(503);
      Set<Long> returns = new HashSet<>();
      for (BusClient member : members) {
        JsonObject bye = member.next("bye");
        assertThat(bye.getInteger("code")).isEqualTo(Failure.UNAVAILABLE.code);
        assertThat(bye.getLong("afterMs")).isBetween(1_000L, 5_000L);
        returns.add(bye.getLong("afterMs"));
        member.awaitClosed();
      }
      assertThat(returns).hasSizeGreaterThan(members.size() / 4);
      node.exitWithin(CONTRACT_S);
      assertThat(node.stderr()).isEmpty();
    } finally {
      for (RawWebSocket one : stalled) {
        one.close();
      }
    }
  }

  /** All rooms; the first member's own is the first. */
  private static List<BusClient> fill(Visitors visitors) {
    List<BusClient> members = new ArrayList<>();
    for (int room = 0; room < ROOMS; room++) {
      RoomCode code = RoomCode.fresh();
      BusClient opener = visitors.connect().signIn("Opener " + room).open(code);
      members.add(opener);
      List<Future<BusClient>> others = new ArrayList<>();
      for (int i = 0; i < MEMBERS - 1; i++) {
        String name = "Guest " + room + " " + i;
        others.add(
            visitors
                .connects()
                .compose(visitor -> visitor.signsIn(name))
                .compose(guest -> enters(guest, code)));
      }
      Future.all(others).await();
      others.forEach(one -> members.add(one.result()));
    }
    return members;
  }

  private static Future<BusClient> enters(BusClient guest, RoomCode code) {
    return guest
        .asks("rooms.enter", code.toJson())
        .onSuccess(snapshot -> guest.sit(code, snapshot))
        .compose(seated -> guest.listens())
        .map(guest);
  }

  /** In a room of their own some read nothing until bytes for each of them wait in the node. */
  private void stall(int port, List<RawWebSocket> stalled, int admin) throws IOException {
    RoomCode code = RoomCode.fresh();
    try (Visitors speakers = Visitors.at(port)) {
      BusClient speaker = speakers.connect().signIn("Speaker").open(code);
      for (int i = 0; i < STALLED; i++) {
        RawWebSocket one = new RawWebSocket(port);
        stalled.add(one);
        one.ask("auth.sign-in", new JsonObject().put("name", "Slow " + i));
        one.ask("rooms.enter", code.toJson());
        one.register(code.out());
      }
      Eventually.holds(
          "bytes wait for who reads nothing",
          () -> {
            speaker.say("x".repeat(12_000));
            return unsent(admin) > (double) STALLED * WAITING_EACH;
          });
    }
  }

  private double unsent(int admin) {
    Matcher bytes = UNSENT.matcher(Operator.at(admin).text("/metrics"));
    assertThat(bytes.find()).isTrue();
    return Double.parseDouble(bytes.group(1));
  }

  private int ready(int port) throws IOException, InterruptedException {
    URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
    return http.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding()).statusCode();
  }
}
