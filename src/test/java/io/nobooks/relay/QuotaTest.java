package io.nobooks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private static final int CREATORS = 50;
  private static final long TOTAL = 1_000_003;

  private final RoomId room = new RoomId(Base32.random(26));

  @Test
  void fifty_creators_at_once_get_every_byte_and_not_one_more() throws Exception {
    Quota quota = quota(new Quota.Limits(TOTAL, 1_000_000, TOTAL * 10, TOTAL));
    ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
    CountDownLatch together = new CountDownLatch(CREATORS);
    List<Future<Long>> promised = new ArrayList<>();
    for (int creator = 0; creator < CREATORS; creator++) {
      int seed = creator;
      promised.add(creators.submit(() -> createUntilFull(quota, together, new Random(seed))));
    }
    long sum = 0;
    for (Future<Long> one : promised) {
      sum += one.get();
    }
    creators.shutdown();

    assertThat(sum).isEqualTo(TOTAL);
    assertThat(quota.bytes()).isEqualTo(TOTAL);
  }

  @Test
  void what_is_released_can_be_promised_again() throws Exception {
    Quota quota = quota(new Quota.Limits(100, 2, 100, 150));
    RoomId other = new RoomId(Base32.random(26));
    quota.reserve(room, 100);
    quota.reserve(room, 0);
    refuses(Failure.QUOTA_EXCEEDED, quota, room, 0);
    refuses(Failure.QUOTA_EXCEEDED, quota, other, 51);
    refuses(Failure.FILE_TOO_LARGE, quota, other, 101);
    quota.reserve(other, 50);

    quota.release(room, 100, 100);
    quota.reserve(room, 100);
    quota.release(room, 0, 0);
    quota.release(room, 100, 0);
    quota.release(other, 50, 50);
    assertThat(quota.bytes()).isZero();
    assertThat(quota.rooms()).isZero();
  }

  private long createUntilFull(Quota quota, CountDownLatch together, Random random)
      throws Exception {
    together.countDown();
    together.await();
    long sum = 0;
    for (long size = 997; size > 0; ) {
      try {
        long wanted = size == 1 ? 1 : 1 + random.nextInt((int) size);
        quota.reserve(room, wanted);
        sum += wanted;
      } catch (Failure.Refused full) {
        assertThat(full.failure).isEqualTo(Failure.QUOTA_EXCEEDED);
        size /= 2;
      }
    }
    return sum;
  }

  private static Quota quota(Quota.Limits limits) {
    return new Quota(limits, new MemoryStore());
  }

  private static void refuses(Failure failure, Quota quota, RoomId room, long size) {
    assertThatThrownBy(() -> quota.reserve(room, size))
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.failure).isEqualTo(failure));
  }
}
