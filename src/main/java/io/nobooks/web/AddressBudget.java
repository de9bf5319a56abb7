package io.nobooks.web;

import io.nobooks.AbuseLog;
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
   * Counts a try to enter a room as failed, before it is made, so that tries at once count too.
   *
   * @throws Failure.Refused TOO_FAST after too many that failed
   */
  void tryToEnter(String address);

  /** The try that was counted did not fail for a wrong room or proof: it counts no more. */
  void enteredWell(String address);

  /**
   * Counts the opening of a room.
   *
   * @throws Failure.Refused TOO_FAST at the limit
   */
  void open(String address);

  /** The opening that was counted was refused: it counts no more. */
  void openedNothing(String address);

  /**
   * A socket of this address does too much; what is refused by this budget itself need not be said.
   */
  void abused(AbuseLog.Kind kind, String address);
}
