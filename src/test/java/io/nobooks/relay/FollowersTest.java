package io.nobooks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FollowersTest {
  private static final int SIZE = Segment.BYTES;

  private final SegmentPool pool = new SegmentPool(64L * SIZE);
  private final Followers followers = new Followers();
  private final Object can = new Object();
  private final Object eve = new Object();

  @Test
  void nothing_is_kept_while_nobody_follows() {
    assertThat(offer(0)).isFalse();
    assertThat(followers.take(0)).isNull();
    assertThat(pool.lent()).isZero();
  }

  @Test
  void who_keeps_up_gets_what_came_last() {
    followers.has(can, 0);

    assertThat(offer(0)).isTrue();
    Segment found = Objects.requireNonNull(followers.take(SIZE - 1));
    assertThat(found.from()).isZero();
    assertThat(followers.take(SIZE)).isNull();
    found.release();
  }

  @Test
  void one_who_is_far_behind_will_need_it_from_the_store() {
    followers.has(can, 100L * SIZE);
    followers.has(eve, 0);

    assertThat(offer(100L * SIZE)).isFalse();
    followers.leave(eve);
    assertThat(offer(101L * SIZE)).isTrue();
  }

  @Test
  void only_the_last_ones_are_kept_and_none_when_the_last_follower_has_left() {
    for (int number = 0; number < 30; number++) {
      followers.has(can, (long) number * SIZE);
      offer((long) number * SIZE);
      offer((number + 1L) * SIZE);
    }
    assertThat(pool.lent()).isBetween(1, 4);

    followers.leave(can);
    assertThat(pool.lent()).isZero();
    followers.leave(can);
    assertThat(pool.lent()).isZero();
  }

  @Test
  void who_has_them_or_is_far_behind_keeps_none() {
    followers.has(can, 0);
    offer(0);
    offer(SIZE);
    assertThat(pool.lent()).isEqualTo(2);
    followers.has(can, SIZE);
    assertThat(pool.lent()).isEqualTo(1);
    followers.has(can, 2L * SIZE);
    assertThat(pool.lent()).isZero();

    assertThat(offer(20L * SIZE)).isFalse();
    assertThat(pool.lent()).isZero();
  }

  @Test
  void what_was_not_stored_is_forgotten() {
    followers.has(can, 0);
    offer(0);
    offer(SIZE);

    followers.forgetBeyond(SIZE);
    assertThat(followers.take(SIZE)).isNull();
    assertThat(followers.take(0)).isNotNull();
  }

  private boolean offer(long position) {
    Segment segment = Objects.requireNonNull(pool.take(position));
    segment.put(ByteBuffer.wrap(new byte[SIZE]));
    boolean taken = followers.offer(segment);
    segment.release();
    return taken;
  }
}
