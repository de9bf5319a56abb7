package io.nobooks.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who visits a node over real sockets: the bridge's JSON over a bare WebSocket, and
 * documents over HTTP. Everything waits, so that tests read from top to bottom.
 */
public final class Visitor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final List<JsonObject> heard = new ArrayList<>();
  private final WebSocket socket;
  private final String token;
  private long questions;
  private @Nullable String room;
  private @Nullable String seat;

  /** What opens or enters one room. */
  public record Code(String ticket, String proof) {
    /** A fresh one. */
    public static Code fresh() {
      return new Code(random(), random());
    }

    private static String random() {
      byte[] bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    JsonObject toJson() {
      return new JsonObject().put("ticket", ticket).put("proof", proof);
    }
  }

  /** A guest of the node at this URL. */
  public Visitor(String url, String name) throws Exception {
    this.url = url;
    this.socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create(url.replace("http:", "ws:") + "/eventbus/websocket"), new Listener())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    this.token = ask("auth.sign-in", new JsonObject().put("name", name)).getString("token");
    send(new JsonObject().put("type", "register").put("address", "me"));
  }

  /** Opens a room that takes text and hears it; the answer is the snapshot. */
  public JsonObject open(Code code) throws InterruptedException {
    JsonObject options = new JsonObject().put("sealedOnly", false);
    return join("rooms.open", code.toJson().put("options", options));
  }

  /** Enters a room and hears it; the answer is the snapshot. */
  public JsonObject enter(Code code) throws InterruptedException {
    return join("rooms.enter", code.toJson());
  }

  /** The seat in the room. */
  public String seat() {
    return requireNonNull(seat, "in no room");
  }

  /** Asks the room; a refusal throws an error with its code. */
  public JsonObject does(JsonObject command) throws InterruptedException {
    return ask("room." + requireNonNull(room, "in no room") + ".in", command);
  }

  /** Asks the room about a document. */
  public JsonObject does(String type, String path) throws InterruptedException {
    return does(new JsonObject().put("type", type).put("file", fileOf(path)));
  }

  /** Waits for what the room or the session's own address tells, unless it has come already. */
  public JsonObject hears(String type, Predicate<JsonObject> fits) throws InterruptedException {
    return await(
        "hears " + type,
        message ->
            message.getValue("body") instanceof JsonObject body
                && type.equals(body.getString("type"))
                && fits.test(body));
  }

  /** Offers a document to these seats, or to all; the answer is its path. */
  public String offers(long size, String... to) throws IOException, InterruptedException {
    String metadata = "meta " + base64("plan.pdf");
    if (to.length > 0) {
      metadata += ",to " + base64(String.join(",", to));
    }
    HttpResponse<byte[]> answer =
        send(
            tus("POST", "/files/" + requireNonNull(room, "in no room"))
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
    HttpResponse<byte[]> answer = patches(path, 0, bytes);
    if (answer.statusCode() != 204) {
      throw new AssertionError(answer.statusCode());
    }
    return path;
  }

  /** Sends a part of a document. */
  public HttpResponse<byte[]> patches(String path, long offset, byte[] bytes)
      throws IOException, InterruptedException {
    return send(
        tus("PATCH", path)
            .method("PATCH", BodyPublishers.ofByteArray(bytes))
            .header("Content-Type", "application/offset+octet-stream")
            .header("Upload-Offset", Long.toString(offset)));
  }

  /** Where an upload stands. */
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

  /** Begins to fetch a document. */
  public HttpResponse<InputStream> opens(String path) throws IOException, InterruptedException {
    return http.send(bearing("GET", path).build(), BodyHandlers.ofInputStream());
  }

  /** The head of a request by hand, with the token and these lines. */
  public byte[] head(String method, String path, String... lines) {
    String head =
        method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token;
    return (head + "\r\n" + String.join("\r\n", lines) + (lines.length > 0 ? "\r\n\r\n" : "\r\n"))
        .getBytes(US_ASCII);
  }

  /** The id that a path ends with. */
  public static String fileOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private JsonObject join(String address, JsonObject body) throws InterruptedException {
    JsonObject snapshot = ask(address, body);
    room = snapshot.getString("room");
    seat = snapshot.getJsonObject("you").getString("seat");
    String out = "room." + room + ".out";
    send(new JsonObject().put("type", "register").put("address", out));
    await("listens", message -> out.equals(message.getString("address")));
    return snapshot;
  }

  private JsonObject ask(String address, JsonObject body) throws InterruptedException {
    String reply = "reply-" + ++questions;
    send(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("body", body)
            .put("replyAddress", reply));
    JsonObject answer =
        await(address + " answered", message -> reply.equals(message.getString("address")));
    if (answer.containsKey("failureCode")) {
      throw new AssertionError(answer.getInteger("failureCode"));
    }
    return answer.getJsonObject("body");
  }

  private void send(JsonObject frame) {
    socket.sendText(frame.encode(), true).join();
  }

  private JsonObject await(String what, Predicate<JsonObject> fits) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (heard) {
      while (true) {
        for (JsonObject message : heard) {
          if (fits.test(message)) {
            return message.getValue("body") instanceof JsonObject body
                    && !message.containsKey("failureCode")
                    && what.startsWith("hears")
                ? body
                : message;
          }
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("never " + what + ", only " + heard);
        }
        heard.wait(left);
      }
    }
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder tus(String method, String path) {
    return bearing(method, path).header("Tus-Resumable", "1.0.0");
  }

  private HttpRequest.Builder bearing(String method, String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .method(method, BodyPublishers.noBody())
        .header("Authorization", "Bearer " + token);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        synchronized (heard) {
          heard.add(new JsonObject(text.toString()));
          heard.notifyAll();
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
