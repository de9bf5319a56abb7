package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.BusClient;
import io.nobooks.support.Courier;
import io.nobooks.support.Eventually;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rooms with documents, and with transfers in the middle of them, leave behind: nothing. */
class NoDocumentLeftTest {
  private static final int MIB = 1 << 20;
  private static final int ROOMS = 30;
  private static final JsonObject NONE =
      new JsonObject()
          .put("files", 0)
          .put("rooms", 0)
          .put("bytes", 0)
          .put("transfers", 0)
          .put("segments", 0);
  private static final List<String> CLASSES =
      List.of(
          "io.nobooks.rooms.Room",
          "io.nobooks.rooms.Document",
          "io.nobooks.rooms.Documents",
          "io.nobooks.rooms.HandOff",
          "io.nobooks.relay.SpoolFile",
          "io.nobooks.relay.SpoolWriter",
          "io.nobooks.relay.Transfer",
          "io.nobooks.relay.Upload",
          "io.nobooks.relay.RoomKey",
          "io.nobooks.relay.AtRestLayout",
          "io.nobooks.relay.PlainLayout",
          "io.nobooks.web.FileIntake",
          "io.nobooks.web.FileOutflow",
          "io.nobooks.web.FileDownload",
          "io.nobooks.web.FileUpload");

  private final TestNode node;
  private final Visitors visitors;
  private final BusClient can;
  private final BusClient mary;

  NoDocumentLeftTest() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
    can = visitors.guest("Can");
    mary = visitors.guest("Mary");
  }

  @AfterEach
  void stop() throws IOException {
    visitors.close();
    node.close();
  }

  @Test
  void of_rooms_that_end_in_the_middle_of_transfers_nothing_is_left() throws Exception {
    comeAndGo(0);
    Eventually.holds("the first is over", () -> held().equals(NONE));
    List<Long> objects = Remains.objectsOf(CLASSES);
    int timers = Remains.timers(node.vertx());
    int addresses = Remains.addresses(node.vertx()).size();

    for (int round = 0; round < ROOMS; round++) {
      comeAndGo(round);
    }

    assertThat(held()).isEqualTo(NONE);
    assertThat(Remains.openFiles(node.data().resolve("spool"))).isEmpty();
    try (Stream<?> spool = Files.list(node.data().resolve("spool"))) {
      assertThat(spool).isEmpty();
    }
    Eventually.holds("no room", () -> rooms() == 0);
    Eventually.holds("no consumer more", () -> Remains.addresses(node.vertx()).size() == addresses);
    Eventually.holds("no timer more", () -> Remains.timers(node.vertx()) <= timers);
    Eventually.holds("no object more", () -> Remains.noMore(Remains.objectsOf(CLASSES), objects));
  }

  /** A room with four transfers in the middle of it, ended in one way or another. */
  private void comeAndGo(int round) throws Exception {
    RoomCode code = RoomCode.fresh();
    JsonObject options = new JsonObject().put("sealedOnly", round % 2 == 0);
    Courier opener = new Courier(node.port(), can.open(code, options));
    Courier other = new Courier(node.port(), mary.enter(code));
    String whole = opener.uploads(new byte[8 * MIB]);
    String begun = opener.offers(8 * MIB);
    String others = other.offers(8 * MIB);
    List<AutoCloseable> open = new ArrayList<>();
    Socket up = opener.beginsToSend(begun, 8 * MIB, new byte[MIB]);
    Socket othersUp = other.beginsToSend(others, 8 * MIB, new byte[MIB]);
    InputStream down = other.opens(whole, 0);
    InputStream follows = other.opens(begun, 0);
    open.addAll(List.of(up, othersUp, down, follows));
    assertThat(follows.readNBytes(1)).hasSize(1);
    Eventually.holds("all are in the middle", () -> held().getInteger("transfers") == 4);
    assertThat(Remains.openFiles(node.data().resolve("spool"))).hasSize(3);

    end(round % 4, code, opener, other);

    assertThat(held()).isEqualTo(NONE);
    assertThat(Remains.openFiles(node.data().resolve("spool"))).isEmpty();
    for (String path : List.of(whole, begun, others)) {
      assertThat(opener.gets(path).statusCode()).isEqualTo(404);
      assertThat(other.gets(path).statusCode()).isEqualTo(404);
    }
    up.setSoTimeout(20_000);
    assertThat(isCut(up.getInputStream())).isTrue();
    assertThat(isCut(othersUp.getInputStream())).isTrue();
    assertThat(isCut(down)).isTrue();
    assertThat(isCut(follows)).isTrue();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private void end(int way, RoomCode code, Courier opener, Courier other) throws Exception {
    switch (way) {
      case 0 -> {
        opener.bus().command("delete");
        for (BusClient member : List.of(can, mary)) {
          member.command("wiped", "nonce", member.nextOf(code, "ended").getString("nonce"));
        }
      }
      case 1 -> {
        other.bus().command("leave");
        opener.bus().command("leave");
      }
      case 2 -> {
        opener.bus().command("kick", "seat", other.bus().seat());
        opener.bus().command("leave");
      }
      default -> {
        Operator.of(node).delete("/rooms/" + code.room());
        for (BusClient member : List.of(can, mary)) {
          member.command("wiped", "nonce", member.nextOf(code, "ended").getString("nonce"));
        }
      }
    }
  }

  /** The rest never comes: an end of the connection, in whatever way. */
  private static boolean isCut(InputStream in) {
    try {
      return in.readAllBytes().length < 8 * MIB;
    } catch (IOException cut) {
      return true;
    }
  }

  private JsonObject held() {
    return operatorSays("/documents");
  }

  private int rooms() {
    return operatorSays("/rooms").getInteger("rooms");
  }

  private JsonObject operatorSays(String path) {
    try {
      return Operator.of(node).get(path);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
