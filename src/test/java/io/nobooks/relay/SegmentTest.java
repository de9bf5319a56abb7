package io.nobooks.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SegmentTest {
  private static final int SIZE = Segment.BYTES;

  private final SegmentPool pool = new SegmentPool(20L * SIZE);

  @Test
  void it_ends_at_a_multiple_of_its_size_wherever_it_begins() {
    Segment segment = taken(3L * SIZE + 1000);
    ByteBuffer bytes = ByteBuffer.wrap(new byte[2 * SIZE]);

    assertThat(segment.put(bytes)).isEqualTo(SIZE - 1000);
    assertThat(segment.isFull()).isTrue();
    assertThat(segment.from()).isEqualTo(3L * SIZE + 1000);
    assertThat(segment.to()).isEqualTo(4L * SIZE);
    assertThat(bytes.remaining()).isEqualTo(SIZE + 1000);
    assertThat(segment.put(bytes)).isZero();
  }

  /** Memory that is aligned already came with a page more, which was filled and never stored. */
  @Test
  void each_has_as_many_bytes_as_it_stores() {
    for (int round = 0; round < 20; round++) {
      Segment segment = taken(0);

      assertThat(segment.put(ByteBuffer.wrap(new byte[2 * SIZE]))).isEqualTo(SIZE);
      assertThat(segment.bytes().remaining()).isEqualTo(SIZE);
    }
  }

  @Test
  void it_hands_out_what_was_put_by_the_position_in_the_document() {
    Segment segment = taken(SIZE + 10L);
    segment.put(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));

    ByteBuffer some = segment.bytes(SIZE + 12L, 2);
    assertThat(some.remaining()).isEqualTo(2);
    assertThat(some.get()).isEqualTo((byte) 3);
    assertThat(segment.bytes(SIZE + 12L, 100).remaining()).isEqualTo(3);
    assertThat(segment.isFull()).isFalse();
  }

  @Test
  void there_are_no_more_than_the_budget_has_until_the_last_user_lets_go() {
    List<Segment> all = new ArrayList<>();
    for (int taken = 0; taken < 20; taken++) {
      all.add(taken(0));
    }
    assertThat(pool.take(0)).isNull();

    all.get(0).retain();
    all.get(0).release();
    assertThat(pool.take(0)).isNull();
    all.get(0).release();
    assertThat(pool.take(0)).isNotNull();
    assertThat(pool.lent()).isEqualTo(20);
  }

  @Test
  void nothing_of_them_is_left_in_memory_when_none_is_in_use() {
    Segment one = taken(0);
    Segment other = taken(0);
    one.put(ByteBuffer.wrap("a secret".getBytes(UTF_8)));
    other.put(ByteBuffer.wrap("another one".getBytes(UTF_8)));
    ByteBuffer memory = one.bytes();
    ByteBuffer more = other.bytes();

    one.release();
    other.release();
    assertThat(UTF_8.decode(memory).toString()).isEqualTo("\0".repeat(8));
    assertThat(UTF_8.decode(more).toString()).isEqualTo("\0".repeat(11));
  }

  private Segment taken(long position) {
    return Objects.requireNonNull(pool.take(position));
  }
}
