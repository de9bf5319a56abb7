package io.nobooks.rooms;

import io.nobooks.Settings;
import io.nobooks.wire.BodySizes;
import java.io.IOException;
import java.nio.file.Path;
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
    AtomicInteger members) {

  /**
   * What the instances of a node that starts shall share. Blocks while it reads the key.
   *
   * @throws IOException when the key under {@code data} cannot be read or made
   */
  public static RoomsNode start(Settings settings, String build, LongSupplier millis)
      throws IOException {
    ReceiptKey key = ReceiptKey.readOrMake(Path.of(settings.data()));
    return of(settings, build, millis, key);
  }

  /** How large bodies may be. */
  BodySizes bodySizes() {
    return new BodySizes(settings.limits().body(), settings.limits().reaction());
  }

  static RoomsNode of(Settings settings, String build, LongSupplier millis, ReceiptKey key) {
    long heap = Runtime.getRuntime().maxMemory();
    return new RoomsNode(
        settings,
        build,
        millis,
        key,
        new Rates(settings.limits(), millis),
        new LogBudget(heap / 100 * settings.limits().logsPercent()),
        new Tombstones(settings.rooms().codeRest(), millis),
        new AtomicInteger(),
        new AtomicInteger());
  }
}
