package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.AbuseLog;
import io.nobooks.Cidr;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.SettingsReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {
  private static final String HERE = "192.0.2.7";
  private static final String THERE = "2001:db8:0:1::/64";
  private static final String FREED = "10.1.2.3";

  private long now = 1_000_000;
  private final Settings.Limits settings =
      SettingsReader.read(
              new JsonObject()
                  .put(
                      "limits",
                      new JsonObject()
                          .put("exempt", new JsonArray().add("10.0.0.0/8").add("2001:db8:9::/48"))),
              Map.of(),
              Map.of())
          .limits();
  private final AddressLimits limits =
      new AddressLimits(settings, () -> now, new AbuseLog(() -> now));

  private static void isRefused(ThrowingCallable action, Failure failure) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            Failure.Refused.class, refused -> assertThat(refused.failure).isEqualTo(failure));
  }

  private void fillWithSignedIn(int sockets) {
    for (int i = 0; i < sockets; i++) {
      limits.admit(HERE);
      limits.signedIn(HERE);
    }
  }

  @Test
  void twenty_sockets_may_be_signed_out_and_not_one_more() {
    for (int i = 0; i < 20; i++) {
      limits.admit(HERE);
    }
    isRefused(() -> limits.admit(HERE), Failure.TOO_FAST);
    limits.admit(THERE);

    limits.signedIn(HERE);
    limits.admit(HERE);
    isRefused(() -> limits.admit(HERE), Failure.TOO_FAST);
  }

  @Test
  void two_hundred_sockets_are_admitted_and_not_one_more() {
    fillWithSignedIn(200);
    isRefused(() -> limits.admit(HERE), Failure.TOO_FAST);

    limits.release(HERE, true);
    limits.admit(HERE);
    isRefused(() -> limits.admit(HERE), Failure.TOO_FAST);

    limits.release(HERE, false);
    limits.admit(HERE);
  }

  @Test
  void a_thousand_connections_are_taken_and_not_one_more() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(limits.connect(HERE)).isTrue();
    }
    assertThat(limits.connect(HERE)).isFalse();
    assertThat(limits.connect(THERE)).isTrue();

    limits.disconnect(HERE);
    assertThat(limits.connect(HERE)).isTrue();
    assertThat(limits.connect(HERE)).isFalse();
  }

  @Test
  void thirty_tries_to_enter_may_fail_in_a_minute_and_not_one_more() {
    for (int i = 0; i < 30; i++) {
      limits.tryToEnter(HERE);
    }
    isRefused(() -> limits.tryToEnter(HERE), Failure.TOO_FAST);
    limits.tryToEnter(THERE);

    now += Duration.ofSeconds(2).toMillis();
    limits.tryToEnter(HERE);
  }

  @Test
  void tries_that_succeed_are_not_counted() {
    for (int i = 0; i < 1_000; i++) {
      limits.tryToEnter(HERE);
      limits.enteredWell(HERE);
    }
  }

  @Test
  void openings_that_are_refused_are_not_counted() {
    for (int i = 0; i < 1_000; i++) {
      limits.open(HERE);
      limits.openedNothing(HERE);
    }
  }

  @Test
  void thirty_rooms_may_be_opened_in_an_hour_and_not_one_more() {
    for (int i = 0; i < 30; i++) {
      limits.open(HERE);
    }
    isRefused(() -> limits.open(HERE), Failure.TOO_FAST);
    limits.open(THERE);

    now += Duration.ofMinutes(2).toMillis();
    limits.open(HERE);
    isRefused(() -> limits.open(HERE), Failure.TOO_FAST);
  }

  @Test
  void an_exempt_address_meets_no_limit() {
    assertThat(limits.exempt(FREED)).isTrue();
    assertThat(limits.exempt("2001:db8:9:1::/64")).isTrue();
    assertThat(limits.exempt(HERE)).isFalse();
    assertThat(limits.exempt(THERE)).isFalse();
    for (int i = 0; i < 2_000; i++) {
      limits.admit(FREED);
      limits.open(FREED);
      limits.tryToEnter(FREED);
      assertThat(limits.connect(FREED)).isTrue();
    }
  }

  @Test
  void a_block_for_a_time_ends_by_itself() {
    Cidr addresses = Cidr.parse("192.0.2.0/24");
    limits.blocks().add(addresses, Duration.ofMinutes(10));
    now += Duration.ofMinutes(10).toMillis() - 1;
    assertThat(limits.blocked(HERE)).isTrue();
    assertThat(limits.blocks().inForce()).containsExactly(new Blocks.Block(addresses, now + 1));

    now++;

    assertThat(limits.blocked(HERE)).isFalse();
    assertThat(limits.blocks().inForce()).isEmpty();
    assertThat(limits.blocks().end(addresses)).isFalse();
  }

  @Test
  void a_blocked_address_gets_nothing_until_the_block_ends() {
    limits.blocks().add(Cidr.parse("192.0.2.0/24"), null);

    assertThat(limits.blocks().inForce())
        .containsExactly(new Blocks.Block(Cidr.parse("192.0.2.0/24"), null));
    assertThat(limits.blocked(HERE)).isTrue();
    assertThat(limits.connect(HERE)).isFalse();
    isRefused(() -> limits.admit(HERE), Failure.NOT_ALLOWED_HERE);
    assertThat(limits.blocked(THERE)).isFalse();

    assertThat(limits.blocks().end(Cidr.parse("192.0.2.9/24"))).isTrue();
    assertThat(limits.blocks().end(Cidr.parse("192.0.2.0/24"))).isFalse();
    limits.admit(HERE);
  }

  @Test
  void many_event_loops_together_admit_no_more_than_one() throws Exception {
    fillWithSignedIn(190);
    ExecutorService loops = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      tries.add(loops.submit(this::isAdmitted));
    }
    int admitted = 0;
    for (Future<Boolean> one : tries) {
      admitted += one.get() ? 1 : 0;
    }
    loops.shutdown();

    assertThat(admitted).isEqualTo(10);
  }

  private boolean isAdmitted() {
    try {
      limits.admit(HERE);
      return true;
    } catch (Failure.Refused full) {
      return false;
    }
  }
}
