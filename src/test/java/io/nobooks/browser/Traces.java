package io.nobooks.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** One thing that is nobody's business, in every form in which it could stand somewhere. */
record Traces(String what, List<String> forms) {

  /** A text as it is, in UTF-16 and inside of base64. */
  static Traces of(String text) {
    List<String> forms = new ArrayList<>(texts(text));
    forms.addAll(base64(text.getBytes(UTF_8)));
    return new Traces(text, forms);
  }

  /** Bytes as they are, in hex and inside of base64. */
  static Traces of(String what, byte[] bytes) {
    List<String> forms = new ArrayList<>();
    forms.add(new String(bytes, ISO_8859_1));
    String hex = HexFormat.of().formatHex(bytes);
    forms.addAll(texts(hex));
    forms.addAll(texts(hex.toUpperCase(Locale.ROOT)));
    forms.addAll(base64(bytes));
    return new Traces(what, forms);
  }

  /** Whether any of its forms stands in one of these Latin-1 texts. */
  boolean in(List<String> contents) {
    return forms.stream().anyMatch(form -> contents.stream().anyMatch(each -> each.contains(form)));
  }

  private static List<String> texts(String text) {
    return List.of(
        new String(text.getBytes(UTF_8), ISO_8859_1),
        new String(text.getBytes(UTF_16BE), ISO_8859_1),
        new String(text.getBytes(UTF_16LE), ISO_8859_1));
  }

  /** What does not depend on the neighbours, for each of the three places where it could begin. */
  private static List<String> base64(byte[] bytes) {
    List<String> forms = new ArrayList<>();
    for (int place = 0; place < 3; place++) {
      byte[] placed = new byte[place + bytes.length];
      System.arraycopy(bytes, 0, placed, place, bytes.length);
      int from = (place * 8 + 5) / 6;
      int to = placed.length * 8 / 6;
      for (Base64.Encoder encoder : Arrays.asList(Base64.getEncoder(), Base64.getUrlEncoder())) {
        forms.add(encoder.encodeToString(placed).substring(from, to));
      }
    }
    return forms;
  }
}
