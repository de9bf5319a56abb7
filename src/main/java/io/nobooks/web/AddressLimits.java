package io.nobooks.web;

import io.nobooks.AbuseLog;
import io.nobooks.Cidr;
import io.nobooks.Failure;
import io.nobooks.KeyedThrottle;
import io.nobooks.Settings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What one address may use of this node, and which addresses may use nothing. One for the whole
 * node, asked by all web instances at once; addresses are as {@link ClientAddress} writes them.
 */
public final class AddressLimits implements AddressBudget {
  /** A second is too short to be worth a count-down, and a place is free as soon as one closes. */
  private static final long PLACE_AFTER_MS = 5_000;

  /**
   * What one address holds.
   *
   * @param connections its TCP connections, whatever they carry
   * @param sockets all of its sockets
   * @param signedOut those of them that have not signed in
   */
  private record Held(int connections, int sockets, int signedOut) {
    static final Held NOTHING = new Held(0, 0, 0);

    Held plus(int connections, int sockets, int signedOut) {
      return new Held(
          this.connections + connections, this.sockets + sockets, this.signedOut + signedOut);
    }
  }

  /** One socket over XHR needs several connections, and a page some more. */
  private static final int CONNECTIONS_PER_SOCKET = 5;

  private static final int FEWEST_CONNECTIONS = 100;

  private final Settings.Limits limits;
  private final int mostConnections;
  private final Set<Cidr> exempt;
  private final AbuseLog abuse;
  private final Blocks blocks;
  private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();
  private final KeyedThrottle failedEnters;
  private final KeyedThrottle opens;

  /**
   * Nothing is used yet.
   *
   * @param millis the clock, in milliseconds since 1970 UTC
   * @param abuse told of all that is refused here
   */
  public AddressLimits(Settings.Limits limits, LongSupplier millis, AbuseLog abuse) {
    this.limits = limits;
    this.blocks = new Blocks(millis);
    this.abuse = abuse;
    this.mostConnections = Math.max(FEWEST_CONNECTIONS, CONNECTIONS_PER_SOCKET * limits.sockets());
    this.exempt = Set.copyOf(limits.exempt().stream().map(Cidr::parse).toList());
    this.failedEnters = new KeyedThrottle(limits.failedEnters(), millis);
    this.opens = new KeyedThrottle(limits.opens(), millis);
  }

  /** Whether {@code limits.exempt} frees an address from per-address limits and all rates. */
  @Override
  public boolean exempt(String address) {
    return exempt.stream().anyMatch(block -> block.contains(address));
  }

  /** Whether the operator blocked an address. */
  @Override
  public boolean blocked(String address) {
    return blocks.contain(address);
  }

  /** Which addresses the operator blocked. */
  Blocks blocks() {
    return blocks;
  }

  /**
   * Counts a new socket, which has not signed in yet.
   *
   * @throws Failure.Refused TOO_FAST at the limit, NOT_ALLOWED_HERE for a blocked address; then
   *     nothing was counted
   */
  @Override
  public void admit(String address) {
    if (blocked(address)) {
      abuse.refused(AbuseLog.Kind.BLOCKED, address);
      throw Failure.NOT_ALLOWED_HERE.because("this address is blocked");
    }
    change(
        address,
        now -> {
          if (now.sockets >= limits.sockets() || now.signedOut >= limits.socketsSignedOut()) {
            abuse.refused(AbuseLog.Kind.SOCKETS, address);
            throw Failure.TOO_FAST.afterMs(PLACE_AFTER_MS);
          }
          return now.plus(0, 1, 1);
        });
  }

  /** A socket that was admitted has signed in; once for each. */
  @Override
  public void signedIn(String address) {
    change(address, now -> now.plus(0, 0, -1));
  }

  /** A socket that was admitted is gone; {@code signedIn} whether that was said of it. */
  @Override
  public void release(String address, boolean signedIn) {
    change(address, now -> now.plus(0, -1, signedIn ? 0 : -1));
  }

  /** Counts a new TCP connection; false, and not counted, at the limit or when blocked. */
  boolean connect(String address) {
    if (blocked(address)) {
      abuse.refused(AbuseLog.Kind.BLOCKED, address);
      return false;
    }
    try {
      change(
          address,
          now -> {
            if (now.connections >= mostConnections) {
              throw Failure.TOO_FAST.afterMs(PLACE_AFTER_MS);
            }
            return now.plus(1, 0, 0);
          });
      return true;
    } catch (Failure.Refused full) {
      abuse.refused(AbuseLog.Kind.CONNECTIONS, address);
      return false;
    }
  }

  /** A TCP connection that was counted is gone. */
  void disconnect(String address) {
    change(address, now -> now.plus(-1, 0, 0));
  }

  /**
   * Counts a try to enter as failed, before it is made.
   *
   * @throws Failure.Refused TOO_FAST after too many that failed
   */
  @Override
  public void tryToEnter(String address) {
    take(failedEnters, AbuseLog.Kind.CODES, address);
  }

  @Override
  public void enteredWell(String address) {
    if (!exempt(address)) {
      failedEnters.giveBack(address);
    }
  }

  /**
   * Counts the opening of a room.
   *
   * @throws Failure.Refused TOO_FAST at the limit
   */
  @Override
  public void open(String address) {
    take(opens, AbuseLog.Kind.OPENS, address);
  }

  @Override
  public void openedNothing(String address) {
    if (!exempt(address)) {
      opens.giveBack(address);
    }
  }

  @Override
  public void abused(AbuseLog.Kind kind, String address) {
    abuse.refused(kind, address);
  }

  private void take(KeyedThrottle throttle, AbuseLog.Kind kind, String address) {
    long waitMs = exempt(address) ? 0 : throttle.take(address);
    if (waitMs > 0) {
      abuse.refused(kind, address);
      throw Failure.TOO_FAST.afterMs(waitMs);
    }
  }

  /** A change that throws changes nothing; an address that holds nothing is forgotten. */
  private void change(String address, UnaryOperator<Held> change) {
    if (!exempt(address)) {
      held.compute(
          address,
          (key, now) -> {
            Held then = change.apply(now == null ? Held.NOTHING : now);
            return then.equals(Held.NOTHING) ? null : then;
          });
    }
  }
}
