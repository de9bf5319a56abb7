package io.nobooks.wire;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Frames as they travel, shared with the tests of the browser client. */
final class WireVectors {
  private WireVectors() {}

  /** The frame in {@code src/test/resources/wire/<name>.json}. */
  static JsonObject frame(String name) {
    try (InputStream file = WireVectors.class.getResourceAsStream("/wire/" + name + ".json")) {
      if (file == null) {
        throw new AssertionError("no vector " + name);
      }
      return new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
