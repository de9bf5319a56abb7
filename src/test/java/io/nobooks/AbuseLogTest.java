package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.AbuseLog.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AbuseLogTest {
  private static final String HERE = "192.0.2.7";
  private static final String THERE = "2001:db8:0:1::/64";

  private long now = 1_000_000;
  private final List<String> lines = new ArrayList<>();
  private final AbuseLog abuse = new AbuseLog(() -> now, lines::add);

  @Test
  void a_burst_is_one_line_however_long_it_is() {
    for (int i = 0; i < 10_000; i++) {
      abuse.refused(Kind.MESSAGES, HERE);
    }
    assertThat(lines).containsExactly("refused kind=messages address=192.0.2.7");
  }

  @Test
  void each_address_and_each_kind_has_its_own_line() {
    abuse.refused(Kind.MESSAGES, HERE);
    abuse.refused(Kind.MESSAGES, THERE);
    abuse.refused(Kind.PASSWORDS, HERE);
    abuse.refused(Kind.PASSWORDS, HERE);

    assertThat(lines)
        .containsExactly(
            "refused kind=messages address=192.0.2.7",
            "refused kind=messages address=2001:db8:0:1::/64",
            "refused kind=passwords address=192.0.2.7");
  }

  @Test
  void what_comes_a_minute_later_is_another_burst() {
    abuse.refused(Kind.CODES, HERE);
    now += Duration.ofSeconds(59).toMillis();
    abuse.refused(Kind.CODES, HERE);
    assertThat(lines).hasSize(1);

    now += Duration.ofSeconds(2).toMillis();
    abuse.refused(Kind.CODES, HERE);
    assertThat(lines).hasSize(2);
  }

  @Test
  void a_thousand_addresses_at_once_are_sixty_lines_and_all_are_counted() {
    Meters meters = new Meters();
    abuse.showOn(meters);
    for (int i = 0; i < 1_000; i++) {
      abuse.refused(Kind.SOCKETS, "10.0." + i / 250 + "." + i % 250);
    }
    assertThat(lines).hasSize(60);
    assertThat(new String(meters.text(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("nobooks_refused_total{kind=\"sockets\"} 1000.0\n")
        .contains("nobooks_refused_total{kind=\"codes\"} 0.0\n")
        .doesNotContain("10.0.");
  }
}
