package io.nobooks.rooms;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.stream.LongStream;

/** The numbers of events that are bounded together, and how many bytes they have. */
final class Shelf {
  private final Deque<Long> numbers = new ArrayDeque<>();
  private final int most;
  private final long mostBytes;
  private long bytes;

  /** Of {@code mostBytes} one event may have more by itself. */
  Shelf(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  boolean isOverfull() {
    return numbers.size() > most || (bytes > mostBytes && numbers.size() > 1);
  }

  void put(long number, int size) {
    numbers.add(number);
    bytes += size;
  }

  long oldest() {
    return numbers.getFirst();
  }

  void takeOldest(int size) {
    numbers.removeFirst();
    bytes -= size;
  }

  /** One of its events has become smaller. */
  void shrink(int by) {
    bytes -= by;
  }

  Iterator<Long> newestFirst() {
    return numbers.descendingIterator();
  }

  /** The numbers from {@code from} on, newest first; what is older is not looked at. */
  LongStream since(long from) {
    LongStream.Builder since = LongStream.builder();
    for (Iterator<Long> newest = newestFirst(); newest.hasNext(); ) {
      long number = newest.next();
      if (number < from) {
        break;
      }
      since.add(number);
    }
    return since.build();
  }

  void clear() {
    numbers.clear();
    bytes = 0;
  }
}
