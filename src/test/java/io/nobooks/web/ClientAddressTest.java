package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Settings;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final Settings.Tls NO_TLS = new Settings.Tls("", "", false, Duration.ofHours(1));
  private static final ClientAddress DIRECT = behind(List.of());
  private static final ClientAddress PROXIED = behind(List.of("10.0.0.0/8", "fd00::/16"));

  private static ClientAddress behind(List<String> proxies) {
    return new ClientAddress(new Settings.Http("127.0.0.1", 0, List.of(), proxies, NO_TLS));
  }

  private static SocketAddress from(String host) {
    return SocketAddress.inetSocketAddress(40_000, host);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:0:1:aaaa:bbbb:cccc:dddd, 2001:db8:0:1::/64",
    "2001:DB8:0:1::1, 2001:db8:0:1::/64",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::1, ::1",
    "127.0.0.1, 127.0.0.1"
  })
  void an_address_is_written_in_one_way_and_ipv6_by_its_64(String remote, String address) {
    assertThat(DIRECT.of(from(remote), List.of())).isEqualTo(address);
  }

  @Test
  void nobody_else_can_say_whose_address_it_is() {
    assertThat(DIRECT.of(from("192.0.2.7"), List.of("198.51.100.1"))).isEqualTo("192.0.2.7");
    assertThat(PROXIED.of(from("192.0.2.7"), List.of("198.51.100.1"))).isEqualTo("192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.1 | 198.51.100.1",
        "203.0.113.9, 198.51.100.1 | 198.51.100.1",
        "203.0.113.9, 198.51.100.1, 10.9.9.9 | 198.51.100.1",
        "203.0.113.9,198.51.100.1,10.9.9.9,fd00::7 | 198.51.100.1",
        "10.1.1.1, 10.2.2.2 | 10.1.1.1",
        "198.51.100.1:5000 | 198.51.100.1",
        "[2001:db8::1]:5000 | 2001:db8:0:0::/64",
        "2001:db8::1 | 2001:db8:0:0::/64",
        "198.51.100.1, unknown | 10.0.0.5",
        "198.51.100.1, evil.example | 10.0.0.5",
        "198.51.100.1, | 10.0.0.5",
        "'' | 10.0.0.5"
      })
  void behind_proxies_it_is_the_rightmost_that_is_no_proxy(String forwarded, String address) {
    assertThat(PROXIED.of(from("10.0.0.5"), List.of(forwarded))).isEqualTo(address);
  }

  @Test
  void several_headers_are_one_list() {
    List<String> headers = List.of("203.0.113.9", "198.51.100.1", "10.9.9.9");

    assertThat(PROXIED.of(from("10.0.0.5"), headers)).isEqualTo("198.51.100.1");
    assertThat(PROXIED.of(from("10.0.0.5"), List.of())).isEqualTo("10.0.0.5");
  }
}
