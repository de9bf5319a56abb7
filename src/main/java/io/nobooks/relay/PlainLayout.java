package io.nobooks.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** The bytes as they came: of rooms that take sealed content only, and of stores in memory. */
final class PlainLayout implements Layout {
  private final Store.Kept kept;
  private long position;

  PlainLayout(Store.Kept kept) {
    this.kept = kept;
  }

  @Override
  public long resume(long offset) {
    position = offset;
    return offset;
  }

  @Override
  public long append(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    kept.write(bytes, position);
    return position += count;
  }

  @Override
  public long appendUncached(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    kept.writeUncached(bytes, position);
    return position += count;
  }

  @Override
  public long settle() {
    return position;
  }

  @Override
  public long readable(long offset, boolean complete) {
    return offset;
  }

  @Override
  public byte[] read(long position, int most) throws IOException {
    byte[] bytes = new byte[most];
    kept.read(ByteBuffer.wrap(bytes), position);
    return bytes;
  }

  @Override
  public @Nullable FileChannel channel() {
    return kept.channel();
  }
}
