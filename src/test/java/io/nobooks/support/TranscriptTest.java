package io.nobooks.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What finds losses must find them. */
class TranscriptTest {
  private final Transcript transcript = new Transcript();
  private final List<LogEntry> log =
      LongStream.rangeClosed(1, 6).mapToObj(seq -> LogEntry.of(event(seq))).toList();

  @BeforeEach
  void begin() {
    transcript.begins(2);
    transcript.listens(2);
  }

  private static JsonObject event(long seq) {
    return new JsonObject().put("seq", seq).put("text", "word " + seq);
  }

  private void hears(long... numbers) {
    LongStream.of(numbers).forEach(seq -> transcript.hears(event(seq)));
  }

  @Test
  void who_hears_everything_after_coming_misses_nothing() {
    hears(3, 4, 5, 6);

    assertThat(transcript.differencesFrom(log)).isEmpty();
  }

  @Test
  void what_was_asked_for_may_have_come_by_itself_as_well() {
    hears(3);
    transcript.listens(4);
    hears(5, 6);
    LongStream.rangeClosed(4, 6).forEach(seq -> transcript.reads(event(seq)));

    assertThat(transcript.differencesFrom(log)).isEmpty();
  }

  @Test
  void losses_are_found() {
    hears(3, 5, 6);

    assertThat(transcript.differencesFrom(log)).hasSize(2).first().isEqualTo("after 3 came 5");
  }

  @Test
  void what_comes_twice_or_out_of_order_is_found() {
    hears(3, 4, 4, 6, 5);

    assertThat(transcript.differencesFrom(log))
        .containsExactly("after 4 came 4", "after 4 came 6", "after 6 came 5");
  }

  @Test
  void what_was_told_otherwise_is_found() {
    hears(3, 4, 5);
    transcript.hears(event(6).put("text", "another word"));

    assertThat(transcript.differencesFrom(log)).hasSize(1);
  }

  @Test
  void the_end_that_never_came_is_found() {
    hears(3, 4);

    assertThat(transcript.differencesFrom(log)).hasSize(1);
  }

  @Test
  void what_a_snapshot_stood_for_is_not_missing() {
    hears(3);
    transcript.begins(5);
    transcript.listens(5);
    hears(6);

    assertThat(transcript.differencesFrom(log)).isEmpty();
    assertThat(transcript.snapshots()).isEqualTo(2);
  }
}
