package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.wire.Name;
import io.nobooks.wire.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The living sessions of one auth instance. */
final class Sessions {
  /** A full node may have room again when the next idle sessions have ended. */
  private static final long FULL_AFTER_MS = 5_000;

  private final String owner;
  private final Duration idle;
  private final Semaphore free;
  private final MeBudget meBytes;
  private final InstantSource clock;
  private final Map<SessionId, Session> sessions = new HashMap<>();

  // Both in the order in which they end, since all wait equally long.
  private final Set<Session> withoutSocket = new LinkedHashSet<>();
  private final Set<Session> byExpiry = new LinkedHashSet<>();

  /**
   * Sessions of the instance {@code owner}.
   *
   * @param idle the life of a session without a socket
   * @param free how many more sessions the node may hold, counted by all its instances
   * @param meBytes what the node keeps of what was told to them
   */
  Sessions(String owner, Duration idle, Semaphore free, MeBudget meBytes, InstantSource clock) {
    this.owner = owner;
    this.idle = idle;
    this.free = free;
    this.meBytes = meBytes;
    this.clock = clock;
  }

  /** Whether this instance is the one to ask about a session, living or not. */
  boolean holds(SessionId id) {
    return id.owner().equals(owner);
  }

  /**
   * Spares the work before {@link #begin} where it could only fail.
   *
   * @throws Failure.Refused UNAVAILABLE when the node holds as many as it may
   */
  void refuseWhenFull() {
    if (free.availablePermits() < 1) {
      throw Failure.UNAVAILABLE.afterMs(FULL_AFTER_MS);
    }
  }

  /**
   * Begins a session, without a token or a socket yet.
   *
   * @throws Failure.Refused UNAVAILABLE when the node holds as many as it may
   */
  Session begin(Name name, boolean account) {
    if (!free.tryAcquire()) {
      throw Failure.UNAVAILABLE.afterMs(FULL_AFTER_MS);
    }
    Session session = new Session(SessionId.freshOf(owner), name, account, new MeLog(meBytes));
    session.idleSince = clock.millis();
    session.expiresAt = Long.MAX_VALUE;
    sessions.put(session.id, session);
    withoutSocket.add(session);
    return session;
  }

  /** The living session of this id. */
  Optional<Session> find(SessionId id) {
    return Optional.ofNullable(sessions.get(id)).filter(session -> !isOver(session));
  }

  /**
   * The living session of this id.
   *
   * @throws Failure.Refused TOKEN_INVALID when it has ended or never was
   */
  Session get(SessionId id) {
    return find(id).orElseThrow(Failure.TOKEN_INVALID::refused);
  }

  /** The session got this token, the last to expire of all its tokens. */
  void renewed(Session session, Token token) {
    session.expiresAt = token.expiresAt();
    byExpiry.remove(session);
    byExpiry.add(session);
  }

  /** The session hears by this socket from now on; returns the one it had before. */
  @Nullable Socket bind(Session session, Socket socket) {
    Socket before = session.socket;
    session.socket = socket;
    withoutSocket.remove(session);
    return before;
  }

  /** A socket is gone; whether it was this session's, which then has none. */
  boolean unbind(Session session, Socket socket) {
    if (!socket.equals(session.socket)) {
      return false;
    }
    session.socket = null;
    session.binding = false;
    session.idleSince = clock.millis();
    withoutSocket.add(session);
    return true;
  }

  /** Ends a session at once; whether it was not over already. */
  boolean end(Session session) {
    if (sessions.remove(session.id) == null) {
      return false;
    }
    withoutSocket.remove(session);
    byExpiry.remove(session);
    session.me.clear();
    free.release();
    return true;
  }

  /** Ends the sessions that had no socket for too long or whose last token has expired. */
  List<Session> sweep() {
    List<Session> over = new ArrayList<>();
    takeOver(withoutSocket, over);
    takeOver(byExpiry, over);
    return over.stream().filter(this::end).toList();
  }

  /** The sessions of a name, given folded, except one: guests too. */
  List<Session> named(String name, SessionId except) {
    return sessions.values().stream()
        .filter(session -> session.name.folded().equals(name))
        .filter(session -> !session.id.equals(except))
        .toList();
  }

  private void takeOver(Set<Session> inOrder, List<Session> over) {
    Iterator<Session> next = inOrder.iterator();
    while (next.hasNext()) {
      Session session = next.next();
      if (!isOver(session)) {
        return;
      }
      next.remove();
      over.add(session);
    }
  }

  private boolean isOver(Session session) {
    long now = clock.millis();
    boolean idleTooLong = session.socket == null && now >= session.idleSince + idle.toMillis();
    return idleTooLong || now >= session.expiresAt;
  }
}
