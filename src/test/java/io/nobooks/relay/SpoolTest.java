package io.nobooks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Settings;
import io.nobooks.SettingsReader;
import io.nobooks.wire.Base32;
import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private final Vertx vertx = Vertx.vertx();
  private final Path data;
  private final RoomId room = new RoomId(Base32.random(26));

  SpoolTest(@TempDir Path data) {
    this.data = data;
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void bytes_are_gone_only_when_their_last_user_has_let_go() {
    Spool spool = spool("auto");
    SpoolFile file = offered(spool, 10, true);
    assertThat(file.retain()).isTrue();
    assertThat(file.retain()).isTrue();

    Future<Void> gone = file.drop();
    assertThat(file.retain()).isFalse();
    file.release();
    assertThat(gone.isComplete()).isFalse();
    file.release();
    gone.await();
    assertThat(spool.counts()).isEqualTo(new Spool.Counts(0, 0, 0, 0, 0, 0));
  }

  @Test
  void a_cut_waits_for_the_transfers_it_ends_and_for_no_others() {
    Spool spool = spool("auto");
    SessionId mary = SessionId.freshOf("aaaaaa");
    SessionId can = SessionId.freshOf("aaaaaa");
    FileId file = new FileId(Base32.random(26));
    Transfer ofMary = spool.enter(room, file, mary);
    Transfer ofCan = spool.enter(room, file, can);
    AtomicInteger cuts = new AtomicInteger();
    ofMary.onCut(cuts::incrementAndGet);
    ofCan.onCut(cuts::incrementAndGet);

    Future<Void> cut = spool.cut(room, null, mary);
    assertThat(cuts).hasValue(1);
    assertThat(ofMary.isCut()).isTrue();
    assertThat(ofCan.isCut()).isFalse();
    assertThat(cut.isComplete()).isFalse();
    ofMary.end();
    cut.await();
    assertThat(spool.counts().transfers()).isEqualTo(1);
  }

  @Test
  void what_was_cut_before_it_could_be_told_is_told_at_once() {
    Spool spool = spool("auto");
    Transfer transfer =
        spool.enter(room, new FileId(Base32.random(26)), SessionId.freshOf("aaaaaa"));
    spool.cut(room, null, null);
    AtomicInteger cuts = new AtomicInteger();

    transfer.onCut(cuts::incrementAndGet);
    assertThat(cuts).hasValue(1);
  }

  @Test
  void who_stopped_waiting_is_not_woken() {
    Spool spool = spool("auto");
    SpoolFile file = offered(spool, 10, true);
    AtomicInteger woken = new AtomicInteger();
    Runnable stays = woken::incrementAndGet;
    Runnable leaves = () -> woken.addAndGet(100);
    file.awaitBeyond(0, stays);
    file.awaitBeyond(0, leaves);
    file.stopWaiting(leaves);

    write(file, new byte[10]);
    assertThat(woken).hasValue(1);
    file.awaitBeyond(9, stays);
    assertThat(woken).hasValue(2);
  }

  @Test
  void only_bytes_that_are_the_document_leave_by_themselves() {
    assertThat(offered(spool("auto"), 10, true).channel()).isNotNull();
    assertThat(offered(spool("auto"), 10, false).channel()).isNull();
    assertThat(offered(spool("always"), 10, true).channel()).isNull();
    assertThat(offered(spool("off"), 10, false).channel()).isNotNull();
  }

  @Test
  void a_newer_writer_waits_until_the_one_before_has_put_the_pen_down() {
    SpoolFile file = offered(spool("auto"), 10, true);
    SpoolWriter first = file.takeOver().await();
    first.begin(0, 10, null).await();
    AtomicInteger taken = new AtomicInteger();
    first.onTaken(taken::incrementAndGet);

    Future<SpoolWriter> second = file.takeOver();
    assertThat(taken).hasValue(1);
    first.write(List.of(Buffer.buffer(new byte[4]))).await();
    assertThat(second.isComplete()).isFalse();
    first.finish(false).await();
    assertThat(second.await().finish(false).await()).isEqualTo(4);
  }

  private static void write(SpoolFile file, byte[] bytes) {
    SpoolWriter pen = file.takeOver().await();
    pen.begin(0, bytes.length, null).await();
    pen.write(List.of(Buffer.buffer(bytes))).await();
    pen.finish(true).await();
  }

  private SpoolFile offered(Spool spool, long size, boolean sealed) {
    SpoolFile file = spool.create(room, new FileId(Base32.random(26)), size, "").await();
    file.offered(sealed);
    return file;
  }

  private Spool spool(String atRest) {
    JsonObject relay = new JsonObject().put("at-rest", atRest).put("disk-floor-percent", 0);
    JsonObject given = new JsonObject().put("data", data.toString()).put("relay", relay);
    Settings settings = SettingsReader.read(given, Map.of(), Map.of());
    Spool spool = Spool.of(vertx, settings, InstantSource.system());
    spool.open().await();
    return spool;
  }
}
