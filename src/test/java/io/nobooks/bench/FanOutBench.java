package io.nobooks.bench;

import io.nobooks.NoBooks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.transport.Transport;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

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
  private static final double TICKS_PER_S = 100;

  /** What one server did in one round. */
  private record Round(double pacedMicros, double burstsPerS, double burstMicros, double p50Ms) {}

  private final int rooms;
  private final int members;
  private final String body;
  private final List<String> addresses = new ArrayList<>();

  private FanOutBench(int rooms, int members, int bytes) {
    this.rooms = rooms;
    this.members = members;
    this.body = (char) Member.MARK + "x".repeat(bytes - 1);
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
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT,
        "%.2f [%.2f-%.2f]",
        ratios[ratios.length / 2],
        ratios[0],
        ratios[ratios.length - 1]);
  }

  private Round round(boolean nobooks) throws Exception {
    int port = freePort();
    Path data = Files.createTempDirectory("nobooks-bench");
    Process server = nobooks ? startNoBooks(port, data) : startStock(port);
    Transport epoll = Transport.EPOLL;
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1))
            .withTransport(epoll != null && epoll.available() ? epoll : Transport.NIO)
            .build();
    try {
      waitFor(port, server);
      List<List<Member>> joined = join(vertx, port, nobooks);
      return measure(vertx, joined, server.pid());
    } finally {
      vertx.close().await();
      server.destroy();
      if (!server.waitFor(15, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    }
  }

  private Round measure(Vertx vertx, List<List<Member>> joined, long pid) throws Exception {
    Load load = new Load(vertx, joined, addresses, body);
    load.bursts(OUTSTANDING, COMPILE_MS).await();
    load.paced(PACED_PER_S / members, WARM_UP_MS).await();
    double ticks = ticks(pid);
    Load.Result paced = load.paced(PACED_PER_S / members, PHASE_MS).await();
    double pacedMicros = (ticks(pid) - ticks) / TICKS_PER_S * 1e6 / paced.deliveries();
    load.bursts(OUTSTANDING, WARM_UP_MS).await();
    ticks = ticks(pid);
    Load.Result bursts = load.bursts(OUTSTANDING, PHASE_MS).await();
    double burstMicros = (ticks(pid) - ticks) / TICKS_PER_S * 1e6 / bursts.deliveries();
    return new Round(
        pacedMicros, bursts.deliveries() * 1e3 / bursts.millis(), burstMicros, paced.p50Ms());
  }

  private List<List<Member>> join(Vertx vertx, int port, boolean nobooks) {
    NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    List<List<Member>> all = new ArrayList<>();
    addresses.clear();
    for (int room = 0; room < rooms; room++) {
      JsonObject secrets = new JsonObject().put("ticket", secret()).put("proof", secret());
      List<Member> seated = new ArrayList<>();
      for (int i = 0; i < members; i++) {
        Member member = Member.connect(client, port).await();
        String address = "room.r" + room;
        if (nobooks) {
          address = "room." + enter(member, secrets, i).await();
        }
        if (i == 0) {
          addresses.add(address + ".in");
        }
        member.register(address + ".out");
        seated.add(member);
      }
      all.add(seated);
    }
    return all;
  }

  private Future<String> enter(Member member, JsonObject secrets, int i) {
    JsonObject options = new JsonObject().put("sealedOnly", false).put("capacity", 10_000);
    return member
        .ask("auth.sign-in", new JsonObject().put("name", "member " + i))
        .compose(
            signedIn ->
                member.ask(
                    i == 0 ? "rooms.open" : "rooms.enter",
                    i == 0 ? secrets.copy().put("options", options) : secrets))
        .map(snapshot -> snapshot.getString("room"));
  }

  private static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Process startNoBooks(int port, Path data) throws IOException {
    ProcessBuilder server = java(NoBooks.class.getName());
    server.environment().put("NOBOOKS_DATA", data.toString());
    server.environment().put("NOBOOKS_HTTP_PORT", Integer.toString(port));
    server.environment().put("NOBOOKS_ADMIN_PORT", "0");
    server.environment().put("NOBOOKS_DEPLOY", "{\"auth\":1,\"rooms\":1,\"web\":1}");
    server.environment().put("NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.0/8\"]");
    return server.start();
  }

  private Process startStock(int port) throws IOException {
    return java(StockBridge.class.getName(), Integer.toString(port), Integer.toString(rooms))
        .start();
  }

  private static ProcessBuilder java(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xms256m",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.appendTo(new File("target/bench.log")));
  }

  private static void waitFor(int port, Process server) throws Exception {
    for (int i = 0; i < 300 && server.isAlive(); i++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IOException("the server did not start; see target/bench.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** User and system time of a process in clock ticks, from {@code /proc}. */
  private static double ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
  }
}
