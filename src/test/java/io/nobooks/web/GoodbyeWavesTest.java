package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Eventually;
import io.nobooks.web.WireToNowhere.Ended;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoodbyeWavesTest {
  private final BridgeApp app = new BridgeApp();

  @AfterEach
  void stop() {
    app.close();
  }

  private void connect(int sockets, Ended ended) {
    for (int i = 0; i < sockets; i++) {
      app.sockets().connect("192.0.2.1", unsent -> new WireToNowhere(ended));
    }
  }

  private long open() {
    return app.sockets().all().stream().filter(ClientSocket::isOpen).count();
  }

  private long openAfterTheFirstWaveOf(int sockets, Ended ended) {
    return app.onLoop(
        () -> {
          connect(sockets, ended);
          app.sockets().drain(socket -> 1_000L, () -> {});
          return open();
        });
  }

  @Test
  void few_go_at_once() {
    assertThat(openAfterTheFirstWaveOf(50, new Ended())).isZero();
  }

  @Test
  void many_go_in_eight_waves() {
    Ended ended = new Ended();
    assertThat(openAfterTheFirstWaveOf(800, ended)).isEqualTo(700);

    Eventually.holds("all are told", () -> app.onLoop(this::open) == 0);
    List<Integer> waves = app.onLoop(ended::waves);
    assertThat(waves).hasSize(8).allMatch(wave -> wave == 100);
    assertThat(app.counts.partings.of(Parting.SHUTDOWN)).isEqualTo(800);
  }
}
