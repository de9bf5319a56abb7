package io.nobooks.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.NodeJs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's modules and this package's classes agree on fresh values, both ways. */
class TwoImplementationsIT {
  private static final int EACH = 500;

  @Test
  void what_each_of_them_seals_the_other_opens_and_seals_alike(@TempDir Path folder)
      throws Exception {
    Path ours = folder.resolve("ours.json");
    Path theirs = folder.resolve("theirs.json");
    Files.writeString(ours, new MadeVectors().make(EACH).encode());
    NodeJs.Run run =
        NodeJs.test(
            Map.of(
                "SEALING_IN", ours.toString(),
                "SEALING_OUT", theirs.toString(),
                "SEALING_COUNT", String.valueOf(EACH)),
            300,
            List.of(Path.of("src/test/node/sealing-vectors.test.mjs")));
    assertThat(run.exitCode()).as(run.output()).isZero();
    JsonArray vectors = new JsonArray(Files.readString(theirs));
    assertThat(vectors).hasSize(EACH);
    for (Object entry : vectors) {
      SealingVector.check((JsonObject) entry);
    }
  }
}
