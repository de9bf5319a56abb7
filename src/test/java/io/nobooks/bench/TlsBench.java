package io.nobooks.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What TLS adds to a delivery: rooms of members on a node with a certificate of its own and on one
 * without, in turn. CPU is the server's alone.
 *
 * <p>Arguments: rooms, members of each, rounds.
 */
final class TlsBench {
  private static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx1g");
  private static final long DELIVERIES_PER_S = 20_000;
  private static final long WARM_UP_MS = 5_000;
  private static final long PHASE_MS = 6_000;

  private TlsBench() {}

  /** Prints a line for each round and a table line with the median of the ratios. */
  public static void main(String[] args) throws Exception {
    int rooms = Integer.parseInt(args[0]);
    int members = Integer.parseInt(args[1]);
    double[] ratios = new double[Integer.parseInt(args[2])];
    for (int round = 0; round < ratios.length; round++) {
      double plain = micros(rooms, members, false);
      double tls = micros(rooms, members, true);
      ratios[round] = tls / plain;
      System.out.printf(Locale.ROOT, "plain %.2f us a delivery, TLS %.2f us%n", plain, tls);
    }
    System.out.printf(
        Locale.ROOT,
        "| TLS, %dx%d, paced CPU per delivery, of plain | %s |%n",
        rooms,
        members,
        Figures.spread(ratios));
    System.exit(0);
  }

  private static double micros(int rooms, int members, boolean tls) throws Exception {
    Map<String, String> settings = Map.of("NOBOOKS_HTTP_TLS_SELF_SIGNED", Boolean.toString(tls));
    try (Server node = Server.nobooks(OPTIONS, settings);
        Crowd crowd = new Crowd(node, tls)) {
      Load load = new Load(crowd, crowd.rooms(rooms, members).await(), 100);
      load.paced(DELIVERIES_PER_S / members, WARM_UP_MS).await();
      double cpu = node.cpuSeconds();
      Load.Result paced = load.paced(DELIVERIES_PER_S / members, PHASE_MS).await();
      return (node.cpuSeconds() - cpu) * 1e6 / paced.deliveries();
    }
  }
}
