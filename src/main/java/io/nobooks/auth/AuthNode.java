package io.nobooks.auth;

import io.nobooks.AbuseLog;
import io.nobooks.KeyFile;
import io.nobooks.Meters;
import io.nobooks.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * What the auth instances of one node share: accounts, the signing key, the threads that hash, and
 * the counters of attempts and sessions. Opened once, before the instances are deployed.
 */
public final class AuthNode {
  private static final String SIGNING_KEY = "token-signing.key";

  final Accounts accounts;
  final Passwords passwords;
  final Tokens tokens;
  final Attempts attempts;
  final SignIns signIns = new SignIns();
  final Semaphore freeSessions;
  private final int mostSessions;
  final MeBudget meBytes = MeBudget.ofHeap();
  final InstantSource clock;

  /** The names of the deployed instances, which come and go on threads of their own. */
  final Set<String> instances = ConcurrentHashMap.newKeySet();

  private AuthNode(
      Settings settings,
      Accounts accounts,
      Passwords passwords,
      Tokens tokens,
      InstantSource clock,
      AbuseLog abuse) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.tokens = tokens;
    this.attempts = new Attempts(settings.limits(), clock::millis, abuse);
    this.mostSessions = settings.limits().sessions();
    this.freeSessions = new Semaphore(mostSessions);
    this.clock = clock;
  }

  /**
   * Opens the accounts and the signing key under {@code settings.data()}, making what is not there.
   *
   * @param abuse told of tries beyond their limits
   * @return fails when the folder cannot be used, or when tokens of others would be accepted
   */
  public static Future<AuthNode> open(Vertx vertx, Settings settings, AbuseLog abuse) {
    return open(
        vertx,
        settings,
        InstantSource.system(),
        new Argon2id(settings.auth().hashThreads()),
        abuse);
  }

  static Future<AuthNode> open(
      Vertx vertx, Settings settings, InstantSource clock, Hashing hashing, AbuseLog abuse) {
    Path folder = Path.of(settings.data()).toAbsolutePath().normalize();
    return vertx
        .executeBlocking(() -> secrets(vertx, settings, folder, clock, hashing))
        .compose(
            secrets ->
                Accounts.open(vertx, settings.auth(), folder, clock)
                    .map(
                        accounts ->
                            new AuthNode(
                                settings,
                                accounts,
                                secrets.passwords,
                                secrets.tokens,
                                clock,
                                abuse)));
  }

  /** Writes what is left of the accounts and closes them. */
  public Future<Void> close() {
    return accounts.close();
  }

  /** Lets meters show the counts. */
  public void showOn(Meters meters) {
    meters.gauge(
        "nobooks_sessions",
        "Sessions, those without a socket as well",
        () -> mostSessions - freeSessions.availablePermits());
    meters.counter("nobooks_sign_ins_total", "Sign-ins, by outcome", "outcome", signIns.tally);
  }

  private record Secrets(Passwords passwords, Tokens tokens) {}

  private static Secrets secrets(
      Vertx vertx, Settings settings, Path folder, InstantSource clock, Hashing hashing)
      throws IOException {
    byte[] key = KeyFile.readOrMake(folder, SIGNING_KEY, AuthNode::randomKey);
    if (settings.auth().accounts().equals("file")) {
      ownAccountsFile(folder);
    }
    return new Secrets(
        new Passwords(vertx, settings.auth(), hashing),
        new Tokens(vertx, key, settings.auth().tokenLife(), clock));
  }

  /** The database would make its file readable to others. */
  private static void ownAccountsFile(Path folder) throws IOException {
    Path file = Accounts.file(folder);
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    KeyFile.ownerOnly(file);
  }

  private static byte[] randomKey() {
    byte[] key = new byte[Tokens.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
