package io.nobooks.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long messages take while many sign in, beside how long they take while nobody does, in turn
 * on one node. Each sign-in is one of a new connection, half of them guests, half with the password
 * of an account; the node refuses those that it cannot hash in time.
 *
 * <p>Arguments: rounds, sign-ins per second.
 */
final class SignInBench {
  private static final int ROOMS = 10;
  private static final int MEMBERS = 100;
  private static final long DELIVERIES_PER_S = 10_000;

  /**
   * So many sign-ins have the compilers done with what they run, which takes minutes at the pace of
   * a storm.
   */
  private static final long WARM_UP_MS = 60_000;

  private static final long WARM_UP_PER_S = 500;
  private static final long PHASE_MS = 20_000;
  private static final long PING_MS = 25_000;

  private final Load load;
  private final StormProcess people;
  private final long perSecond;
  private String outcomes = "";

  private SignInBench(Load load, StormProcess people, long perSecond) {
    this.load = load;
    this.people = people;
    this.perSecond = perSecond;
  }

  /** Prints a line for each round and a table line with the median of the ratios. */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    long perSecond = Long.parseLong(args[1]);
    try (Server node = Server.nobooks(List.of("-Xms256m", "-Xmx1g"), Map.of());
        Crowd crowd = new Crowd(node, false);
        StormProcess people = new StormProcess(node)) {
      Load load = new Load(crowd, crowd.rooms(ROOMS, MEMBERS).await(), 100);
      SignInBench bench = new SignInBench(load, people, perSecond);
      crowd.pings(PING_MS);
      bench.storm(WARM_UP_MS, WARM_UP_PER_S);
      bench.paced(PHASE_MS);
      bench.rounds(rounds);
    }
    System.exit(0);
  }

  private void rounds(int rounds) throws IOException {
    double[] ratios = new double[rounds];
    double[] medians = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Load.Result quiet = paced(PHASE_MS);
      Load.Result stormy = storm(PHASE_MS, perSecond);
      ratios[round] = stormy.p99Ms() / quiet.p99Ms();
      medians[round] = stormy.p50Ms() / quiet.p50Ms();
      System.out.printf(
          Locale.ROOT,
          "quiet p50 %.2f p99 %.2f ms; sign-ins %s: p50 %.2f p99 %.2f ms%n",
          quiet.p50Ms(),
          quiet.p99Ms(),
          outcomes,
          stormy.p50Ms(),
          stormy.p99Ms());
    }
    System.out.printf(
        Locale.ROOT,
        "| %d sign-ins/s beside %,d deliveries/s, of quiet | p99 %s | p50 %s |%n",
        perSecond,
        DELIVERIES_PER_S,
        Figures.spread(ratios),
        Figures.spread(medians));
  }

  private Load.Result paced(long millis) {
    return load.paced(DELIVERIES_PER_S / MEMBERS, millis).await();
  }

  private Load.Result storm(long millis, long signIns) throws IOException {
    people.blow(millis, signIns);
    Load.Result result = paced(millis);
    outcomes = people.answer();
    return result;
  }
}
