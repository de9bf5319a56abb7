package io.nobooks.wire;

import io.nobooks.Failure;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the web tier knows it from the socket or the bearer token; never from what a client
 * wrote. Travels in the headers of a bus message, which the bridge replaces wholly.
 *
 * @param session null for who has not signed in
 * @param name as shown; empty for who has not signed in
 * @param account whether the name is a claimed one
 * @param seat the caller's seat in the room that is addressed, where there is one
 * @param address the client's address for limits: IPv4, or an IPv6 /64
 * @param exempt whether {@code limits.exempt} frees this address from rates
 * @param web the web instance that holds the socket, and {@code socket} its number there; empty and
 *     0 for a call over HTTP
 */
public record Caller(
    @Nullable SessionId session,
    String name,
    boolean account,
    @Nullable SeatId seat,
    String address,
    boolean exempt,
    String web,
    long socket) {

  private static final String SESSION = "session";
  private static final String NAME = "name";
  private static final String ACCOUNT = "account";
  private static final String SEAT = "seat";
  private static final String ADDRESS = "address";
  private static final String EXEMPT = "exempt";
  private static final String WEB = "web";
  private static final String SOCKET = "socket";

  /** The headers that carry this caller; nothing else is in them. */
  public MultiMap toHeaders() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (session != null) {
      headers.set(SESSION, session.value()).set(NAME, name);
      headers.set(ACCOUNT, Boolean.toString(account));
    }
    if (seat != null) {
      headers.set(SEAT, seat.value());
    }
    headers.set(ADDRESS, address).set(EXEMPT, Boolean.toString(exempt));
    return headers.set(WEB, web).set(SOCKET, Long.toString(socket));
  }

  /** Reads what {@link #toHeaders()} wrote. */
  public static Caller of(MultiMap headers) {
    String session = headers.get(SESSION);
    String seat = headers.get(SEAT);
    return new Caller(
        session == null ? null : new SessionId(session),
        text(headers, NAME),
        Boolean.parseBoolean(headers.get(ACCOUNT)),
        seat == null ? null : new SeatId(seat),
        text(headers, ADDRESS),
        Boolean.parseBoolean(headers.get(EXEMPT)),
        text(headers, WEB),
        headers.contains(SOCKET) ? Long.parseLong(headers.get(SOCKET)) : 0);
  }

  /**
   * The session that asks.
   *
   * @throws Failure.Refused SIGN_IN_FIRST when there is none
   */
  public SessionId signedIn() {
    if (session == null) {
      throw Failure.SIGN_IN_FIRST.refused();
    }
    return session;
  }

  private static String text(MultiMap headers, String name) {
    String value = headers.get(name);
    return value == null ? "" : value;
  }
}
