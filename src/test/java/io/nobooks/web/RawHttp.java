package io.nobooks.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is given. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MS = 20_000;

  private final Socket socket;

  RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
  }

  /** One request whose connection the server closes after the answer. */
  static Answer exchange(int port, String bytes) throws IOException {
    try (RawHttp client = new RawHttp(port)) {
      client.send(bytes);
      return new Answer(client.untilClosed());
    }
  }

  /** A GET with these header lines, each ended by CRLF. */
  static Answer get(int port, String target, String headers) throws IOException {
    return request(port, "GET", target, headers);
  }

  static Answer request(int port, String method, String target, String headers) throws IOException {
    String host = headers.contains("Host:") ? "" : "Host: 127.0.0.1:" + port + "\r\n";
    return exchange(
        port,
        method + " " + target + " HTTP/1.1\r\n" + host + headers + "Connection: close\r\n\r\n");
  }

  /** Header lines, each ended by CRLF. */
  static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Nothing more is sent. */
  void end() throws IOException {
    socket.shutdownOutput();
  }

  /** All that comes until the server closes; a reset counts as that. */
  String untilClosed() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      return all.toString(StandardCharsets.UTF_8);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** The header of the next response; its body stays unread. */
  String header() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return header.toString();
      }
      header.append((char) next);
    }
    return header.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What a server said until it closed the connection. */
  record Answer(String text) {
    int status() {
      return text.isEmpty() ? 0 : Integer.parseInt(text.substring(9, 12));
    }

    /** The value of a header, or the empty text. */
    String header(String name) {
      for (String line : head().split("\r\n", -1)) {
        if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
          return line.substring(name.length() + 1).trim();
        }
      }
      return "";
    }

    String head() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? text : text.substring(0, end);
    }

    String body() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? "" : text.substring(end + 4);
    }

    /** How many responses came, one after the other. */
    int responses() {
      return text.split("HTTP/1\\.1 \\d", -1).length - 1;
    }
  }
}
