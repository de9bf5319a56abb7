package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  private static InetAddress address(String literal) {
    return Objects.requireNonNull(Cidr.address(literal));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::, false",
    "2001:db8::/33, 2001:db8:8000::, false",
    "::/0, 2001:db8::, true",
    "::1, ::1, true",
    "192.0.2.0/24, ::ffff:192.0.2.1, true"
  })
  void a_block_contains_what_shares_its_first_bits(String block, String address, boolean inside) {
    assertThat(Cidr.parse(block).contains(address(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0.0/",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.256",
        "10.0.0",
        "/8",
        "10.0.0.0/ 8",
        "10.0.0.0/a",
        "proxy.example/8"
      })
  void anything_else_is_refused_without_asking_a_name_server(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void blocks_of_the_same_addresses_are_equal_and_written_alike() {
    assertThat(Cidr.parse("10.1.2.3/8")).isEqualTo(Cidr.parse("10.0.0.0/8"));
    assertThat(Cidr.parse("10.1.2.3/8")).hasToString("10.0.0.0/8");
    assertThat(Cidr.parse("10.0.0.0/9")).isNotEqualTo(Cidr.parse("10.0.0.0/8"));
    assertThat(Cidr.parse("2001:DB8:0:0::/64")).hasToString("2001:db8::/64");
  }
}
