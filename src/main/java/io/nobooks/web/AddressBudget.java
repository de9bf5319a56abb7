package io.nobooks.web;

import io.nobooks.Failure;

/**
 * What one client address may use of this node, shared by all web instances and so safe for use by
 * many event loops. Addresses that {@code limits.exempt} frees pass everything here.
 */
public interface AddressBudget {
  /** Whether {@code limits.exempt} frees this address from rates too. */
  boolean exempt(String address);

  /** Whether the operator blocked this address. */
  boolean blocked(String address);

  /**
   * Counts a new socket, which has not signed in yet.
   *
   * @throws Failure.Refused at the limit; then nothing was counted
   */
  void admit(String address);

  /** A socket that was admitted has signed in; said once for each. */
  void signedIn(String address);

  /** A socket's connection is gone; {@code signedIn} whether that was said of it. */
  void release(String address, boolean signedIn);

  /**
   * To be asked before a try to enter a room.
   *
   * @throws Failure.Refused TOO_FAST after too many that failed
   */
  void mayEnter(String address);

  /** Counts a try to enter that failed because the room or its proof was wrong. */
  void failedEnter(String address);

  /**
   * Counts the opening of a room.
   *
   * @throws Failure.Refused TOO_FAST at the limit
   */
  void open(String address);
}
