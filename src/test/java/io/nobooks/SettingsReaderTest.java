package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsReaderTest {
  private static final JsonObject EMPTY = new JsonObject();

  private static Settings of(JsonObject file) {
    return SettingsReader.read(file, Map.of(), Map.of());
  }

  private static JsonObject http(String key, @Nullable Object value) {
    return new JsonObject().put("http", new JsonObject().put(key, value));
  }

  private static JsonObject limit(String key, Object value) {
    return new JsonObject().put("limits", new JsonObject().put(key, value));
  }

  @Test
  void an_empty_file_gives_the_defaults() {
    Settings settings = of(EMPTY);

    assertThat(settings.http().port()).isEqualTo(8080);
    assertThat(settings.http().origins()).isEmpty();
    assertThat(settings.limits().body()).isEqualTo(12 * 1024);
    assertThat(settings.limits().commands()).isEqualTo(new Rate(20, Duration.ofSeconds(1), 40));
    assertThat(settings.auth().tokenLife()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.auth().claims()).isEqualTo("open");
  }

  @Test
  void the_file_stands_over_defaults_the_environment_over_it_and_properties_over_all() {
    JsonObject file = http("port", 1).put("admin", new JsonObject().put("port", 2));
    Map<String, String> environment =
        Map.of("NOBOOKS_HTTP_PORT", "3", "NOBOOKS_LIMITS_SAY_SEAT", "7/s");
    Map<String, String> properties = Map.of("nobooks.limits.say-seat", "9/s burst 11");

    Settings settings = SettingsReader.read(file, environment, properties);

    assertThat(settings.deploy().rooms()).isEqualTo(2);
    assertThat(settings.admin().port()).isEqualTo(2);
    assertThat(settings.http().port()).isEqualTo(3);
    assertThat(settings.limits().saySeat()).isEqualTo(new Rate(9, Duration.ofSeconds(1), 11));
  }

  @Test
  void lists_and_groups_are_json_outside_the_file_and_one_value_stands_over_its_group() {
    Map<String, String> environment =
        Map.of(
            "NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.1/32\", \"::1\"]",
            "NOBOOKS_HTTP", "{\"port\": 0, \"host\": \"127.0.0.1\"}",
            "NOBOOKS_HTTP_PORT", "81");

    Settings settings = SettingsReader.read(EMPTY, environment, Map.of());

    assertThat(settings.limits().exempt()).containsExactly("127.0.0.1/32", "::1");
    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.http().port()).isEqualTo(81);
  }

  @Test
  void what_is_of_the_build_and_the_tests_is_no_setting() {
    Map<String, String> environment = Map.of("NOBOOKS_BROWSER", "/usr/bin/chromium", "HOME", "/");
    Map<String, String> properties =
        Map.of("nobooks.jar", "x", "nobooks.long", "true", "nobooks.test.seed", "1");

    assertThat(SettingsReader.read(EMPTY, environment, properties)).isEqualTo(of(EMPTY));
  }

  @ParameterizedTest
  @CsvSource({
    "12 KiB, 12288",
    "12KiB, 12288",
    "1 MiB, 1048576",
    "40000 B, 40000",
    "1024, 1024",
    "49152, 49152"
  })
  void a_size_is_a_number_of_bytes_with_or_without_a_unit(String text, long bytes) {
    Settings fromText =
        SettingsReader.read(EMPTY, Map.of("NOBOOKS_LIMITS_HISTORY_BYTES", text), Map.of());

    assertThat(fromText.limits().historyBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"500 ms, 500", "30 s, 30000", "10 min, 600000", "12 h, 43200000", "1500ms, 1500"})
  void a_time_is_a_number_with_its_unit(String text, long millis) {
    JsonObject file = limit("unsent-for", text);

    assertThat(of(file).limits().unsentFor()).isEqualTo(Duration.ofMillis(millis));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            http("prot", 80),
            "http.prot (in the file) is 80; allowed is only host, port, origins, forwarded-from."),
        Arguments.of(
            new JsonObject().put("htp", EMPTY),
            "htp (in the file) is {}; allowed is only data, deploy, http, admin, auth, rooms, relay, limits."),
        Arguments.of(
            new JsonObject().put("http", 80),
            "http (in the file) is 80; allowed is an object with only host, port, origins, forwarded-from."),
        Arguments.of(
            http("port", "80"),
            "http.port (in the file) is \"80\"; allowed is a whole number from 0 to 65535."),
        Arguments.of(
            http("port", 8.5),
            "http.port (in the file) is 8.5; allowed is a whole number from 0 to 65535."),
        Arguments.of(
            http("port", 65_536),
            "http.port (in the file) is 65536; allowed is a whole number from 0 to 65535."),
        Arguments.of(
            http("port", -1),
            "http.port (in the file) is -1; allowed is a whole number from 0 to 65535."),
        Arguments.of(
            http("port", null),
            "http.port (in the file) is null; allowed is a whole number from 0 to 65535."),
        Arguments.of(http("host", " "), "http.host (in the file) is \" \"; allowed is a text."),
        Arguments.of(
            http("origins", "https://a.example"),
            "http.origins (in the file) is \"https://a.example\"; allowed is a JSON list of texts such"
                + " as [\"a\",\"b\"]."),
        Arguments.of(
            http("forwarded-from", new JsonArray().add(1)),
            "http.forwarded-from (in the file) is [1]; allowed is a JSON list of texts such as"
                + " [\"a\",\"b\"]."),
        Arguments.of(
            http("forwarded-from", new JsonArray().add("proxy.example")),
            "http.forwarded-from is \"proxy.example\"; allowed is " + Cidr.ALLOWED + "."),
        Arguments.of(
            limit("exempt", new JsonArray().add("10.0.0.0/33")),
            "limits.exempt is \"10.0.0.0/33\"; allowed is " + Cidr.ALLOWED + "."),
        Arguments.of(
            limit("exempt", new JsonArray().add("2001:db8::1")),
            "limits.exempt is \"2001:db8::1\"; allowed is for IPv6 a /64 or more, for addresses are"
                + " counted by /64."),
        Arguments.of(
            limit("body", "12 KB"),
            "limits.body (in the file) is \"12 KB\"; allowed is a number of bytes such as \"64 KiB\" or"
                + " 65536, from 64 B to 48 KiB."),
        Arguments.of(
            limit("body", 63),
            "limits.body (in the file) is 63; allowed is a number of bytes such as \"64 KiB\" or"
                + " 65536, from 64 B to 48 KiB."),
        Arguments.of(
            limit("unsent-for", 15),
            "limits.unsent-for (in the file) is 15; allowed is a time such as \"500 ms\", \"30 s\","
                + " \"10 min\" or \"12 h\", from 100 ms up."),
        Arguments.of(
            limit("say-seat", "5 per s"),
            "limits.say-seat (in the file) is \"5 per s\"; allowed is " + Rate.ALLOWED + "."),
        Arguments.of(
            new JsonObject().put("auth", new JsonObject().put("claims", "maybe")),
            "auth.claims (in the file) is \"maybe\"; allowed is \"open\" or \"off\"."),
        Arguments.of(
            limit("members", 100),
            "limits.capacity is 200; allowed is at most limits.members, which is 100."),
        Arguments.of(
            http("port", 9090), "admin.port is 9090; allowed is any but that of http.port."));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_not_allowed_ends_the_start_with_a_sentence(JsonObject file, String sentence) {
    assertThatThrownBy(() -> of(file)).isInstanceOf(SettingsRefused.class).hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "https://Chat.example",
    "https://chat.example/",
    "https://chat.example:443",
    "http://chat.example:80",
    "chat.example",
    "*",
    "null",
    "ftp://chat.example",
    "https://user@chat.example"
  })
  void an_origin_is_written_as_browsers_write_it(String origin) {
    JsonObject file = http("origins", new JsonArray(List.of(origin)));

    assertThatThrownBy(() -> of(file))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageStartingWith("http.origins is \"" + origin + "\"; allowed is an origin");
  }

  @Test
  void an_unknown_variable_or_property_ends_the_start_too() {
    assertThatThrownBy(
            () -> SettingsReader.read(EMPTY, Map.of("NOBOOKS_HTTP_PROT", "80"), Map.of()))
        .hasMessage(
            "NOBOOKS_HTTP_PROT is \"80\"; allowed is only a setting's own name, such as"
                + " NOBOOKS_HTTP_PORT.");
    assertThatThrownBy(
            () -> SettingsReader.read(EMPTY, Map.of(), Map.of("nobooks.http.prot", "80")))
        .hasMessage(
            "nobooks.http.prot is \"80\"; allowed is only a setting's own name, such as"
                + " nobooks.http.port.");
    assertThatThrownBy(
            () -> SettingsReader.read(EMPTY, Map.of("NOBOOKS_HTTP_PORT", "eighty"), Map.of()))
        .hasMessage(
            "http.port (from NOBOOKS_HTTP_PORT) is \"eighty\"; allowed is a whole number from 0 to"
                + " 65535.");
  }

  @Test
  void no_two_settings_share_a_variable() {
    assertThat(SettingKeys.LEAVES.keySet().stream().map(SettingKeys::variable))
        .doesNotHaveDuplicates();
  }
}
