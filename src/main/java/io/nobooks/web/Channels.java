package io.nobooks.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;

/** The connections below Vert.x, for what its own API cannot do: shared bytes, and hard ends. */
final class Channels {
  private Channels() {}

  /** The channel of an HTTP/1 connection, which a WebSocket goes on using. */
  static Channel of(HttpConnection connection) {
    if (connection instanceof VertxConnection vertx) {
      return vertx.channel();
    }
    throw new IllegalStateException("not an HTTP/1 connection of Vert.x");
  }

  /**
   * Ends a connection at once, sent or not. A close that waits for what is unsent never ends when
   * the peer reads nothing; linger 0 makes the kernel drop its part too. From the head of the
   * pipeline, past handlers that would wait.
   */
  static void cut(Channel channel) {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException closed) {
      return; // The peer was quicker.
    }
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      first.close().addListener(cut -> {});
    }
  }
}
