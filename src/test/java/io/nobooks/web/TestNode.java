package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.SettingsReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The two ports of a node whose sessions and rooms only ever answer "sign in first". */
final class TestNode implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final WebNode web;
  final int port;
  final int adminPort;

  TestNode() {
    this(new JsonObject(), List.of());
  }

  TestNode(JsonObject file, List<Mount> mounts) {
    this(file, mounts, Duration.ofSeconds(15), Duration.ofSeconds(15));
  }

  TestNode(JsonObject file, List<Mount> mounts, Duration headerWithin, Duration bodyWithin) {
    Bus.prepare(vertx);
    JsonObject onFreePorts =
        new JsonObject()
            .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
            .put("admin", new JsonObject().put("port", 0))
            .mergeIn(file, true);
    Settings settings = SettingsReader.read(onFreePorts, Map.of(), Map.of());
    AddressLimits limits = new AddressLimits(settings.limits(), System::currentTimeMillis);
    web = WebNode.of(settings, limits, new Readiness(), Site.load(vertx).await());
    vertx
        .deployVerticle(new HttpVerticle(web, mounts, headerWithin, bodyWithin))
        .compose(first -> vertx.deployVerticle(new HttpVerticle(web, mounts, headerWithin, bodyWithin)))
        .compose(second -> vertx.deployVerticle(new AdminVerticle(web)))
        .await();
    port = Ports.PUBLIC.of(vertx);
    adminPort = Ports.ADMIN.of(vertx);
  }

  /** Sessions and rooms begin to answer. */
  void answer() {
    for (String address : List.of(Addresses.SIGN_OUT, Addresses.ENTER_ROOM)) {
      Bus.answer(vertx, address, question -> Future.failedFuture(Failure.SIGN_IN_FIRST.refused()))
          .completion()
          .await();
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
