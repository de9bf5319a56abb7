package io.nobooks.web;

/**
 * What carries messages to one client. Nothing written reaches the network before {@link #flush()}.
 * Used by one event loop only.
 */
interface Wire {
  /** Writes what a room told from message {@code from} of this turn on. */
  void write(Batch batch, int from);

  /** Writes a message for this client alone. */
  void write(Outgoing message);

  /** Hands what was written to the network. */
  void flush();

  /** Writes the sign of life that the transport has, if the bridge is to send it. */
  void beat();

  /** Says goodbye in the transport's way and closes, once all that was written is sent. */
  void close();

  /** Ends the connection at once, sent or not, so that even a peer that reads nothing is gone. */
  void cut();
}
