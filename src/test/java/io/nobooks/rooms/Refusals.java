package io.nobooks.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nobooks.Failure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What must be refused, and how. */
final class Refusals {
  private Refusals() {}

  static Failure.Refused refused(Failure expected, ThrowingCallable question) {
    Failure.Refused refused = catchThrowableOfType(Failure.Refused.class, question);
    assertThat(refused).as("refused with %s", expected).isNotNull();
    assertThat(refused.failure).isEqualTo(expected);
    return refused;
  }
}
