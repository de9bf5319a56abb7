package io.nobooks.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.AttributeKey;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection's bytes are received. While a large upload comes in, that is one piece of
 * memory again and again, which Vert.x passes on as it is; from the pooled buffers of all other
 * connections it copies every byte to the heap. While some of what was received into it is still
 * held, the connection receives into a pooled buffer. Used by the channel's event loop only.
 */
@SuppressWarnings("deprecation") // Only the methods to be implemented are.
final class ReceiveBuffer extends RecvByteBufAllocator.DelegatingHandle
    implements RecvByteBufAllocator.ExtendedHandle {
  private static final int BYTES = 128 << 10;
  private static final byte[] ZEROS = new byte[BYTES];
  private static final AttributeKey<ReceiveBuffer> OF =
      AttributeKey.valueOf(ReceiveBuffer.class, "of");

  /** What the last upload of this event loop has left. */
  private static final FastThreadLocal<ByteBuffer> SPARE = new FastThreadLocal<>();

  private final RecvByteBufAllocator.ExtendedHandle pooled;
  private @Nullable ByteBuffer memory;

  /** What was last received into the memory; it counts who holds a part of it. */
  private @Nullable ByteBuf lent;

  private ReceiveBuffer(RecvByteBufAllocator.ExtendedHandle pooled) {
    super(pooled);
    this.pooled = pooled;
  }

  /** Prepares a channel for {@link #of}; before anything was read. */
  static void install(Channel channel) {
    RecvByteBufAllocator usual = channel.config().getRecvByteBufAllocator();
    channel
        .config()
        .setRecvByteBufAllocator(
            () -> {
              RecvByteBufAllocator.Handle handle = usual.newHandle();
              if (!(handle instanceof RecvByteBufAllocator.ExtendedHandle extended)) {
                return handle;
              }
              ReceiveBuffer buffer = new ReceiveBuffer(extended);
              channel.attr(OF).set(buffer);
              return buffer;
            });
  }

  /** That of a channel that has received something, where there is one. */
  static @Nullable ReceiveBuffer of(Channel channel) {
    return channel.attr(OF).get();
  }

  /** Receives into memory of its own from now on. */
  void begin() {
    if (memory == null) {
      @Nullable ByteBuffer spare = SPARE.getIfExists();
      SPARE.remove();
      memory = spare == null ? ByteBuffer.allocateDirect(BYTES) : spare;
      lent = null;
    }
  }

  /** One of the buffers that came of what was received into it has been used. */
  void used() {
    if (lent != null && lent.refCnt() > 0) {
      lent.release();
    }
  }

  /** Receives as others do again. */
  void end() {
    if (memory != null && isFree()) {
      SPARE.set(memory.clear().put(ZEROS).clear());
    }
    memory = null;
    lent = null;
  }

  @Override
  public ByteBuf allocate(ByteBufAllocator alloc) {
    if (memory == null || !isFree()) {
      return super.allocate(alloc);
    }
    ByteBuf whole = Unpooled.wrappedBuffer(memory).clear();
    lent = whole;
    return whole;
  }

  private boolean isFree() {
    return lent == null || lent.refCnt() == 0;
  }

  @Override
  public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
    return pooled.continueReading(maybeMore);
  }
}
