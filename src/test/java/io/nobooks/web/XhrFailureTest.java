package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.web.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session over XHR whose first request fails in the middle. */
class XhrFailureTest {
  private final BridgeApp app = new BridgeApp();

  @AfterEach
  void stop() {
    app.close();
  }

  private Answer poll(String session) throws IOException {
    String path = "/eventbus/000/" + session + "/xhr";
    return RawHttp.request(app.port(), "POST", path, "Content-Length: 0\r\n");
  }

  @Test
  void a_session_whose_first_request_fails_is_forgotten_and_its_address_released_once()
      throws IOException {
    app.budget.broken = true;
    poll("0123456789abcdef");
    assertThat(app.onLoop(app.budget.sockets::get)).isZero();
    assertThat(app.budget.signedOut).hasValue(0);
    app.budget.broken = false;

    assertThat(poll("0123456789abcdef").body()).contains("c[3000");
    assertThat(poll("another-session").body()).contains("o\n");

    assertThat(app.budget.sockets).hasValue(1);
    assertThat(app.budget.signedOut).hasValue(1);
    assertThat(app.onLoop(() -> app.sockets().count())).isEqualTo(1);
  }
}
