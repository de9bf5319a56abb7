package io.nobooks.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.nobooks.relay.Segment;
import io.nobooks.relay.SpoolWriter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of an upload and waits to be stored: the buffers as they came, or, once much
 * comes at a time, {@linkplain Segment segments} that it is gathered in. Used by the connection's
 * event loop only.
 */
final class IntakeQueue {
  private static final int BATCH = 256 << 10;

  /** As many as come in one turn of the event loop, in which no write completes. */
  private static final int SEGMENTS = 2;

  private final SpoolWriter pen;
  private final @Nullable ReceiveBuffer receive;
  private final Deque<Segment> full = new ArrayDeque<>();
  private @Nullable Segment filling;
  private List<Buffer> buffers = new ArrayList<>();
  private int bytesOfBuffers;
  private long position;
  private boolean fast;
  private boolean filledOne;
  private boolean flushes;

  /** For a pen that begins at {@code position}. */
  IntakeQueue(SpoolWriter pen, long position, Channel channel) {
    this.pen = pen;
    this.position = position;
    this.receive = ReceiveBuffer.of(channel);
  }

  /** Takes over a buffer as it was received. */
  void add(Buffer buffer) {
    ByteBuf received = ((BufferInternal) buffer).getByteBuf();
    if (!received.isReadable()) {
      return; // The end of a chunked body, which holds nothing.
    }
    ByteBuffer rest = received.nioBuffer();
    while (rest.hasRemaining() && gather(rest)) {
      // Into as many segments as it needs.
    }
    if (rest.hasRemaining()) {
      boolean untouched = !received.isDirect() && rest.position() == 0;
      buffers.add(untouched ? buffer : copyOf(rest));
      bytesOfBuffers += rest.remaining();
      position += rest.remaining();
      fast = bytesOfBuffers >= BATCH;
    }
    if (received.isDirect() && receive != null) {
      receive.used();
    }
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return buffers.isEmpty() && full.isEmpty() && filling == null;
  }

  /** Whether something waits that need not wait for more. */
  boolean isDue() {
    return !buffers.isEmpty() || !full.isEmpty() || (flushes && filling != null);
  }

  /** Whether so much waits that it need not wait for the end of this turn of the event loop. */
  boolean hasMuch() {
    return bytesOfBuffers >= BATCH || !full.isEmpty();
  }

  /**
   * Whether so much waits that the connection is to wait as well, with a write {@code underway}.
   */
  boolean isFull(boolean underway) {
    return bytesOfBuffers >= BATCH || (underway && full.size() >= SEGMENTS);
  }

  /** Whether it gathers, so that something may wait that is not due. */
  boolean gathers() {
    return filling != null;
  }

  /**
   * Whether no segment was filled since this was asked before: then what was gathered is due, and
   * what comes next is stored as it comes.
   */
  boolean lulls() {
    boolean slow = !filledOne;
    filledOne = false;
    if (slow) {
      fast = false;
      flushes = true;
    }
    return slow;
  }

  /** Writes what came first, one piece of it. */
  Future<Long> write() {
    if (!full.isEmpty()) {
      return pen.write(full.remove());
    }
    Segment partial = filling;
    if (partial != null) {
      filling = null;
      flushes = false;
      return pen.write(partial);
    }
    List<Buffer> batch = buffers;
    buffers = new ArrayList<>();
    bytesOfBuffers = 0;
    return pen.write(batch);
  }

  /** Forgets what waits. */
  void clear() {
    buffers.clear();
    bytesOfBuffers = 0;
    full.forEach(Segment::release);
    full.clear();
    if (filling != null) {
      filling.release();
      filling = null;
    }
  }

  /** Nothing comes any more. */
  void close() {
    clear();
    if (receive != null) {
      receive.end();
    }
  }

  private boolean gather(ByteBuffer rest) {
    Segment into = filling;
    if (into == null) {
      into = fast && buffers.isEmpty() ? pen.segment(position) : null;
      if (into == null) {
        return false;
      }
      if (receive != null) {
        receive.begin();
      }
      filling = into;
      flushes = false;
    }
    position += into.put(rest);
    if (into.isFull()) {
      full.add(into);
      filling = null;
      filledOne = true;
    }
    return true;
  }

  private static Buffer copyOf(ByteBuffer rest) {
    byte[] bytes = new byte[rest.remaining()];
    rest.duplicate().get(bytes);
    return Buffer.buffer(bytes);
  }
}
