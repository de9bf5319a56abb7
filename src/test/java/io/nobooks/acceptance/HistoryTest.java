package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.BusClient;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody reads who was not there when it was said. */
class HistoryTest {
  private static TestNode node;
  private static Visitors visitors;
  private final RoomCode code = RoomCode.fresh();

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private static JsonObject history(boolean on) {
    return new JsonObject().put("history", on);
  }

  private static List<String> texts(List<JsonObject> events) {
    return events.stream()
        .filter(event -> "said".equals(event.getString("type")))
        .map(event -> event.getJsonObject("body").getString("text"))
        .toList();
  }

  private static List<String> texts(JsonObject snapshot) {
    return texts(
        snapshot.getJsonArray("events").stream().map(event -> (JsonObject) event).toList());
  }

  @Test
  void a_newcomer_cannot_read_history_that_is_off() {
    BusClient can = visitors.guest("Can").open(code, history(false));
    can.say("before Mary");

    BusClient mary = visitors.guest("Mary").enter(code);
    can.say("to Mary");

    assertThat(mary.snapshot().getJsonArray("events")).isEmpty();
    assertThat(texts(mary.syncFrom(1))).containsExactly("to Mary");
    assertThat(texts(mary.ask("rooms.enter", code.toJson()))).isEmpty();
    mary.nextSaid("to Mary");
    assertThat(mary.heardText()).doesNotContain("before Mary");
    assertThat(texts(can.syncFrom(1))).containsExactly("before Mary", "to Mary");
  }

  @Test
  void a_newcomer_sees_the_last_50_messages_of_history_that_is_on() {
    BusClient can = visitors.guest("Can").open(code, history(true));
    IntStream.rangeClosed(1, 60).forEach(i -> can.say("message " + i));

    BusClient mary = visitors.guest("Mary").enter(code);

    assertThat(texts(mary.snapshot()))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(11, 60).mapToObj(i -> "message " + i).toList());
    assertThat(mary.snapshot().getJsonObject("more").getBoolean("events")).isTrue();
    assertThat(texts(mary.syncFrom(1))).hasSize(60);
  }

  @Test
  void what_was_said_while_history_was_off_stays_hidden_when_it_is_switched_on() {
    BusClient can = visitors.guest("Can").open(code, history(true));
    can.say("open");
    can.command("set", "options", history(false));
    can.say("secret");
    can.command("set", "options", history(true));

    BusClient mary = visitors.guest("Mary").enter(code);
    can.say("hello Mary");

    assertThat(texts(mary.syncFrom(1))).containsExactly("open", "hello Mary");
    mary.nextSaid("hello Mary");
    assertThat(mary.heardText()).contains("open").doesNotContain("secret");
  }

  @Test
  void of_comings_and_goings_before_a_newcomer_learns_nothing_by_sync() {
    BusClient can = visitors.guest("Can").open(code, history(true));
    visitors.guest("Zeynep").enter(code).command("leave");
    can.say("she left");

    BusClient mary = visitors.guest("Mary").enter(code);

    assertThat(mary.syncFrom(1))
        .extracting(event -> event.getString("type"))
        .containsExactly("said", "entered");
  }
}
