package io.nobooks.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The published vectors, opened and sealed again by the second implementation. */
class SealingVectorsTest {
  private static final Path VECTORS = Path.of("src/test/resources/wire/vectors/sealing.json");

  @Test
  void every_published_vector_opens_and_is_sealed_alike() throws Exception {
    JsonArray vectors = new JsonArray(Files.readString(VECTORS));
    assertThat(vectors).hasSizeGreaterThan(20);
    for (Object entry : vectors) {
      SealingVector.check((JsonObject) entry);
    }
  }
}
