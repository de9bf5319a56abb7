package io.nobooks.relay;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bytes in blocks on the heap, off every disk. The quota bounds them: nothing is promised
 * beyond the size this store was given.
 */
public final class MemoryStore implements Store {
  private static final int BLOCK = 64 << 10;

  @Override
  public void wipe() {
    // A new process holds nothing.
  }

  @Override
  public Kept create(long size) {
    return new InMemory(size);
  }

  @Override
  public long spare() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean onDisk() {
    return false;
  }

  private static final class InMemory implements Kept {
    private final List<byte[]> blocks = new ArrayList<>();
    private final long size;

    InMemory(long size) {
      this.size = size;
    }

    @Override
    public synchronized void write(ByteBuffer from, long position) {
      long at = position;
      while (from.hasRemaining()) {
        byte[] block = blockOrNew((int) (at / BLOCK));
        int start = (int) (at % BLOCK);
        int count = Math.min(from.remaining(), BLOCK - start);
        from.get(block, start, count);
        at += count;
      }
    }

    @Override
    public synchronized void read(ByteBuffer into, long position) throws EOFException {
      long at = position;
      while (into.hasRemaining()) {
        if (at / BLOCK >= blocks.size()) {
          throw new EOFException("less was stored");
        }
        int start = (int) (at % BLOCK);
        int count = Math.min(into.remaining(), BLOCK - start);
        into.put(blocks.get((int) (at / BLOCK)), start, count);
        at += count;
      }
    }

    @Override
    public @Nullable FileChannel channel() {
      return null;
    }

    @Override
    public synchronized void close() {
      blocks.clear();
    }

    private byte[] blockOrNew(int index) {
      while (blocks.size() <= index) {
        blocks.add(new byte[(int) Math.min(BLOCK, size - (long) blocks.size() * BLOCK)]);
      }
      return blocks.get(index);
    }
  }
}
