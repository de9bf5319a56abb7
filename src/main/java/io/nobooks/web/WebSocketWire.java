package io.nobooks.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that gets its frames as bytes, past Vert.x's own encoder, so that all sockets of a
 * room share them and one flush takes whatever a turn brought: straight to the kernel where nothing
 * waits before it.
 */
final class WebSocketWire implements Wire {
  /** Bytes are counted as sent in pieces of this size, so that a slow reader shows progress. */
  private static final int PIECE = 16 * 1024;

  private static final short GO_AWAY = 3000;
  private static final byte[] BEAT = "h".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OPEN = "o".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "c[3000,\"Go away!\"]".getBytes(StandardCharsets.US_ASCII);

  private final ServerWebSocket socket;
  private final Channel channel;
  private final Framing framing;
  private final Unsent unsent;
  private final DirectWrite direct;

  /**
   * The first bytes of this turn, kept for {@link #direct}; whatever follows them sends them on.
   */
  private @Nullable ByteBuf kept;

  WebSocketWire(ServerWebSocket socket, Channel channel, Framing framing, Unsent unsent) {
    this.socket = socket;
    this.channel = channel;
    this.framing = framing;
    this.unsent = unsent;
    this.direct = DirectWrite.to(channel);
    if (framing == Framing.SOCKJS) {
      writeText(OPEN);
      flush();
    }
  }

  @Override
  public void write(Batch batch, int from) {
    write(batch.bytes(framing, from));
  }

  @Override
  public void write(Outgoing message) {
    write(framing.encode(List.of(message)));
  }

  @Override
  public void flush() {
    ByteBuf frames = kept;
    kept = null;
    if (frames == null) {
      channel.flush();
    } else {
      int sent = direct.write(frames);
      if (sent < frames.readableBytes()) {
        enqueue(frames, sent);
        channel.flush();
      }
      frames.release();
    }
  }

  /** A raw client pings by itself; SockJS wants {@code h} from the server. */
  @Override
  public void beat() {
    if (framing == Framing.SOCKJS) {
      writeText(BEAT);
      flush();
    }
  }

  @Override
  public void close() {
    if (framing == Framing.SOCKJS) {
      writeText(CLOSE);
    }
    flush();
    if (!socket.isClosed()) {
      socket.close(GO_AWAY, "Go away!");
    }
  }

  @Override
  public void cut() {
    Channels.cut(channel);
  }

  /** Whether the network takes more; if not, even answers to pings pile up. */
  boolean isWritable() {
    return channel.isWritable();
  }

  private void writeText(byte[] utf8) {
    ByteBuf frame = Unpooled.buffer(utf8.length + 4);
    WebSocketFrames.appendText(frame, utf8);
    write(frame);
  }

  /** Others may read the same bytes: their indices stay where they are. */
  private void write(ByteBuf frames) {
    ByteBuf before = kept;
    if (before == null && direct.isPossible()) {
      kept = frames;
      return;
    }
    if (before != null) {
      kept = null;
      enqueue(before, 0);
      before.release();
    }
    enqueue(frames, 0);
    frames.release();
  }

  private void enqueue(ByteBuf frames, int sent) {
    int end = frames.writerIndex();
    for (int from = frames.readerIndex() + sent; from < end; from += PIECE) {
      writePiece(frames.retainedSlice(from, Math.min(PIECE, end - from)));
    }
  }

  private void writePiece(ByteBuf piece) {
    int bytes = piece.readableBytes();
    unsent.add(bytes);
    channel.write(piece).addListener(done -> unsent.sent(bytes));
  }
}
