package io.nobooks.auth;

import io.nobooks.AbuseLog;
import io.nobooks.AbuseLog.Kind;
import io.nobooks.Failure;
import io.nobooks.KeyedThrottle;
import io.nobooks.Settings;
import io.nobooks.wire.Caller;
import io.nobooks.wire.Name;
import io.vertx.core.Future;
import java.util.function.LongSupplier;

/**
 * How often an address may try to sign in, counted for all auth instances of a node. A try is taken
 * before its outcome is known, so that a thousand at once are no more than the limit; one that did
 * no harm is given back.
 */
final class Attempts {
  private static final Attempt FREE = () -> {};

  private final KeyedThrottle guests;
  private final KeyedThrottle failedPasswords;
  private final KeyedThrottle failedPasswordsAddress;
  private final KeyedThrottle claims;
  private final AbuseLog abuse;

  /**
   * Nobody has tried yet.
   *
   * @param millis the clock, in milliseconds since 1970 UTC
   * @param abuse told of tries beyond their limits
   */
  Attempts(Settings.Limits limits, LongSupplier millis, AbuseLog abuse) {
    this.abuse = abuse;
    guests = new KeyedThrottle(limits.guests(), millis);
    failedPasswords = new KeyedThrottle(limits.failedPasswords(), millis);
    failedPasswordsAddress = new KeyedThrottle(limits.failedPasswordsAddress(), millis);
    claims = new KeyedThrottle(limits.claims(), millis);
  }

  /** A try that was taken. */
  interface Attempt {
    void giveBack();

    /** Gives the try back when {@code outcome} is anything but a wrong password. */
    default <T> Future<T> unlessWrong(Future<T> outcome) {
      return outcome.onComplete(
          done -> {
            if (done.succeeded() || Failure.of(done.cause()).failure != Failure.WRONG_PASSWORD) {
              giveBack();
            }
          });
    }
  }

  /**
   * Takes a guest's sign-in, for good.
   *
   * @throws Failure.Refused TOO_MANY_ATTEMPTS
   */
  void guest(Caller caller) {
    if (!caller.exempt()) {
      take(guests, caller.address(), Kind.GUESTS, caller);
    }
  }

  /**
   * Takes a password that may turn out wrong.
   *
   * @throws Failure.Refused TOO_MANY_ATTEMPTS
   */
  Attempt password(Caller caller, Name person) {
    if (caller.exempt()) {
      return FREE;
    }
    String ofName = caller.address() + ' ' + person.folded();
    Attempt address = take(failedPasswordsAddress, caller.address(), Kind.PASSWORDS, caller);
    try {
      Attempt name = take(failedPasswords, ofName, Kind.PASSWORDS, caller);
      return () -> {
        address.giveBack();
        name.giveBack();
      };
    } catch (Failure.Refused tooMany) {
      address.giveBack();
      throw tooMany;
    }
  }

  /**
   * Takes the claim of a name.
   *
   * @throws Failure.Refused TOO_MANY_ATTEMPTS
   */
  Attempt claim(Caller caller) {
    return caller.exempt() ? FREE : take(claims, caller.address(), Kind.CLAIMS, caller);
  }

  private Attempt take(KeyedThrottle throttle, String key, Kind kind, Caller caller) {
    long afterMs = throttle.take(key);
    if (afterMs > 0) {
      abuse.refused(kind, caller.address());
      throw Failure.TOO_MANY_ATTEMPTS.afterMs(afterMs);
    }
    return () -> throttle.giveBack(key);
  }
}
