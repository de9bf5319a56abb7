package io.nobooks.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** What the members of all rooms say, at a pace or as fast as their own messages come back. */
final class Load {
  private static final long TICK_MS = 1;

  /**
   * How long it took, what arrived, and in what time half of the speakers' own copies were back
   * after they were written, and 99 of 100.
   */
  record Result(long deliveries, long millis, double p50Ms, double p99Ms) {}

  private final Vertx vertx;
  private final List<List<Member>> rooms;

  /** What is said in each room, ready to be sent but for the number at the end of its cid. */
  private final List<byte[]> texts = new ArrayList<>();

  private final List<Integer> cidEnds = new ArrayList<>();
  private final Context context;
  private long said;

  /** Bodies have so many bytes, the mark among them. */
  Load(Crowd crowd, Crowd.Rooms rooms, int bytes) {
    this.vertx = crowd.vertx;
    this.context = crowd.context;
    this.rooms = rooms.members;
    String cid = UUID.randomUUID().toString().replaceAll(".{12}$", "000000000000");
    String body = (char) Member.MARK + "x".repeat(bytes - 1);
    for (String address : rooms.addresses) {
      String text = message(address, cid, body);
      texts.add(text.getBytes(StandardCharsets.UTF_8));
      cidEnds.add(text.indexOf(cid) + cid.length());
    }
  }

  /** So many messages a second over all rooms, each from another room in turn. */
  Future<Result> paced(long perSecond, long millis) {
    Promise<Result> done = Promise.promise();
    List<Long> waits = new ArrayList<>();
    context.runOnContext(
        start -> {
          List<ArrayDeque<Long>> saidAt = new ArrayList<>();
          for (int room = 0; room < rooms.size(); room++) {
            ArrayDeque<Long> underWay = new ArrayDeque<>();
            saidAt.add(underWay);
            hush(room);
            first(room).countOnly(() -> note(underWay, waits));
          }
          long began = System.nanoTime();
          long[] said = {0};
          vertx.setPeriodic(
              TICK_MS,
              timer -> {
                long elapsed = (System.nanoTime() - began) / 1_000_000;
                for (long due = elapsed * perSecond / 1_000; said[0] < due; said[0]++) {
                  int room = (int) (said[0] % rooms.size());
                  saidAt.get(room).add(System.nanoTime());
                  say(room);
                }
                if (elapsed >= millis) {
                  vertx.cancelTimer(timer);
                  settle(done, elapsed, waits);
                }
              });
        });
    return done.future();
  }

  /** In each room its first member keeps so many messages under way. */
  Future<Result> bursts(int outstanding, long millis) {
    Promise<Result> done = Promise.promise();
    context.runOnContext(
        start -> {
          boolean[] over = {false};
          long began = System.nanoTime();
          for (int room = 0; room < rooms.size(); room++) {
            int spoken = room;
            hush(room);
            first(room)
                .countOnly(
                    () -> {
                      if (!over[0]) {
                        say(spoken);
                      }
                    });
            for (int i = 0; i < outstanding; i++) {
              say(room);
            }
          }
          vertx.setTimer(
              millis,
              timer -> {
                over[0] = true;
                settle(done, (System.nanoTime() - began) / 1_000_000, List.of());
              });
        });
    return done.future();
  }

  /** One message in each room; how many members had heard one after so many milliseconds. */
  Future<Long> once(long millis) {
    Promise<Long> done = Promise.promise();
    context.runOnContext(
        start -> {
          for (int room = 0; room < rooms.size(); room++) {
            hush(room);
            say(room);
          }
          vertx.setTimer(
              millis,
              timer ->
                  done.complete(
                      rooms.stream()
                          .flatMap(List::stream)
                          .filter(member -> member.delivered > 0)
                          .count()));
        });
    return done.future();
  }

  /** Copies come in the order in which they were said. */
  private static void note(ArrayDeque<Long> underWay, List<Long> waits) {
    Long said = underWay.poll();
    if (said != null) {
      waits.add(System.nanoTime() - said);
    }
  }

  private void hush(int room) {
    rooms.get(room).forEach(member -> member.countOnly(null));
  }

  private Member first(int room) {
    return rooms.get(room).get(0);
  }

  private void say(int room) {
    byte[] text = texts.get(room);
    long number = ++said;
    for (int digit = cidEnds.get(room); number > 0; number /= 10) {
      text[--digit] = (byte) ('0' + number % 10);
    }
    first(room).write(text);
  }

  private static String message(String address, String cid, String body) {
    JsonObject said =
        new JsonObject()
            .put("type", "say")
            .put("cid", cid)
            .put("body", new JsonObject().put("text", body));
    JsonObject message =
        new JsonObject().put("type", "send").put("address", address).put("body", said);
    return new JsonArray().add(message.encode()).encode();
  }

  /**
   * Counts what was delivered in the time; what is still under way arrives before the next phase.
   */
  private void settle(Promise<Result> done, long millis, List<Long> waits) {
    long deliveries =
        rooms.stream().flatMap(List::stream).mapToLong(member -> member.delivered).sum();
    List<Long> sorted = new ArrayList<>(waits);
    Collections.sort(sorted);
    Result result = new Result(deliveries, millis, at(sorted, 50), at(sorted, 99));
    vertx.setTimer(1_000, quiet -> done.complete(result));
  }

  private static double at(List<Long> sorted, int percent) {
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100) / 1e6;
  }
}
