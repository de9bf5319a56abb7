package io.nobooks.web;

import io.nobooks.Failure;

/** Why this side ends a socket; the word is a label of a metric. */
enum Parting {
  /** More bytes wait for it than one socket may have. */
  UNSENT(Failure.UNAVAILABLE),
  /** All sockets together have too many bytes waiting, and it has the most. */
  UNSENT_ALL(Failure.UNAVAILABLE),
  /** Bytes wait for it and none of them moves. */
  STUCK(Failure.UNAVAILABLE),
  /** Nothing is heard of it. */
  SILENT(Failure.UNAVAILABLE),
  /** Nobody signs in. */
  SIGNED_OUT(Failure.SIGN_IN_FIRST),
  /** Its session is over. */
  EXPIRED(Failure.TOKEN_INVALID),
  /** Its session has a newer socket. */
  MOVED(Failure.SESSION_MOVED),
  /** It says more than is worth an answer. */
  FLOOD(Failure.TOO_FAST),
  /** It says more at once than is worth an answer. */
  OVERSIZE(Failure.TOO_LARGE),
  /** Its frames are none. */
  MALFORMED(Failure.BAD_COMMAND),
  /** The operator blocks its address. */
  BLOCKED(Failure.NOT_ALLOWED_HERE),
  /** The node goes down. */
  SHUTDOWN(Failure.UNAVAILABLE);

  /** What {@code bye} says, where there is time for one. */
  final Failure failure;

  Parting(Failure failure) {
    this.failure = failure;
  }

  /** Why a session's owner has a socket closed, by the code that it gives. */
  static Parting ordered(int code) {
    return code == Failure.SESSION_MOVED.code ? MOVED : EXPIRED;
  }
}
