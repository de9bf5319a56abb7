package io.nobooks.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a delivery, an arrival and the memory of it all cost on a node as one number grows and the
 * others stay. Prints tab-separated lines: what grows, how large, server CPU in microseconds of a
 * delivery and of an arrival, live heap in KiB.
 *
 * <p>Arguments: what grows, then sizes from small to large.
 */
final class GrowthBench {
  private static final int BYTES = 100;
  private static final int NEWCOMERS = 400;
  private static final long WARM_UP_MS = 4_000;
  private static final long PHASE_MS = 6_000;
  private static final long HISTORY_PER_S = 2_500;

  /** More than is kept by default, so that the log can grow, and rooms beside the first one. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "NOBOOKS_LIMITS_HISTORY_SAID", "20000",
          "NOBOOKS_LIMITS_HISTORY_BYTES", "64 MiB",
          "NOBOOKS_LIMITS_LOGS_PERCENT", "50",
          "NOBOOKS_LIMITS_ROOMS", "20000");

  /** One number that can grow. */
  private enum Growing {
    MEMBERS(20_000) {
      @Override
      Crowd.Rooms build(Crowd crowd, int size) {
        return crowd.rooms(1, size).await();
      }

      @Override
      int arrivals(int size) {
        return size;
      }
    },
    ROOMS(3_000) {
      @Override
      Crowd.Rooms build(Crowd crowd, int size) {
        return crowd.rooms(size, 1).await();
      }

      @Override
      int arrivals(int size) {
        return size;
      }
    },
    CONNECTIONS(20_000) {
      @Override
      Crowd.Rooms build(Crowd crowd, int size) {
        crowd.rooms(size / 10, 10).await();
        return crowd.rooms(1, 100).await();
      }

      @Override
      int arrivals(int size) {
        return size + 100;
      }
    },
    HISTORY(20_000) {
      @Override
      Crowd.Rooms build(Crowd crowd, int size) {
        Crowd.Rooms rooms = crowd.rooms(1, 10).await();
        Load load = new Load(crowd, rooms, BYTES);
        load.paced(HISTORY_PER_S, size * 1_000L / HISTORY_PER_S).await();
        return rooms;
      }

      @Override
      int arrivals(int size) {
        return 0;
      }
    };

    final long deliveriesPerS;

    Growing(long deliveriesPerS) {
      this.deliveriesPerS = deliveriesPerS;
    }

    /** Everything of this size; the rooms that are answered are those that talk. */
    abstract Crowd.Rooms build(Crowd crowd, int size);

    /** How many came while it was built; 0 where that is found out afterwards. */
    abstract int arrivals(int size);
  }

  private GrowthBench() {}

  /** Measures each size on a node of its own. */
  public static void main(String[] args) throws Exception {
    Growing growing = Growing.valueOf(args[0].toUpperCase(Locale.ROOT));
    for (String size : List.of(args).subList(1, args.length)) {
      measure(growing, Integer.parseInt(size));
    }
    System.exit(0);
  }

  private static void measure(Growing growing, int size) throws Exception {
    try (Server node = Server.nobooks(List.of("-Xms256m", "-Xmx1g"), SETTINGS);
        Crowd crowd = new Crowd(node, false)) {
      crowd.pings(25_000);
      crowd.rooms(1, 300).await();
      double heap = node.liveHeapKib();
      double cpu = node.cpuSeconds();
      Crowd.Rooms rooms = growing.build(crowd, size);
      int arrivals = growing.arrivals(size);
      double arrivalCpu = node.cpuSeconds() - cpu;
      double grown = node.liveHeapKib() - heap;
      double delivery = delivery(node, new Load(crowd, rooms, BYTES), growing, rooms);
      if (arrivals == 0) {
        cpu = node.cpuSeconds();
        crowd.fill(rooms, NEWCOMERS).await();
        arrivalCpu = node.cpuSeconds() - cpu;
        arrivals = NEWCOMERS;
      }
      System.out.printf(
          Locale.ROOT,
          "%s\t%d\t%.2f\t%.0f\t%.0f%n",
          growing.name().toLowerCase(Locale.ROOT),
          size,
          delivery,
          arrivalCpu * 1e6 / arrivals,
          grown);
    }
  }

  /** Server CPU in microseconds; at the same number of deliveries a second whatever the size. */
  private static double delivery(Server node, Load load, Growing growing, Crowd.Rooms rooms)
      throws Exception {
    long messages = Math.max(1, growing.deliveriesPerS / rooms.members.get(0).size());
    load.paced(messages, WARM_UP_MS).await();
    double cpu = node.cpuSeconds();
    Load.Result paced = load.paced(messages, PHASE_MS).await();
    return (node.cpuSeconds() - cpu) * 1e6 / paced.deliveries();
  }
}
