package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Eventually;
import io.nobooks.support.Overheard;
import io.nobooks.support.Refused;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A thousand people, each on a real socket of their own, on a node with several instances of
 * everything. They come once for the whole class, for their coming takes longest.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrowdTest {
  private static final int CROWD = 1_000;
  private static final Duration BETWEEN_STATES = Duration.ofSeconds(1);

  private static TestNode node;
  private static Visitors visitors;
  private static List<BusClient> crowd;

  @BeforeAll
  static void start() throws IOException {
    JsonObject several = new JsonObject().put("auth", 2).put("rooms", 4).put("web", 2);
    node =
        TestNode.start(
            new JsonObject()
                .put("deploy", several)
                .put("rooms", new JsonObject().put("lost-after", "5 min")));
    visitors = Visitors.of(node);
    crowd = together(IntStream.range(0, CROWD).boxed().toList(), CrowdTest::come);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private static Future<BusClient> come(int number) {
    return visitors.connects().compose(socket -> socket.signsIn("Guest " + number));
  }

  /** Everybody at once; returns when all are done. */
  private static <T, R> List<R> together(List<T> who, Function<T, Future<R>> what) {
    return Future.all(who.stream().map(what).toList())
        .<List<R>>map(done -> done.list())
        .timeout(60, TimeUnit.SECONDS)
        .await();
  }

  @Test
  @Order(1)
  void of_a_thousand_who_open_one_code_at_once_one_gets_the_room() {
    RoomCode code = RoomCode.fresh();
    try (Overheard bus = Overheard.on(node)) {
      List<Object> answers =
          together(
              crowd,
              who ->
                  who.asks("rooms.open", code.toJson())
                      .<Object>map(snapshot -> snapshot)
                      .otherwise(refused -> ((Refused) refused).code));

      assertThat(answers).filteredOn(answer -> answer instanceof JsonObject).hasSize(1);
      assertThat(answers)
          .filteredOn(answer -> answer.equals(Failure.ROOM_EXISTS.code))
          .hasSize(CROWD - 1);
      assertThat(bus.to(Addresses.OPEN_ROOM)).hasSize(CROWD);
      crowd.get(answers.indexOf(winner(answers))).ask("rooms.leave", named(code));
    }
  }

  private static Object winner(List<Object> answers) {
    return answers.stream()
        .filter(answer -> answer instanceof JsonObject)
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject named(RoomCode code) {
    return new JsonObject().put("room", code.room());
  }

  @Test
  @Order(2)
  void a_thousand_who_drop_and_return_are_told_in_few_frames_and_miss_nothing() {
    RoomCode code = RoomCode.fresh();
    BusClient can =
        visitors.connect().signIn("Can").open(code, new JsonObject().put("capacity", CROWD + 1));
    together(
        crowd, who -> who.asks("rooms.enter", code.toJson()).onSuccess(in -> who.sit(code, in)));
    together(crowd, BusClient::listens);
    say(can, 1, 20);
    crowd.forEach(who -> who.nextSaid("message 20"));

    long before = System.nanoTime();
    int framesBefore = can.told("states").size();
    together(crowd, BusClient::closes);
    Eventually.holds("all are told to be reconnecting", () -> states(can, "reconnecting") == CROWD);
    say(can, 21, 60);
    List<BusClient> back = together(crowd, CrowdTest::comeBack);
    Eventually.holds("all are told to be online", () -> states(can, "online") == CROWD);
    int frames = can.told("states").size() - framesBefore;
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    say(can, 61, 80);
    back.forEach(who -> who.nextSaid("message 80"));

    assertThat((long) frames).isBetween(2L, 2 + took.dividedBy(BETWEEN_STATES));
    assertThat(can.told("left")).isEmpty();
    Map<Long, String> all = transcript(can, List.of());
    assertThat(all).hasSize(80);
    for (int who = 0; who < CROWD; who++) {
      assertThat(transcript(crowd.get(who), List.of(back.get(who)))).isEqualTo(all);
    }
  }

  private static void say(BusClient who, int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> who.say("message " + i));
  }

  /** How many different seats were last told to be in this state. */
  private static int states(BusClient who, String state) {
    Map<String, String> last = new TreeMap<>();
    for (JsonObject told : who.told("states")) {
      for (Object change : told.getJsonArray("changes")) {
        last.put(((JsonArray) change).getString(0), ((JsonArray) change).getString(1));
      }
    }
    return (int) last.values().stream().filter(state::equals).count();
  }

  /** As a page does: resume, listen, then ask for what is missing. */
  private static Future<BusClient> comeBack(BusClient before) {
    long next = lastNumber(before) + 1;
    return visitors
        .connects()
        .compose(
            socket ->
                socket
                    .resumes(before)
                    .compose(resumed -> socket.listens())
                    .compose(
                        here ->
                            socket.commands("sync", "epoch", here.getString("epoch"), "from", next))
                    .map(socket));
  }

  private static long lastNumber(BusClient who) {
    return who.told().stream().mapToLong(told -> told.getLong("seq", 0L)).max().orElse(0);
  }

  /** What was said, by number, as somebody heard or read it over one socket or several. */
  private static Map<Long, String> transcript(BusClient first, List<BusClient> later) {
    List<JsonObject> events = new ArrayList<>(first.told("said"));
    for (BusClient socket : later) {
      events.addAll(socket.told("said"));
      events.addAll(socket.synced());
    }
    Map<Long, String> said = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (JsonObject event : events) {
      if ("said".equals(event.getString("type")) && seen.add(event.getString("cid"))) {
        String text = event.getJsonObject("body").getString("text");
        assertThat(said.put(event.getLong("seq"), text)).isNull();
      }
    }
    return said;
  }
}
