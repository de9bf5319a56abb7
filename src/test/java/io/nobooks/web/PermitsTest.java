package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import org.junit.jupiter.api.Test;

class PermitsTest {
  private static final String ROOM = "abcdefghijklmnopqrstuvwxyz";

  @Test
  void the_contract_permits_what_it_names_in_the_direction_it_names() {
    Permits permits = Permits.of(Permits.contract());

    assertThat(permits.maySend("room." + ROOM + ".in")).isTrue();
    assertThat(permits.maySend("room." + ROOM + ".out")).isFalse();
    assertThat(permits.maySend("me")).isFalse();
    assertThat(permits.mayRegister("room." + ROOM + ".out")).isTrue();
    assertThat(permits.mayRegister("room." + ROOM + ".in")).isFalse();
    assertThat(permits.mayRegister("me")).isTrue();
    assertThat(permits.mayRegister("auth.sign-in")).isFalse();
    assertThat(permits.maxHandlers()).isEqualTo(64);
  }

  @Test
  void a_pattern_is_matched_against_the_whole_address() {
    Permits permits =
        Permits.of(
            new SockJSBridgeOptions()
                .addInboundPermitted(new PermittedOptions().setAddressRegex("news\\..+")));

    assertThat(permits.maySend("news.sport")).isTrue();
    assertThat(permits.maySend("old.news.sport")).isFalse();
    assertThat(permits.mayRegister("news.sport")).isFalse();
  }

  @Test
  void an_address_of_81_characters_is_not_even_looked_at() {
    Permits permits =
        Permits.of(
            new SockJSBridgeOptions()
                .setMaxAddressLength(80)
                .addInboundPermitted(new PermittedOptions().setAddressRegex("(a*)*")));

    assertThat(permits.maySend("a".repeat(80))).isTrue();
    assertThat(permits.maySend("a".repeat(81))).isFalse();
    assertThat(permits.maySend("a".repeat(60_000) + "!")).isFalse();
  }

  @Test
  void options_that_would_permit_everything_or_protect_nothing_are_refused() {
    for (PermittedOptions rule :
        java.util.List.of(
            new PermittedOptions(),
            new PermittedOptions().setAddress("a").setMatch(new JsonObject()),
            new PermittedOptions().setAddress("a").setRequiredAuthority("admin"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Permits.of(new SockJSBridgeOptions().addInboundPermitted(rule)));
    }
  }
}
