package io.nobooks.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A TCP proxy on the loopback that keeps every byte which clients send. What they send in WebSocket
 * frames is kept unmasked; nothing on this way is compressed.
 */
public final class Eavesdropper implements AutoCloseable {
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final NetServer server;
  private final NetClient client;
  private final List<Buffer> heard = new CopyOnWriteArrayList<>();

  private Eavesdropper(Vertx vertx) {
    server = vertx.createNetServer();
    client = vertx.createNetClient();
  }

  /** Listens on a free port of the loopback and passes everything on to {@code port}. */
  public static Eavesdropper to(Vertx vertx, int port) {
    Eavesdropper ear = new Eavesdropper(vertx);
    ear.server.connectHandler(near -> ear.join(near, port));
    ear.server.listen(0, "127.0.0.1").await();
    return ear;
  }

  /** Where the page is, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Everything that clients sent, one Latin-1 text for each connection. */
  public List<String> heard() {
    return heard.stream().map(Eavesdropper::readable).toList();
  }

  private void join(NetSocket near, int port) {
    near.pause();
    Buffer bytes = Buffer.buffer();
    heard.add(bytes);
    client
        .connect(port, "127.0.0.1")
        .onFailure(gone -> near.close())
        .onSuccess(
            far -> {
              near.handler(
                  part -> {
                    synchronized (bytes) {
                      bytes.appendBuffer(part);
                    }
                    far.write(part);
                  });
              near.endHandler(over -> far.end());
              far.pipeTo(near);
              near.resume();
            });
  }

  private static String readable(Buffer bytes) {
    String text;
    synchronized (bytes) {
      text = bytes.toString(ISO_8859_1);
    }
    int frames = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
    boolean webSocket = text.startsWith("GET ") && text.contains("Sec-WebSocket-Key");
    return webSocket ? text.substring(0, frames) + unmasked(text, frames) : text;
  }

  /** The payloads of the frames from here on (RFC 6455, section 5.2). */
  private static String unmasked(String text, int from) {
    StringBuilder payloads = new StringBuilder();
    int at = from;
    while (at + 6 <= text.length()) {
      int length = text.charAt(at + 1) & 0x7f;
      int more = length == 126 ? 2 : length == 127 ? 8 : 0;
      for (int i = 0, sum = 0; i < more; i++) {
        sum = sum << 8 | text.charAt(at + 2 + i);
        length = sum;
      }
      int mask = at + 2 + more;
      int end = Math.min(text.length(), mask + 4 + length);
      for (int i = mask + 4; i < end; i++) {
        payloads.append((char) (text.charAt(i) ^ text.charAt(mask + (i - mask) % 4)));
      }
      at = mask + 4 + length;
    }
    return payloads.toString();
  }

  @Override
  public void close() {
    server.close().await();
    client.close().await();
  }
}
