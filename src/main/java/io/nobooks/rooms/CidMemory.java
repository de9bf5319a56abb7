package io.nobooks.rooms;

import io.nobooks.wire.ClientId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one session was answered for its own messages, so that sending one again neither tells it
 * twice nor changes the answer. Keeps the last {@link #LAST} or {@link #FOR}, whichever is more.
 */
final class CidMemory {
  static final int LAST = 256;
  static final Duration FOR = Duration.ofMinutes(10);

  private final Map<ClientId, Answered> answers = new LinkedHashMap<>();

  /**
   * The answer to a message.
   *
   * @param seq its number in the room, or 0 for a whisper
   * @param at when it was told
   */
  record Answered(long seq, long at) {}

  @Nullable Answered get(ClientId cid) {
    return answers.get(cid);
  }

  void put(ClientId cid, Answered answer) {
    answers.put(cid, answer);
    forget(answer.at() - FOR.toMillis());
  }

  /** Takes back what was not told after all. */
  void remove(ClientId cid) {
    answers.remove(cid);
  }

  private void forget(long before) {
    Iterator<Answered> oldest = answers.values().iterator();
    while (answers.size() > LAST && oldest.next().at() < before) {
      oldest.remove();
    }
  }
}
