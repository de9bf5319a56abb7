package io.nobooks.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;

/** How bridge JSON becomes WebSocket frames. The result goes to the network as it is. */
enum Framing {
  /** One text frame for each message: {@code /eventbus/websocket}. */
  RAW {
    @Override
    void append(ByteBuf frames, List<Outgoing> messages) {
      for (Outgoing message : messages) {
        WebSocketFrames.appendText(frames, message.utf8());
      }
    }
  },
  /** SockJS arrays, {@code a["..",".."]}, of as many messages as fit into one frame. */
  SOCKJS {
    @Override
    void append(ByteBuf frames, List<Outgoing> messages) {
      int from = 0;
      while (from < messages.size()) {
        int to = from + 1;
        int bytes = ARRAY + messages.get(from).quoted().length;
        while (to < messages.size()
            && bytes + 1 + messages.get(to).quoted().length <= WebSocketFrames.FRAGMENT) {
          bytes += 1 + messages.get(to).quoted().length;
          to++;
        }
        WebSocketFrames.appendText(frames, array(messages.subList(from, to), bytes));
        from = to;
      }
    }
  };

  /** The bytes of {@code a[]}. */
  private static final int ARRAY = 3;

  /** Appends the messages in their order. */
  abstract void append(ByteBuf frames, List<Outgoing> messages);

  /** All messages in a pooled direct buffer that belongs to the caller. */
  ByteBuf encode(List<Outgoing> messages) {
    ByteBuf frames = PooledByteBufAllocator.DEFAULT.directBuffer();
    append(frames, messages);
    return frames;
  }

  private static byte[] array(List<Outgoing> messages, int bytes) {
    byte[] array = new byte[bytes];
    array[0] = 'a';
    array[1] = '[';
    int at = 2;
    for (Outgoing message : messages) {
      if (at > 2) {
        array[at++] = ',';
      }
      byte[] quoted = message.quoted();
      System.arraycopy(quoted, 0, array, at, quoted.length);
      at += quoted.length;
    }
    array[at] = ']';
    return array;
  }
}
