package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Courier;
import io.nobooks.support.NodeProcess;
import io.nobooks.support.RoomCode;
import io.nobooks.support.Visitors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large document to ten people at once through a small server. {@code -Dnobooks.long=true} makes
 * it 1 GiB through a heap of 256 MiB.
 */
class ManyRecipientsIT {
  private static final int MIB = 1 << 20;
  private static final boolean LONG = Boolean.getBoolean("nobooks.long");
  private static final int SIZE = (LONG ? 1023 : 255) * MIB + 12_345;
  private static final int HEAP_MIB = LONG ? 256 : 128;
  private static final int RECIPIENTS = 10;
  private static final int MOST_GROWTH = 64 * MIB;

  @TempDir private Path data = Path.of("");
  private final RoomCode code = RoomCode.fresh();

  private NodeProcess start() throws IOException {
    return NodeProcess.jar(
        Map.of(
            "NOBOOKS_DATA", data.toString(),
            "NOBOOKS_HTTP_HOST", "127.0.0.1",
            "NOBOOKS_HTTP_PORT", "0",
            "NOBOOKS_ADMIN_PORT", "0",
            "NOBOOKS_RELAY_DISK_FLOOR_PERCENT", "0",
            "NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.0/8\"]"),
        List.of("-Xmx" + HEAP_MIB + "m"),
        List.of());
  }

  @Test
  void ten_people_fetch_a_large_document_at_once_from_a_server_that_does_not_grow()
      throws Exception {
    try (NodeProcess node = start();
        Visitors visitors = Visitors.at(node.port())) {
      int port = node.port();
      Courier can = new Courier(port, visitors.connect().signIn("Can").open(code));
      List<Courier> others = new ArrayList<>();
      for (int i = 0; i < RECIPIENTS; i++) {
        others.add(new Courier(port, visitors.connect().signIn("Guest " + i).enter(code)));
      }
      String path = can.offers(SIZE);
      long before = node.usedHeap();
      assertThat(before).isGreaterThan(MIB);

      FutureTask<String> sent = begin(() -> send(can, path));
      List<FutureTask<String>> fetched = new ArrayList<>();
      for (Courier other : others) {
        fetched.add(begin(() -> fetch(other, path)));
      }
      long most = 0;
      while (!fetched.stream().allMatch(FutureTask::isDone)) {
        most = Math.max(most, node.usedHeap());
      }

      for (FutureTask<String> one : fetched) {
        assertThat(one.get()).isEqualTo(sent.get());
      }
      assertThat(most).isGreaterThan(MIB); // It was looked at, even if it never grew.
      assertThat(most - before).isLessThan(MOST_GROWTH);
      for (Courier other : others) {
        other.bus().command("receive", "file", Courier.fileOf(path));
      }
      assertThat(node.stderr()).isEmpty();
    }
  }

  private static FutureTask<String> begin(Callable<String> work) {
    FutureTask<String> task = new FutureTask<>(work);
    new Thread(task).start();
    return task;
  }

  private static String send(Courier sender, String path) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(SIZE);
    byte[] block = new byte[MIB];
    try (Socket socket = sender.beginsToSend(path, SIZE, new byte[0])) {
      OutputStream out = socket.getOutputStream();
      for (int left = SIZE; left > 0; left -= block.length) {
        random.nextBytes(block);
        int count = Math.min(left, block.length);
        digest.update(block, 0, count);
        out.write(block, 0, count);
      }
      assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
          .isEqualTo("HTTP/1.1 204");
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String fetch(Courier recipient, String path) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[256 << 10];
    try (InputStream in = recipient.opens(path, 0)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
