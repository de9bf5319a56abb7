package io.nobooks.auth;

import com.ibm.icu.text.Normalizer2;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.Base32;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes passwords on a few threads of their own, shared by all auth instances of a node; when too
 * many wait, more are refused rather than queued.
 */
final class Passwords {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 128;
  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

  /** Normalising takes time that grows with the square of a hostile run of combining marks. */
  private static final int MOST_CHARS = 2_048;

  private static final long QUEUE_AFTER_MS = 1_000;

  private final Hashing hashing;
  private final WorkerExecutor threads;
  private final int most;
  private final String decoy;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Hashes once, and so blocks. */
  Passwords(Vertx vertx, Settings.Auth settings, Hashing hashing) {
    this.hashing = hashing;
    this.threads = vertx.createSharedWorkerExecutor("nobooks-passwords", settings.hashThreads());
    this.most = settings.hashThreads() + settings.hashQueue();
    this.decoy = hashing.hash(Base32.random(26));
  }

  /**
   * The form of a password that is hashed: NFC.
   *
   * @throws Failure.Refused BAD_PASSWORD when that has fewer than 8 or more than 128 code points
   */
  static String canonical(String typed) {
    String password = typed.length() > MOST_CHARS ? "" : NFC.normalize(typed);
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      throw Failure.BAD_PASSWORD.because("a password has 8 to 128 characters");
    }
    return password;
  }

  /** A hash to keep. */
  Future<String> hash(String password) {
    return work(() -> hashing.hash(password));
  }

  /** Succeeds when the password is the one that was hashed, else fails with WRONG_PASSWORD. */
  Future<Void> check(String password, String hash) {
    return work(() -> hashing.matches(password, hash))
        .compose(
            same ->
                same
                    ? Future.succeededFuture()
                    : Future.failedFuture(Failure.WRONG_PASSWORD.refused()));
  }

  /**
   * Fails with WRONG_PASSWORD after the same work as {@link #check}, for a name that has no hash or
   * a question that has no password.
   */
  <T> Future<T> refuse(String password) {
    return work(() -> hashing.matches(password, decoy))
        .compose(unused -> Future.failedFuture(Failure.WRONG_PASSWORD.refused()));
  }

  private <T> Future<T> work(Callable<T> hash) {
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      return Future.failedFuture(Failure.TOO_MANY_ATTEMPTS.afterMs(QUEUE_AFTER_MS));
    }
    return threads.executeBlocking(hash, false).onComplete(done -> waiting.decrementAndGet());
  }
}
