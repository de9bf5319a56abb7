package io.nobooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Path folder;

  AccountsTest(@TempDir Path temp) {
    folder = temp.resolve("data");
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void a_free_name_is_claimed_once() {
    Accounts accounts = open("memory");

    assertThat(accounts.hashOf("can").await()).isEmpty();
    assertThat(accounts.claim("can", "first").await()).isTrue();
    assertThat(accounts.claim("can", "second").await()).isFalse();
    assertThat(accounts.hashOf("can").await()).contains("first");
    assertThat(accounts.hashOf("Can").await()).isEmpty();
  }

  @Test
  void of_many_who_claim_a_name_at_once_one_gets_it() {
    Accounts accounts = open("file");

    List<Future<Boolean>> claims =
        IntStream.range(0, 50).mapToObj(i -> accounts.claim("can", "hash" + i)).toList();
    Future.all(claims).await();

    assertThat(claims.stream().filter(Future::result)).hasSize(1);
    accounts.close().await();
  }

  @Test
  void only_the_hash_that_was_checked_is_changed_or_deleted() {
    Accounts accounts = open("memory");
    accounts.claim("can", "first").await();

    assertThat(accounts.change("can", "other", "second").await()).isFalse();
    assertThat(accounts.change("can", "first", "second").await()).isTrue();
    assertThat(accounts.delete("can", "first").await()).isFalse();
    assertThat(accounts.hashOf("can").await()).contains("second");
    assertThat(accounts.delete("can", "second").await()).isTrue();
    assertThat(accounts.hashOf("can").await()).isEmpty();
  }

  @Test
  void names_are_values_and_never_sql() {
    Accounts accounts = open("memory");
    String name = "x'); DROP TABLE account; --";

    accounts.claim(name, "hash").await();

    assertThat(accounts.hashOf(name).await()).contains("hash");
    assertThat(accounts.hashOf("' OR '1'='1").await()).isEmpty();
  }

  @Test
  void accounts_in_memory_leave_nothing_in_the_folder_but_the_key() throws Exception {
    AuthNode node = node("memory");
    node.accounts.claim("can", "hash").await();
    node.close().await();

    assertThat(files()).containsExactly("token-signing.key");
    assertThat(node("memory").accounts.hashOf("can").await()).isEmpty();
  }

  @Test
  void accounts_in_a_file_are_there_after_a_restart_and_only_for_the_owner() throws Exception {
    AuthNode node = node("file");
    node.accounts.claim("can", "hash").await();
    node.close().await();
    AuthNode again = node("file");

    assertThat(again.accounts.hashOf("can").await()).contains("hash");
    again.close().await();
    assertThat(files()).containsExactly("accounts.mv.db", "token-signing.key");
    for (String file : files()) {
      assertThat(permissions(folder.resolve(file))).as(file).isEqualTo("rw-------");
    }
    assertThat(permissions(folder)).isEqualTo("rwx------");
  }

  @Test
  void a_claim_that_was_answered_survives_a_killed_process() throws Exception {
    Process node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Claimer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader says =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(says.lines().filter("claimed"::equals).findFirst()).isPresent();
    } finally {
      node.destroyForcibly().waitFor();
    }

    AuthNode again = node("file");
    assertThat(again.accounts.hashOf("can").await()).contains("hash");
    assertThat(again.accounts.claim("mary", "hash").await()).isTrue();
    again.close().await();
  }

  /** A process that claims a name, says so, and waits to be killed. */
  static final class Claimer {
    public static void main(String[] folder) throws InterruptedException {
      Settings settings = new TestSettings().in(Path.of(folder[0]));
      AuthNode node = AuthNode.open(Vertx.vertx(), settings, AuthWorld.ABUSE).await();
      if (node.accounts.claim("can", "hash").await()) {
        System.out.println("claimed");
      }
      Thread.currentThread().join();
    }
  }

  private Accounts open(String where) {
    return node(where).accounts;
  }

  private AuthNode node(String where) {
    Settings settings = new TestSettings().with("auth.accounts", where).in(folder);
    return AuthNode.open(
            vertx, settings, InstantSource.system(), new CountingHashing(), AuthWorld.ABUSE)
        .await();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
