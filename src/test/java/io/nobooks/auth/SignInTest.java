package io.nobooks.auth;

import static io.nobooks.auth.AuthWorld.failure;
import static io.nobooks.auth.AuthWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Failure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  private static final String RIGHT = "correct horse";
  private static final String WRONG = "battery staple";

  private final Path folder;
  private final CountingHashing hashing = new CountingHashing();
  private final List<AuthWorld> worlds = new ArrayList<>();

  SignInTest(@TempDir Path temp) {
    folder = temp;
  }

  @AfterEach
  void close() {
    worlds.forEach(AuthWorld::close);
  }

  @Test
  void a_guest_signs_in() {
    AuthWorld world = world(new TestSettings());
    hashing.takeCount();

    JsonObject answer = world.http().signIn(" I\u015e\u0131k ").await();

    assertThat(answer.fieldNames())
        .containsExactlyInAnyOrder("token", "session", "name", "account", "expiresAt");
    assertThat(answer.getString("name")).isEqualTo("I\u015e\u0131k");
    assertThat(answer.getBoolean("account")).isFalse();
    assertThat(answer.getLong("expiresAt"))
        .isEqualTo(world.clock.millis() + Duration.ofHours(12).toMillis());
    assertThat(hashing.takeCount()).isZero();
  }

  @Test
  void guests_may_have_the_same_name() {
    AuthWorld world = world(new TestSettings());

    JsonObject can = world.http().signIn("Can").await();
    JsonObject other = world.http().signIn("Can").await();

    assertThat(other.getString("session")).isNotEqualTo(can.getString("session"));
  }

  @Test
  void the_first_password_claims_a_name_and_later_ones_must_match() {
    AuthWorld world = world(new TestSettings());

    JsonObject claimed = world.http().signIn("Işık", RIGHT).await();
    assertThat(claimed.getBoolean("account")).isTrue();
    assertThat(claimed.getBoolean("claimed")).isTrue();

    JsonObject again = world.http().signIn("IŞIK", RIGHT).await();
    assertThat(again.getBoolean("account")).isTrue();
    assertThat(again.containsKey("claimed")).isFalse();
    assertThat(failure(world.http().signIn("işik", WRONG))).isEqualTo(Failure.WRONG_PASSWORD);
  }

  @Test
  void a_password_is_compared_in_nfc() {
    AuthWorld world = world(new TestSettings());
    world.http().signIn("Can", "\u00e7\u011f\u0131\u015f\u00f6\u00fc12").await();

    String decomposed = "c\u0327g\u0306\u0131s\u0327o\u0308u\u030812";

    assertThat(world.http().signIn("Can", decomposed).await().getBoolean("account")).isTrue();
  }

  @Test
  void every_refused_password_costs_one_hash_and_gets_the_same_bytes() {
    AuthWorld open = world(new TestSettings());
    open.http().signIn("Can", RIGHT).await();
    AuthWorld off = world(new TestSettings().with("auth.claims", "off"));
    hashing.takeCount();

    List<Future<JsonObject>> refused =
        List.of(
            open.http().signIn("Can", WRONG),
            open.http().signIn("Can"),
            off.http().signIn("Nobody", WRONG),
            off.http().signIn("Can", RIGHT));
    for (Future<JsonObject> answer : refused) {
      Failure.Refused refusal = refusal(answer);
      assertThat(refusal.failure).isEqualTo(Failure.WRONG_PASSWORD);
      assertThat(refusal.wireMessage()).isEqualTo("wrong_password");
    }
    assertThat(hashing.takeCount()).isEqualTo(4);

    open.http().signIn("Can", RIGHT).await();
    assertThat(hashing.takeCount()).as("the right one costs no more").isEqualTo(1);
  }

  @Test
  void each_path_alone_hashes_once() {
    AuthWorld world = world(new TestSettings());
    hashing.takeCount();
    world.http().signIn("Can", RIGHT).await();
    assertThat(hashing.takeCount()).as("claim").isEqualTo(1);
    refusal(world.http().signIn("Can", WRONG));
    assertThat(hashing.takeCount()).as("wrong password").isEqualTo(1);
    refusal(world.http().signIn("Can"));
    assertThat(hashing.takeCount()).as("no password").isEqualTo(1);
    AuthWorld off = world(new TestSettings().with("auth.claims", "off"));
    hashing.takeCount();
    refusal(off.http().signIn("Mary", WRONG));
    assertThat(hashing.takeCount()).as("wrong name").isEqualTo(1);
  }

  @Test
  void of_many_who_claim_a_name_at_once_one_gets_it() {
    AuthWorld world = world(new TestSettings().with("auth.hash-queue", 100));

    List<Future<JsonObject>> claims =
        IntStream.range(0, 30)
            .mapToObj(i -> world.http().from("192.0.2." + i).signIn("Can", RIGHT + i))
            .toList();
    Future.join(claims).otherwiseEmpty().await();

    assertThat(claims.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(claims.stream().filter(Future::failed))
        .allSatisfy(lost -> assertThat(failure(lost)).isEqualTo(Failure.WRONG_PASSWORD));
  }

  @Test
  void what_cannot_be_read_is_a_bad_command() {
    AuthWorld.Client client = world(new TestSettings()).http();

    for (JsonObject body :
        new JsonObject[] {
          null,
          new JsonObject(),
          new JsonObject().putNull("name"),
          new JsonObject().put("name", 7),
          new JsonObject().put("name", new JsonObject()),
          new JsonObject().put("name", "Can").put("password", 12_345_678),
          new JsonObject().put("name", "Can").put("password", true)
        }) {
      assertThat(failure(client.ask(Addresses.SIGN_IN, body))).isEqualTo(Failure.BAD_COMMAND);
    }
  }

  @Test
  void a_name_has_1_to_32_characters() {
    AuthWorld.Client client = world(new TestSettings()).http();

    assertThat(failure(client.signIn(" "))).isEqualTo(Failure.BAD_NAME);
    client.signIn("a").await();
    client.signIn("a".repeat(32)).await();
    assertThat(failure(client.signIn("a".repeat(33)))).isEqualTo(Failure.BAD_NAME);
    assertThat(failure(client.signIn("a\u200bb"))).isEqualTo(Failure.BAD_NAME);
  }

  @Test
  void a_password_has_8_to_128_characters() {
    AuthWorld world = world(new TestSettings());

    assertThat(failure(world.http().signIn("A", "\uD83D\uDE00".repeat(7))))
        .isEqualTo(Failure.BAD_PASSWORD);
    world.http().signIn("A", "\uD83D\uDE00".repeat(8)).await();
    world.http().signIn("B", "\uD83D\uDE00".repeat(128)).await();
    assertThat(failure(world.http().signIn("C", "\uD83D\uDE00".repeat(129))))
        .isEqualTo(Failure.BAD_PASSWORD);
    assertThat(failure(world.http().signIn("C", "a".repeat(60_000))))
        .isEqualTo(Failure.BAD_PASSWORD);
  }

  @Test
  void who_is_signed_in_cannot_sign_in_again() {
    AuthWorld world = world(new TestSettings());
    FakeWeb web = new FakeWeb(world.vertx);
    AuthWorld.Client client = world.client(web, 1);

    AuthWorld.Client signedIn = client.as(client.signIn("Can").await());

    assertThat(failure(signedIn.signIn("Mary"))).isEqualTo(Failure.NOT_ALLOWED_HERE);
  }

  @Test
  void a_hundred_and_twenty_guests_a_minute_from_one_address() {
    AuthWorld world = world(new TestSettings());
    for (int guest = 0; guest < 120; guest++) {
      world.http().signIn("Can").await();
    }

    Failure.Refused refused = refusal(world.http().signIn("Can"));
    assertThat(refused.failure).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
    assertThat(refused.afterMs).isEqualTo(500);
    world.http().from("192.0.2.2").signIn("Can").await();
    world.http().exempt().signIn("Can").await();

    world.clock.passes(Duration.ofMillis(500));
    world.http().signIn("Can").await();
  }

  @Test
  void five_wrong_passwords_for_a_name_from_one_address() {
    AuthWorld world = world(new TestSettings());
    world.http().from("192.0.2.9").signIn("Can", RIGHT).await();
    for (int guess = 0; guess < 5; guess++) {
      assertThat(failure(world.http().signIn("Can", WRONG))).isEqualTo(Failure.WRONG_PASSWORD);
    }
    hashing.takeCount();

    Failure.Refused refused = refusal(world.http().signIn("Can", RIGHT));
    assertThat(refused.failure).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
    assertThat(refused.afterMs).isEqualTo(Duration.ofMinutes(3).toMillis());
    assertThat(failure(world.http().signIn("Can"))).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
    assertThat(hashing.takeCount()).isZero();

    world.http().from("192.0.2.2").signIn("Can", RIGHT).await(); // nobody is locked out elsewhere
    world.clock.passes(Duration.ofMinutes(3));
    world.http().signIn("Can", RIGHT).await();
  }

  @Test
  void twenty_wrong_passwords_from_one_address_whatever_the_names() {
    AuthWorld world = world(new TestSettings().with("auth.claims", "off"));
    for (int guess = 0; guess < 20; guess++) {
      assertThat(failure(world.http().signIn("Name " + guess, WRONG)))
          .isEqualTo(Failure.WRONG_PASSWORD);
    }

    Failure.Refused refused = refusal(world.http().signIn("Name 20", WRONG));
    assertThat(refused.failure).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
    assertThat(refused.afterMs).isEqualTo(Duration.ofMinutes(3).toMillis());
    assertThat(failure(world.http().exempt().signIn("Name 20", WRONG)))
        .isEqualTo(Failure.WRONG_PASSWORD);
  }

  @Test
  void right_passwords_use_nothing_up() {
    AuthWorld world = world(new TestSettings());
    for (int signIn = 0; signIn < 50; signIn++) {
      world.http().signIn("Can", RIGHT).await();
    }

    for (int guess = 0; guess < 5; guess++) {
      assertThat(failure(world.http().signIn("Can", WRONG))).isEqualTo(Failure.WRONG_PASSWORD);
    }
    assertThat(failure(world.http().signIn("Can", WRONG))).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
  }

  @Test
  void of_a_thousand_guesses_at_once_five_are_hashed() {
    AuthWorld world = world(new TestSettings().with("auth.hash-queue", 10_000));
    world.http().from("192.0.2.9").signIn("Can", RIGHT).await();
    hashing.takeCount();

    List<Future<JsonObject>> guesses =
        IntStream.range(0, 1_000).mapToObj(i -> world.http().signIn("Can", WRONG + i)).toList();
    Future.join(guesses).otherwiseEmpty().await();

    assertThat(hashing.takeCount()).isEqualTo(5);
    assertThat(guesses.stream().filter(guess -> failure(guess) == Failure.WRONG_PASSWORD))
        .hasSize(5);
    assertThat(guesses.stream().filter(guess -> failure(guess) == Failure.TOO_MANY_ATTEMPTS))
        .hasSize(995);
  }

  @Test
  void five_names_a_day_are_claimed_from_one_address() {
    AuthWorld world = world(new TestSettings());
    for (int name = 0; name < 5; name++) {
      world.http().signIn("Name " + name, RIGHT).await();
    }
    hashing.takeCount();

    Failure.Refused refused = refusal(world.http().signIn("Name 5", RIGHT));
    assertThat(refused.failure).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
    assertThat(refused.afterMs).isEqualTo(Duration.ofDays(1).dividedBy(5).toMillis());
    assertThat(hashing.takeCount()).isZero();
    world.http().signIn("Name 0", RIGHT).await();
    world.http().exempt().signIn("Name 5", RIGHT).await();

    world.clock.passes(Duration.ofDays(1).dividedBy(5));
    world.http().signIn("Name 6", RIGHT).await();
  }

  @Test
  void more_passwords_than_may_wait_are_refused_at_once() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AuthWorld world = world(new TestSettings(), new GatedHashing(gate));
    CountDownLatch refused = new CountDownLatch(7);
    List<Future<JsonObject>> signIns = // 1 thread, a queue of 16, and 7 more
        IntStream.range(0, 24)
            .mapToObj(i -> world.http().from("192.0.2." + i).signIn("Name " + i, RIGHT))
            .map(signIn -> signIn.onFailure(cause -> refused.countDown()))
            .toList();

    assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(signIns.stream().filter(Future::failed))
        .hasSize(7)
        .allSatisfy(
            signIn -> {
              assertThat(refusal(signIn).failure).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
              assertThat(refusal(signIn).afterMs).isPositive();
            });
    assertThat(signIns.stream().filter(Future::isComplete)).hasSize(7);
    world.http().signIn("Guest").await();

    gate.countDown();
    Future.join(signIns).otherwiseEmpty().await();
    assertThat(signIns.stream().filter(Future::succeeded)).hasSize(17);
    world.http().from("198.51.100.1").signIn("More", RIGHT).await();
  }

  @Test
  void a_node_holds_so_many_sessions_over_all_its_instances() {
    AuthWorld world = world(new TestSettings().with("limits.sessions", 4));
    List<JsonObject> sessions =
        IntStream.range(0, 4).mapToObj(i -> world.http().signIn("Can").await()).toList();
    assertThat(sessions.stream().map(answer -> answer.getString("session").substring(0, 6)))
        .as("instances that hold them")
        .doesNotHaveDuplicates()
        .hasSize(4);
    hashing.takeCount();

    Failure.Refused refused = refusal(world.http().signIn("Mary", RIGHT));
    assertThat(refused.failure).isEqualTo(Failure.UNAVAILABLE);
    assertThat(refused.afterMs).isPositive();
    assertThat(hashing.takeCount()).isZero();

    world.http().as(sessions.get(0)).signOut().await();
    world.http().signIn("Mary", RIGHT).await();
  }

  @Test
  void argon2id_is_what_passwords_are_kept_as() {
    AuthWorld world = world(new TestSettings(), new Argon2id(1));

    world.http().signIn("Can", RIGHT).await();

    assertThat(world.node.accounts.hashOf("can").await().orElseThrow())
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    world.http().signIn("Can", RIGHT).await();
    assertThat(failure(world.http().signIn("Can", WRONG))).isEqualTo(Failure.WRONG_PASSWORD);
  }

  private AuthWorld world(TestSettings settings) {
    return world(settings, hashing);
  }

  private AuthWorld world(TestSettings settings, Hashing passwords) {
    Path own = folder.resolve("node" + worlds.size());
    AuthWorld world = new AuthWorld(settings.with("auth.accounts", "memory"), own, 4, passwords);
    worlds.add(world);
    return world;
  }

  /** Hashes nothing until the gate opens, except the decoy of the start. */
  private static final class GatedHashing extends CountingHashing {
    private final CountDownLatch gate;
    private volatile boolean started;

    GatedHashing(CountDownLatch gate) {
      this.gate = gate;
    }

    @Override
    public String hash(String password) {
      try {
        if (started) {
          gate.await();
        }
        started = true;
        return super.hash(password);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }
}
