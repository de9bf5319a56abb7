package io.nobooks.rooms;

/** What became of a {@code sync}; the word is a label of a metric. */
enum Syncs {
  /** What was missed is told. */
  RECOVERED,
  /** What was missed is no longer held, or of another epoch: the client has to begin anew. */
  LOST,
  /** Asked too often. */
  REFUSED
}
