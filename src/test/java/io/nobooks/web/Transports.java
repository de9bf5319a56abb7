package io.nobooks.web;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The four ways into the bridge. */
enum Transports {
  RAW,
  SOCKJS,
  XHR_STREAMING,
  XHR_POLLING;

  BridgeClient connect(BridgeApp app) {
    return switch (this) {
      case RAW -> new RawClient(app);
      case SOCKJS -> new SockJsClient(app);
      case XHR_STREAMING -> new XhrClient(app, "xhr_streaming");
      case XHR_POLLING -> new XhrClient(app, "xhr");
    };
  }

  /** {@code /eventbus/websocket}. */
  static final class RawClient extends BridgeClient {
    private final Line line;

    RawClient(BridgeApp app) {
      line =
          new Line(
              app,
              "/eventbus/websocket",
              text -> {
                frames.add(text);
                came(text);
              },
              this::cameClosed);
    }

    @Override
    void sendAll(List<String> texts) {
      texts.forEach(line::write);
    }

    @Override
    void disconnect() {
      line.close();
    }
  }

  /** SockJS by hand. */
  static final class SockJsClient extends BridgeClient {
    private final Line line;

    SockJsClient(BridgeApp app) {
      String path = "/eventbus/000/" + UUID.randomUUID() + "/websocket";
      line = new Line(app, path, this::cameSockJs, this::cameClosed);
    }

    @Override
    void sendAll(List<String> texts) {
      line.write(new JsonArray(texts).encode());
    }

    /** A frame as it is. */
    void write(String frame) {
      line.write(frame);
    }

    @Override
    void disconnect() {
      line.close();
    }
  }

  /** One WebSocket. */
  static final class Line {
    private final WebSocketClient client;
    private final WebSocket socket;

    Line(BridgeApp app, String path, Consumer<String> text, Runnable closed) {
      client =
          app.vertx.createWebSocketClient(
              new WebSocketClientOptions().setMaxFrameSize(1 << 20).setMaxMessageSize(1 << 21));
      var connecting = client.webSocket();
      connecting.textMessageHandler(text::accept);
      connecting.closeHandler(gone -> closed.run());
      connecting.exceptionHandler(cut -> {});
      socket =
          connecting
              .connect(
                  new WebSocketConnectOptions()
                      .setHost("127.0.0.1")
                      .setPort(app.port())
                      .setURI(path))
              .await();
    }

    void write(String text) {
      socket.writeTextMessage(text);
    }

    void close() {
      client.close().await();
    }
  }

  /** SockJS over XHR by hand; {@code xhr} polls, {@code xhr_streaming} reads one long answer. */
  static final class XhrClient extends BridgeClient {
    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final Thread reader;
    private volatile InputStream stream;
    private volatile CompletableFuture<HttpResponse<InputStream>> waiting =
        new CompletableFuture<>();
    private volatile boolean stopped;

    XhrClient(BridgeApp app, String way) {
      base = app.origin() + "/eventbus/000/" + UUID.randomUUID();
      stream = read(way);
      reader = new Thread(() -> readOn(way), "xhr reader");
      reader.setDaemon(true);
      reader.start();
    }

    private void readOn(String way) {
      try {
        while (!stopped) {
          readLines();
          if (!stopped) {
            stream = read(way);
          }
        }
      } catch (CancellationException
          | CompletionException
          | UncheckedIOException
          | IOException gone) {
        cameClosed();
      }
    }

    private void readLines() throws IOException {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("c")) {
            stopped = true;
          }
          cameSockJs(line);
        }
      }
    }

    /** In flight for as long as the server has nothing to say, so that it can be given up. */
    private InputStream read(String way) {
      waiting = http.sendAsync(request(way, ""), HttpResponse.BodyHandlers.ofInputStream());
      if (stopped) {
        waiting.cancel(true);
      }
      HttpResponse<InputStream> response = waiting.join();
      if (response.statusCode() != 200) {
        throw new UncheckedIOException(new IOException("status " + response.statusCode()));
      }
      return response.body();
    }

    @Override
    void sendAll(List<String> texts) {
      HttpRequest request = request("xhr_send", new JsonArray(texts).encode());
      int status =
          http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).join().statusCode();
      if (status != 204) {
        cameClosed();
      }
    }

    private HttpRequest request(String way, String body) {
      return HttpRequest.newBuilder(URI.create(base + "/" + way))
          .header("Content-Type", "text/plain")
          .POST(HttpRequest.BodyPublishers.ofString(body))
          .build();
    }

    @Override
    void disconnect() {
      stopped = true;
      waiting.cancel(true);
      try {
        stream.close();
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }
}
