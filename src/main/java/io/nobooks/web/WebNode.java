package io.nobooks.web;

import io.netty.util.concurrent.Future;
import io.nobooks.Meters;
import io.nobooks.Settings;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * What all web instances of one node share: immutable, or safe for many event loops.
 *
 * @param settings the node's
 * @param limits of addresses
 * @param addresses whose address counts
 * @param origins from which pages browsers may speak
 * @param readiness whether visitors should come
 * @param site the page
 * @param tls of the public port
 * @param meters what the node shows of itself
 */
public record WebNode(
    Settings settings,
    AddressLimits limits,
    ClientAddress addresses,
    Origins origins,
    Readiness readiness,
    Site site,
    Tls tls,
    Meters meters) {

  /** For a node with these settings. */
  public static WebNode of(
      Settings settings,
      AddressLimits limits,
      Readiness readiness,
      Site site,
      Tls tls,
      Meters meters) {
    return new WebNode(
        settings,
        limits,
        new ClientAddress(settings.http()),
        new Origins(settings.http()),
        readiness,
        site,
        tls,
        meters);
  }

  About about() {
    return new About(settings, site.digest(), readiness);
  }

  /** Whether rates do not apply to who asks. */
  public boolean exempts(HttpServerRequest request) {
    return limits.exempt(addresses.of(request));
  }

  /** Whether a connection is within its address's limit; a proxy's are not counted. */
  boolean counts(SocketAddress remote, Future<?> closed) {
    if (addresses.isProxy(remote)) {
      return true;
    }
    String address = addresses.of(remote, List.of());
    boolean admitted = limits.connect(address);
    if (admitted) {
      closed.addListener(done -> limits.disconnect(address));
    }
    return admitted;
  }
}
