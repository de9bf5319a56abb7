package io.nobooks.relay;

import io.nobooks.Failure;
import io.nobooks.Meters;
import io.nobooks.Settings;
import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of a node, of which the web instances write and read the bytes and which the relay
 * watches and cuts. One for each node; safe for use by any thread.
 */
public final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final String IN_MEMORY = "memory";

  /** Memory for what is on its way, in bytes; or a quarter of the heap's where that is less. */
  private static final long MOST_IN_SEGMENTS = 128 << 20;

  private final Settings.Relay settings;
  private final Store store;
  private final InstantSource clock;
  private final Quota quota;
  private final Vertx vertx;
  private final WorkerExecutor workers;
  private final String instance = SessionId.freshOwner();
  private final Transfers transfers = new Transfers();
  private final Map<RoomId, Map<FileId, SpoolFile>> files = new HashMap<>();
  private final Map<RoomId, RoomKey> keys = new HashMap<>();
  private final SegmentPool segments;
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder bytesFromSegments = new LongAdder();

  /** A spool over any store. */
  public Spool(Vertx vertx, Settings settings, Store store, InstantSource clock) {
    this.vertx = vertx;
    this.settings = settings.relay();
    this.store = store;
    this.clock = clock;
    this.workers = vertx.createSharedWorkerExecutor("nobooks-spool", settings.relay().threads());
    this.segments =
        new SegmentPool(Math.min(MOST_IN_SEGMENTS, Runtime.getRuntime().maxMemory() / 4));
    Settings.Limits limits = settings.limits();
    this.quota =
        new Quota(
            new Quota.Limits(
                limits.file(), limits.filesRoom(), limits.filesRoomBytes(), total(settings, store)),
            store);
  }

  /** The spool that the settings ask for. */
  public static Spool of(Vertx vertx, Settings settings, InstantSource clock) {
    return new Spool(vertx, settings, storeOf(settings), clock);
  }

  /** What a node holds at this moment, and how many bytes it has handed on from segments so far. */
  public record Counts(
      int files, int rooms, long bytes, int transfers, int segments, long fromSegments) {}

  /** Makes the store ready and empty; before anybody is served. */
  public Future<Void> open() {
    return work(() -> {
          store.wipe();
          return true;
        })
        .mapEmpty();
  }

  /** The name under which rooms reach this node's relay. */
  public String instance() {
    return instance;
  }

  /**
   * Promises room for a document and opens its file.
   *
   * @param metadata what HEAD answers of it
   * @return fails with FILE_TOO_LARGE or QUOTA_EXCEEDED; then nothing has changed
   */
  public Future<SpoolFile> create(RoomId room, FileId id, long size, String metadata) {
    return work(() -> {
          quota.reserve(room, size);
          return true;
        })
        .compose(reserved -> work(() -> store.create(size)).onFailure(lost -> released(room, size)))
        .recover(Spool::told)
        .map(kept -> keep(room, id, metadata, kept, size));
  }

  /** A document that may be in the spool: NO_SUCH_FILE when it is not. */
  public synchronized SpoolFile find(RoomId room, FileId id) {
    SpoolFile file = files.getOrDefault(room, Map.of()).get(id);
    if (file == null) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    return file;
  }

  /** A session begins to upload or to download; to be said before its right is asked for. */
  public Transfer enter(RoomId room, FileId file, SessionId session) {
    return transfers.enter(room, file, session);
  }

  /**
   * Cuts transfers and drops bytes: with a session, its transfers (of one document where that is
   * named); with a document alone, that document; with neither, everything of the room.
   *
   * @return completes when the transfers have ended and the bytes are gone
   */
  public Future<Void> cut(RoomId room, @Nullable FileId file, @Nullable SessionId session) {
    List<Future<Void>> over = new ArrayList<>();
    if (session == null) {
      filesOf(room, file).forEach(dropped -> over.add(dropped.drop()));
    }
    over.add(transfers.cut(room, file, session));
    return Future.join(over).mapEmpty();
  }

  /** Cuts and drops what is left; completes when no transfer runs and no bytes are held. */
  public Future<Void> close() {
    List<Future<Void>> over = new ArrayList<>();
    all().forEach(file -> over.add(file.drop()));
    over.add(transfers.cutAll());
    return Future.join(over).mapEmpty();
  }

  /** Cuts what has stalled. */
  public void cutStalled() {
    transfers.cutStalled(now());
  }

  /** The uploads that nobody goes on with. */
  public List<SpoolFile> givenUp() {
    long now = now();
    return all().stream().filter(file -> file.givenUp(now)).toList();
  }

  /** What is held. */
  public synchronized Counts counts() {
    int held = files.values().stream().mapToInt(Map::size).sum();
    return new Counts(
        held,
        quota.rooms(),
        quota.bytes(),
        transfers.count(),
        segments.lent(),
        bytesFromSegments.sum());
  }

  /** Lets meters show the counts. */
  public void showOn(Meters meters) {
    meters.counter("nobooks_relay_received_bytes_total", "Bytes of uploads stored", bytesIn::sum);
    meters.counter("nobooks_relay_sent_bytes_total", "Bytes handed to connections", bytesOut::sum);
    meters.counter(
        "nobooks_relay_segment_sent_bytes_total",
        "Bytes handed to connections from memory, as they came in",
        bytesFromSegments::sum);
    meters.gauge("nobooks_spool_bytes", "Bytes of documents that are here", quota::stored);
    meters.gauge("nobooks_spool_promised_bytes", "Bytes that documents may need", quota::bytes);
    meters.gauge("nobooks_spool_limit_bytes", "The most that may be promised", quota::mostBytes);
    meters.gauge(
        "nobooks_segment_bytes",
        "Memory that bytes of documents are in on their way",
        () -> (long) counts().segments() * Segment.BYTES);
    meters.gauge("nobooks_documents", "Documents held", () -> counts().files());
    meters.gauge("nobooks_transfers", "Running up- and downloads", () -> counts().transfers());
  }

  /** Milliseconds since 1970, on the injected clock. */
  public long now() {
    return clock.millis();
  }

  /** The same, told on the context of whoever calls this, on whichever it completes. */
  <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> here = ((VertxInternal) vertx).getOrCreateContext().promise();
    elsewhere.onComplete(here);
    return here.future();
  }

  /** Runs what blocks; these threads are interrupted only by the end of Vert.x itself. */
  <T> Future<T> work(Callable<T> blocking) {
    try {
      return workers.executeBlocking(blocking, false);
    } catch (RejectedExecutionException stopping) {
      return Future.failedFuture(Failure.UNAVAILABLE.refused());
    }
  }

  /**
   * What was promised may be out of reach meanwhile, for others write to the disk as well. Blocks.
   *
   * @throws Store.NoSpaceException when the disk is at its floor
   */
  void refuseBelowFloor() throws IOException {
    if (store.spare() <= 0) {
      throw new Store.NoSpaceException(null);
    }
  }

  @Nullable Segment segment(long position) {
    return segments.take(position);
  }

  void wrote(long bytes) {
    quota.wrote(bytes);
    bytesIn.add(bytes);
  }

  void handedOut(long bytes) {
    bytesOut.add(bytes);
  }

  void handedOutOfSegment(long bytes) {
    bytesFromSegments.add(bytes);
  }

  void released(RoomId room, long size, long missing) {
    quota.release(room, size, missing);
  }

  synchronized void forget(SpoolFile file) {
    Map<FileId, SpoolFile> ofRoom = files.get(file.room());
    if (ofRoom != null && ofRoom.remove(file.id()) != null && ofRoom.isEmpty()) {
      files.remove(file.room());
      RoomKey key = keys.remove(file.room());
      if (key != null) {
        key.forget();
      }
    }
  }

  synchronized Layout layoutOf(SpoolFile file, Store.Kept kept, boolean sealed) {
    boolean secret =
        store.onDisk()
            && switch (settings.atRest()) {
              case "off" -> false;
              case "always" -> true;
              default -> !sealed;
            };
    if (!secret) {
      return new PlainLayout(kept);
    }
    RoomKey key = keys.computeIfAbsent(file.room(), unused -> new RoomKey());
    return new AtRestLayout(kept, key.keyOf(file.id()), file.size());
  }

  private synchronized SpoolFile keep(
      RoomId room, FileId id, String metadata, Store.Kept kept, long size) {
    Upload upload = new Upload(size, settings.idleUpload().toMillis(), now());
    SpoolFile file = new SpoolFile(this, room, id, metadata, kept, upload);
    files.computeIfAbsent(room, unused -> new HashMap<>()).put(id, file);
    return file;
  }

  private synchronized List<SpoolFile> all() {
    return files.values().stream().flatMap(ofRoom -> ofRoom.values().stream()).toList();
  }

  private synchronized List<SpoolFile> filesOf(RoomId room, @Nullable FileId file) {
    return files.getOrDefault(room, Map.of()).values().stream()
        .filter(one -> file == null || one.id().equals(file))
        .toList();
  }

  private void released(RoomId room, long size) {
    released(room, size, size);
  }

  private static <T> Future<T> told(Throwable cause) {
    return Future.failedFuture(refusalOf(cause));
  }

  /** What a store that cannot take bytes means to whoever sent them: QUOTA_EXCEEDED. */
  static Throwable refusalOf(Throwable cause) {
    if (cause instanceof Store.NoSpaceException) {
      return Failure.QUOTA_EXCEEDED.because("the server's disk is full");
    }
    if (cause instanceof IOException) {
      LOG.error("a document could not be stored", cause);
      return Failure.QUOTA_EXCEEDED.because("the server's disk cannot take it");
    }
    return cause;
  }

  private static Store storeOf(Settings settings) {
    Settings.Relay relay = settings.relay();
    return relay.spool().equals(IN_MEMORY)
        ? new MemoryStore()
        : new DiskStore(Path.of(settings.data()).resolve(relay.spool()), relay.diskFloorPercent());
  }

  private static long total(Settings settings, Store store) {
    long asked = settings.relay().total();
    return store.onDisk() ? asked : Math.min(asked, Runtime.getRuntime().maxMemory() / 4);
  }
}
