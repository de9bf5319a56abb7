package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.support.Mutations;
import io.nobooks.support.SeedFrames;
import io.nobooks.wire.BodySizes;
import io.nobooks.wire.RoomCommand;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/**
 * Good messages, spoilt, through everything that reads them before anybody acts: 50,000; {@code
 * -Dnobooks.long=true} makes it a million. A failure names the seed that repeats it.
 */
class MutatedFramesTest {
  private static final int FRAMES = Boolean.getBoolean("nobooks.long") ? 1_000_000 : 50_000;
  private static final BodySizes SIZES = new BodySizes(12 << 10, 512);

  private final long seed = Long.getLong("nobooks.test.seed", System.nanoTime());
  private int malformed;
  private int refused;
  private int taken;

  @Test
  void a_spoilt_message_is_taken_or_refused_and_never_anything_else() throws IOException {
    Mutations mutations = new Mutations(new Random(seed), SeedFrames.all());
    for (int n = 0; n < FRAMES; n++) {
      String frame = mutations.next();
      try {
        read(frame);
      } catch (RuntimeException | Error failure) {
        throw new AssertionFailedError("-Dnobooks.test.seed=" + seed + ": " + frame, failure);
      }
    }

    assertThat(malformed + refused + taken).isEqualTo(FRAMES);
    assertThat(List.of(malformed, refused, taken)).allMatch(count -> count > FRAMES / 100);
  }

  private void read(String text) {
    try {
      BridgeFrame frame = BridgeFrame.parse(text);
      if (frame.type() == BridgeFrame.Type.SEND && frame.body() != null) {
        RoomCommand.parse(frame.body(), SIZES);
      }
      taken++;
    } catch (BridgeFrame.Malformed answered) {
      malformed++;
    } catch (Failure.Refused answered) {
      assertThat(answered.failure).isNotEqualTo(Failure.INTERNAL);
      refused++;
    }
  }

  @Test
  void a_spoilt_sockjs_frame_is_taken_or_the_end_and_never_anything_else() throws IOException {
    List<String> frames =
        SeedFrames.all().stream()
            .map(frame -> new JsonArray().add(frame).add(frame).encode())
            .toList();
    Mutations mutations = new Mutations(new Random(seed), frames);
    List<Boolean> whole = new ArrayList<>();
    for (int n = 0; n < FRAMES / 5; n++) {
      String frame = mutations.next();
      try {
        whole.add(SockJsMessages.each(frame, message -> true));
      } catch (RuntimeException | Error failure) {
        throw new AssertionFailedError("-Dnobooks.test.seed=" + seed + ": " + frame, failure);
      }
    }
    assertThat(whole).contains(true, false);
  }
}
