package io.nobooks.rooms;

import io.nobooks.wire.Caller;
import io.nobooks.wire.Hello;
import io.nobooks.wire.Name;
import io.nobooks.wire.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be in a room.
 *
 * @param claim when the account's name was claimed, in milliseconds since 1970 UTC; 0 for a guest,
 *     and while the session's owner was not asked yet
 * @param exempt whether rates do not apply
 */
record Person(
    SessionId session,
    Name name,
    boolean account,
    long claim,
    @Nullable Hello hello,
    boolean exempt) {

  static Person of(Caller caller, @Nullable Hello hello) {
    return new Person(
        caller.signedIn(), Name.of(caller.name()), caller.account(), 0, hello, caller.exempt());
  }

  /** The same one, as the session's owner knows the account. */
  Person claimedAt(long time) {
    return new Person(session, name, account, time, hello, exempt);
  }

  /** The same one after the account was deleted. */
  Person asGuest() {
    return new Person(session, name, false, 0, hello, exempt);
  }

  /** Whether both are signed in with the same account, not only with the same name. */
  boolean sameAccountAs(Seat seat) {
    boolean sameClaim = claim == 0 || claim == seat.claim;
    return account && seat.account && sameClaim && name.folded().equals(seat.name.folded());
  }
}
