package io.nobooks.rooms;

import io.nobooks.Settings;
import io.nobooks.SettingsReader;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** The settings of a node whose file says only what a test needs otherwise. */
final class TestSettings {
  private TestSettings() {}

  static Settings defaults() {
    return of(new JsonObject());
  }

  static Settings limits(JsonObject limits) {
    return of(new JsonObject().put("limits", limits));
  }

  static Settings of(JsonObject file) {
    return SettingsReader.read(file, Map.of(), Map.of());
  }
}
