package io.nobooks.bench;

import java.util.Arrays;
import java.util.Locale;

/** How figures of several rounds are shown. */
final class Figures {
  private Figures() {}

  /** The median, and the least and the most. */
  static String spread(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%.2f [%.2f-%.2f]",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
