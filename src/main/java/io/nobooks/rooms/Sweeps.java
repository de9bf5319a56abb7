package io.nobooks.rooms;

/**
 * In which of the instance's sweeps a room is looked at: in all of them for 2 s after something
 * stirred it, then once a second, for most rooms have nothing to do most of the time.
 */
final class Sweeps {
  static final int PER_SECOND = 5;
  private static final int STIRRED = 2 * PER_SECOND;

  /** Since something stirred the room. */
  private int sweeps;

  /** The room was asked something, or had something to tell. */
  void stir() {
    sweeps = 0;
  }

  /** One more sweep; whether the room is looked at. Just behind whole seconds, where delays end. */
  boolean next() {
    sweeps++;
    return sweeps <= STIRRED || sweeps % PER_SECOND == 1;
  }
}
