package io.nobooks.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Courier;
import io.nobooks.support.CutProxy;
import io.nobooks.support.Eventually;
import io.nobooks.support.MadeUpDocument;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

/**
 * Documents over a line that breaks, again and again, in the middle of them. {@code
 * -Dnobooks.long=true} makes it 256 MiB; a failure names the seed that repeats it.
 */
class CutTransfersIT {
  private static final int MIB = 1 << 20;
  private static final boolean LONG = Boolean.getBoolean("nobooks.long");
  private static final long SIZE = (LONG ? 256L : 12L) * MIB + 4_321;
  private static final int CUTS = 20;
  private static final int DOWNLOADS = 20;

  /** What may have to be sent again after a cut: as much as the line itself holds, and no more. */
  private static final long PART = 2 * MIB;

  private final long seed = Long.getLong("nobooks.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final MadeUpDocument document = new MadeUpDocument(seed, SIZE);
  private final RoomCode code = RoomCode.fresh();
  private final TestNode node;
  private final Visitors visitors;
  private final CutProxy line;

  CutTransfersIT() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
    line = CutProxy.to(node.vertx(), node.port());
  }

  @AfterEach
  void stop() throws IOException {
    line.close();
    visitors.close();
    node.close();
  }

  @ParameterizedTest(name = "sealed: {0}")
  @ValueSource(booleans = {true, false})
  void what_is_cut_twenty_times_arrives_whole_and_little_is_sent_again(boolean sealed)
      throws Exception {
    try {
      arrivesWhole(sealed);
    } catch (AssertionError failure) {
      throw new AssertionFailedError("with -Dnobooks.test.seed=" + seed, failure);
    }
  }

  private void arrivesWhole(boolean sealed) throws Exception {
    JsonObject options = new JsonObject().put("sealedOnly", sealed);
    Courier can = new Courier(node.port(), visitors.guest("Can").open(code, options));
    Courier mary = new Courier(node.port(), visitors.guest("Mary").enter(code));
    String path = can.offers(SIZE);

    long sent = uploads(can, new Courier(line.port(), can.bus()), path);

    assertThat(sent).isBetween(SIZE, SIZE + CUTS * PART);
    Courier far = new Courier(line.port(), mary.bus());
    String digest = document.digest();
    for (int download = 0; download < DOWNLOADS; download++) {
      long before = line.passed();
      assertThat(downloads(far, path)).isEqualTo(digest);
      assertThat(line.passed() - before).isBetween(SIZE, SIZE + (CUTS + 1) * PART);
    }
    mary.bus().command("receive", "file", Courier.fileOf(path));
    Eventually.holds("no transfer is left", () -> transfers() == 0);
  }

  /** Where the line is cut, in order; so far before the end that each cut comes in time. */
  private Deque<Long> cuts() {
    return LongStream.generate(() -> random.nextLong(SIZE - PART))
        .limit(CUTS)
        .sorted()
        .boxed()
        .collect(Collectors.toCollection(ArrayDeque::new));
  }

  /** Mends the line and has it cut at the next of these positions. */
  private void cutsNext(Deque<Long> cuts, long position) {
    if (line.isCut()) {
      cuts.remove();
    }
    line.mend();
    if (!cuts.isEmpty()) {
      line.cutAfter(Math.max(1, cuts.element() - position));
    }
  }

  /**
   * Uploads through the line; how many bytes of the document were given away for that. A request
   * that was cut may reach the node after its successor, which is then refused or ended: so ask
   * where the upload stands, and go on.
   */
  private long uploads(Courier sender, Courier overTheLine, String path) throws Exception {
    Deque<Long> cuts = cuts();
    long offset = 0;
    long furthest = 0;
    long sent = 0;
    while (offset < SIZE) {
      cutsNext(cuts, offset);
      long count = sends(overTheLine, path, offset);
      sent += count;
      furthest = Math.max(furthest, offset + count);
      Eventually.holds("the node has noticed", () -> transfers() == 0);
      long stored = sender.offset(path);
      assertThat(stored).isBetween(Math.max(offset, furthest - PART), furthest);
      offset = stored;
    }
    assertThat(cuts).isEmpty();
    return sent;
  }

  /** Sends from an offset on until an answer or a cut; how many bytes were given away. */
  private long sends(Courier sender, String path, long offset) {
    long at = offset;
    try (Socket socket = sender.beginsToSend(path, offset, SIZE - offset, new byte[0])) {
      socket.setSendBufferSize(64 << 10);
      InputStream answer = socket.getInputStream();
      while (at < SIZE && answer.available() == 0) {
        byte[] bytes = document.from(at);
        at += bytes.length;
        socket.getOutputStream().write(bytes);
      }
      assertThat(new String(answer.readNBytes(12), US_ASCII))
          .isIn("HTTP/1.1 204", "HTTP/1.1 409", "");
    } catch (IOException cut) {
      return at - offset;
    }
    return at - offset;
  }

  /** Downloads through the line; the digest of what came. */
  private String downloads(Courier recipient, String path) throws Exception {
    MessageDigest digest = MadeUpDocument.newDigest();
    Deque<Long> cuts = cuts();
    long have = 0;
    while (have < SIZE) {
      cutsNext(cuts, have);
      have += fetches(recipient, path, have, digest);
    }
    assertThat(cuts).isEmpty();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Fetches from an offset on until the end or a cut; how many bytes came. */
  private static long fetches(Courier recipient, String path, long offset, MessageDigest digest)
      throws InterruptedException {
    byte[] block = new byte[64 << 10];
    long count = 0;
    try (InputStream in = recipient.opens(path, offset)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
        count += read;
      }
    } catch (IOException cut) {
      return count;
    }
    return count;
  }

  private int transfers() {
    try {
      return Operator.of(node).get("/documents").getInteger("transfers");
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
