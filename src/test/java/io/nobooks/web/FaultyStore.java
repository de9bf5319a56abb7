package io.nobooks.web;

import io.nobooks.relay.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store that runs full, or fails, when a test says so. */
final class FaultyStore implements Store {
  private final Store store;
  final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  volatile long spare = Long.MAX_VALUE;
  volatile boolean broken;

  FaultyStore(Store store) {
    this.store = store;
  }

  @Override
  public void wipe() throws IOException {
    store.wipe();
  }

  @Override
  public Kept create(long size) throws IOException {
    fail(0);
    return new Faulty(store.create(size));
  }

  @Override
  public long spare() {
    return spare;
  }

  @Override
  public boolean onDisk() {
    return true;
  }

  private void fail(int bytes) throws IOException {
    if (broken) {
      throw new IOException("input/output error");
    }
    if (room.get() < bytes) {
      throw new NoSpaceException(null);
    }
  }

  private final class Faulty implements Kept {
    private final Kept kept;

    Faulty(Kept kept) {
      this.kept = kept;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      int fits = (int) Math.min(from.remaining(), room.get());
      boolean all = fits == from.remaining() && !broken;
      ByteBuffer part = from.slice(from.position(), broken ? 0 : fits);
      room.addAndGet(-part.remaining());
      kept.write(part, position);
      if (!all) {
        fail(Integer.MAX_VALUE);
      }
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      fail(0);
      kept.read(into, position);
    }

    @Override
    public @Nullable FileChannel channel() {
      return null;
    }

    @Override
    public void close() throws IOException {
      kept.close();
    }
  }
}
