package io.nobooks.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** People who talk at a pace, one after the other in no order, whoever listens. */
public final class Talk {
  private static final int EVERY_MS = 20;

  private final Vertx vertx;
  private final List<Resident> speakers;
  private final Random random;
  private final String words;
  private final List<Future<JsonObject>> answers = new ArrayList<>();
  private final Promise<Void> over = Promise.promise();
  private int left;

  private Talk(Vertx vertx, List<Resident> speakers, int messages, int bytes, long seed) {
    this.vertx = vertx;
    this.speakers = List.copyOf(speakers);
    this.words = "x".repeat(bytes);
    this.random = new Random(seed);
    this.left = messages;
  }

  /**
   * Says so many messages of so many bytes, so many each second.
   *
   * @return completes when the last was answered; fails when one was refused
   */
  public static Future<Void> of(
      Vertx vertx, List<Resident> speakers, int messages, int bytes, int perSecond, long seed) {
    Talk talk = new Talk(vertx, speakers, messages, bytes, seed);
    int perTurn = Math.max(1, perSecond * EVERY_MS / 1_000);
    vertx.setPeriodic(1_000L * perTurn / perSecond, timer -> talk.turn(timer, perTurn));
    return talk.over.future();
  }

  private void turn(long timer, int count) {
    for (int said = 0; said < count && left > 0; said++) {
      Resident speaker = speakers.get(random.nextInt(speakers.size()));
      answers.add(speaker.says(left + words));
      left--;
    }
    if (left == 0) {
      vertx.cancelTimer(timer);
      Future.all(answers).<Void>mapEmpty().onComplete(over::handle);
    }
  }
}
