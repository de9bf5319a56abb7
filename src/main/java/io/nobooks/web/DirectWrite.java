package io.nobooks.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a socket past its channel's pipeline, promises and queue, which cost more than the
 * bytes of a short message do. Only while the queue is empty, so that nothing is overtaken; only on
 * a native transport without TLS. Used by the channel's event loop only.
 */
final class DirectWrite {
  private final Channel channel;
  private final @Nullable UnixChannel socket;

  private DirectWrite(Channel channel, @Nullable UnixChannel socket) {
    this.channel = channel;
    this.socket = socket;
  }

  /** A way to a channel's socket; one that is never possible where there is none. */
  static DirectWrite to(Channel channel) {
    boolean plain = channel.pipeline().get(SslHandler.class) == null;
    return new DirectWrite(channel, plain && channel instanceof UnixChannel unix ? unix : null);
  }

  /** Whether what is written now would be next. */
  boolean isPossible() {
    if (socket == null) {
      return false;
    }
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue != null && queue.totalPendingWriteBytes() == 0;
  }

  /**
   * Writes what the kernel takes at once. What it does not take, and what cannot be written because
   * the connection is broken, is the channel's to write or to fail.
   *
   * @return how many bytes were taken; the buffer is as it was
   */
  int write(ByteBuf bytes) {
    if (socket == null || !bytes.hasMemoryAddress() || !isPossible()) {
      return 0;
    }
    try {
      int from = bytes.readerIndex();
      return Math.max(
          0, socket.fd().writeAddress(bytes.memoryAddress(), from, bytes.writerIndex()));
    } catch (IOException broken) {
      return 0;
    }
  }
}
