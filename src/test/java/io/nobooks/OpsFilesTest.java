package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.TestNode;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code docs/ops} and docs/operating.md name metrics: a node serves every one of them. */
class OpsFilesTest {
  private static final Path DASHBOARD = Path.of("docs/ops/grafana.json");
  private static final Path ALERTS = Path.of("docs/ops/alerts.yml");
  private static final Path MANUAL = Path.of("docs/operating.md");
  private static final Pattern METRIC = Pattern.compile("\\b(?:nobooks|process|jvm)_[a-z_]+");
  private static final Pattern SERVED = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? \\S+$");
  private static final Pattern WORD = Pattern.compile("\\b(reason|outcome|kind)=~?\"([^\"]+)\"");

  private static String scrape() throws Exception {
    try (TestNode node = TestNode.start()) {
      URI metrics = URI.create("http://127.0.0.1:" + node.adminPort() + "/metrics");
      HttpRequest request = HttpRequest.newBuilder(metrics).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
  }

  private static Set<String> named(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(hit -> hit.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> served(String scrape) {
    return SERVED
        .matcher(scrape)
        .results()
        .map(line -> line.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> queriesOfTheDashboard() throws IOException {
    JsonArray panels = new JsonObject(Files.readString(DASHBOARD)).getJsonArray("panels");
    List<String> queries = new ArrayList<>();
    for (Object panel : panels) {
      JsonArray targets = ((JsonObject) panel).getJsonArray("targets");
      targets.forEach(target -> queries.add(((JsonObject) target).getString("expr")));
    }
    return queries;
  }

  private static List<JsonObject> alerts() throws IOException {
    Load yaml = new Load(LoadSettings.builder().build());
    JsonObject file = new JsonObject(Json.encode(yaml.loadFromString(Files.readString(ALERTS))));
    List<JsonObject> alerts = new ArrayList<>();
    for (Object group : file.getJsonArray("groups")) {
      ((JsonObject) group).getJsonArray("rules").forEach(rule -> alerts.add((JsonObject) rule));
    }
    return alerts;
  }

  @Test
  void every_metric_of_the_dashboard_and_the_alerts_is_served() throws Exception {
    String scrape = scrape();
    List<String> queries = queriesOfTheDashboard();
    assertThat(queries).hasSizeGreaterThan(20);
    alerts().forEach(alert -> queries.add(alert.getString("expr")));

    assertThat(served(scrape)).containsAll(named(String.join(" ", queries)));
    for (String query : queries) {
      WORD.matcher(query)
          .results()
          .forEach(
              word -> {
                for (String one : word.group(2).split("\\|", -1)) {
                  assertThat(scrape).as(query).contains(word.group(1) + "=\"" + one + "\"");
                }
              });
    }
  }

  @Test
  void every_alert_has_a_name_a_condition_and_a_sentence() throws IOException {
    assertThat(alerts()).hasSizeGreaterThan(5);
    assertThat(alerts().stream().map(alert -> alert.getString("alert"))).doesNotHaveDuplicates();
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              assertThat(alert.getString("alert")).startsWith("NoBooks");
              assertThat(alert.getString("expr")).isNotBlank();
              assertThat(alert.getJsonObject("labels").fieldNames()).containsExactly("severity");
              assertThat(alert.getJsonObject("annotations").fieldNames())
                  .containsExactly("summary");
            });
  }

  @Test
  void the_manual_explains_every_metric_of_ours_and_no_other() throws Exception {
    Set<String> ours =
        served(scrape()).stream()
            .filter(name -> name.startsWith("nobooks_"))
            .map(name -> name.replaceAll("_(bucket|sum|count)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> explained =
        named(Files.readString(MANUAL)).stream()
            .filter(name -> name.startsWith("nobooks_"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(explained).isEqualTo(ours);
  }
}
