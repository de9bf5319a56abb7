package io.nobooks.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.transport.Transport;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Members who come to a server's rooms, all on one event loop; a few at the same time. */
final class Crowd implements AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final int CAPACITY = 10_000;

  /** Pings are spread over the time between two of the same member. */
  private static final int SLICES = 50;

  /** Rooms with everybody in them, whose first members speak. */
  static final class Rooms {
    final List<List<Member>> members = new ArrayList<>();

    /** Where what is said in each room goes. */
    final List<String> addresses = new ArrayList<>();

    private final List<JsonObject> secrets = new ArrayList<>();

    /** All of these together. */
    static Rooms of(List<Rooms> some) {
      Rooms all = new Rooms();
      for (Rooms rooms : some) {
        all.members.addAll(rooms.members);
        all.addresses.addAll(rooms.addresses);
        all.secrets.addAll(rooms.secrets);
      }
      return all;
    }

    /** What who enters a room of a node has to know. */
    JsonObject secrets(int room) {
      return secrets.get(room).copy();
    }
  }

  final Vertx vertx;
  final Context context;
  private final NetClient client;
  private final Server server;
  private final List<Member> everybody = new ArrayList<>();
  private final Deque<Member> connected = new ArrayDeque<>();
  private int names;
  private int named;

  /** Who comes to this server, over TLS where {@code tls}; any certificate will do. */
  Crowd(Server server, boolean tls) {
    Transport epoll = Transport.EPOLL;
    this.server = server;
    vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1))
            .withTransport(epoll != null && epoll.available() ? epoll : Transport.NIO)
            .build();
    context = vertx.getOrCreateContext();
    NetClientOptions options = new NetClientOptions().setTcpNoDelay(true);
    if (tls) {
      options.setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    client = vertx.createNetClient(options);
  }

  /** So many rooms of so many members each, who all hear their room. */
  Future<Rooms> rooms(int rooms, int members) {
    Rooms all = new Rooms();
    for (int room = 0; room < rooms; room++) {
      all.members.add(new ArrayList<>());
      all.addresses.add("room.r" + named++ + ".in");
      all.secrets.add(secrets());
    }
    return inTurn(IntStream.range(0, rooms).mapToObj(room -> () -> joins(all, room)))
        .compose(opened -> fill(all, members - 1))
        .map(all);
  }

  /** So many more members come to each room. */
  Future<Void> fill(Rooms all, int more) {
    int rooms = all.members.size();
    return inTurn(
        IntStream.range(0, rooms * more).mapToObj(next -> () -> joins(all, next % rooms)));
  }

  /** So many connections of nobody, whom the next members take. */
  Future<Void> connect(int connections) {
    return inTurn(
        IntStream.range(0, connections)
            .mapToObj(next -> () -> connects().onSuccess(connected::add)));
  }

  /** One more member comes to a room, which the first one opens, and hears it. */
  Future<Member> joins(Rooms all, int room) {
    Member waiting = connected.poll();
    return (waiting == null ? connects() : Future.succeededFuture(waiting))
        .compose(
            member -> {
              everybody.add(member);
              all.members.get(room).add(member);
              return server.nobooks ? enters(member, all, room) : registers(member, all, room);
            });
  }

  /** A connection of nobody. */
  Future<Member> connects() {
    return Member.connect(client, server.port);
  }

  /** Signs in as somebody new. */
  Future<JsonObject> signsIn(Member member, JsonObject identity) {
    return member.ask("auth.sign-in", identity);
  }

  private Future<Member> enters(Member member, Rooms all, int room) {
    boolean first = all.members.get(room).size() == 1;
    JsonObject question = all.secrets(room);
    if (first) {
      JsonObject options = new JsonObject().put("sealedOnly", false).put("capacity", CAPACITY);
      question.put("options", options);
    }
    return signsIn(member, new JsonObject().put("name", "member " + ++names))
        .compose(signedIn -> member.ask(first ? "rooms.open" : "rooms.enter", question))
        .compose(
            snapshot -> {
              String address = "room." + snapshot.getString("room");
              all.addresses.set(room, address + ".in");
              return member.register(address + ".out");
            })
        .map(member);
  }

  /** The stock bridge does not answer to that. */
  private static Future<Member> registers(Member member, Rooms all, int room) {
    member.register(all.addresses.get(room).replace(".in", ".out"));
    return Future.succeededFuture(member);
  }

  /** Everything that is given here, a few at the same time; on this crowd's event loop. */
  private Future<Void> inTurn(Stream<Supplier<Future<Member>>> steps) {
    Iterator<Supplier<Future<Member>>> left = steps.iterator();
    return Future.future(
        done ->
            context.runOnContext(
                start ->
                    Future.all(IntStream.range(0, AT_ONCE).mapToObj(lane -> lane(left)).toList())
                        .<Void>mapEmpty()
                        .onComplete(done::handle)));
  }

  private static Future<Void> lane(Iterator<Supplier<Future<Member>>> left) {
    return left.hasNext()
        ? left.next().get().compose(member -> lane(left))
        : Future.succeededFuture();
  }

  private static JsonObject secrets() {
    return new JsonObject().put("ticket", secret()).put("proof", secret());
  }

  private static String secret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** From now on everybody in a room says once in so many milliseconds that it is still there. */
  void pings(long everyMs) {
    long[] slice = {0};
    vertx.setPeriodic(
        everyMs / SLICES,
        due -> {
          long turn = slice[0]++ % SLICES;
          for (long i = turn; i < everybody.size(); i += SLICES) {
            everybody.get((int) i).ping();
          }
        });
  }

  /** All connections are closed. */
  @Override
  public void close() {
    vertx.close().await();
  }
}
