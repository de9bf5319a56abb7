package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.Caller;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node should get visitors: after all its verticles are deployed, before it drains,
 * and while sessions answer and a message through a private room is heard within a second. One for
 * a node.
 */
public final class Readiness {
  private static final Caller NOBODY = new Caller(null, "", false, null, "::1", true, "", 0);

  private static final Set<Failure> SILENCE = Set.of(Failure.UNAVAILABLE, Failure.INTERNAL);
  private static final long WITHIN_MS = 1_000;

  /** So that asking without end costs little. */
  private static final Duration GOOD_FOR = Duration.ofMillis(500);

  private static final int ID_LENGTH = 26;

  private final LongSupplier nanos;
  private volatile boolean open;
  private volatile long goodUntil;
  private @Nullable Future<Boolean> asking;

  /** Not ready yet. */
  public Readiness() {
    this(System::nanoTime);
  }

  Readiness(LongSupplier nanos) {
    this.nanos = nanos;
    this.goodUntil = nanos.getAsLong();
  }

  /** All verticles are deployed. */
  public void opened() {
    open = true;
  }

  /** The node is about to stop; it still answers what it has begun. */
  public void draining() {
    open = false;
  }

  /**
   * Whether visitors should come; never fails, and is told on the caller's context. What was found
   * holds for half a second if good.
   */
  public Future<Boolean> now(Vertx vertx) {
    if (!open || goodUntil - nanos.getAsLong() > 0) {
      return Future.succeededFuture(open);
    }
    Promise<Boolean> here = ((VertxInternal) vertx).getOrCreateContext().promise();
    ask(vertx).onComplete(here);
    return here.future();
  }

  /** Who asks while somebody is asking gets the same answer. */
  private synchronized Future<Boolean> ask(Vertx vertx) {
    Future<Boolean> running = asking;
    if (running == null || running.isComplete()) {
      running =
          Future.all(answers(vertx), hears(vertx))
              .onSuccess(good -> goodUntil = nanos.getAsLong() + GOOD_FOR.toNanos())
              .map(good -> open)
              .otherwise(false);
      asking = running;
    }
    return running;
  }

  /** A refusal is an answer too; signing out is refused at once to who has not signed in. */
  private static Future<Void> answers(Vertx vertx) {
    return Bus.ask(vertx, Addresses.SIGN_OUT, new JsonObject(), NOBODY, Failure.UNAVAILABLE)
        .timeout(WITHIN_MS, TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .recover(
            refusal ->
                SILENCE.contains(Failure.of(refusal).failure)
                    ? Future.failedFuture(refusal)
                    : Future.succeededFuture());
  }

  /** One of the instances that own rooms says a word in its private room, and it is heard here. */
  private static Future<Void> hears(Vertx vertx) {
    RoomId room = new RoomId(Base32.random(ID_LENGTH));
    String word = Base32.random(ID_LENGTH);
    Promise<Void> heard = Promise.promise();
    MessageConsumer<Frame> ear =
        Bus.hear(
            vertx,
            Addresses.roomOut(room),
            told -> {
              if (word.equals(told.body().toJson().getString("cid"))) {
                heard.tryComplete();
              }
            });
    JsonObject probe = new JsonObject().put("room", room.value()).put("word", word);
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    return ear.completion()
        .compose(hears -> Bus.ask(vertx, Addresses.ROOM_PROBE, probe, none, Failure.UNAVAILABLE))
        .compose(said -> heard.future())
        .timeout(WITHIN_MS, TimeUnit.MILLISECONDS)
        .onComplete(done -> ear.unregister());
  }
}
