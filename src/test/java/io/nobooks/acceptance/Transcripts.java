package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Eventually;
import io.nobooks.support.LogEntry;
import io.nobooks.support.Resident;
import io.nobooks.support.Residents;
import java.util.List;

/** What the members of a room know of it, compared with its log. */
final class Transcripts {
  private Transcripts() {}

  /**
   * Waits until everybody knows everything, and fails when anybody missed something, heard it twice
   * or in another order, or when something was said twice.
   *
   * @param reader may read the log from its beginning
   * @return how many messages were said
   */
  static int agree(Resident reader, List<Resident> members, String as) {
    List<LogEntry> log = Residents.await(reader.readsLog());
    long top = log.get(log.size() - 1).seq();
    for (Resident member : members) {
      Eventually.holds("everything has come, " + as, () -> member.knows(top));
      assertThat(member.differencesFrom(log)).as(as).isEmpty();
    }
    List<String> said = said(log);
    assertThat(said).as(as).doesNotHaveDuplicates();
    return said.size();
  }

  /** The senders' own names of all messages. */
  static List<String> said(List<LogEntry> log) {
    return log.stream()
        .map(LogEntry::event)
        .filter(event -> "said".equals(event.getString("type")))
        .map(event -> event.getString("by") + " " + event.getString("cid"))
        .toList();
  }
}
