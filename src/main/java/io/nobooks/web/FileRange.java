package io.nobooks.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a document that a download asks for: from {@code start} up to before {@code end}.
 * One range is answered; several, or a form that is not understood, mean the whole document (RFC
 * 9110, section 14.2).
 */
record FileRange(long start, long end, boolean partial) {
  private static final Pattern FORM = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * Reads the header.
   *
   * @throws FileRefused 416 when the document of {@code size} bytes has none of the range
   */
  static FileRange parse(@Nullable String header, long size) {
    FileRange whole = new FileRange(0, size, false);
    Matcher form = FORM.matcher(header == null ? "" : header);
    if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
      return whole;
    }
    if (form.group(1).isEmpty()) {
      return satisfiable(size - Math.min(size, Long.parseLong(form.group(2))), size, size);
    }
    long start = Long.parseLong(form.group(1));
    if (form.group(2).isEmpty()) {
      return satisfiable(start, size, size);
    }
    long last = Long.parseLong(form.group(2));
    return last < start ? whole : satisfiable(start, Math.min(last, size - 1) + 1, size);
  }

  /** How many bytes it has. */
  long length() {
    return end - start;
  }

  /** {@code Content-Range} of the answer. */
  String contentRange(long size) {
    return "bytes " + start + "-" + (end - 1) + "/" + size;
  }

  private static FileRange satisfiable(long start, long end, long size) {
    if (start >= size) {
      throw FileRefused.noSuchRange();
    }
    return new FileRange(start, end, true);
  }
}
