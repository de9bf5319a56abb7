package io.nobooks.web;

import io.nobooks.Addresses;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses clients may name, from Vert.x's own bridge options. Exact addresses or patterns
 * that match the whole address; what is not permitted is refused.
 */
final class Permits {
  private static final int ADDRESS_LENGTH = 80;
  private static final int HANDLERS = 64;

  /** One direction. */
  private record Rules(Set<String> exact, List<Pattern> patterns) {
    boolean allow(String address) {
      return exact.contains(address)
          || patterns.stream().anyMatch(pattern -> pattern.matcher(address).matches());
    }
  }

  private final Rules inbound;
  private final Rules outbound;
  private final int maxAddressLength;
  private final int maxHandlers;

  private Permits(SockJSBridgeOptions options) {
    this.inbound = rules(options.getInboundPermitteds());
    this.outbound = rules(options.getOutboundPermitteds());
    this.maxAddressLength = options.getMaxAddressLength();
    this.maxHandlers = options.getMaxHandlersPerSocket();
  }

  /**
   * Takes addresses, lengths and handlers from bridge options.
   *
   * @throws IllegalArgumentException for a rule without an address, which in Vert.x permits
   *     everything, and for {@code match} and {@code requiredAuthority}, which do not protect
   */
  static Permits of(SockJSBridgeOptions options) {
    return new Permits(options);
  }

  /** What docs/protocol.md permits, in section 2, and nothing else. */
  static SockJSBridgeOptions contract() {
    return new SockJSBridgeOptions()
        .setMaxAddressLength(ADDRESS_LENGTH)
        .setMaxHandlersPerSocket(HANDLERS)
        .addInboundPermitted(new PermittedOptions().setAddress(Addresses.SIGN_IN))
        .addInboundPermitted(new PermittedOptions().setAddress(Addresses.RESUME))
        .addInboundPermitted(new PermittedOptions().setAddress(Addresses.SIGN_OUT))
        .addInboundPermitted(new PermittedOptions().setAddress(Addresses.ACCOUNT))
        .addInboundPermitted(new PermittedOptions().setAddress(Addresses.OPEN_ROOM))
        .addInboundPermitted(new PermittedOptions().setAddress(Addresses.ENTER_ROOM))
        .addInboundPermitted(new PermittedOptions().setAddress(Addresses.LEAVE_ROOM))
        .addInboundPermitted(new PermittedOptions().setAddressRegex(Addresses.ROOM_IN_PATTERN))
        .addOutboundPermitted(new PermittedOptions().setAddress(Addresses.ME))
        .addOutboundPermitted(new PermittedOptions().setAddressRegex(Addresses.ROOM_OUT_PATTERN));
  }

  /** Whether a client may send to this address at all. */
  boolean maySend(String address) {
    return isShort(address) && inbound.allow(address);
  }

  /** Whether a client may register on this address at all. */
  boolean mayRegister(String address) {
    return isShort(address) && outbound.allow(address);
  }

  /** On how many addresses one socket may be registered. */
  int maxHandlers() {
    return maxHandlers;
  }

  /** Before any pattern sees it, so that a long address costs nothing. */
  private boolean isShort(String address) {
    return address.length() <= maxAddressLength;
  }

  private static Rules rules(@Nullable List<PermittedOptions> permitted) {
    Rules rules = new Rules(new HashSet<>(), new java.util.ArrayList<>());
    for (PermittedOptions rule : permitted == null ? List.<PermittedOptions>of() : permitted) {
      if (rule.getMatch() != null || rule.getRequiredAuthority() != null) {
        throw new IllegalArgumentException("match and requiredAuthority are not supported");
      }
      if (rule.getAddress() != null) {
        rules.exact.add(rule.getAddress());
      } else if (rule.getAddressRegex() != null) {
        rules.patterns.add(Pattern.compile(rule.getAddressRegex()));
      } else {
        throw new IllegalArgumentException("a permitted rule needs an address or addressRegex");
      }
    }
    return rules;
  }
}
