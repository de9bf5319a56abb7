package io.nobooks.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client of the bridge on a plain TCP socket with small buffers, which reads only when told to:
 * whoever does not call {@link #next} has stalled.
 */
public final class RawWebSocket implements AutoCloseable {
  private static final int SMALL = 8 * 1024;
  private static final int PATIENCE_MS = 30_000;
  private static final int TEXT = 0x81;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  /** Connects to a port of the loopback. */
  public RawWebSocket(int port) throws IOException {
    socket.setReceiveBufferSize(SMALL);
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1024));
    upgrade(port);
  }

  private void upgrade(int port) throws IOException {
    String request =
        "GET /eventbus/websocket HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    if (!head.toString(US_ASCII).startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + head.toString(US_ASCII));
    }
  }

  /** Sends a bridge message with a reply address and reads until it is answered. */
  public JsonObject ask(String address, JsonObject body) throws IOException {
    String reply = "reply-" + ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    write(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("body", body)
            .put("replyAddress", reply));
    return nextOn(reply);
  }

  /** Registers and reads until {@code here} was told. */
  public JsonObject register(String address) throws IOException {
    write(new JsonObject().put("type", "register").put("address", address));
    return nextOn(address);
  }

  private JsonObject nextOn(String address) throws IOException {
    JsonObject frame = next();
    while (!address.equals(frame.getString("address"))) {
      frame = next();
    }
    return frame.getJsonObject("body");
  }

  /** Writes a bridge message; its mask of zeros leaves the bytes as they are. */
  public void write(JsonObject message) throws IOException {
    byte[] utf8 = message.encode().getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(utf8.length + 8).put((byte) TEXT);
    if (utf8.length < 126) {
      frame.put((byte) (0x80 | utf8.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) utf8.length);
    }
    frame.putInt(0).put(utf8);
    socket.getOutputStream().write(frame.array(), 0, frame.position());
  }

  /** Writes bytes as they are, frames or not. */
  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Reads the next text frame. */
  public JsonObject next() throws IOException {
    int first = in.readUnsignedByte();
    int shortLength = in.readUnsignedByte();
    int length = shortLength;
    if (shortLength == 126) {
      length = in.readUnsignedShort();
    } else if (shortLength == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] utf8 = in.readNBytes(length);
    return first == TEXT ? new JsonObject(new String(utf8, UTF_8)) : next();
  }

  /** Reads and drops so many bytes at most of what has come; after that frames make no sense. */
  public void skim(int most) throws IOException {
    in.skipNBytes(Math.min(most, in.available()));
  }

  /** Reads and drops what still comes until the connection ends; fails with how it ended. */
  public void drain() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
