package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReceiveBufferTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ReceiveBuffer buffer;

  ReceiveBufferTest() {
    ReceiveBuffer.install(channel);
    channel.unsafe().recvBufAllocHandle(); // As the first read does.
    buffer = Objects.requireNonNull(ReceiveBuffer.of(channel));
  }

  @Test
  void others_receive_into_the_pool() {
    assertThat(receive(10).alloc()).isInstanceOf(PooledByteBufAllocator.class);
  }

  @Test
  void an_upload_receives_into_the_same_memory_once_what_came_was_used() {
    buffer.begin();
    ByteBuf first = receive(10);
    ByteBuf part = first.readRetainedSlice(4);
    ByteBuf rest = first.readRetainedSlice(6);
    first.release(); // As the decoder does that has read it.
    part.setByte(0, 7);

    buffer.used();
    assertThat(receive(10).alloc()).isInstanceOf(PooledByteBufAllocator.class);
    buffer.used();
    assertThat(receive(10).getByte(0)).isEqualTo((byte) 7);
    assertThat(rest.alloc()).isNotInstanceOf(PooledByteBufAllocator.class);
  }

  /** The lengths between the parts of a chunked body are received too, and used by nobody. */
  @Test
  void what_the_decoder_keeps_is_not_received_over() {
    buffer.begin();
    ByteBuf first = receive(10);
    first.readRetainedSlice(8);
    buffer.used();

    assertThat(receive(10).alloc()).isInstanceOf(PooledByteBufAllocator.class);
    first.release();
    assertThat(receive(10).alloc()).isNotInstanceOf(PooledByteBufAllocator.class);
  }

  @Test
  void a_read_that_brought_nothing_leaves_it_free() {
    buffer.begin();
    receive(0).release(); // As the channel does.

    assertThat(receive(5).alloc()).isNotInstanceOf(PooledByteBufAllocator.class);
  }

  @Test
  void nothing_is_left_of_an_upload_that_has_ended() {
    buffer.begin();
    ByteBuf first = receive(10).setByte(0, 7);
    first.release();
    buffer.end();
    buffer.begin();

    assertThat(receive(10).getByte(0)).isZero();
  }

  @Test
  void memory_that_somebody_holds_is_not_handed_to_the_next_upload() {
    buffer.begin();
    ByteBuf left = receive(10);
    buffer.end();
    assertThat(receive(10).alloc()).isInstanceOf(PooledByteBufAllocator.class);
    buffer.begin();
    ByteBuf next = receive(10);

    left.setByte(0, 7);
    next.setByte(0, 9);
    assertThat(left.getByte(0)).isEqualTo((byte) 7);
  }

  private ByteBuf receive(int count) {
    ByteBuf into = buffer.allocate(PooledByteBufAllocator.DEFAULT);
    buffer.lastBytesRead(count);
    return into.writerIndex(count);
  }
}
