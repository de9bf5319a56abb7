package io.nobooks.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * How a document's bytes lie in its file. The writing calls come from one writer at a time, {@link
 * #read} from any thread; all of them block.
 */
interface Layout {
  /**
   * Prepares to append at {@code offset}.
   *
   * @return that offset, or a lower one when what lies before it cannot be read back
   */
  long resume(long offset) throws IOException;

  /**
   * Appends what remains in {@code bytes}.
   *
   * @return the position before which everything is stored; it may trail what was appended
   */
  long append(ByteBuffer bytes) throws IOException;

  /** The same for bytes that nobody is about to read from the store. */
  default long appendUncached(ByteBuffer bytes) throws IOException {
    return append(bytes);
  }

  /**
   * Stores what {@link #append} held back.
   *
   * @return the position before which everything is stored
   */
  long settle() throws IOException;

  /** How far readers may go while the upload stands at {@code offset}. */
  long readable(long offset, boolean complete);

  /** At least one and at most {@code most} bytes from {@code position} on; all are readable. */
  byte[] read(long position, int most) throws IOException;

  /** The channel that has exactly the document's bytes, where there is one. */
  @Nullable FileChannel channel();
}
