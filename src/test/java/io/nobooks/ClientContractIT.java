package io.nobooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.NodeJs;
import io.nobooks.support.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract as the unmodified client libraries see it, on every transport. */
class ClientContractIT {
  @Test
  void the_unmodified_clients_get_what_the_contract_promises_on_every_transport() throws Exception {
    try (TestNode node = TestNode.start()) {
      NodeJs.Run run =
          NodeJs.test(
              Map.of("NOBOOKS_URL", node.url()),
              300,
              List.of(Path.of("src/test/node/contract.test.mjs")));
      assertThat(run.exitCode()).as(run.output()).isZero();
    }
  }
}
