package io.nobooks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator who is refused for asking too much: one line for a burst, which is what comes
 * from one address of one kind within a minute, and at most 60 lines a minute whoever comes. All of
 * it is counted. Safe for use by many event loops.
 */
public final class AbuseLog {
  private static final Logger LOG = LoggerFactory.getLogger(AbuseLog.class);
  private static final Duration BURST = Duration.ofMinutes(1);
  private static final Rate LINES = new Rate(60, BURST, 60);
  private static final long MOST_ADDRESSES = 10_000;

  /** What an address does too much of. */
  public enum Kind {
    /** TCP connections. */
    CONNECTIONS,
    /** Sockets, or sockets without a session. */
    SOCKETS,
    /** Anything at all, for the operator has blocked it. */
    BLOCKED,
    /** Messages on one socket that are answered 1003. */
    MESSAGES,
    /** Messages on one socket, so many that it is closed. */
    FLOOD,
    /** Frames beyond any size, or such as no client sends; the socket is closed. */
    FRAMES,
    /** Sign-ins of guests. */
    GUESTS,
    /** Wrong passwords. */
    PASSWORDS,
    /** Claims of names. */
    CLAIMS,
    /** Wrong codes of rooms. */
    CODES,
    /** Opened rooms. */
    OPENS
  }

  private record Burst(Kind kind, String address) {}

  private final Tally<Kind> refused = new Tally<>(Kind.class);
  private final Cache<Burst, Boolean> told;
  private final Throttle lines;
  private final Consumer<String> log;

  /** {@code millis} is the clock, in milliseconds since 1970 UTC. */
  public AbuseLog(LongSupplier millis) {
    this(millis, LOG::warn);
  }

  AbuseLog(LongSupplier millis, Consumer<String> log) {
    this.log = log;
    this.lines = new Throttle(LINES, millis);
    this.told =
        Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterWrite(BURST)
            .ticker(() -> millis.getAsLong() * 1_000_000)
            .build();
  }

  /** Something was refused; {@code address} is as limits have it. */
  public void refused(Kind kind, String address) {
    refused.count(kind);
    boolean begins = told.asMap().putIfAbsent(new Burst(kind, address), true) == null;
    if (begins && lines.take() == 0) {
      log.accept("refused kind=" + kind.name().toLowerCase(Locale.ROOT) + " address=" + address);
    }
  }

  /** Lets meters show the counts. */
  public void showOn(Meters meters) {
    meters.counter(
        "nobooks_refused_total", "What was refused for being too much, by kind", "kind", refused);
  }
}
