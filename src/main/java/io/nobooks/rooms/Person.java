package io.nobooks.rooms;

import io.nobooks.wire.Caller;
import io.nobooks.wire.Hello;
import io.nobooks.wire.Name;
import io.nobooks.wire.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be in a room.
 *
 * @param exempt whether rates do not apply
 */
record Person(
    SessionId session, Name name, boolean account, @Nullable Hello hello, boolean exempt) {

  static Person of(Caller caller, @Nullable Hello hello) {
    return new Person(
        caller.signedIn(), Name.of(caller.name()), caller.account(), hello, caller.exempt());
  }

  /** The same one after the account was deleted. */
  Person asGuest() {
    return new Person(session, name, false, hello, exempt);
  }

  /** Whether both are signed in with the same account. */
  boolean sameAccountAs(Seat seat) {
    return account && seat.account && name.folded().equals(seat.name.folded());
  }
}
