package io.nobooks.support;

import io.nobooks.MainVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A whole node in this process on free ports, with a data folder of its own that goes with it. The
 * loopback is exempt from rates unless the configuration says otherwise.
 */
public final class TestNode implements AutoCloseable {
  private final Vertx vertx;
  private final MainVerticle main;
  private final Path data;

  private TestNode(Vertx vertx, MainVerticle main, Path data) {
    this.vertx = vertx;
    this.main = main;
    this.data = data;
  }

  /** A node with the built-in settings. */
  public static TestNode start() throws IOException {
    return start(new JsonObject());
  }

  /** A node with these settings over the built-in ones. */
  public static TestNode start(JsonObject config) throws IOException {
    Path data = Files.createTempDirectory("nobooks-test");
    JsonObject whole =
        new JsonObject()
            .put("data", data.toString())
            .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
            .put("admin", new JsonObject().put("port", 0))
            .put("limits", new JsonObject().put("exempt", new JsonArray().add("127.0.0.0/8")))
            .mergeIn(config, true);
    VertxBuilder builder = Vertx.builder().with(new VertxOptions());
    Transport epoll = Transport.EPOLL;
    Vertx vertx =
        (epoll != null && epoll.available() ? builder.withTransport(epoll) : builder).build();
    MainVerticle main = MainVerticle.quiet();
    vertx.deployVerticle(main, new DeploymentOptions().setConfig(whole)).await();
    return new TestNode(vertx, main, data);
  }

  /** Where the page is, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + main.httpPort();
  }

  /** The public port. */
  public int port() {
    return main.httpPort();
  }

  /** The operator's port. */
  public int adminPort() {
    return main.adminPort();
  }

  /** Bytes written to sockets that the network has not taken yet. */
  public long unsentBytes() {
    return main.unsentBytes();
  }

  /** The Vert.x instance, for tests that look inside. */
  public Vertx vertx() {
    return vertx;
  }

  /** The folder for what outlives a restart. */
  public Path data() {
    return data;
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
