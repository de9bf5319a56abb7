package io.nobooks.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What connections cost that say nothing, on a node and on the stock bridge in turn: to come, and
 * to be there. Rooms have 10 members; clients ping as often as each one's own client does. Then how
 * many a node holds with little memory.
 *
 * <p>Arguments: connections, seconds of idling, connections to hold with {@code -Xmx256m}.
 */
final class IdleBench {
  private static final int MEMBERS = 10;

  /** They come first, so that classes are loaded and compiled; they are counted nowhere. */
  private static final int FIRST_ROOMS = 100;

  private static final long STOCK_SILENCE_MS = 10_000;
  private static final long STOCK_PING_MS = 5_000;
  private static final long NOBOOKS_PING_MS = 25_000;
  private static final long HEARD_WITHIN_MS = 8_000;

  private record Cost(
      double heapKib,
      double rssKib,
      double connectsPerS,
      double connectMicros,
      double idlePercent) {}

  private final int rooms;
  private final long seconds;

  private IdleBench(int connections, long seconds) {
    this.rooms = connections / MEMBERS;
    this.seconds = seconds;
  }

  /** Prints a table line for each figure. */
  public static void main(String[] args) throws Exception {
    IdleBench bench = new IdleBench(Integer.parseInt(args[0]), Long.parseLong(args[1]));
    List<String> options = List.of("-Xms256m", "-Xmx1g");
    Cost ours;
    Cost stock;
    try (Server node = Server.nobooks(options, Map.of())) {
      ours = bench.cost(node, NOBOOKS_PING_MS);
    }
    try (Server bridge = Server.stock(options, bench.rooms, STOCK_SILENCE_MS)) {
      stock = bench.cost(bridge, STOCK_PING_MS);
    }
    System.out.printf(
        "| %s connections in rooms of %d | nobooks | stock | ratio |%n", args[0], MEMBERS);
    row("live heap, KiB/connection", ours.heapKib, stock.heapKib);
    row("RSS, KiB/connection", ours.rssKib, stock.rssKib);
    row("connects/s", ours.connectsPerS, stock.connectsPerS);
    row("server CPU, us/connect", ours.connectMicros, stock.connectMicros);
    row("idle CPU, % of a core", ours.idlePercent, stock.idlePercent);
    hold(Integer.parseInt(args[2]) / MEMBERS);
    System.exit(0);
  }

  private static void row(String what, double ours, double stock) {
    System.out.printf(
        Locale.ROOT, "| %s | %.1f | %.1f | %.2f |%n", what, ours, stock, ours / stock);
  }

  private Cost cost(Server server, long pingMs) throws Exception {
    try (Crowd crowd = new Crowd(server, false)) {
      crowd.pings(pingMs);
      crowd.rooms(FIRST_ROOMS, MEMBERS).await();
      double heap = server.liveHeapKib();
      double rss = server.rssKib();
      double cpu = server.cpuSeconds();
      long began = System.nanoTime();
      Crowd.Rooms all = crowd.rooms(rooms, MEMBERS).await();
      double took = (System.nanoTime() - began) / 1e9;
      double connectCpu = server.cpuSeconds() - cpu;
      double count = rooms * MEMBERS;
      TimeUnit.MILLISECONDS.sleep(STOCK_PING_MS);
      cpu = server.cpuSeconds();
      TimeUnit.SECONDS.sleep(seconds);
      double idle = (server.cpuSeconds() - cpu) / seconds * 100;
      double grownRss = server.rssKib() - rss;
      double grownHeap = server.liveHeapKib() - heap;
      System.err.println(server.name() + " " + server.largestClasses(25));
      requireAll(new Load(crowd, all, 100), (long) rooms * MEMBERS);
      return new Cost(
          grownHeap / count, grownRss / count, count / took, connectCpu * 1e6 / count, idle);
    }
  }

  private static void requireAll(Load load, long count) {
    long heard = load.once(HEARD_WITHIN_MS).await();
    if (heard != count) {
      throw new IllegalStateException(heard + " of " + count + " heard what was said");
    }
  }

  private static void hold(int rooms) throws Exception {
    try (Server node = Server.nobooks(List.of("-Xmx256m"), Map.of());
        Crowd crowd = new Crowd(node, false)) {
      crowd.pings(NOBOOKS_PING_MS);
      Crowd.Rooms all = crowd.rooms(rooms, MEMBERS).await();
      TimeUnit.SECONDS.sleep(10);
      requireAll(new Load(crowd, all, 100), (long) rooms * MEMBERS);
      System.out.printf(
          Locale.ROOT,
          "| held with -Xmx256m | %,d, all of whom hear | live heap %.0f MiB | RSS %.0f MiB |%n",
          rooms * MEMBERS,
          node.liveHeapKib() / 1_024,
          node.rssKib() / 1_024);
    }
  }
}
