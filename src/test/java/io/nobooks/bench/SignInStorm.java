package io.nobooks.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.transport.Transport;
import java.util.Map;
import java.util.Random;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * People who sign in, each on a connection of their own, in a process of their own: whoever
 * measures how long messages take does nothing else then. Each line that comes asks for a storm of
 * so many milliseconds and sign-ins per second and is answered by one that says what became of
 * them.
 *
 * <p>Argument: the port of a node.
 */
final class SignInStorm {
  private static final long TICK_MS = 1;

  /** In which all that came last are answered or refused. */
  private static final long LAST_MS = 1_000;

  private static final int ACCOUNTS = 8;
  private static final String PASSWORD = "correct horse battery";

  private final Vertx vertx;
  private final NetClient client;
  private final int port;
  private final Random random = new Random(42);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private long offered;

  private SignInStorm(int port) {
    Transport epoll = Transport.EPOLL;
    this.port = port;
    vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1))
            .withTransport(epoll != null && epoll.available() ? epoll : Transport.NIO)
            .build();
    client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
  }

  /** Claims the names that people with passwords sign in with; then a storm for each line. */
  public static void main(String[] args) throws Exception {
    SignInStorm storm = new SignInStorm(Integer.parseInt(args[0]));
    for (int account = 0; account < ACCOUNTS; account++) {
      storm.signIn(account, true).await();
    }
    System.out.println("ready");
    try (Scanner asked = new Scanner(System.in, "UTF-8")) {
      while (asked.hasNextLong()) {
        System.out.println(storm.blow(asked.nextLong(), asked.nextLong()));
      }
    }
    System.exit(0);
  }

  /** On the event loop, as everything here is. */
  private Map<String, Integer> blow(long millis, long perSecond) {
    return vertx
        .timer(1, TimeUnit.MILLISECONDS)
        .compose(
            start -> {
              outcomes.clear();
              long timer = vertx.setPeriodic(TICK_MS, tick -> offer(perSecond));
              return vertx
                  .timer(millis, TimeUnit.MILLISECONDS)
                  .onComplete(over -> vertx.cancelTimer(timer));
            })
        .compose(over -> vertx.timer(LAST_MS, TimeUnit.MILLISECONDS))
        .map(last -> new TreeMap<>(outcomes))
        .await();
  }

  /** People do not come in step, neither with each other nor with what is said. */
  private void offer(long perSecond) {
    if (random.nextInt((int) (1_000 / TICK_MS)) < perSecond) {
      offered++;
      signIn((int) (offered % ACCOUNTS), offered % 2 == 0)
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
    return Member.connect(client, port)
        .compose(
            member -> member.ask("auth.sign-in", identity).onComplete(answered -> member.close()));
  }
}
