package io.nobooks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idTest {
  private static final String PASSWORD = "correct horse battery ş";

  /** Made by password4j 1.8.4, which accounts were kept by before. */
  private static final String OF_ANOTHER_LIBRARY =
      "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg"
          + "$5qixYW+vP0HDEbfvfvse553COS4Nnh5vCZSgKpK9Q5Y";

  private final Argon2id argon2 = new Argon2id(2);

  @Test
  void a_hash_of_another_library_matches_its_password_alone() {
    assertThat(argon2.matches(PASSWORD, OF_ANOTHER_LIBRARY)).isTrue();
    assertThat(argon2.matches(PASSWORD + " ", OF_ANOTHER_LIBRARY)).isFalse();
    assertThat(argon2.matches("", OF_ANOTHER_LIBRARY)).isFalse();
  }

  @Test
  void two_hashes_of_one_password_differ_and_both_match() {
    String one = argon2.hash(PASSWORD);
    String other = argon2.hash(PASSWORD);

    assertThat(one).isNotEqualTo(other);
    assertThat(argon2.matches(PASSWORD, one)).isTrue();
    assertThat(argon2.matches(PASSWORD, other)).isTrue();
    assertThat(argon2.matches("another password", one)).isFalse();
  }

  @Test
  void memory_that_is_used_again_by_more_at_once_than_it_was_kept_for_changes_no_hash()
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String typed = i % 2 == 0 ? PASSWORD : "wrong password " + i;
        answers.add(threads.submit(() -> argon2.matches(typed, OF_ANOTHER_LIBRARY)));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "correct horse battery",
        "$argon2i$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$5qixYW+vP0HDEbfvfvse553COS4Nnh5vCZSgKpK9Q5Y",
        "$argon2id$v=16$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$5qixYW+vP0HDEbfvfvse553COS4Nnh5vCZSgKpK9Q5Y",
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$5qixYW",
        "$argon2id$v=19$m=9999999,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$5qixYW+vP0HDEbfvfvse553COS4Nnh5vCZSgKpK9Q5Y",
        "$argon2id$v=19$m=19456,t=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg$5qixYW+vP0HDEbfvfvse553COS4Nnh5vCZSgKpK9Q5Y",
        "$argon2id$v=19$m=7,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$5qixYW+vP0HDEbfvfvse553COS4Nnh5vCZSgKpK9Q5Y",
        "$argon2id$v=19$m=19456,t=2,p=0$MDEyMzQ1Njc4OWFiY2RlZg$5qixYW+vP0HDEbfvfvse553COS4Nnh5vCZSgKpK9Q5Y"
      })
  void what_is_no_hash_is_told_from_a_wrong_password(String kept) {
    assertThatThrownBy(() -> argon2.matches(PASSWORD, kept))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
