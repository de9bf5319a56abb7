package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Courier;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator ends. */
class BlockTest {
  /** What can be read of a document before the rest of it is there. */
  private static final int RECORD = 64 << 10;

  private TestNode node;
  private Visitors visitors;
  private final RoomCode code = RoomCode.fresh();

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
  }

  @AfterEach
  void stop() throws IOException {
    visitors.close();
    node.close();
  }

  @Test
  void a_block_of_a_whole_network_sends_all_of_it_away_and_nobody_else() throws Exception {
    BusClient first = visitors.connectFrom("127.9.1.1").signIn("First").open(code);
    BusClient second = visitors.connectFrom("127.9.1.200").signIn("Second").enter(code);
    BusClient outside = visitors.connectFrom("127.9.2.1").signIn("Outside").enter(code);

    Operator.of(node).put("/blocks/127.9.1.0/24");

    for (BusClient inside : new BusClient[] {first, second}) {
      assertThat(inside.next("bye").getInteger("code")).isEqualTo(Failure.NOT_ALLOWED_HERE.code);
      inside.awaitClosed();
    }
    outside.say("still here");
    outside.nextSaid("still here");
    InetAddress inside = InetAddress.getByName("127.9.1.7");
    try (Socket another = new Socket(InetAddress.getLoopbackAddress(), node.port(), inside, 0)) {
      assertThat(another.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void a_block_cuts_running_uploads_and_downloads() throws Exception {
    Courier can = new Courier(node.port(), visitors.connect().signIn("Can").open(code));
    String path = can.offers(1 << 20);
    try (Socket sending = can.beginsToSend(path, 1 << 20, new byte[RECORD * 2]);
        InputStream following = can.opens(path, 0)) {
      assertThat(following.readNBytes(RECORD)).hasSize(RECORD);

      Operator.of(node).put("/blocks/127.0.0.0/8");

      assertThatThrownBy(following::readAllBytes).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> sending.getInputStream().readNBytes(1))
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void a_closed_room_ends_for_all_with_the_operator_as_its_reason() throws Exception {
    BusClient can = visitors.connect().signIn("Can").open(code);

    Operator.of(node).delete("/rooms/" + code.room());

    assertThat(can.next("ended").getString("reason")).isEqualTo("operator");
  }
}
