package io.nobooks.web;

import io.nobooks.Cidr;
import io.nobooks.Settings;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose address counts for limits: the peer's own, or behind a configured proxy the rightmost
 * address of {@code X-Forwarded-For} that is not a proxy itself. What stands left of that, a client
 * can write as it likes.
 */
public final class ClientAddress {
  private static final int SUBNET_BYTES = 8;

  private final Proxies proxies;

  /** Believes the proxies of {@code http.forwarded-from}. */
  public ClientAddress(Settings.Http settings) {
    this.proxies = new Proxies(settings);
  }

  /**
   * The address of who sent a request: {@code 192.0.2.7}, {@code 2001:db8:0:1::/64} or {@code ::1}.
   */
  public String of(HttpServerRequest request) {
    return of(request.remoteAddress(), request.headers().getAll("X-Forwarded-For"));
  }

  /**
   * The same, from its parts.
   *
   * @param forwardedFor the header's values in order, each a list separated by commas
   */
  public String of(SocketAddress remote, List<String> forwardedFor) {
    InetAddress address = remote.hostAddress() == null ? null : Cidr.address(remote.hostAddress());
    return address == null ? "unknown" : normalised(client(address, forwardedFor));
  }

  /** Whether a connection comes from a proxy and so carries many clients. */
  boolean isProxy(SocketAddress remote) {
    return proxies.trusts(remote);
  }

  private InetAddress client(InetAddress remote, List<String> forwardedFor) {
    InetAddress client = remote;
    String[] hops = String.join(",", forwardedFor).split(",", -1);
    for (int i = hops.length - 1; i >= 0 && proxies.trusts(client); i--) {
      InetAddress hop = hop(hops[i].trim());
      if (hop == null) {
        return client;
      }
      client = hop;
    }
    return client;
  }

  /** An address, as some proxies write it with its port: {@code 192.0.2.7:80}, {@code [::1]:80}. */
  private static @Nullable InetAddress hop(String text) {
    int colon = text.lastIndexOf(':');
    boolean port = text.startsWith("[") ? text.indexOf(']') < colon : text.indexOf(':') == colon;
    String host = port && colon > 0 ? text.substring(0, colon) : text;
    return Cidr.address(host);
  }

  private static String normalised(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    return address.isLoopbackAddress() ? "::1" : subnet(address.getAddress());
  }

  /** One customer has a whole /64, so that counting single addresses would count nothing. */
  private static String subnet(byte[] address) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SUBNET_BYTES; i += 2) {
      int group = (address[i] & 0xff) << 8 | (address[i + 1] & 0xff);
      text.append(Integer.toHexString(group)).append(':');
    }
    return text.append(":/64").toString();
  }
}
