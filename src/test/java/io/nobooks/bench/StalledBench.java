package io.nobooks.bench;

import io.nobooks.support.RawWebSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long messages take in rooms where many members read nothing and some a kilobyte a second,
 * beside how long they take in the same rooms without these, in turn on one node; and how soon the
 * connections of the stalled are gone.
 *
 * <p>Argument: rounds.
 */
final class StalledBench {
  private static final int ROOMS = 20;
  private static final int READERS = 5;
  private static final int STALLED = 300;
  private static final int SLOW = 100;
  private static final int BYTES = 11_000;
  private static final long MESSAGES_PER_S = 200;
  private static final long WARM_UP_MS = 5_000;
  private static final long QUIET_MS = 10_000;
  private static final long STALLED_MS = 35_000;
  private static final long GONE_WITHIN_S = 90;

  private final Server node;
  private final Crowd.Rooms rooms;
  private final Load load;

  private StalledBench(Server node, Crowd crowd) {
    this.node = node;
    this.rooms = crowd.rooms(ROOMS, READERS).await();
    this.load = new Load(crowd, rooms, BYTES);
  }

  /** Prints a line for each round and a table line with the median of the ratios. */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    try (Server node = Server.nobooks(List.of("-Xms256m", "-Xmx1g"), Map.of());
        Crowd crowd = new Crowd(node, false)) {
      StalledBench bench = new StalledBench(node, crowd);
      bench.load.paced(MESSAGES_PER_S, WARM_UP_MS).await();
      double[] ratios = new double[rounds];
      double[] gone = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        Load.Result quiet = bench.load.paced(MESSAGES_PER_S, QUIET_MS).await();
        ratios[round] = bench.stalled(quiet, gone, round);
      }
      System.out.printf(
          Locale.ROOT,
          "| p99 of the others, %d stalled and %d slow, of quiet | %s | stalled gone after %s s |%n",
          STALLED,
          SLOW,
          Figures.spread(ratios),
          Figures.spread(gone));
    }
    System.exit(0);
  }

  private double stalled(Load.Result quiet, double[] gone, int round) throws Exception {
    long sockets = node.openSockets();
    List<RawWebSocket> silent = new ArrayList<>();
    ScheduledExecutorService slowly = Executors.newSingleThreadScheduledExecutor();
    try {
      for (int i = 0; i < STALLED + SLOW; i++) {
        silent.add(settle(i % ROOMS));
      }
      List<RawWebSocket> slow = silent.subList(STALLED, STALLED + SLOW);
      ScheduledFuture<?> reading =
          slowly.scheduleAtFixedRate(
              () -> slow.forEach(StalledBench::skim), 1, 1, TimeUnit.SECONDS);
      long began = System.nanoTime();
      Load.Result result = load.paced(MESSAGES_PER_S, STALLED_MS).await();
      gone[round] = secondsUntilGone(sockets + SLOW, began);
      reading.cancel(true);
      System.out.printf(
          Locale.ROOT,
          "quiet p50 %.2f p99 %.2f ms; stalled p50 %.2f p99 %.2f ms, gone after %.0f s%n",
          quiet.p50Ms(),
          quiet.p99Ms(),
          result.p50Ms(),
          result.p99Ms(),
          gone[round]);
      return result.p99Ms() / quiet.p99Ms();
    } finally {
      slowly.shutdownNow();
      for (RawWebSocket one : silent) {
        one.close();
      }
    }
  }

  /** A member who comes into a room and reads nothing more. */
  private RawWebSocket settle(int room) throws IOException {
    RawWebSocket socket = new RawWebSocket(node.port);
    socket.ask("auth.sign-in", new JsonObject().put("name", "silent " + System.nanoTime()));
    socket.ask("rooms.enter", rooms.secrets(room));
    socket.register(rooms.addresses.get(room).replace(".in", ".out"));
    return socket;
  }

  private static void skim(RawWebSocket socket) {
    try {
      socket.skim(1 << 10);
    } catch (IOException cut) {
      return; // The node may cut the slow as well.
    }
  }

  /** Says on what has to be, so that the stalled go on being written to. */
  private double secondsUntilGone(long sockets, long began) throws Exception {
    while (node.openSockets() > sockets) {
      if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(GONE_WITHIN_S)) {
        throw new IllegalStateException(
            node.openSockets() - sockets + " too many connections after " + GONE_WITHIN_S + " s");
      }
      load.paced(MESSAGES_PER_S, 1_000).await();
    }
    return (System.nanoTime() - began) / 1e9;
  }
}
