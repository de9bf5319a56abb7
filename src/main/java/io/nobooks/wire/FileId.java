package io.nobooks.wire;

import io.nobooks.Failure;
import java.util.regex.Pattern;

/** One document of one room; has the form of a seat id. */
public record FileId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z2-7]{26}");

  public FileId {
    if (!FORM.matcher(value).matches()) {
      throw Failure.BAD_COMMAND.because("not a file id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
