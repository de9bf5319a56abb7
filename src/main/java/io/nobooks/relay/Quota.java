package io.nobooks.relay;

import io.nobooks.Failure;
import io.nobooks.wire.RoomId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what was promised before a byte of it comes, so that no number of creators at once gets
 * past a limit by a single byte. Safe for use by many threads; sizes in bytes.
 */
final class Quota {
  /** What one room has been promised. */
  private record Share(int files, long bytes) {
    Share plus(int files, long bytes) {
      return new Share(this.files + files, this.bytes + bytes);
    }
  }

  private static final Share NOTHING = new Share(0, 0);

  private final Limits limits;
  private final Store store;
  private final Map<RoomId, Share> rooms = new HashMap<>();
  private long bytes;
  private long unwritten;

  Quota(Limits limits, Store store) {
    this.limits = limits;
    this.store = store;
  }

  /** The most that one document, one room and the node may hold. */
  record Limits(long file, int filesRoom, long roomBytes, long total) {}

  /**
   * Promises room for a document; blocks while the disk is asked.
   *
   * @throws Failure.Refused FILE_TOO_LARGE or QUOTA_EXCEEDED; then nothing is promised
   */
  synchronized void reserve(RoomId room, long size) throws IOException {
    if (size > limits.file()) {
      throw Failure.FILE_TOO_LARGE.because("documents have at most " + limits.file() + " bytes");
    }
    Share share = rooms.getOrDefault(room, NOTHING);
    if (share.files() >= limits.filesRoom()) {
      throw Failure.QUOTA_EXCEEDED.because("rooms hold at most " + limits.filesRoom() + " files");
    }
    if (size > limits.roomBytes() - share.bytes()) {
      throw Failure.QUOTA_EXCEEDED.because("the room's documents would be too large together");
    }
    if (size > limits.total() - bytes || size > store.spare() - unwritten) {
      throw Failure.QUOTA_EXCEEDED.because("the server has no room for it");
    }
    rooms.put(room, share.plus(1, size));
    bytes += size;
    unwritten += size;
  }

  /** So many of the promised bytes are on the disk now. */
  synchronized void wrote(long count) {
    unwritten -= count;
  }

  /** A document of {@code size} is gone, of which {@code missing} bytes were never written. */
  synchronized void release(RoomId room, long size, long missing) {
    bytes -= size;
    unwritten -= missing;
    Share rest = rooms.getOrDefault(room, NOTHING).plus(-1, -size);
    if (rest.files() == 0) {
      rooms.remove(room);
    } else {
      rooms.put(room, rest);
    }
  }

  /** What is promised in all. */
  synchronized long bytes() {
    return bytes;
  }

  /** What is on the disk of that. */
  synchronized long stored() {
    return bytes - unwritten;
  }

  /** The most that may be promised in all. */
  long mostBytes() {
    return limits.total();
  }

  /** How many rooms hold something. */
  synchronized int rooms() {
    return rooms.size();
  }
}
