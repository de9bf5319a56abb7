package io.nobooks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import org.junit.jupiter.api.Test;

class UploadTest {
  private static final int UNKNOWN = -1;

  private final Upload upload = new Upload(100, 1000, 5000);

  @Test
  void what_is_stored_counts_at_once() {
    int writer = begin(0, 100, false);
    upload.stored(writer, 40, 5001);

    assertThat(upload.offset()).isEqualTo(40);
    assertThat(upload.complete()).isFalse();
    upload.stored(writer, 100, 5002);
    assertThat(upload.complete()).isTrue();
  }

  @Test
  void a_checked_part_counts_when_it_matched_and_not_before() {
    int writer = begin(0, 60, true);
    upload.stored(writer, 60, 5001);
    assertThat(upload.offset()).isZero();
    upload.end(writer, true);
    assertThat(upload.offset()).isEqualTo(60);

    int second = begin(60, 40, true);
    upload.stored(second, 100, 5002);
    upload.end(second, false);
    assertThat(upload.offset()).isEqualTo(60);
  }

  @Test
  void only_the_newest_request_may_begin() {
    int older = upload.takeOver(5000);
    int newer = upload.takeOver(5000);

    refuses(Failure.BAD_OFFSET, () -> upload.begin(older, 0, 10, false));
    upload.begin(newer, 0, 10, false);
    assertThat(upload.isNewest(newer)).isTrue();
    assertThat(upload.isNewest(older)).isFalse();
  }

  @Test
  void what_the_earlier_request_still_stores_counts_until_it_has_put_the_pen_down() {
    int earlier = begin(0, 100, false);
    int later = upload.takeOver(5001);
    upload.stored(earlier, 30, 5002);
    upload.end(earlier, false);

    refuses(Failure.BAD_OFFSET, () -> upload.begin(later, 0, 100, false));
    upload.begin(later, 30, 70, false);
    assertThat(upload.offset()).isEqualTo(30);
  }

  @Test
  void a_wrong_offset_and_too_many_bytes_are_refused_and_change_nothing() {
    int writer = upload.takeOver(5000);

    refuses(Failure.BAD_OFFSET, () -> upload.begin(writer, 1, 10, false));
    refuses(Failure.FILE_TOO_LARGE, () -> upload.begin(writer, 0, 101, false));
    upload.begin(writer, 0, UNKNOWN, false);
    assertThat(upload.offset()).isZero();
  }

  @Test
  void it_is_given_up_when_nothing_came_for_too_long() {
    assertThat(upload.expired(5999)).isFalse();
    assertThat(upload.expired(6000)).isTrue();

    int writer = begin(0, 100, false);
    upload.stored(writer, 1, 5900);
    assertThat(upload.expiresAt()).isEqualTo(6900);
    assertThat(upload.expired(6899)).isFalse();
    upload.stored(writer, 100, 6899);
    assertThat(upload.expired(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void what_cannot_be_read_back_must_come_again() {
    int writer = begin(0, 100, false);
    upload.stored(writer, 80, 5001);
    upload.end(writer, false);
    upload.lost(64);
    upload.lost(70);

    assertThat(upload.offset()).isEqualTo(64);
  }

  @Test
  void an_empty_document_is_complete_from_the_beginning() {
    assertThat(new Upload(0, 1000, 5000).complete()).isTrue();
  }

  private int begin(long at, long declared, boolean checked) {
    int writer = upload.takeOver(5000);
    upload.begin(writer, at, declared, checked);
    return writer;
  }

  private static void refuses(Failure failure, Runnable asked) {
    assertThatThrownBy(asked::run)
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.failure).isEqualTo(failure));
  }
}
