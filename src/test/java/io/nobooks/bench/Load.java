package io.nobooks.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** What the members of all rooms say, at a pace or as fast as their own messages come back. */
final class Load {
  private static final long TICK_MS = 10;

  /** How long it took, what arrived, and the median time from writing to the speaker's own copy. */
  record Result(long deliveries, long millis, double p50Ms) {}

  private final Vertx vertx;
  private final List<List<Member>> rooms;
  private final List<String> addresses;
  private final String body;
  private final Context context;

  Load(Vertx vertx, List<List<Member>> rooms, List<String> addresses, String body) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.addresses = addresses;
    this.body = body;
    this.context = vertx.getOrCreateContext();
  }

  /** So many messages a second over all rooms, each from another room in turn. */
  Future<Result> paced(long perSecond, long millis) {
    Promise<Result> done = Promise.promise();
    List<Long> waits = new ArrayList<>();
    context.runOnContext(
        start -> {
          long[] saidAt = new long[rooms.size()];
          for (int room = 0; room < rooms.size(); room++) {
            int spoken = room;
            hush(room);
            first(room)
                .countOnly(
                    () -> {
                      if (saidAt[spoken] > 0) {
                        waits.add(System.nanoTime() - saidAt[spoken]);
                        saidAt[spoken] = 0;
                      }
                    });
          }
          long began = System.nanoTime();
          long[] said = {0};
          vertx.setPeriodic(
              TICK_MS,
              timer -> {
                long elapsed = (System.nanoTime() - began) / 1_000_000;
                for (long due = elapsed * perSecond / 1_000; said[0] < due; said[0]++) {
                  int room = (int) (said[0] % rooms.size());
                  saidAt[room] = System.nanoTime();
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

  private void hush(int room) {
    rooms.get(room).forEach(member -> member.countOnly(null));
  }

  private Member first(int room) {
    return rooms.get(room).get(0);
  }

  private void say(int room) {
    first(room)
        .write(
            new JsonObject()
                .put("type", "send")
                .put("address", addresses.get(room))
                .put(
                    "body",
                    new JsonObject()
                        .put("type", "say")
                        .put("cid", UUID.randomUUID().toString())
                        .put("body", new JsonObject().put("text", body))));
  }

  /**
   * Counts what was delivered in the time; what is still under way arrives before the next phase.
   */
  private void settle(Promise<Result> done, long millis, List<Long> waits) {
    long deliveries =
        rooms.stream().flatMap(List::stream).mapToLong(member -> member.delivered).sum();
    List<Long> sorted = new ArrayList<>(waits);
    Collections.sort(sorted);
    double p50 = sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) / 1e6;
    vertx.setTimer(1_000, quiet -> done.complete(new Result(deliveries, millis, p50)));
  }
}
