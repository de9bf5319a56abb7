package io.nobooks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rooms of members on SockJS WebSockets, once on NoBooks and once on the stock bridge, in turn, so
 * that the machine's drift meets both. Server CPU is what the kernel booked for the server process.
 *
 * <p>Arguments: rooms, members of each, bytes of a body, rounds. Everything is on the loopback, and
 * every phase is bounded in time.
 */
final class FanOutBench {
  private static final long PACED_PER_S = 30_000;

  /** At the pace of people a JVM compiles for minutes; a burst tells it early what is hot. */
  private static final long COMPILE_MS = 2_000;

  private static final long WARM_UP_MS = 4_000;
  private static final long PHASE_MS = 6_000;
  private static final int OUTSTANDING = 8;
  private static final long NO_PINGS_FOR_MS = 120_000;
  private static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx1g");

  /** What one server did in one round. */
  private record Round(double pacedMicros, double burstsPerS, double burstMicros, double p50Ms) {}

  private final int rooms;
  private final int members;
  private final int bytes;

  private FanOutBench(int rooms, int members, int bytes) {
    this.rooms = rooms;
    this.members = members;
    this.bytes = bytes;
  }

  /** Prints a line for each round and the medians of the ratios. */
  public static void main(String[] args) throws Exception {
    FanOutBench bench =
        new FanOutBench(
            Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    int rounds = Integer.parseInt(args[3]);
    List<Round> ours = new ArrayList<>();
    List<Round> stock = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ours.add(bench.show("nobooks", bench.round(true)));
      stock.add(bench.show("stock  ", bench.round(false)));
    }
    System.out.printf(
        Locale.ROOT,
        "ratio to stock, median of %d [least-most]: paced CPU %s, bursts %s, burst CPU %s, p50 %s%n",
        rounds,
        ratio(ours, stock, Round::pacedMicros),
        ratio(ours, stock, Round::burstsPerS),
        ratio(ours, stock, Round::burstMicros),
        ratio(ours, stock, Round::p50Ms));
    System.exit(0);
  }

  private Round show(String server, Round round) {
    System.out.printf(
        Locale.ROOT,
        "%s %dx%d: paced %.2f us a delivery, p50 %.2f ms; bursts %,.0f/s at %.2f us%n",
        server,
        rooms,
        members,
        round.pacedMicros,
        round.p50Ms,
        round.burstsPerS,
        round.burstMicros);
    return round;
  }

  private interface Figure {
    double of(Round round);
  }

  private static String ratio(List<Round> ours, List<Round> stock, Figure figure) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.of(ours.get(i)) / figure.of(stock.get(i));
    }
    return Figures.spread(ratios);
  }

  private Round round(boolean nobooks) throws Exception {
    try (Server server =
            nobooks
                ? Server.nobooks(OPTIONS, Map.of())
                : Server.stock(OPTIONS, rooms, NO_PINGS_FOR_MS);
        Crowd crowd = new Crowd(server, false)) {
      Load load = new Load(crowd, crowd.rooms(rooms, members).await(), bytes);
      return measure(load, server);
    }
  }

  private Round measure(Load load, Server server) throws Exception {
    load.bursts(OUTSTANDING, COMPILE_MS).await();
    load.paced(PACED_PER_S / members, WARM_UP_MS).await();
    double cpu = server.cpuSeconds();
    Load.Result paced = load.paced(PACED_PER_S / members, PHASE_MS).await();
    double pacedMicros = (server.cpuSeconds() - cpu) * 1e6 / paced.deliveries();
    load.bursts(OUTSTANDING, WARM_UP_MS).await();
    cpu = server.cpuSeconds();
    Load.Result bursts = load.bursts(OUTSTANDING, PHASE_MS).await();
    double burstMicros = (server.cpuSeconds() - cpu) * 1e6 / bursts.deliveries();
    return new Round(
        pacedMicros, bursts.deliveries() * 1e3 / bursts.millis(), burstMicros, paced.p50Ms());
  }
}
