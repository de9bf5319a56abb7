package io.nobooks.bench;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

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
  private static final long WARM_UP_MS = 6_000;
  private static final long PHASE_MS = 10_000;
  private static final long TICK_MS = 1;
  private static final int ACCOUNTS = 8;
  private static final String PASSWORD = "correct horse battery";

  private final Crowd crowd;
  private final Load load;
  private final long perSecond;
  private final Map<String, Integer> outcomes = new TreeMap<>();

  /** Of the next storm's arrivals. */
  private long seed = 42;

  private SignInBench(Crowd crowd, Load load, long perSecond) {
    this.crowd = crowd;
    this.load = load;
    this.perSecond = perSecond;
  }

  /** Prints a line for each round and a table line with the median of the ratios. */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    try (Server node = Server.nobooks(List.of("-Xms256m", "-Xmx1g"), Map.of());
        Crowd crowd = new Crowd(node, false)) {
      Load load = new Load(crowd, crowd.rooms(ROOMS, MEMBERS).await(), 100);
      SignInBench bench = new SignInBench(crowd, load, Long.parseLong(args[1]));
      bench.claim();
      bench.paced(WARM_UP_MS);
      bench.storm(WARM_UP_MS);
      bench.rounds(rounds);
    }
    System.exit(0);
  }

  private void rounds(int rounds) {
    double[] ratios = new double[rounds];
    double[] medians = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Load.Result quiet = paced(PHASE_MS);
      outcomes.clear();
      Load.Result stormy = storm(PHASE_MS);
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

  /** The names that people with passwords sign in with later. */
  private void claim() {
    for (int account = 0; account < ACCOUNTS; account++) {
      signIn(account, true).await();
    }
  }

  private Load.Result storm(long millis) {
    Random random = new Random(seed++);
    long[] offered = {0};
    Future<Long> timer =
        Future.future(
            started ->
                crowd.context.runOnContext(
                    now ->
                        started.complete(
                            crowd.vertx.setPeriodic(TICK_MS, tick -> offer(offered, random)))));
    Load.Result result = paced(millis);
    crowd.vertx.cancelTimer(timer.await());
    return result;
  }

  /** People do not come in step, neither with each other nor with what is said. */
  private void offer(long[] offered, Random random) {
    if (random.nextInt((int) (1_000 / TICK_MS)) < perSecond) {
      offered[0]++;
      boolean password = offered[0] % 2 == 0;
      signIn((int) (offered[0] % ACCOUNTS), password)
          .onComplete(
              done -> outcomes.merge(done.succeeded() ? "answered" : "refused", 1, Integer::sum));
    }
  }

  private Future<?> signIn(int account, boolean password) {
    JsonObject identity = new JsonObject();
    if (password) {
      identity.put("name", "holder " + account).put("password", PASSWORD);
    } else {
      identity.put("name", "guest " + System.nanoTime());
    }
    return crowd
        .connects()
        .compose(member -> crowd.signsIn(member, identity).onComplete(answered -> member.close()));
  }
}
