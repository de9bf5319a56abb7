package io.nobooks;

import io.nobooks.auth.AuthNode;
import io.nobooks.auth.AuthVerticle;
import io.nobooks.relay.RelayVerticle;
import io.nobooks.relay.Spool;
import io.nobooks.rooms.RoomsNode;
import io.nobooks.rooms.RoomsVerticle;
import io.nobooks.web.AddressLimits;
import io.nobooks.web.AdminVerticle;
import io.nobooks.web.BusBridge;
import io.nobooks.web.Entrance;
import io.nobooks.web.FileHandler;
import io.nobooks.web.HttpVerticle;
import io.nobooks.web.Mount;
import io.nobooks.web.Ports;
import io.nobooks.web.Readiness;
import io.nobooks.web.Site;
import io.nobooks.web.SocketCounts;
import io.nobooks.web.Tls;
import io.nobooks.web.UnsentTotal;
import io.nobooks.web.Version;
import io.nobooks.web.WebNode;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node: reads the settings, deploys what they name in order, the public port last, and takes
 * everything down in the opposite order, so that rooms end while their members still listen.
 */
public final class MainVerticle extends VerticleBase {
  private final InstantSource clock = InstantSource.system();
  private final Readiness readiness = new Readiness();
  private final Meters meters = new Meters();
  private final AbuseLog abuse = new AbuseLog(clock::millis);

  /** How to go down, first things first. */
  private final Deque<Supplier<Future<?>>> stepsDown = new ArrayDeque<>();

  private final boolean quiet;
  private volatile LongSupplier unsentBytes = () -> 0;

  /** A node that prints the address to open. */
  public MainVerticle() {
    this(false);
  }

  private MainVerticle(boolean quiet) {
    this.quiet = quiet;
  }

  /** A node that prints nothing, for tests. */
  public static MainVerticle quiet() {
    return new MainVerticle(true);
  }

  @Override
  public Future<?> start() {
    Settings settings = SettingsReader.read(config());
    Bus.prepare(vertx);
    measure();
    ((VertxInternal) vertx).addCloseHook(closed -> drain().<Void>mapEmpty().onComplete(closed));
    return Tls.load(vertx, settings, clock)
        .compose(tls -> deployAll(settings, tls).onSuccess(all -> open(settings, tls)));
  }

  /** The public port in use, once started. */
  public int httpPort() {
    return Ports.PUBLIC.of(vertx);
  }

  /** The operator's port in use, once started. */
  public int adminPort() {
    return Ports.ADMIN.of(vertx);
  }

  /** Bytes written to sockets that the network has not taken yet, all sockets together. */
  public long unsentBytes() {
    return unsentBytes.getAsLong();
  }

  private Future<?> deployAll(Settings settings, Tls tls) {
    return deployAuth(settings)
        .compose(auth -> Site.load(vertx))
        .compose(
            site ->
                deployRooms(settings, site)
                    .compose(rooms -> deployWeb(settings, site, tls, rooms)));
  }

  private Future<?> deployAuth(Settings settings) {
    return AuthNode.open(vertx, settings, abuse)
        .onSuccess(node -> node.showOn(meters))
        .onSuccess(node -> stepsDown.push(node::close))
        .compose(node -> deploy(() -> new AuthVerticle(settings, node), settings.deploy().auth()))
        .onSuccess(stepsDown::push);
  }

  private Future<Supplier<Future<?>>> deployRooms(Settings settings, Site site) {
    return vertx
        .executeBlocking(() -> RoomsNode.start(settings, site.digest(), clock::millis))
        .onSuccess(node -> node.showOn(meters))
        .compose(
            node ->
                deploy(() -> new RoomsVerticle(node), settings.deploy().rooms())
                    .map(end -> () -> end.get().eventually(() -> closed(node))));
  }

  private Future<?> closed(RoomsNode node) {
    return vertx.executeBlocking(
        () -> {
          node.close();
          return null;
        });
  }

  private Future<?> deployWeb(Settings settings, Site site, Tls tls, Supplier<Future<?>> endRooms) {
    AddressLimits limits = new AddressLimits(settings.limits(), clock::millis, abuse);
    WebNode node = WebNode.of(settings, limits, readiness, site, tls, meters);
    UnsentTotal unsent = new UnsentTotal(settings.limits().unsentAll());
    unsentBytes = unsent::bytes;
    SocketCounts counts = new SocketCounts(unsent);
    counts.showOn(meters);
    Spool spool = settings.deploy().relay() == 0 ? null : Spool.of(vertx, settings, clock);
    if (spool != null) {
      spool.showOn(meters);
    }
    return deployRelay(spool)
        .compose(
            endRelay ->
                deploy(() -> new AdminVerticle(node), 1)
                    .compose(
                        admin ->
                            deploy(
                                () -> web(settings, node, counts, spool), settings.deploy().web()))
                    .onSuccess(stepsDown::push)
                    .onSuccess(web -> stepsDown.push(endRelay)))
        .onSuccess(web -> stepsDown.push(endRooms));
  }

  private Future<Supplier<Future<?>>> deployRelay(@Nullable Spool spool) {
    return spool == null
        ? Future.succeededFuture(Future::succeededFuture)
        : deploy(() -> new RelayVerticle(spool), 1);
  }

  private HttpVerticle web(
      Settings settings, WebNode node, SocketCounts counts, @Nullable Spool spool) {
    Entrance entrance = new Entrance(node.origins()::allows, node.addresses()::of, node.limits());
    return new HttpVerticle(
        node,
        vertx -> {
          Mount bridge =
              new BusBridge(
                  vertx, settings.limits(), BusBridge.contract(), entrance, counts, clock);
          return spool == null
              ? List.of(bridge)
              : List.of(bridge, new FileHandler(vertx, spool, settings, node::exempts));
        });
  }

  /** Deploys so many of them; the result takes them down again. */
  private Future<Supplier<Future<?>>> deploy(Supplier<Deployable> verticle, int instances) {
    if (instances == 0) {
      return Future.succeededFuture(Future::succeededFuture);
    }
    DeploymentOptions options = new DeploymentOptions().setInstances(instances);
    return vertx.deployVerticle(verticle, options).map(id -> () -> vertx.undeploy(id));
  }

  private void measure() {
    meters.version(Version.NUMBER);
    meters.process();
    abuse.showOn(meters);
    LoopLag.watch((VertxInternal) vertx, meters);
  }

  private void open(Settings settings, Tls tls) {
    readiness.opened();
    if (!quiet && settings.deploy().web() > 0) {
      System.out.println(tls.scheme() + "://localhost:" + httpPort() + "/");
    }
  }

  /**
   * Rooms end first, with their members listening; then transfers are cut; then sockets hear {@code
   * bye}; then sessions and accounts close. Vert.x itself would undeploy all of them at once.
   */
  private Future<?> drain() {
    readiness.draining();
    Future<?> drained = Future.succeededFuture();
    for (Supplier<Future<?>> step : stepsDown) {
      drained = drained.transform(before -> step.get().otherwiseEmpty());
    }
    return drained;
  }
}
