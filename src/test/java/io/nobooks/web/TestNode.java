package io.nobooks.web;

import io.nobooks.AbuseLog;
import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.Meters;
import io.nobooks.Settings;
import io.nobooks.SettingsReader;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The two ports of a node whose sessions and rooms only ever answer "sign in first". */
final class TestNode implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final WebNode web;
  final int port;
  final int adminPort;

  TestNode() {
    this(new JsonObject());
  }

  TestNode(JsonObject file, Mount... mounts) {
    this(file, Duration.ofSeconds(15), Duration.ofSeconds(15), mounts);
  }

  TestNode(JsonObject file, Duration headerWithin, Duration bodyWithin, Mount... mounts) {
    Function<Vertx, List<Mount>> maker = vertx -> List.of(mounts);
    Bus.prepare(vertx);
    JsonObject onFreePorts =
        new JsonObject()
            .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
            .put("admin", new JsonObject().put("port", 0))
            .mergeIn(file, true);
    Settings settings = SettingsReader.read(onFreePorts, Map.of(), Map.of());
    AddressLimits limits =
        new AddressLimits(
            settings.limits(), System::currentTimeMillis, new AbuseLog(System::currentTimeMillis));
    Tls tls = Tls.load(vertx, settings, Instant::now).await();
    Site site = Site.load(vertx).await();
    web = WebNode.of(settings, limits, new Readiness(), site, tls, new Meters());
    vertx
        .deployVerticle(new HttpVerticle(web, maker, headerWithin, bodyWithin))
        .compose(
            first -> vertx.deployVerticle(new HttpVerticle(web, maker, headerWithin, bodyWithin)))
        .compose(second -> vertx.deployVerticle(new AdminVerticle(web)))
        .await();
    port = Ports.PUBLIC.of(vertx);
    adminPort = Ports.ADMIN.of(vertx);
  }

  /** Sessions and rooms begin to answer. */
  void answer() {
    JsonObject counts = new JsonObject().put("rooms", 3).put("members", 7);
    Bus.answer(vertx, Addresses.ROOM_COUNTS, question -> Future.succeededFuture(counts))
        .completion()
        .await();
    Bus.answer(vertx, Addresses.ROOM_PROBE, this::sayWord).completion().await();
    Bus.answer(
            vertx,
            Addresses.SIGN_OUT,
            question -> Future.failedFuture(Failure.SIGN_IN_FIRST.refused()))
        .completion()
        .await();
    web.readiness().opened();
  }

  private Future<JsonObject> sayWord(Message<JsonObject> probe) {
    JsonObject said = new JsonObject().put("cid", probe.body().getString("word"));
    String address = Addresses.roomOut(new RoomId(probe.body().getString("room")));
    Bus.tell(vertx, address, Frame.of(said), MultiMap.caseInsensitiveMultiMap());
    return Future.succeededFuture(new JsonObject());
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
