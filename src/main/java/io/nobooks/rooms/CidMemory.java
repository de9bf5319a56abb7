package io.nobooks.rooms;

import io.nobooks.wire.ClientId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one session was answered for its own messages, so that sending one again neither tells it
 * twice nor changes the answer. Keeps the last {@link #LAST} or {@link #FOR}, whichever is more; of
 * one who is gone the last {@link #LAST}.
 */
final class CidMemory {
  static final int LAST = 256;
  static final Duration FOR = Duration.ofMinutes(10);

  /** One answer costs about this much memory. */
  static final int ENTRY_BYTES = 256;

  private final Map<ClientId, Answered> answers = new LinkedHashMap<>();
  private final LogBudget budget;

  /** {@code budget} is where the memory is counted. */
  CidMemory(LogBudget budget) {
    this.budget = budget;
  }

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
    if (answers.put(cid, answer) == null) {
      budget.add(ENTRY_BYTES);
    }
    forget(answer.at());
  }

  /** Takes back what was not told after all. */
  void remove(ClientId cid) {
    if (answers.remove(cid) != null) {
      budget.add(-ENTRY_BYTES);
    }
  }

  /** Drops what is too old by now. */
  void forget(long now) {
    cut(LAST, now - FOR.toMillis());
  }

  /** Keeps the last {@link #LAST} only: its owner is gone. */
  void goes() {
    cut(LAST, Long.MAX_VALUE);
  }

  /** Gives all memory back. */
  void clear() {
    cut(0, Long.MAX_VALUE);
  }

  private void cut(int least, long before) {
    Iterator<Answered> oldest = answers.values().iterator();
    while (answers.size() > least && oldest.next().at() < before) {
      oldest.remove();
      budget.add(-ENTRY_BYTES);
    }
  }
}
