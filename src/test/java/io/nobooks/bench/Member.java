package io.nobooks.bench;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One SockJS WebSocket, as cheap as it gets: deliveries are counted by their mark in the bytes and
 * never parsed, so that the load client costs little beside the server.
 */
final class Member {
  /** Stands once in each body that is said, and nowhere else. */
  static final byte MARK = '~';

  private final NetSocket socket;
  private final Map<String, Promise<JsonObject>> asked = new HashMap<>();
  private final Promise<Void> open = Promise.promise();
  private Buffer unread = Buffer.buffer();
  private boolean upgraded;
  private boolean counting;
  private int asks;
  private @Nullable Runnable onMark;

  /** Deliveries since {@link #countOnly}. */
  long delivered;

  private Member(NetSocket socket) {
    this.socket = socket;
  }

  static Future<Member> connect(NetClient client, int port) {
    return client.connect(port, "127.0.0.1").compose(Member::upgrade);
  }

  private static Future<Member> upgrade(NetSocket socket) {
    Member member = new Member(socket);
    socket.handler(member::take);
    socket.exceptionHandler(cut -> {});
    String session = UUID.randomUUID().toString().replace("-", "");
    socket.write(
        "GET /eventbus/000/%s/websocket HTTP/1.1\r\n".formatted(session)
            + "Host: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    return member.open.future().map(member);
  }

  /** Sends and waits for the reply; only before {@link #countOnly}. */
  Future<JsonObject> ask(String address, JsonObject body) {
    String replyAddress = "r" + ++asks;
    Promise<JsonObject> reply = Promise.promise();
    asked.put(replyAddress, reply);
    write(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("body", body)
            .put("replyAddress", replyAddress));
    return reply.future();
  }

  /** Completes when a node says that it is heard; never on the stock bridge, which says nothing. */
  Future<JsonObject> register(String address) {
    Promise<JsonObject> here = Promise.promise();
    asked.put(address, here);
    write(new JsonObject().put("type", "register").put("address", address));
    return here.future();
  }

  /** Says that it is still there. */
  void ping() {
    write(new JsonObject().put("type", "ping"));
  }

  /** From now on marks are counted and nothing is parsed; {@code onMark} hears of each. */
  void countOnly(@Nullable Runnable onMark) {
    this.onMark = onMark;
    counting = true;
    delivered = 0;
  }

  /** One bridge message. */
  void write(JsonObject message) {
    write(new JsonArray().add(message.encode()).encode().getBytes(StandardCharsets.UTF_8));
  }

  /** A SockJS message in a masked text frame; the mask is zero, which costs nothing. */
  void write(byte[] text) {
    Buffer frame = Buffer.buffer(text.length + 8).appendByte((byte) 0x81);
    if (text.length < 126) {
      frame.appendByte((byte) (0x80 | text.length));
    } else {
      frame.appendByte((byte) (0x80 | 126)).appendUnsignedShort(text.length);
    }
    socket.write(frame.appendInt(0).appendBytes(text));
  }

  void close() {
    socket.close();
  }

  private void take(Buffer bytes) {
    if (counting) {
      count(bytes);
      return;
    }
    unread.appendBuffer(bytes);
    if (!upgraded) {
      int end = unread.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
      if (end < 0) {
        return;
      }
      upgraded = true;
      unread = unread.getBuffer(end + 4, unread.length());
    }
    int at = 0;
    for (int next = frameEnd(at); next > 0; next = frameEnd(at)) {
      frame(unread.getString(textStart(at), next));
      at = next;
    }
    unread = unread.getBuffer(at, unread.length());
  }

  private void count(Buffer received) {
    ByteBuf bytes = ((BufferInternal) received).getByteBuf();
    int end = bytes.writerIndex();
    int at = bytes.indexOf(bytes.readerIndex(), end, MARK);
    while (at >= 0) {
      delivered++;
      if (onMark != null) {
        onMark.run();
      }
      at = bytes.indexOf(at + 1, end, MARK);
    }
  }

  private int textStart(int at) {
    int length = unread.getByte(at + 1) & 0x7f;
    return at + (length < 126 ? 2 : length == 126 ? 4 : 10);
  }

  /** Where the frame at {@code at} ends, or -1 when it has not come whole. */
  private int frameEnd(int at) {
    if (unread.length() < at + 10 && unread.length() < at + 2) {
      return -1;
    }
    int length = unread.getByte(at + 1) & 0x7f;
    if (length == 126) {
      length = unread.length() < at + 4 ? Integer.MAX_VALUE / 2 : unread.getUnsignedShort(at + 2);
    } else if (length == 127) {
      length = unread.length() < at + 10 ? Integer.MAX_VALUE / 2 : (int) unread.getLong(at + 2);
    }
    int end = textStart(at) + length;
    return end <= unread.length() ? end : -1;
  }

  private void frame(String text) {
    if (text.equals("o")) {
      open.complete();
    } else if (text.startsWith("a")) {
      for (Object message : new JsonArray(text.substring(1))) {
        message(new JsonObject((String) message));
      }
    }
  }

  private void message(JsonObject message) {
    Promise<JsonObject> reply = asked.remove(message.getString("address", ""));
    if (reply == null) {
      return;
    }
    if (message.getString("type").equals("err")) {
      reply.fail(message.encode());
    } else {
      reply.complete(message.getJsonObject("body"));
    }
  }
}
