package io.nobooks.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nobooks.AbuseLog;
import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.Meters;
import io.nobooks.Settings;
import io.nobooks.SettingsReader;
import io.nobooks.relay.DiskStore;
import io.nobooks.relay.RelayVerticle;
import io.nobooks.relay.Spool;
import io.nobooks.relay.Store;
import io.nobooks.wire.Base32;
import io.nobooks.wire.RoomId;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real port, spool and relay, with rooms and sessions that are only pretended. The clock stands
 * unless a test moves it.
 */
final class FileBed implements AutoCloseable {
  final Vertx vertx;
  final Settings settings;
  final Spool spool;
  final String relay;
  final int port;
  final Path data;
  final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
  private final Map<String, FileMember> members = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  FileBed() throws IOException {
    this(new JsonObject());
  }

  FileBed(JsonObject file) throws IOException {
    this(file, null);
  }

  FileBed(JsonObject file, @Nullable Store store) throws IOException {
    data = Files.createTempDirectory("nobooks-files");
    settings =
        SettingsReader.read(
            new JsonObject()
                .put("data", data.toString())
                .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
                .put(
                    "relay",
                    new JsonObject()
                        .put("disk-floor-percent", 0)
                        .mergeIn(file.getJsonObject("relay", new JsonObject())))
                .put("limits", file.getJsonObject("limits", new JsonObject())),
            Map.of(),
            Map.of());
    vertx = quickest().build();
    Bus.prepare(vertx);
    InstantSource time = () -> Instant.ofEpochMilli(clock.get());
    spool =
        store == null ? Spool.of(vertx, settings, time) : new Spool(vertx, settings, store, time);
    relay = vertx.deployVerticle(new RelayVerticle(spool)).await();
    Bus.answer(vertx, Addresses.WHOIS, question -> whois(question.body())).completion().await();
    WebNode web =
        WebNode.of(
            settings,
            new AddressLimits(settings.limits(), clock::get, new AbuseLog(clock::get)),
            new Readiness(),
            Site.load(vertx).await(),
            Tls.load(vertx, settings, time).await(),
            new Meters());
    vertx
        .deployVerticle(
            () ->
                new HttpVerticle(
                    web, loop -> List.of(new FileHandler(loop, spool, settings, web::exempts))),
            new DeploymentOptions().setInstances(2))
        .await();
    port = Ports.PUBLIC.of(vertx);
  }

  private static VertxBuilder quickest() {
    Transport epoll = Transport.EPOLL;
    return epoll != null && epoll.available()
        ? Vertx.builder().withTransport(epoll)
        : Vertx.builder();
  }

  /** A folder on the disk, as the settings would make it. */
  Path folder() {
    return data.resolve("spool");
  }

  /** A store on the disk for tests that wrap one. */
  static Store diskIn(Path folder) {
    return new DiskStore(folder, 0);
  }

  /** A room that takes sealed content only, or not. */
  FileRoom room(boolean sealed) {
    return new FileRoom(vertx, spool.instance(), new RoomId(Base32.random(26)), sealed);
  }

  /** A signed-in session, seated in these rooms. */
  FileMember member(FileRoom... rooms) {
    FileMember member = new FileMember(this);
    members.put(member.token, member);
    for (FileRoom room : rooms) {
      room.seat(member);
    }
    return member;
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofInputStream());
  }

  HttpRequest.Builder request(String method, String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .method(
            method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private Future<JsonObject> whois(JsonObject body) {
    FileMember member = members.get(String.valueOf(body.getString("token")));
    if (member == null) {
      return Future.failedFuture(Failure.TOKEN_INVALID.refused());
    }
    JsonObject seats = new JsonObject();
    member.seats.forEach((room, seat) -> seats.put(room.value(), seat.value()));
    return Future.succeededFuture(
        new JsonObject().put("session", member.session.value()).put("seats", seats));
  }

  /** Names that are left in the spool's folder. */
  List<Path> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    }
  }

  @Override
  public void close() throws IOException {
    vertx.close().await();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
