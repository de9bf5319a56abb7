package io.nobooks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.RoomId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeLogTest {
  private final MeLog me = new MeLog(new MeBudget(Long.MAX_VALUE));

  @Test
  void events_are_numbered_from_one() {
    assertThat(me.top()).isZero();
    assertThat(tell("a").getLong("n")).isEqualTo(1);
    assertThat(tell("b").getLong("n")).isEqualTo(2);
    assertThat(me.top()).isEqualTo(2);
  }

  @Test
  void what_was_not_heard_is_missed_and_nothing_else() {
    tell("a");
    tell("b");
    tell("c");

    assertThat(missed(0)).contains(List.of(1L, 2L, 3L));
    assertThat(missed(2)).contains(List.of(3L));
    assertThat(missed(3)).contains(List.of());
  }

  @Test
  void who_claims_to_have_heard_the_future_is_not_believed() {
    tell("a");

    assertThat(missed(2)).isEmpty();
  }

  @Test
  void the_last_200_are_kept() {
    for (int event = 0; event < 201; event++) {
      tell("a");
    }

    assertThat(missed(0)).isEmpty();
    assertThat(missed(1).orElseThrow()).hasSize(200).startsWith(2L).endsWith(201L);
  }

  @Test
  void at_most_256_KiB_are_kept() {
    String quarter = "x".repeat(64 * 1_024 - 50);
    for (int event = 0; event < 4; event++) {
      tell(quarter);
    }
    assertThat(missed(0).orElseThrow()).hasSize(4);

    tell(quarter);

    assertThat(missed(0)).isEmpty();
    assertThat(missed(1).orElseThrow()).hasSize(4);
  }

  @Test
  void one_event_above_the_limit_is_numbered_but_not_kept() {
    tell("a");
    tell("x".repeat(256 * 1_024));

    assertThat(me.top()).isEqualTo(2);
    assertThat(missed(1)).isEmpty();
    assertThat(missed(2)).contains(List.of());
  }

  @Test
  void the_seat_that_comes_with_an_event_is_kept_beside_it() {
    JsonObject seated = new JsonObject().put("room", "r");

    me.add(new JsonObject().put("type", "admitted"), seated);

    assertThat(me.since(0).orElseThrow().get(0).seated()).isEqualTo(seated);
    assertThat(me.since(0).orElseThrow().get(0).event().containsKey("room")).isFalse();
  }

  @Test
  void a_nodes_memory_for_what_was_told_is_bounded_and_the_sessions_own_oldest_go_first() {
    MeBudget node = new MeBudget(3_000);
    MeLog other = new MeLog(node);
    other.add(new JsonObject().put("text", "other"), null);
    MeLog own = new MeLog(node);
    for (int event = 0; event < 20; event++) {
      own.add(new JsonObject().put("text", "x".repeat(200)), null);
    }

    assertThat(node.used()).isLessThanOrEqualTo(3_000);
    assertThat(own.top()).isEqualTo(20);
    assertThat(own.since(0)).isEmpty();
    assertThat(own.since(19).orElseThrow()).hasSize(1);
    assertThat(other.since(0).orElseThrow()).hasSize(1);

    own.clear();
    other.clear();
    assertThat(node.used()).isZero();
  }

  @Test
  void a_whisper_that_the_node_cannot_keep_is_refused_and_other_events_are_still_numbered() {
    MeLog full = new MeLog(new MeBudget(100));

    assertThatThrownBy(() -> full.add(new JsonObject().put("type", "whispered"), null))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("no_such_seat");
    assertThat(full.top()).isZero();

    assertThat(full.add(new JsonObject().put("type", "kicked"), null).event().getLong("n"))
        .isEqualTo(1);
    assertThat(full.since(0)).isEmpty();
    assertThat(full.since(1)).contains(List.of());
  }

  @Test
  void what_was_told_of_a_room_that_is_over_cannot_be_read_and_keeps_its_number() {
    RoomId over = new RoomId(Base32.random(26));
    MeBudget node = new MeBudget(100_000);
    MeLog log = new MeLog(node);
    JsonObject snapshot = new JsonObject().put("room", over.value());
    log.add(event("admitted").put("snapshot", snapshot), new JsonObject());
    log.add(event("whispered").put("room", over.value()).put("body", "x".repeat(500)), null);
    log.add(event("whispered").put("room", Base32.random(26)), null);
    log.add(event("kicked").put("room", over.value()), null);

    log.forget(over);

    List<JsonObject> left = log.since(0).orElseThrow().stream().map(MeLog.Told::event).toList();
    assertThat(left.stream().map(one -> one.getLong("n"))).containsExactly(3L, 4L);
    assertThat(log.top()).isEqualTo(4);
    assertThat(log.since(2).orElseThrow()).hasSize(2);
    log.clear();
    assertThat(node.used()).isZero();
  }

  private static JsonObject event(String type) {
    return new JsonObject().put("type", type);
  }

  private JsonObject tell(String text) {
    return me.add(new JsonObject().put("text", text), null).event();
  }

  private Optional<List<Long>> missed(long heard) {
    return me.since(heard)
        .map(events -> events.stream().map(told -> told.event().getLong("n")).toList());
  }
}
