package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.BusClient;
import io.nobooks.support.Eventually;
import io.nobooks.support.LogEntry;
import io.nobooks.support.Metrics;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RawWebSocket;
import io.nobooks.support.Resident;
import io.nobooks.support.Residents;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Talk;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Busy rooms in which many read nothing and some a kilobyte a second: 30 and 10; {@code
 * -Dnobooks.long=true} makes it 300 and 100. In loud rooms more is said than a log holds, in the
 * others less.
 */
class StalledCrowdIT {
  private static final boolean LONG = Boolean.getBoolean("nobooks.long");
  private static final int LOUD_ROOMS = LONG ? 10 : 2;
  private static final int OTHER_ROOMS = LONG ? 10 : 2;
  private static final int STALLED = LONG ? 300 : 30;
  private static final int SLOW = LONG ? 100 : 10;
  private static final int READERS = 3;
  private static final int LARGE = 11_000;
  private static final int MOST_ROUNDS = 40;
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;

  /** What all sockets together may have unsent, and what one turn may add before that is seen. */
  private static final long UNSENT_ALL = LONG ? 32 * MIB : 4 * MIB;

  private static final long TURN = MIB;

  /** What rooms keep of the past. */
  private static final long LOGS = (LOUD_ROOMS + OTHER_ROOMS) * 3L * MIB;

  private final long seed = Long.getLong("nobooks.test.seed", System.nanoTime());
  private final List<Silent> silent = new ArrayList<>();
  @TempDir private Path data = Path.of("");

  /** A room and those in it who read. */
  private record Room(RoomCode code, List<Resident> readers) {}

  /** A member who does not read, or hardly; {@code heard} is the last number it knows. */
  private record Silent(
      RawWebSocket socket, Room room, boolean loud, String token, JsonObject snapshot, long heard) {
    String seat() {
      return snapshot.getJsonObject("you").getString("seat");
    }
  }

  private NodeProcess start(int admin) throws IOException {
    return NodeProcess.jar(
        Map.of(
            "NOBOOKS_DATA", data.toString(),
            "NOBOOKS_HTTP_HOST", "127.0.0.1",
            "NOBOOKS_HTTP_PORT", "0",
            "NOBOOKS_ADMIN_PORT", Integer.toString(admin),
            "NOBOOKS_ROOMS_LOST_AFTER", "5 min",
            "NOBOOKS_LIMITS_UNSENT", "256 KiB",
            "NOBOOKS_LIMITS_UNSENT_FOR", "5 s",
            "NOBOOKS_LIMITS_UNSENT_ALL", UNSENT_ALL / KIB + " KiB",
            "NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.0/8\"]"),
        List.of("-Xmx512m"),
        List.of());
  }

  @AfterEach
  void letGo() throws IOException {
    for (Silent one : silent) {
      one.socket().close();
    }
  }

  @Test
  void who_reads_nothing_or_little_costs_no_more_than_allowed_and_comes_back_to_the_truth()
      throws Exception {
    int admin = NodeProcess.freePort();
    try (NodeProcess node = start(admin);
        Residents residents = Residents.at(node.port());
        Visitors visitors = Visitors.at(node.port())) {
      Metrics metrics = new Metrics(admin);
      List<Room> loud = rooms(residents, LOUD_ROOMS);
      List<Room> others = rooms(residents, OTHER_ROOMS);
      long heap = node.usedHeap();
      settle(node.port(), loud, others);
      readSlowly(residents);

      int readers = READERS * (LOUD_ROOMS + OTHER_ROOMS);
      int rounds = 0;
      while (metrics.value("nobooks_sockets") > readers + others()) {
        assertThat(++rounds).as("rounds until those in loud rooms are cut").isLessThan(MOST_ROUNDS);
        talk(residents, loud, 100);
        assertThat(metrics.value("nobooks_unsent_bytes")).isLessThan((double) UNSENT_ALL + TURN);
      }
      assertThat(node.usedHeap()).isLessThan(heap + UNSENT_ALL + LOGS + 8 * MIB);
      talk(residents, loud, 250);
      talk(residents, others, 60);
      Eventually.holds("nothing is unsent", () -> metrics.value("nobooks_unsent_bytes") == 0);

      for (Silent one : silent) {
        comesBack(visitors, one);
      }
      Stream.concat(loud.stream(), others.stream()).forEach(StalledCrowdIT::readersAgree);
      assertThat(node.stderr()).isEmpty();
    }
  }

  /** The silent in rooms where nothing has been said yet, so that nothing waits for them. */
  private long others() {
    return silent.stream().filter(one -> !one.loud()).count();
  }

  private static List<Room> rooms(Residents residents, int count) {
    List<Room> rooms = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      RoomCode code = RoomCode.fresh();
      List<Resident> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(residents.resident("Reader " + i, code));
      }
      Residents.await(readers.get(0).comesFirst(new JsonObject()));
      Residents.await(Future.all(readers.stream().skip(1).map(Resident::comes).toList()));
      rooms.add(new Room(code, readers));
    }
    return rooms;
  }

  /** Those who do not read come into all rooms in turn. */
  private void settle(int port, List<Room> loud, List<Room> others) throws IOException {
    for (int i = 0; i < STALLED + SLOW; i++) {
      boolean isLoud = i % 2 == 0;
      List<Room> rooms = isLoud ? loud : others;
      Room room = rooms.get(i / 2 % rooms.size());
      RawWebSocket socket = new RawWebSocket(port);
      JsonObject identity = socket.ask("auth.sign-in", new JsonObject().put("name", "Silent " + i));
      JsonObject snapshot = socket.ask("rooms.enter", room.code().toJson());
      long heard = socket.register(room.code().out()).getLong("top");
      silent.add(new Silent(socket, room, isLoud, identity.getString("token"), snapshot, heard));
    }
  }

  /** The last of the silent read a kilobyte each second until they are cut. */
  private void readSlowly(Residents residents) {
    List<Silent> slow = List.copyOf(silent.subList(STALLED, STALLED + SLOW));
    residents.vertx().setPeriodic(1_000, second -> slow.forEach(one -> skim(one.socket())));
  }

  private static void skim(RawWebSocket socket) {
    try {
      socket.skim((int) KIB);
    } catch (IOException cut) {
      assertThat(cut).isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  /** So many messages in each of these rooms. */
  private void talk(Residents residents, List<Room> rooms, int each) {
    List<Resident> speakers = rooms.stream().flatMap(room -> room.readers().stream()).toList();
    Talk.of(residents.vertx(), speakers, each * rooms.size(), LARGE, 100 * rooms.size(), seed)
        .timeout(120, TimeUnit.SECONDS)
        .await();
  }

  /** Where the log still holds what was missed it comes whole; where not, that is said. */
  private static void comesBack(Visitors visitors, Silent one) {
    BusClient back = visitors.connect();
    RoomCode code = one.room().code();
    JsonObject room =
        back.ask("auth.resume", new JsonObject().put("token", one.token()))
            .getJsonArray("rooms")
            .getJsonObject(0);
    assertThat(room.getString("seat")).isEqualTo(one.seat());
    back.take(code, one.snapshot());
    JsonObject page =
        back.command("sync", "epoch", room.getString("epoch"), "from", one.heard() + 1);
    if (one.loud()) {
      assertThat(page.getBoolean("recovered")).isFalse();
      assertThat(page.getJsonArray("events")).isEmpty();
      JsonObject fresh = back.ask("rooms.enter", code.toJson());
      assertThat(fresh.getJsonObject("you").getString("seat")).isEqualTo(one.seat());
    } else {
      assertThat(numbers(back.syncFrom(one.heard() + 1)))
          .isEqualTo(numbersAfter(one.room().readers().get(0).log(), one.heard()));
    }
    back.close();
  }

  private static List<Long> numbers(List<JsonObject> events) {
    return events.stream().map(event -> event.getLong("seq")).toList();
  }

  private static List<Long> numbersAfter(List<LogEntry> log, long heard) {
    return log.stream().map(LogEntry::seq).filter(seq -> seq > heard).toList();
  }

  private static void readersAgree(Room room) {
    List<LogEntry> log = room.readers().get(0).log();
    long top = log.get(log.size() - 1).seq();
    for (Resident reader : room.readers()) {
      Eventually.holds("everything has come", () -> reader.knows(top));
      assertThat(reader.connections()).isEqualTo(1);
      assertThat(reader.differencesFrom(log)).isEmpty();
    }
  }
}
