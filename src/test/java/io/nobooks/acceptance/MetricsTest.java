package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.BusClient;
import io.nobooks.support.Courier;
import io.nobooks.support.Eventually;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus sees of a node, and what it does not. */
class MetricsTest {
  private static final Pattern SERIES = Pattern.compile("(?m)^([a-z]\\w*(?:\\{[^}]*})?) (\\S+)$");

  private TestNode node;
  private Visitors visitors;
  private final RoomCode code = RoomCode.fresh();

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
  }

  @AfterEach
  void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private String scrape() {
    return Operator.of(node).text("/metrics");
  }

  private double value(String series) {
    return SERIES
        .matcher(scrape())
        .results()
        .filter(line -> line.group(1).equals(series))
        .mapToDouble(line -> Double.parseDouble(line.group(2)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(series + " is not in " + scrape()));
  }

  /** Every series by its name and labels; collectors of garbage come when they first ran. */
  private Set<String> series() {
    return SERIES
        .matcher(scrape())
        .results()
        .map(line -> line.group(1))
        .filter(series -> !series.startsWith("jvm_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private BusClient guest(String name) {
    return visitors.connect().signIn(name);
  }

  @Test
  void what_people_do_is_counted() throws Exception {
    BusClient can = guest("Can").open(code);
    BusClient mary = visitors.connect().signIn("Mary", "correct horse").enter(code);
    can.say("what both have heard is counted");
    can.nextSaid("what both have heard is counted");
    mary.nextSaid("what both have heard is counted");
    double before = value("nobooks_deliveries_total");
    for (int i = 0; i < 10; i++) {
      can.say("message " + i);
    }
    mary.nextSaid("message 9");

    Eventually.holds("all are counted", () -> value("nobooks_deliveries_total") == before + 20);
    assertThat(value("nobooks_fan_out_batches_total")).isPositive();
    assertThat(value("nobooks_rooms")).isEqualTo(1);
    assertThat(value("nobooks_seats")).isEqualTo(2);
    assertThat(value("nobooks_sessions")).isEqualTo(2);
    assertThat(value("nobooks_sockets")).isEqualTo(2);
    assertThat(value("nobooks_unsent_bytes")).isNotNegative();
    assertThat(value("nobooks_room_bytes")).isPositive();
    assertThat(value("nobooks_info{version=\"0.1.0\"}")).isEqualTo(1);
    assertThat(value("process_start_time_seconds")).isPositive();
    assertThat(value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
  }

  @Test
  void sign_ins_are_counted_by_outcome() {
    guest("Can");
    visitors.connect().signIn("Mary", "correct horse");
    visitors.connect().signIn("Mary", "correct horse");
    BusClient stranger = visitors.connect();
    stranger.refused("auth.sign-in", BusClient.credentials("Mary", "wrong horse"));
    stranger.refused("auth.sign-in", new JsonObject().put("name", ""));

    assertThat(value("nobooks_sign_ins_total{outcome=\"guest\"}")).isEqualTo(1);
    assertThat(value("nobooks_sign_ins_total{outcome=\"claimed\"}")).isEqualTo(1);
    assertThat(value("nobooks_sign_ins_total{outcome=\"account\"}")).isEqualTo(1);
    assertThat(value("nobooks_sign_ins_total{outcome=\"wrong_password\"}")).isEqualTo(1);
    assertThat(value("nobooks_sign_ins_total{outcome=\"refused\"}")).isEqualTo(1);
  }

  @Test
  void syncs_are_counted_by_outcome() {
    BusClient can = guest("Can").open(code);
    can.syncFrom(1);
    can.command("sync", "epoch", "another", "from", 1);

    assertThat(value("nobooks_syncs_total{outcome=\"recovered\"}")).isEqualTo(1);
    assertThat(value("nobooks_syncs_total{outcome=\"lost\"}")).isEqualTo(1);
    assertThat(value("nobooks_syncs_total{outcome=\"refused\"}")).isZero();
  }

  @Test
  void sockets_that_are_ended_are_counted_by_reason() {
    BusClient can = guest("Can");
    visitors.connect().resume(can);
    can.awaitClosed();
    BusClient loud = guest("Loud");
    loud.write("x".repeat(200_000));
    loud.awaitClosed();

    assertThat(value("nobooks_sockets_cut_total{reason=\"moved\"}")).isEqualTo(1);
    assertThat(value("nobooks_sockets_cut_total{reason=\"oversize\"}")).isEqualTo(1);
    assertThat(value("nobooks_sockets_cut_total{reason=\"stuck\"}")).isZero();
    assertThat(value("nobooks_refused_total{kind=\"frames\"}")).isEqualTo(1);
  }

  @Test
  void bytes_of_documents_are_counted_both_ways() throws Exception {
    Courier can = new Courier(node.port(), guest("Can").open(code));
    Courier mary = new Courier(node.port(), guest("Mary").enter(code));
    String path = can.uploads(new byte[100_000]);
    mary.gets(path);

    assertThat(value("nobooks_relay_received_bytes_total")).isEqualTo(100_000);
    Eventually.holds(
        "what was sent is counted", () -> value("nobooks_relay_sent_bytes_total") == 100_000);
    assertThat(value("nobooks_documents")).isEqualTo(1);
    assertThat(value("nobooks_spool_bytes")).isEqualTo(100_000);
    assertThat(value("nobooks_spool_promised_bytes")).isEqualTo(100_000);
    assertThat(value("nobooks_spool_limit_bytes")).isGreaterThan(100_000);
  }

  @Test
  void no_label_names_anybody_or_grows_with_what_people_do() throws Exception {
    guest("canary-guest").open(code);
    Set<String> before = series();
    for (int i = 0; i < 50; i++) {
      RoomCode another = RoomCode.fresh();
      BusClient opener = guest("canary-" + i).open(another);
      opener.say("canary-message");
      assertThat(scrape()).doesNotContain(another.room(), opener.seat());
    }
    Courier courier = new Courier(node.port(), guest("canary-courier").enter(code));
    String path = courier.uploads(new byte[10]);

    String text = scrape();
    assertThat(series()).isEqualTo(before);
    assertThat(before).hasSizeGreaterThan(50);
    assertThat(value("nobooks_rooms")).isEqualTo(51);
    assertThat(text)
        .doesNotContain("canary", "127.0.0.1", code.room(), Courier.fileOf(path))
        .doesNotContain(courier.bus().identity().getString("session"));
  }
}
