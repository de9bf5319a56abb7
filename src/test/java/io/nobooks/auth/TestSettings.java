package io.nobooks.auth;

import io.nobooks.Settings;
import io.nobooks.SettingsReader;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The default settings of a node, with a few changed by their paths. */
final class TestSettings {
  private final Map<String, String> changed = new HashMap<>();

  TestSettings with(String path, Object value) {
    changed.put("nobooks." + path, value.toString());
    return this;
  }

  Settings in(Path folder) {
    with("data", folder);
    return SettingsReader.read(new JsonObject(), Map.of(), changed);
  }
}
