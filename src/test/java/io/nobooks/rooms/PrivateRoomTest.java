package io.nobooks.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.wire.Base32;
import io.nobooks.wire.Frame;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrivateRoomTest {
  private final FakeClock clock = new FakeClock();
  private final RoomsNode node =
      RoomsNode.of(TestSettings.defaults(), "test", clock, ReceiptKey.fresh());
  private final PrivateRoom room = new PrivateRoom(node);

  @Test
  void a_word_is_told_as_a_message_is() {
    String word = Base32.random(26);

    List<Frame> told = room.say(word);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).toJson().getString("type")).isEqualTo("said");
    assertThat(told.get(0).toJson().getString("cid")).isEqualTo(word);
  }

  @Test
  void it_is_counted_nowhere_and_does_not_grow() {
    Set<Long> held = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(room.say(Base32.random(26))).hasSize(1);
      held.add(node.budget().used());
    }
    assertThat(held).hasSizeLessThanOrEqualTo(100);
    assertThat(node.rooms().get()).isZero();
    assertThat(node.members().get()).isZero();
  }
}
