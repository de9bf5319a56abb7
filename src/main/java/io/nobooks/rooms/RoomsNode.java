package io.nobooks.rooms;

import io.nobooks.Meters;
import io.nobooks.Settings;
import io.nobooks.Tally;
import io.nobooks.wire.BodySizes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What all rooms instances of one node share: limits that are the node's, and its key. Safe for use
 * by many event loops. Rooms themselves are never shared.
 *
 * @param build what this server runs, as receipts state it
 * @param millis the clock, in milliseconds since 1970 UTC
 * @param rooms rooms of this node
 * @param members in them
 * @param syncs what became of those who asked what they had missed
 */
public record RoomsNode(
    Settings settings,
    String build,
    LongSupplier millis,
    ReceiptKey key,
    Rates rates,
    LogBudget budget,
    Tombstones tombstones,
    AtomicInteger rooms,
    AtomicInteger members,
    Tally<Syncs> syncs) {

  /**
   * What the instances of a node that starts shall share. Blocks while it reads the key and which
   * rooms ended before.
   *
   * @throws IOException when something under {@code data} cannot be read or made
   */
  public static RoomsNode start(Settings settings, String build, LongSupplier millis)
      throws IOException {
    Path folder = Path.of(settings.data());
    ReceiptKey key = ReceiptKey.readOrMake(folder);
    Duration rest = settings.rooms().codeRest();
    return of(settings, build, millis, key, Tombstones.keptIn(folder, rest, millis));
  }

  /** Waits until the end of every room is written down. Blocks. */
  public void close() {
    tombstones.close();
  }

  /** How large bodies may be. */
  BodySizes bodySizes() {
    return new BodySizes(settings.limits().body(), settings.limits().reaction());
  }

  /** Lets meters show the counts. */
  public void showOn(Meters meters) {
    meters.gauge("nobooks_rooms", "Rooms that live here", rooms::get);
    meters.gauge("nobooks_seats", "Members of them", members::get);
    meters.gauge("nobooks_room_bytes", "What rooms hold of the heap's part for them", budget::used);
    meters.counter("nobooks_syncs_total", "Answers to sync, by outcome", "outcome", syncs);
  }

  /** A node that forgets with the process which rooms ended. */
  static RoomsNode of(Settings settings, String build, LongSupplier millis, ReceiptKey key) {
    Duration rest = settings.rooms().codeRest();
    return of(settings, build, millis, key, Tombstones.inMemory(rest, millis));
  }

  private static RoomsNode of(
      Settings settings, String build, LongSupplier millis, ReceiptKey key, Tombstones tombstones) {
    long heap = Runtime.getRuntime().maxMemory();
    return new RoomsNode(
        settings,
        build,
        millis,
        key,
        new Rates(settings.limits(), millis),
        new LogBudget(heap / 100 * settings.limits().logsPercent()),
        tombstones,
        new AtomicInteger(),
        new AtomicInteger(),
        new Tally<>(Syncs.class));
  }
}
