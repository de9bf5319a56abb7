package io.nobooks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What connections cost that say nothing, on a node and on the stock bridge in turn: to come, and
 * to be there. Rooms have 10 members; clients ping as often as each one's own client does. Then how
 * many a node holds with little memory.
 *
 * <p>Arguments: connections, seconds of idling, connections to hold with {@code -Xmx256m} (0:
 * none), rounds, each with fresh servers.
 */
final class IdleBench {
  private static final int MEMBERS = 10;
  private static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx1g");

  /** They come first, so that classes are loaded and compiled; they are counted nowhere. */
  private static final int FIRST = 4_000;

  /** So many connect, then come to their rooms, before the next do: nobody waits for long. */
  private static final int AT_A_TIME = 1_000;

  /** It closes who does not ping for so long; nobody does while the others come. */
  private static final long STOCK_SILENCE_MS = 120_000;

  private static final long STOCK_PING_MS = 5_000;
  private static final long NOBOOKS_PING_MS = 25_000;
  private static final long HEARD_WITHIN_MS = 8_000;

  /** Who came is told to a room's members within this; the stock bridge answers no register. */
  private static final long JOINED_MS = 500;

  private static final long SETTLE_MS = 10_000;

  private record Cost(
      double heapKib,
      double rssKib,
      double connectsPerS,
      double connectMicros,
      double joinMicros,
      double idlePercent) {}

  private final int connections;
  private final long seconds;

  private IdleBench(int connections, long seconds) {
    this.connections = connections;
    this.seconds = seconds;
  }

  /** Prints a table line for each figure. */
  public static void main(String[] args) throws Exception {
    IdleBench bench = new IdleBench(Integer.parseInt(args[0]), Long.parseLong(args[1]));
    int held = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    compileClient();
    List<Cost> ours = new ArrayList<>();
    List<Cost> stock = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try (Server node = Server.nobooks(OPTIONS, Map.of())) {
        ours.add(bench.cost(node, NOBOOKS_PING_MS));
      }
      try (Server bridge = bench.stock()) {
        stock.add(bench.cost(bridge, STOCK_PING_MS));
      }
    }
    System.out.printf(
        "| %s connections in rooms of %d, median of %d | nobooks | stock | ratio |%n",
        args[0], MEMBERS, rounds);
    row("live heap, KiB/connection", ours, stock, Cost::heapKib);
    row("RSS, KiB/connection", ours, stock, Cost::rssKib);
    row("connects/s", ours, stock, Cost::connectsPerS);
    row("server CPU, us/connect", ours, stock, Cost::connectMicros);
    row("server CPU, us/join", ours, stock, Cost::joinMicros);
    row("idle CPU, % of a core", ours, stock, Cost::idlePercent);
    if (held > 0) {
      hold(held);
    }
    System.exit(0);
  }

  private Server stock() throws Exception {
    return Server.stock(OPTIONS, rooms(FIRST + connections), STOCK_SILENCE_MS);
  }

  /** The client is one process for all servers: the first one must not wait for its compiler. */
  private static void compileClient() throws Exception {
    try (Server bridge = Server.stock(OPTIONS, rooms(AT_A_TIME), STOCK_SILENCE_MS);
        Crowd crowd = new Crowd(bridge, false)) {
      for (int wave = 0; wave < FIRST / AT_A_TIME; wave++) {
        crowd.connect(AT_A_TIME).await();
      }
    }
  }

  private static void row(
      String what, List<Cost> ours, List<Cost> stock, ToDoubleFunction<Cost> figure) {
    double[] mine = ours.stream().mapToDouble(figure).toArray();
    double[] theirs = stock.stream().mapToDouble(figure).toArray();
    double[] ratios =
        IntStream.range(0, mine.length).mapToDouble(i -> mine[i] / theirs[i]).toArray();
    System.out.printf(
        "| %s | %s | %s | %s |%n",
        what, Figures.spread(mine), Figures.spread(theirs), Figures.spread(ratios));
  }

  private Cost cost(Server server, long pingMs) throws Exception {
    try (Crowd crowd = new Crowd(server, false)) {
      Arrivals first = new Arrivals(server, crowd).come(FIRST);
      double heap = server.liveHeapKib();
      double rss = server.rssKib();
      Arrivals all = new Arrivals(server, crowd).come(connections);
      crowd.pings(pingMs);
      TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
      double cpu = server.cpuSeconds();
      TimeUnit.SECONDS.sleep(seconds);
      double idle = (server.cpuSeconds() - cpu) / seconds * 100;
      double grownRss = server.rssKib() - rss;
      double grownHeap = server.liveHeapKib() - heap;
      System.err.println(server.name() + " " + server.largestClasses(25));
      requireAll(crowd, first.rooms);
      requireAll(crowd, all.rooms);
      return new Cost(
          grownHeap / connections,
          grownRss / connections,
          connections / all.connectSeconds,
          all.connectCpu * 1e6 / connections,
          all.joinCpu * 1e6 / connections,
          idle);
    }
  }

  /** Members who connect and come to new rooms, and what it costs; nobody pings yet. */
  private static final class Arrivals {
    final List<Crowd.Rooms> rooms = new ArrayList<>();
    double connectSeconds;
    double connectCpu;
    double joinCpu;
    private final Server server;
    private final Crowd crowd;

    Arrivals(Server server, Crowd crowd) {
      this.server = server;
      this.crowd = crowd;
    }

    Arrivals come(int connections) throws Exception {
      for (int left = connections; left > 0; left -= AT_A_TIME) {
        come(Math.min(left, AT_A_TIME), server.cpuSeconds());
      }
      return this;
    }

    private void come(int connections, double cpu) throws Exception {
      long began = System.nanoTime();
      crowd.connect(connections).await();
      connectSeconds += (System.nanoTime() - began) / 1e9;
      double connected = server.cpuSeconds();
      connectCpu += connected - cpu;
      rooms.add(crowd.rooms(rooms(connections), MEMBERS).await());
      TimeUnit.MILLISECONDS.sleep(JOINED_MS);
      joinCpu += server.cpuSeconds() - connected;
    }
  }

  private static int rooms(int connections) {
    if (connections % MEMBERS != 0) {
      throw new IllegalArgumentException("rooms have " + MEMBERS + " members each");
    }
    return connections / MEMBERS;
  }

  private static void requireAll(Crowd crowd, List<Crowd.Rooms> rooms) {
    Crowd.Rooms all = Crowd.Rooms.of(rooms);
    long count = all.members.stream().mapToLong(List::size).sum();
    long heard = new Load(crowd, all, 100).once(HEARD_WITHIN_MS).await();
    if (heard != count) {
      throw new IllegalStateException(heard + " of " + count + " heard what was said");
    }
  }

  private static void hold(int connections) throws Exception {
    try (Server node = Server.nobooks(List.of("-Xmx256m"), Map.of());
        Crowd crowd = new Crowd(node, false)) {
      List<Crowd.Rooms> all = new Arrivals(node, crowd).come(connections).rooms;
      crowd.pings(NOBOOKS_PING_MS);
      TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
      requireAll(crowd, all);
      System.out.printf(
          Locale.ROOT,
          "| held with -Xmx256m | %,d, all of whom hear | live heap %.0f MiB | RSS %.0f MiB |%n",
          connections,
          node.liveHeapKib() / 1_024,
          node.rssKib() / 1_024);
    }
  }
}
