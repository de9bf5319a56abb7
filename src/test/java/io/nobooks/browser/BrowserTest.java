package io.nobooks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.CutProxy;
import io.nobooks.support.TestNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A node, a line to it that can be cut, and a browser whose pages must not complain. */
abstract class BrowserTest {
  static TestNode node;
  static CutProxy line;
  static Chromium chromium;

  @BeforeAll
  static void open() throws Exception {
    node = TestNode.start();
    line = CutProxy.to(node.vertx(), node.port());
    chromium = new Chromium();
  }

  @AfterAll
  static void close() throws Exception {
    chromium.close();
    line.close();
    node.close();
  }

  @AfterEach
  void no_page_complained() {
    line.mend();
    assertThat(chromium.complaints()).isEmpty();
  }
}
