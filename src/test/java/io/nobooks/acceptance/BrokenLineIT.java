package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.FaultyLine;
import io.nobooks.support.LogEntry;
import io.nobooks.support.Resident;
import io.nobooks.support.Residents;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every step of the protocol over a line that is harmed in the middle of it, at chosen bytes, both
 * ways: what everybody knows in the end is the same, and nothing was done twice. {@code
 * -Dnobooks.long=true} harms each step at 16 places instead of 2.
 */
class BrokenLineIT {
  private static final int PLACES = Boolean.getBoolean("nobooks.long") ? 16 : 2;

  private final TestNode node;
  private final FaultyLine line;
  private final Residents near;
  private final Residents far;

  BrokenLineIT() throws IOException {
    node = TestNode.start();
    line = FaultyLine.to(node.vertx(), node.port());
    near = Residents.at(node.port());
    far = Residents.at(line.port());
  }

  @AfterEach
  void stop() throws IOException {
    near.close();
    far.close();
    line.close();
    node.close();
  }

  /** One thing that somebody does; over when it was answered. */
  private record Step(String name, Function<Resident, Future<?>> what) {}

  /** Everything that somebody does from coming to going. */
  private static List<Step> steps(boolean opens) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("sign-in", Resident::signsIn));
    steps.add(
        opens
            ? new Step("open", who -> who.opens(new JsonObject()))
            : new Step("enter", Resident::enters));
    steps.add(new Step("register", Resident::listens));
    steps.add(new Step("say", who -> who.says("first")));
    steps.add(new Step("say", who -> who.says("second")));
    steps.add(new Step("resume, register and sync", Resident::reconnects));
    steps.add(new Step("say", who -> who.says("third")));
    steps.add(new Step("leave", Resident::leaves));
    steps.add(new Step("sign-out", Resident::signsOut));
    return steps;
  }

  /** Nothing at all, or one harm so many bytes after a step has begun. */
  private record Plan(int step, FaultyLine.Harm harm, FaultyLine.Way way, long after) {
    static final Plan NOTHING =
        new Plan(-1, FaultyLine.Harm.CUT, FaultyLine.Way.TO_NODE, Long.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource(FaultyLine.Harm.class)
  void whoever_enters_over_a_line_that_breaks_anywhere_does_everything_once(FaultyLine.Harm harm) {
    everywhere(false, harm);
  }

  @ParameterizedTest
  @EnumSource(FaultyLine.Harm.class)
  void whoever_opens_over_a_line_that_breaks_anywhere_does_everything_once(FaultyLine.Harm harm) {
    everywhere(true, harm);
  }

  private void everywhere(boolean opens, FaultyLine.Harm harm) {
    List<Map<FaultyLine.Way, Long>> lengths = live(opens, Plan.NOTHING, "over a whole line");
    for (int step = 0; step < lengths.size(); step++) {
      for (FaultyLine.Way way : FaultyLine.Way.values()) {
        long length = bytes(lengths.get(step), way);
        for (int place = 0; place < PLACES; place++) {
          long after = 1 + length * (2L * place + 1) / (2L * PLACES);
          harmed(opens, new Plan(step, harm, way, after));
        }
      }
    }
  }

  /** What others say meanwhile makes a step longer or shorter: where it ended before, go nearer. */
  private void harmed(boolean opens, Plan plan) {
    String as = steps(opens).get(plan.step()).name() + ", " + plan;
    live(opens, plan, as);
    if (!line.happened()) {
      assertThat(plan.after()).as(as).isGreaterThan(1);
      harmed(opens, new Plan(plan.step(), plan.harm(), plan.way(), plan.after() / 2));
    }
  }

  private static long bytes(Map<FaultyLine.Way, Long> passed, FaultyLine.Way way) {
    return passed.getOrDefault(way, 0L);
  }

  /**
   * Two are in a room, one of them behind the line; comes, talks and goes.
   *
   * @return how many bytes went each way in each step but the last
   */
  private List<Map<FaultyLine.Way, Long>> live(boolean opens, Plan plan, String as) {
    RoomCode code = RoomCode.fresh();
    Resident mary = near.resident("Mary", code);
    Resident can = far.resident("Can", code);
    if (!opens) {
      Residents.await(mary.comesFirst(new JsonObject()));
    }
    List<Map<FaultyLine.Way, Long>> lengths = new ArrayList<>();
    List<Step> steps = steps(opens);
    for (Step step : steps) {
      if (step.name().equals("leave")) {
        agree(mary, can, opens, as);
      }
      line.renew();
      if (lengths.size() == plan.step()) {
        line.harm(plan.harm(), plan.way(), plan.after());
      }
      Residents.await(step.what().apply(can));
      lengths.add(passed());
      if (step.name().equals("open")) {
        Residents.await(mary.comes());
      } else if (step.name().equals("say")) {
        Residents.await(mary.says("indeed"));
      }
    }
    List<LogEntry> log = Residents.await(mary.readsLog());
    assertThat(happened(log, "left", can.seat())).as(as).isEqualTo(1);
    Residents.await(mary.signsOut());
    return lengths.subList(0, steps.size() - 1);
  }

  private Map<FaultyLine.Way, Long> passed() {
    Map<FaultyLine.Way, Long> passed = new EnumMap<>(FaultyLine.Way.class);
    for (FaultyLine.Way way : FaultyLine.Way.values()) {
      passed.put(way, line.passed(way));
    }
    return passed;
  }

  private static void agree(Resident mary, Resident can, boolean opens, String as) {
    Resident first = opens ? can : mary;
    List<LogEntry> log = Residents.await(first.readsLog());

    assertThat(Transcripts.agree(first, List.of(mary, can), as)).as(as).isEqualTo(6);
    assertThat(happened(log, "entered", can.seat())).as(as).isEqualTo(1);
    assertThat(happened(log, "left", can.seat())).as(as).isZero();
  }

  /** How often the room told that somebody came, or went. */
  private static long happened(List<LogEntry> log, String type, String seat) {
    return log.stream()
        .map(LogEntry::event)
        .filter(event -> type.equals(event.getString("type")))
        .filter(event -> told(event).encode().contains(seat))
        .count();
  }

  private static JsonArray told(JsonObject event) {
    return event.getJsonArray("entered".equals(event.getString("type")) ? "members" : "seats");
  }
}
