package io.nobooks.auth;

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

  /** {@code millis} is the clock, in milliseconds since 1970 UTC. */
  Attempts(Settings.Limits limits, LongSupplier millis) {
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
      take(guests, caller.address());
    }
  }

  /**
   * Takes a password that may turn out wrong.
   *
   * @throws Failure.Refused TOO_MANY_ATTEMPTS
   */
  Attempt password(Caller caller, Name name) {
    if (caller.exempt()) {
      return FREE;
    }
    String ofName = caller.address() + ' ' + name.folded();
    Attempt address = take(failedPasswordsAddress, caller.address());
    long afterMs = failedPasswords.take(ofName);
    if (afterMs > 0) {
      address.giveBack();
      throw Failure.TOO_MANY_ATTEMPTS.afterMs(afterMs);
    }
    return () -> {
      address.giveBack();
      failedPasswords.giveBack(ofName);
    };
  }

  /**
   * Takes the claim of a name.
   *
   * @throws Failure.Refused TOO_MANY_ATTEMPTS
   */
  Attempt claim(Caller caller) {
    return caller.exempt() ? FREE : take(claims, caller.address());
  }

  private static Attempt take(KeyedThrottle throttle, String key) {
    long afterMs = throttle.take(key);
    if (afterMs > 0) {
      throw Failure.TOO_MANY_ATTEMPTS.afterMs(afterMs);
    }
    return () -> throttle.giveBack(key);
  }
}
