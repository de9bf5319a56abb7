package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Eventually;
import io.nobooks.support.Metrics;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.Resident;
import io.nobooks.support.Residents;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Talk;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rooms full of people who talk on and on: 20 rooms with 200 sockets for 20 s; {@code
 * -Dnobooks.long=true} makes it 200 rooms with 2,000 sockets for 15 minutes, so that what is lost,
 * doubled or kept by one message in a hundred thousand shows.
 */
class SoakIT {
  private static final boolean LONG = Boolean.getBoolean("nobooks.long");
  private static final int ROOMS = LONG ? 200 : 20;
  private static final int MEMBERS = 10;
  private static final int PER_SECOND = 100;
  private static final int SECONDS = LONG ? 15 * 60 : 20;
  private static final int BYTES = 500;

  /** What the virtual machine itself may come to hold, beside what flowed through it. */
  private static final long HEAP_MORE = 4L << 20;

  /** Class files and the like that were first needed meanwhile. */
  private static final int FILES_MORE = 4;

  private final long seed = Long.getLong("nobooks.test.seed", System.nanoTime());
  @TempDir private Path data = Path.of("");

  /** The rooms of one day: each one's members, the first of them its opener. */
  private record Town(List<List<Resident>> rooms) {
    List<Resident> everybody() {
      return rooms.stream().flatMap(List::stream).toList();
    }
  }

  private NodeProcess start(int admin) throws IOException {
    return NodeProcess.jar(
        Map.of(
            "NOBOOKS_DATA", data.toString(),
            "NOBOOKS_HTTP_HOST", "127.0.0.1",
            "NOBOOKS_HTTP_PORT", "0",
            "NOBOOKS_ADMIN_PORT", Integer.toString(admin),
            "NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.0/8\"]"),
        List.of("-Xmx512m"),
        List.of());
  }

  @Test
  void everybody_hears_all_that_was_said_once_and_in_order_and_then_nothing_is_held()
      throws Exception {
    int admin = NodeProcess.freePort();
    try (NodeProcess node = start(admin);
        Residents residents = Residents.at(node.port())) {
      Metrics metrics = new Metrics(admin);
      live(residents, metrics, 2, 5);
      long heap = node.usedHeap();
      int files = node.openFiles("").size();

      live(residents, metrics, ROOMS, SECONDS);

      Eventually.holds("files are closed", () -> openFiles(node) <= files + FILES_MORE);
      assertThat(node.usedHeap()).as("with seed " + seed).isLessThan(heap + HEAP_MORE);
      assertThat(node.stderr()).isEmpty();
    }
  }

  private static int openFiles(NodeProcess node) {
    try {
      return node.openFiles("").size();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** People come, talk for so long, compare what they know, and go. */
  private void live(Residents residents, Metrics metrics, int rooms, int seconds) {
    Town town = new Town(fill(residents, rooms));
    List<Resident> all = town.everybody();
    int messages = seconds * PER_SECOND;
    Talk.of(residents.vertx(), all, messages, BYTES, PER_SECOND, seed)
        .timeout(2L * seconds + 60, TimeUnit.SECONDS)
        .await();
    int said = 0;
    for (List<Resident> room : town.rooms()) {
      said += Transcripts.agree(room.get(0), room, "with -Dnobooks.test.seed=" + seed);
    }
    assertThat(said).isEqualTo(messages);
    Residents.await(Future.all(all.stream().map(Resident::leaves).toList()));
    Residents.await(Future.all(all.stream().map(Resident::signsOut).toList()));
    for (String held : List.of("sockets", "sessions", "rooms", "seats", "room_bytes")) {
      Eventually.holds("no " + held, () -> metrics.value("nobooks_" + held) == 0);
    }
  }

  private static List<List<Resident>> fill(Residents residents, int rooms) {
    List<Future<List<Resident>>> filled = new ArrayList<>();
    for (int number = 0; number < rooms; number++) {
      RoomCode code = RoomCode.fresh();
      List<Resident> members = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        members.add(residents.resident("Guest " + i, code));
      }
      filled.add(
          members
              .get(0)
              .comesFirst(new JsonObject())
              .compose(open -> comeAll(members.subList(1, MEMBERS)))
              .map(members));
    }
    return Residents.await(Future.all(filled).map(done -> done.<List<Resident>>list()));
  }

  private static Future<?> comeAll(List<Resident> members) {
    return Future.all(members.stream().map(Resident::comes).toList());
  }
}
