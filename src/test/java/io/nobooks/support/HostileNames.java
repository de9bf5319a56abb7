package io.nobooks.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Names of documents that somebody means harm with, shared with the tests of the page. */
public final class HostileNames {
  private HostileNames() {}

  /** Four hundred of them: each payload of {@code hostile-names.json} in each of its frames. */
  public static List<String> all() {
    JsonObject file = read();
    List<String> frames = texts(file.getJsonArray("frames"));
    return file.getJsonArray("payloads").stream()
        .map(payload -> (JsonArray) payload)
        .map(payload -> payload.getString(0).repeat(payload.getInteger(1)))
        .flatMap(payload -> frames.stream().map(frame -> frame.replace("{}", payload)))
        .toList();
  }

  private static List<String> texts(JsonArray array) {
    return array.stream().map(String::valueOf).toList();
  }

  private static JsonObject read() {
    try (InputStream file = HostileNames.class.getResourceAsStream("/hostile-names.json")) {
      byte[] bytes = Objects.requireNonNull(file).readAllBytes();
      return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
