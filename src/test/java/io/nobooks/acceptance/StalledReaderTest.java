package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.support.BusClient;
import io.nobooks.support.Eventually;
import io.nobooks.support.RawWebSocket;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Members of a busy room who stop reading. */
class StalledReaderTest {
  private static final int ROUNDS = 2;
  private static final int MOST_MESSAGES = 3_000;
  private static final String LARGE = "x".repeat(12_000);

  private final RoomCode code = RoomCode.fresh();

  private static JsonObject settings() {
    return new JsonObject()
        .put("rooms", new JsonObject().put("lost-after", "5 min"))
        .put(
            "limits",
            new JsonObject()
                .put("unsent", "256 KiB")
                .put("history-said", 100_000)
                .put("history-bytes", "256 MiB"));
  }

  @Test
  void who_stops_reading_is_cut_and_resumes_while_the_others_miss_nothing() throws Exception {
    try (TestNode node = TestNode.start(settings());
        Visitors visitors = Visitors.of(node)) {
      BusClient can = visitors.guest("Can").open(code);
      BusClient mary = visitors.guest("Mary").enter(code);
      for (int round = 0; round < ROUNDS; round++) {
        try (RawWebSocket stalled = new RawWebSocket(node.port())) {
          JsonObject identity =
              stalled.ask("auth.sign-in", new JsonObject().put("name", "Slow " + round));
          JsonObject snapshot = stalled.ask("rooms.enter", code.toJson());
          long heard = stalled.register(code.out()).getLong("top");

          talkUntilCut(can, mary, snapshot.getJsonObject("you").getString("seat"));

          Eventually.holds("nothing waits to be sent", () -> node.unsentBytes() == 0);
          assertThatThrownBy(stalled::drain).isInstanceOf(IOException.class);
          assertThat(resumed(visitors, identity, snapshot, heard))
              .isEqualTo(numbers(mary.told("said").stream(), heard));
        }
      }
      assertThat(mary.isOpen()).isTrue();
      assertThat(numbers(mary.told("said").stream(), 0))
          .isEqualTo(numbers(can.told("said").stream(), 0));
    }
  }

  /** Each message is heard by the one who reads before the next is said. */
  private static void talkUntilCut(BusClient can, BusClient mary, String stalledSeat) {
    for (int said = 0; !isReconnecting(mary, stalledSeat); said++) {
      assertThat(said).isLessThan(MOST_MESSAGES);
      String text = said + LARGE;
      can.say(text);
      mary.nextSaid(text);
      can.nextSaid(text);
    }
  }

  private static boolean isReconnecting(BusClient who, String seat) {
    JsonArray change = new JsonArray().add(seat).add("reconnecting");
    return who.told("states").stream()
        .anyMatch(states -> states.getJsonArray("changes").contains(change));
  }

  private List<Long> resumed(
      Visitors visitors, JsonObject identity, JsonObject snapshot, long heard) {
    BusClient back = visitors.connect();
    JsonObject resume = new JsonObject().put("token", identity.getString("token"));
    JsonObject room = back.ask("auth.resume", resume).getJsonArray("rooms").getJsonObject(0);
    assertThat(room.getString("seat")).isEqualTo(snapshot.getJsonObject("you").getString("seat"));
    back.take(code, snapshot);
    List<Long> numbers = numbers(back.syncFrom(heard + 1).stream(), heard);
    back.command("leave");
    return numbers;
  }

  private static List<Long> numbers(Stream<JsonObject> events, long after) {
    List<Long> numbers = new ArrayList<>();
    events
        .filter(event -> "said".equals(event.getString("type")))
        .map(event -> event.getLong("seq"))
        .filter(seq -> seq > after)
        .forEach(numbers::add);
    return numbers;
  }
}
