package io.nobooks.wire;

import io.nobooks.Failure;

/** One document of one room; has the form of a seat id. */
public record FileId(String value) {
  public FileId {
    if (!Base32.isId(value)) {
      throw Failure.BAD_COMMAND.because("not a file id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
