package io.nobooks.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.wire.Base32;
import io.nobooks.wire.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AtRestLayoutTest {
  private static final int RECORD = AtRestLayout.RECORD;
  private static final int SIZE = 5 * RECORD + 1234;

  private final Store.Kept kept = new MemoryStore().create(2L * SIZE);
  private final RoomKey roomKey = new RoomKey();
  private final AtRestLayout layout = layoutOf(kept);
  private final byte[] bytes = new byte[SIZE];

  AtRestLayoutTest() {
    new Random(1).nextBytes(bytes);
  }

  @Test
  void any_range_of_what_was_written_in_any_parts_is_exact() throws Exception {
    Random random = new Random(2);
    int at = 0;
    while (at < SIZE) {
      int end = Math.min(SIZE, at + 1 + random.nextInt(100_000));
      assertThat(layout.resume(at)).isEqualTo(at);
      layout.append(ByteBuffer.wrap(bytes, at, end - at));
      assertThat(layout.settle()).isEqualTo(end);
      at = end;
    }
    for (int round = 0; round < 200; round++) {
      int start = random.nextInt(SIZE);
      int most = 1 + random.nextInt(Math.min(4 * RECORD, SIZE - start));
      byte[] read = layout.read(start, most);
      assertThat(read).hasSizeBetween(1, most);
      assertThat(read).isEqualTo(Arrays.copyOfRange(bytes, start, start + read.length));
    }
  }

  @Test
  void readers_see_full_records_only_until_the_document_is_whole() {
    assertThat(layout.readable(RECORD - 1, false)).isZero();
    assertThat(layout.readable(2 * RECORD + 5, false)).isEqualTo(2 * RECORD);
    assertThat(layout.readable(SIZE, true)).isEqualTo(SIZE);
  }

  @Test
  void nothing_of_the_content_reaches_the_store() throws Exception {
    byte[] canary = "the plan is to meet at nine. ".repeat(10_000).getBytes(UTF_8);
    AtRestLayout ofCanary = new AtRestLayout(kept, roomKey.keyOf(file()), canary.length);
    ofCanary.resume(0);
    ofCanary.append(ByteBuffer.wrap(canary));
    ofCanary.settle();

    byte[] stored = new byte[canary.length];
    kept.read(ByteBuffer.wrap(stored), 0);
    assertThat(new String(stored, UTF_8)).doesNotContain("plan").doesNotContain("nine");
  }

  @Test
  void no_nonce_is_used_twice_even_when_a_record_is_written_again() throws Exception {
    Set<String> nonces = new HashSet<>();
    for (int at = 0; at < 100; at++) {
      layout.resume(at);
      layout.append(ByteBuffer.wrap(bytes, at, 1));
      layout.settle();
      byte[] nonce = new byte[12];
      kept.read(ByteBuffer.wrap(nonce), 0);
      assertThat(nonces.add(Arrays.toString(nonce))).isTrue();
    }
  }

  @Test
  void a_changed_or_moved_record_is_not_handed_out() throws Exception {
    layout.resume(0);
    layout.append(ByteBuffer.wrap(bytes));
    layout.settle();
    byte[] first = new byte[RECORD + 32];
    kept.read(ByteBuffer.wrap(first), 0);
    kept.write(ByteBuffer.wrap(first), RECORD + 32);
    assertThatThrownBy(() -> layout.read(RECORD, 10)).isInstanceOf(IOException.class);

    first[100] ^= 1;
    kept.write(ByteBuffer.wrap(first), 0);
    assertThatThrownBy(() -> layout.read(0, 10)).isInstanceOf(IOException.class);
    assertThat(layout.read(2L * RECORD, 10))
        .isEqualTo(Arrays.copyOfRange(bytes, 2 * RECORD, 2 * RECORD + 10));
  }

  @Test
  void a_torn_record_sends_the_writer_back_to_where_it_begins() throws Exception {
    layout.resume(0);
    layout.append(ByteBuffer.wrap(bytes, 0, RECORD + 500));
    layout.settle();
    kept.write(ByteBuffer.wrap(new byte[100]), RECORD + 32 + 200);

    assertThat(layout.resume(RECORD + 500)).isEqualTo(RECORD);
    assertThat(layout.resume(RECORD)).isEqualTo(RECORD);
  }

  @Test
  void every_document_has_a_key_of_its_own() {
    FileId file = file();

    assertThat(roomKey.keyOf(file)).isEqualTo(roomKey.keyOf(file));
    assertThat(roomKey.keyOf(file)).isNotEqualTo(roomKey.keyOf(file()));
    assertThat(new RoomKey().keyOf(file)).isNotEqualTo(roomKey.keyOf(file));
  }

  private AtRestLayout layoutOf(Store.Kept in) {
    return new AtRestLayout(in, roomKey.keyOf(file()), SIZE);
  }

  private static FileId file() {
    return new FileId(Base32.random(26));
  }
}
