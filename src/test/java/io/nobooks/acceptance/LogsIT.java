package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.BusClient;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people write, know and are called, against everything that a node logs. */
class LogsIT {
  private final Path data;
  private final RoomCode code = RoomCode.fresh();
  private final List<String> canaries = new ArrayList<>();

  LogsIT(@TempDir Path data) {
    this.data = data;
  }

  private NodeProcess start(String level) throws Exception {
    return NodeProcess.jar(
        Map.of(
            "NOBOOKS_LOG", level,
            "NOBOOKS_DATA", data.toString(),
            "NOBOOKS_HTTP_HOST", "127.0.0.1",
            "NOBOOKS_HTTP_PORT", "0",
            "NOBOOKS_ADMIN_PORT", "0",
            "NOBOOKS_ROOMS_WIPE_WAIT", "100 ms"),
        List.of(),
        List.of());
  }

  private String canary(String what) {
    String canary = what + "-canary-5309";
    canaries.add(canary);
    return canary;
  }

  /** A bit of everything, what is refused and what breaks as well. */
  private void live(Visitors visitors) {
    BusClient can = visitors.guest(canary("guest"));
    BusClient mary = visitors.connect().signIn(canary("account"), canary("password"));
    JsonObject hello = new JsonObject().put("hello", canary("hello"));
    JsonObject inTheClear = new JsonObject().put("sealedOnly", false);
    JsonObject open = code.toJson().mergeIn(hello).put("options", inTheClear);
    can.take(code, can.ask("rooms.open", open));
    mary.enter(code);
    can.say(canary("message"));
    can.whisper(mary, canary("whisper"));
    mark(can, can.say(canary("typo")).getLong("seq"));
    can.refused("auth.resume", new JsonObject().put("token", canary("token")));
    can.refused("rooms.enter", new JsonObject().put("ticket", canary("ticket")));
    can.refused("rooms.enter", code.withWrongProof().toJson());
    can.refused(canary("address"), new JsonObject());
    can.registerRefused(canary("register"));
    can.write(canary("garbage"));
    can.write("{\"type\":\"send\",\"address\":7,\"body\":\"" + canary("body") + "\"}");
    can.commandRefused(canary("command"));
    visitors
        .connect()
        .refused("auth.sign-in", BusClient.credentials(canary("account"), canary("guess")));
    BusClient back = visitors.connect();
    back.resume(mary);
    back.take(code, back.ask("rooms.enter", code.toJson()));
    can.command("kick", "seat", back.seat());
    can.command("delete");
    can.next("receipt");
    canaries.addAll(List.of(code.ticket(), code.proof(), can.token(), mary.token(), back.token()));
    canaries.addAll(List.of(code.room(), can.identity().getString("session")));
    canaries.add(mary.identity().getString("session"));
  }

  private void mark(BusClient who, long of) {
    JsonObject other = new JsonObject().put("text", canary("edit"));
    JsonObject reaction = new JsonObject().put("text", canary("reaction"));
    who.command("edit", "cid", BusClient.cid(), "of", of, "body", other);
    who.command("react", "cid", BusClient.cid(), "of", of, "body", reaction);
    who.command("retract", "of", of);
  }

  @Test
  void at_the_finest_level_nothing_of_what_people_write_is_logged() throws Exception {
    try (NodeProcess node = start("TRACE")) {
      try (Visitors visitors = Visitors.at(node.port())) {
        live(visitors);
      }
      node.terminate();
      node.exitWithin(60);
      assertThat(node.stderr()).contains(" TRACE ", " DEBUG ");
      assertThat(node.stdout() + node.stderr()).doesNotContain(canaries);
    }
  }

  @Test
  void a_burst_that_is_refused_is_one_line_and_not_one_for_each_frame() throws Exception {
    try (NodeProcess node = start("WARN")) {
      try (Visitors visitors = Visitors.at(node.port())) {
        for (int i = 0; i < 3; i++) {
          BusClient loud = visitors.connectFrom("127.8.8.8").signIn("Loud " + i);
          for (int message = 0; message < 500; message++) {
            loud.write(canary("message"));
          }
          loud.refused("rooms.leave", code.toJson());
        }
      }
      node.terminate();
      node.exitWithin(60);
      assertThat(node.stderr())
          .endsWith(" refused kind=messages address=127.8.8.8\n")
          .hasLineCount(1);
      assertThat(node.stderr()).doesNotContain(canaries);
    }
  }

  @Test
  void at_the_usual_level_nothing_is_logged_at_all() throws Exception {
    try (NodeProcess node = start("WARN")) {
      try (Visitors visitors = Visitors.at(node.port())) {
        live(visitors);
      }
      node.terminate();
      node.exitWithin(60);
      assertThat(node.stderr()).isEmpty();
    }
  }
}
