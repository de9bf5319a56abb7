package io.nobooks.web;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a room told in one turn of the event loop. Encoded once for each framing in use; all sockets
 * share those bytes. Used by one event loop only.
 */
final class Batch {
  private final List<Outgoing> messages = new ArrayList<>();
  private final Map<Framing, ByteBuf> shared = new EnumMap<>(Framing.class);

  /** Adds a message; those who got the earlier ones already are given the rest later. */
  void add(Outgoing message) {
    messages.add(message);
    forgetEncoded();
  }

  int size() {
    return messages.size();
  }

  /** The messages from {@code from} on. */
  List<Outgoing> from(int from) {
    return messages.subList(from, messages.size());
  }

  /**
   * The bytes of the messages from {@code from} on; the caller releases them, and leaves their
   * indices alone, for others read them too.
   */
  ByteBuf bytes(Framing framing, int from) {
    if (from > 0) {
      return framing.encode(from(from));
    }
    return shared.computeIfAbsent(framing, missing -> missing.encode(messages)).retain();
  }

  /** Ends the turn: nothing is left in here. */
  void clear() {
    messages.clear();
    forgetEncoded();
  }

  private void forgetEncoded() {
    shared.values().forEach(ByteBuf::release);
    shared.clear();
  }
}
