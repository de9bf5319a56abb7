package io.nobooks.relay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Where the bytes of documents lie. Every call may block; any number of threads may call. */
public interface Store {
  /**
   * Makes the store ready and empty.
   *
   * @throws IOException when it cannot be used, or holds what is not its own
   */
  void wipe() throws IOException;

  /** A new file for {@code size} bytes, which nothing but the returned handle leads to. */
  Kept create(long size) throws IOException;

  /** Bytes that may still be stored before the floor is reached; negative when it is passed. */
  long spare() throws IOException;

  /** Whether the bytes touch a medium that outlives the process. */
  boolean onDisk();

  /** One file, for random access. Closing it is the end of its bytes. */
  interface Kept extends Closeable {
    /**
     * Writes all bytes that remain in {@code from}.
     *
     * @throws NoSpaceException when they do not fit
     */
    void write(ByteBuffer from, long position) throws IOException;

    /**
     * The same for bytes that nobody is about to read: past what the system keeps of files in
     * memory, where it can be.
     */
    default void writeUncached(ByteBuffer from, long position) throws IOException {
      write(from, position);
    }

    /** Fills what remains of {@code into}; an {@link java.io.EOFException} when there is less. */
    void read(ByteBuffer into, long position) throws IOException;

    /** The channel that a connection may send from by itself, where there is one. */
    @Nullable FileChannel channel();
  }

  /** The medium is full. */
  final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what the system said. */
    public NoSpaceException(@Nullable Throwable cause) {
      super("no space left", cause);
    }
  }
}
