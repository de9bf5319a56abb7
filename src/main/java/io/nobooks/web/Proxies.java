package io.nobooks.web;

import io.nobooks.Cidr;
import io.nobooks.Settings;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reverse proxies in front of this node, whose {@code X-Forwarded-*} headers are believed. */
final class Proxies {
  private final List<Cidr> trusted;

  Proxies(Settings.Http settings) {
    this.trusted = settings.forwardedFrom().stream().map(Cidr::parse).toList();
  }

  boolean trusts(InetAddress address) {
    return trusted.stream().anyMatch(block -> block.contains(address));
  }

  /** Whether a connection comes from one of them. */
  boolean trusts(SocketAddress remote) {
    InetAddress address = remote.hostAddress() == null ? null : Cidr.address(remote.hostAddress());
    return address != null && trusts(address);
  }

  /**
   * The one value of a forwarded header, from a trusted proxy; null when it is absent, not to be
   * believed, or more than one.
   */
  @Nullable String forwarded(HttpServerRequest request, String header) {
    if (trusted.isEmpty() || !trusts(request.remoteAddress())) {
      return null;
    }
    List<String> values = request.headers().getAll(header);
    return values.size() == 1 && values.get(0).indexOf(',') < 0 ? values.get(0).trim() : null;
  }
}
