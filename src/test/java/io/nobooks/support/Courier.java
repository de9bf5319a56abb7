package io.nobooks.support;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

/** What somebody in a room does with documents over HTTP, on real sockets. Waits. */
public final class Courier {
  private final HttpClient http;
  private final String scheme;
  private final int port;
  private final BusClient bus;

  /** For one who is signed in at a node on this port of the loopback. */
  public Courier(int port, BusClient bus) {
    this(HttpClient.newHttpClient(), "http", port, bus);
  }

  private Courier(HttpClient http, String scheme, int port, BusClient bus) {
    this.http = http;
    this.scheme = scheme;
    this.port = port;
    this.bus = bus;
  }

  /** For one who is signed in at a node whose port speaks TLS, with a client that believes it. */
  public static Courier overTls(HttpClient http, int port, BusClient bus) {
    return new Courier(http, "https", port, bus);
  }

  /** The same person on the bus. */
  public BusClient bus() {
    return bus;
  }

  /** The id that a path ends with. */
  public static String fileOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Offers a document to these seats, or to all; the answer is its path. */
  public String offers(long size, String... to) throws IOException, InterruptedException {
    String metadata = "meta " + base64("plan.pdf");
    if (to.length > 0) {
      metadata += ",to " + base64(String.join(",", to));
    }
    HttpResponse<byte[]> answer =
        send(
            tus("POST", "/files/" + bus.snapshot().getString("room"))
                .header("Upload-Length", Long.toString(size))
                .header("Upload-Metadata", metadata));
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + new String(answer.body(), US_ASCII));
    }
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** Offers a document and sends it whole. */
  public String uploads(byte[] bytes, String... to) throws IOException, InterruptedException {
    String path = offers(bytes.length, to);
    patches(path, 0, bytes);
    return path;
  }

  /** Sends a part of a document. */
  public void patches(String path, long offset, byte[] bytes)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        send(
            tus("PATCH", path)
                .method("PATCH", BodyPublishers.ofByteArray(bytes))
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset)));
    if (answer.statusCode() != 204) {
      throw new AssertionError(answer.statusCode());
    }
  }

  /** Begins to send a document of this length, and sends these bytes of it. */
  public Socket beginsToSend(String path, long length, byte[] bytes) throws IOException {
    return beginsToSend(path, 0, length, bytes);
  }

  /** Goes on to send a document, of which so many bytes are left, with these. */
  public Socket beginsToSend(String path, long offset, long left, byte[] bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    String head =
        String.join(
            "\r\n",
            "PATCH " + path + " HTTP/1.1",
            "Host: 127.0.0.1",
            "Authorization: Bearer " + bus.token(),
            "Tus-Resumable: 1.0.0",
            "Content-Type: application/offset+octet-stream",
            "Upload-Offset: " + offset,
            "Content-Length: " + left,
            "",
            "");
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    socket.getOutputStream().write(bytes);
    return socket;
  }

  /** Where an upload stands; a refusal's status below 0. */
  public long offset(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> head = send(tus("HEAD", path));
    return head.headers().firstValueAsLong("Upload-Offset").orElse(-head.statusCode());
  }

  /** Deletes a document; the answer is the status. */
  public int deletes(String path) throws IOException, InterruptedException {
    return send(tus("DELETE", path)).statusCode();
  }

  /** Fetches a document. */
  public HttpResponse<byte[]> gets(String path) throws IOException, InterruptedException {
    return send(bearing("GET", path));
  }

  /** Begins to fetch a document from this offset on. */
  public InputStream opens(String path, long offset) throws IOException, InterruptedException {
    HttpRequest request = bearing("GET", path).header("Range", "bytes=" + offset + "-").build();
    return http.send(request, BodyHandlers.ofInputStream()).body();
  }

  /**
   * Asks for whatever a test wants to know the answer to, as this person.
   *
   * @param headers name, value, name, value
   */
  public HttpResponse<byte[]> asks(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        bearing(method, path)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder tus(String method, String path) {
    return bearing(method, path).header("Tus-Resumable", "1.0.0");
  }

  private HttpRequest.Builder bearing(String method, String path) {
    return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port + path))
        .method(method, BodyPublishers.noBody())
        .header("Authorization", "Bearer " + bus.token());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
  }
}
