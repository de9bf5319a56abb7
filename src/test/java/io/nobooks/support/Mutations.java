package io.nobooks.support;

import java.util.List;
import java.util.Random;

/** Good texts, spoilt in ways that parsers are known to stumble over. Not safe for threads. */
public final class Mutations {
  private static final List<String> NASTY =
      List.of(
          "null",
          "-0",
          "1e999",
          "-9223372036854775809",
          "99999999999999999999999999",
          "0.1e-400",
          "NaN",
          "\"\"",
          "[]",
          "{}",
          "true",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\\u",
          "\u2028",
          "\ufeff",
          "\r\n\r\n",
          "[".repeat(40),
          "{\"a\":".repeat(40),
          "\"" + "x".repeat(3_000) + "\"",
          "__proto__",
          "%00",
          "../..");

  private static final int MOST_LENGTH = 20_000;

  private final Random random;
  private final List<String> seeds;

  /** Of these texts, the same each time for the same random numbers. */
  public Mutations(Random random, List<String> seeds) {
    this.random = random;
    this.seeds = List.copyOf(seeds);
  }

  /** The next one. */
  public String next() {
    StringBuilder text = new StringBuilder(any(seeds));
    for (int spoilt = random.nextInt(4); spoilt >= 0; spoilt--) {
      spoil(text);
    }
    text.setLength(Math.min(text.length(), MOST_LENGTH));
    return text.toString();
  }

  private void spoil(StringBuilder text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + 1 + random.nextInt(12));
    switch (random.nextInt(8)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.insert(from, text.substring(from, to));
      case 2 -> text.insert(from, any(NASTY));
      case 3 -> text.replace(from, to, any(NASTY));
      case 4 -> text.setLength(from);
      case 5 -> text.insert(from, (char) random.nextInt(0x10000));
      case 6 -> splice(text, from);
      default -> replaceValue(text, from);
    }
  }

  /** Goes on in the middle of another one. */
  private void splice(StringBuilder text, int from) {
    String other = any(seeds);
    text.setLength(from);
    text.append(other, random.nextInt(other.length() + 1), other.length());
  }

  /** Keeps it JSON, most of the time: another value behind a colon. */
  private void replaceValue(StringBuilder text, int from) {
    int colon = text.indexOf(":", from);
    int end = colon < 0 ? -1 : text.indexOf(",", colon);
    if (end > 0) {
      text.replace(colon + 1, end, any(NASTY));
    }
  }

  private String any(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
