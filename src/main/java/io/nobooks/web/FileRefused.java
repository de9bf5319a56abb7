package io.nobooks.web;

import io.nobooks.Failure;

/** A refusal for which HTTP, or tus, has a status of its own. */
final class FileRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The status to answer with. */
  final int status;

  /** What it means in the list of failures. */
  final Failure.Refused refused;

  private FileRefused(int status, Failure.Refused refused) {
    super(refused.getMessage(), null, false, false);
    this.status = status;
    this.refused = refused;
  }

  /** 412: another version of tus, or none. */
  static FileRefused otherTus() {
    return new FileRefused(412, Failure.BAD_COMMAND.because("Tus-Resumable must be 1.0.0"));
  }

  /** 415: a body that is encoded or of another type. */
  static FileRefused otherMedia(String detail) {
    return new FileRefused(415, Failure.NOT_ALLOWED_HERE.because(detail));
  }

  /** 416: a range beyond the document. */
  static FileRefused noSuchRange() {
    return new FileRefused(416, Failure.BAD_COMMAND.because("the document ends before the range"));
  }

  /** 405: a method that means nothing here. */
  static FileRefused otherMethod() {
    return new FileRefused(405, Failure.NOT_ALLOWED_HERE.because("no such method here"));
  }
}
