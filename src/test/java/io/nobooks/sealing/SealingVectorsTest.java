package io.nobooks.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
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

  @Test
  void a_record_out_of_its_place_is_refused() throws Exception {
    byte[] key = new byte[16];
    String seat = "a".repeat(26);
    SealedFile file = new SealedFile("r".repeat(26), seat, List.of(), 0, key, key, new byte[16]);
    byte[] sealed = file.sealRecords(new byte[2 * SealedFile.RECORD_BYTES]);
    int half = sealed.length / 2;
    byte[] swapped =
        Bytes.joined(Arrays.copyOfRange(sealed, half, sealed.length), Arrays.copyOf(sealed, half));
    assertThat(file.openRecords(sealed)).hasSize(2 * SealedFile.RECORD_BYTES);
    assertThatThrownBy(() -> file.openRecords(swapped))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> file.openRecords(Arrays.copyOf(sealed, half)))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
