package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.CutProxy;
import io.nobooks.support.Eventually;
import io.nobooks.support.Resident;
import io.nobooks.support.Residents;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Talk;
import io.nobooks.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A network that goes away under everybody at once while they talk: 100 connections, ten times;
 * {@code -Dnobooks.long=true} makes it 1,000. How long it took to be back is printed, for it is a
 * figure of the machine; what everybody knows in the end is what must be right.
 */
class StormIT {
  private static final boolean LONG = Boolean.getBoolean("nobooks.long");
  private static final int ROOMS = LONG ? 40 : 4;
  private static final int MEMBERS = 25;
  private static final int STORMS = 10;
  private static final int PER_SECOND = 50;

  /** More than can be said while the storms last, if everybody is back in the time. */
  private static final int MESSAGES = PER_SECOND * STORMS * (LONG ? 15 : 1);

  private final long seed = Long.getLong("nobooks.test.seed", System.nanoTime());
  private final TestNode node;
  private final CutProxy line;
  private final Residents residents;

  StormIT() throws IOException {
    node = TestNode.start();
    line = CutProxy.to(node.vertx(), node.port());
    residents = Residents.at(line.port());
  }

  @AfterEach
  void stop() throws IOException {
    residents.close();
    line.close();
    node.close();
  }

  @Test
  void who_is_cut_off_ten_times_in_the_middle_of_talk_knows_everything_in_the_end() {
    List<List<Resident>> rooms = IntStream.range(0, ROOMS).mapToObj(this::room).toList();
    List<Resident> all = rooms.stream().flatMap(List::stream).toList();
    Future<Void> talk =
        Talk.of(residents.vertx(), all, MESSAGES, 100, PER_SECOND, seed)
            .timeout(MESSAGES / PER_SECOND + 60, TimeUnit.SECONDS);

    for (int storm = 1; storm <= STORMS; storm++) {
      long before = System.nanoTime();
      strike(all);
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      System.out.println("all back after storm " + storm + " in " + took.toMillis() + " ms");
    }
    talk.await();

    int said = 0;
    for (List<Resident> room : rooms) {
      said += Transcripts.agree(room.get(0), room, "with -Dnobooks.test.seed=" + seed);
    }
    assertThat(said).isEqualTo(MESSAGES);
    System.out.println("99 of 100 syncs took less than " + syncMillis(all) + " ms");
  }

  /** Cuts every connection at once, and waits until everybody is back. */
  private void strike(List<Resident> all) {
    List<Integer> before = all.stream().map(Resident::connections).toList();
    line.cut();
    line.mend();
    for (int i = 0; i < all.size(); i++) {
      Resident one = all.get(i);
      int connections = before.get(i);
      Eventually.holds("everybody is back", () -> one.connections() > connections);
    }
  }

  private List<Resident> room(int number) {
    RoomCode code = RoomCode.fresh();
    List<Resident> members = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      members.add(residents.resident("Guest " + i, code));
    }
    Residents.await(members.get(0).comesFirst(new JsonObject()));
    Residents.await(Future.all(members.subList(1, MEMBERS).stream().map(Resident::comes).toList()));
    return members;
  }

  private static long syncMillis(List<Resident> all) {
    List<Long> nanos = all.stream().flatMap(one -> one.syncNanos().stream()).sorted().toList();
    return Duration.ofNanos(nanos.get(nanos.size() * 99 / 100)).toMillis();
  }
}
