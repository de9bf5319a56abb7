package io.nobooks.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM in records of 64 KiB, so that any range can be read by itself. A slot on disk is a
 * random nonce (12 bytes), the length (4), the ciphertext and its tag (16); number and length of
 * the record are authenticated with it. A record that is not full yet is stored when its request
 * ends and stored again, under a new nonce, when it has grown: readers never see one of these.
 */
final class AtRestLayout implements Layout {
  static final int RECORD = 64 << 10;
  private static final int NONCE = 12;
  private static final int HEAD = NONCE + Integer.BYTES;
  private static final int TAG = 16;
  private static final int OVERHEAD = HEAD + TAG;
  private static final int SLOT = RECORD + OVERHEAD;
  private static final int SLOTS_AT_ONCE = 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Store.Kept kept;
  private final SecretKey key;
  private final long size;

  // Of the writer, while it writes.
  private byte[] tail = {};
  private long position;
  private long stored;

  /** A document of {@code size} bytes under a key of its own. */
  AtRestLayout(Store.Kept kept, SecretKey key, long size) {
    this.kept = kept;
    this.key = key;
    this.size = size;
  }

  @Override
  public long resume(long offset) throws IOException {
    int before = (int) (offset % RECORD);
    long from = offset - before;
    byte[] record = new byte[RECORD];
    if (before > 0) {
      try {
        byte[] begun = readSlot(from / RECORD);
        if (begun.length < before) {
          return resume(from);
        }
        System.arraycopy(begun, 0, record, 0, before);
      } catch (IOException torn) {
        return resume(from);
      }
    }
    tail = record;
    position = offset;
    stored = offset;
    return offset;
  }

  @Override
  public long append(ByteBuffer from) throws IOException {
    ByteBuffer slots = ByteBuffer.allocate(slotsFor(from.remaining()) * SLOT);
    long first = position / RECORD;
    while (from.hasRemaining()) {
      int start = (int) (position % RECORD);
      int count = Math.min(from.remaining(), RECORD - start);
      from.get(tail, start, count);
      position += count;
      if (start + count == RECORD) {
        seal(position / RECORD - 1, RECORD, slots);
        if (!slots.hasRemaining()) {
          first = write(slots, first);
        }
      }
    }
    write(slots, first);
    stored = Math.max(stored, position - position % RECORD);
    return stored;
  }

  @Override
  public long settle() throws IOException {
    int length = (int) (position % RECORD);
    if (length > 0 && stored < position) {
      ByteBuffer slot = ByteBuffer.allocate(length + OVERHEAD);
      seal(position / RECORD, length, slot);
      write(slot, position / RECORD);
    }
    stored = position;
    tail = new byte[0];
    return position;
  }

  @Override
  public long readable(long offset, boolean complete) {
    return complete ? offset : offset - offset % RECORD;
  }

  @Override
  public byte[] read(long from, int most) throws IOException {
    long first = from / RECORD;
    int skip = (int) (from % RECORD);
    long last = Math.min((from + most - 1) / RECORD, first + SLOTS_AT_ONCE - 1);
    long end = Math.min(from + most, Math.min((last + 1) * RECORD, size));
    ByteBuffer slots = ByteBuffer.allocate((int) (slotEnd(last) - first * SLOT));
    kept.read(slots, first * SLOT);
    slots.flip();
    byte[] whole = new byte[(int) (Math.min((last + 1) * RECORD, size) - first * RECORD)];
    for (long record = first; record <= last; record++) {
      open(slots, record, whole, (int) ((record - first) * RECORD));
    }
    int count = (int) (end - from);
    return skip == 0 && count == whole.length ? whole : slice(whole, skip, count);
  }

  @Override
  public @Nullable FileChannel channel() {
    return null;
  }

  private static byte[] slice(byte[] whole, int start, int count) {
    byte[] part = new byte[count];
    System.arraycopy(whole, start, part, 0, count);
    return part;
  }

  private static int slotsFor(int bytes) {
    return Math.min(SLOTS_AT_ONCE, bytes / RECORD + 1);
  }

  private int lengthOf(long record) {
    return (int) Math.min(RECORD, size - record * RECORD);
  }

  private long slotEnd(long record) {
    return record * SLOT + lengthOf(record) + OVERHEAD;
  }

  /** Writes what was sealed; the record after it is the next to come. */
  private long write(ByteBuffer slots, long first) throws IOException {
    slots.flip();
    long count = slots.limit() / SLOT;
    kept.write(slots, first * SLOT);
    slots.clear();
    return first + count;
  }

  private void seal(long record, int length, ByteBuffer into) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    into.put(nonce).putInt(length);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, record, length);
      int count =
          cipher.doFinal(tail, 0, length, into.array(), into.arrayOffset() + into.position());
      into.position(into.position() + count);
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private void open(ByteBuffer slots, long record, byte[] into, int at) throws IOException {
    byte[] nonce = new byte[NONCE];
    slots.get(nonce);
    int length = slots.getInt();
    if (length < 0 || length > slots.remaining() - TAG || length > into.length - at) {
      throw new IOException("a record of the spool has another length");
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, record, length);
      cipher.doFinal(slots.array(), slots.arrayOffset() + slots.position(), length + TAG, into, at);
      slots.position(slots.position() + length + TAG);
    } catch (AEADBadTagException changed) {
      throw new IOException("a record of the spool was changed", changed);
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** A record that may not be full, by the length that it says itself. */
  private byte[] readSlot(long record) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    kept.read(head, record * SLOT);
    int length = head.getInt(NONCE);
    if (length < 0 || length > RECORD) {
      throw new IOException("a record of the spool has another length");
    }
    ByteBuffer slot = ByteBuffer.allocate(length + OVERHEAD);
    kept.read(slot, record * SLOT);
    slot.flip();
    byte[] bytes = new byte[length];
    open(slot, record, bytes, 0);
    return bytes;
  }

  private Cipher cipher(int mode, byte[] nonce, long record, int length)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
    ByteBuffer named = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    cipher.updateAAD(named.putLong(record).putInt(length).flip());
    return cipher;
  }
}
