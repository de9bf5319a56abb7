package io.nobooks.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nobooks.support.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A connection that a test can stall and cut in the middle of a document. */
final class FileClient implements AutoCloseable {
  private final Socket socket;

  private FileClient(FileBed bed, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), bed.port));
    socket.setSoTimeout(20_000);
  }

  /** Sends the head of a PATCH of so many bytes. */
  static FileClient patching(FileBed bed, FileMember member, String path, long offset, long length)
      throws IOException {
    FileClient client = new FileClient(bed, 0);
    client.send(
        head("PATCH", path, member)
            + RawHttp.lines(
                "Tus-Resumable: 1.0.0",
                "Content-Type: " + Tus.BODY_TYPE,
                "Upload-Offset: " + offset,
                "Content-Length: " + length)
            + "\r\n");
    return client;
  }

  /** Sends a GET from this offset on; little fits into the buffers of who does not read. */
  static FileClient getting(FileBed bed, FileMember member, String path, long offset)
      throws IOException {
    FileClient client = new FileClient(bed, 16 << 10);
    client.send(head("GET", path, member) + "Range: bytes=" + offset + "-\r\n\r\n");
    return client;
  }

  private static String head(String method, String path, FileMember member) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\n"
        + RawHttp.lines("Host: 127.0.0.1", "Authorization: Bearer " + member.token);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  void send(byte[] bytes, int start, int count) throws IOException {
    socket.getOutputStream().write(bytes, start, count);
  }

  /** The head of the answer. */
  String answer() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  byte[] read(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  /** What comes until the server ends the connection, in whatever way. */
  byte[] untilCut() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  /**
   * Closes the connection in good order and waits until the other side has closed it too:
   * everything that was sent has arrived by then.
   */
  void closeAndWait() throws IOException {
    String pair = String.format(":%04X 0100007F:%04X ", socket.getPort(), socket.getLocalPort());
    socket.close();
    Eventually.holds("the server has closed it", () -> !connections().contains(pair));
  }

  /** The kernel's table of connections, those of IPv4 over IPv6 written as the others. */
  private static String connections() {
    try {
      String mapped = "0000000000000000FFFF00000100007F";
      return Files.readString(Path.of("/proc/net/tcp"))
          + Files.readString(Path.of("/proc/net/tcp6")).replace(mapped, "0100007F");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Ends the connection as a lost network does. */
  void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
