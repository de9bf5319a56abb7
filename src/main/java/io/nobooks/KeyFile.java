package io.nobooks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A secret that is made at the first start and kept beside the accounts, readable by nobody but the
 * node's own user. Its methods block: call them at start, on a worker.
 */
public final class KeyFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private KeyFile() {}

  /**
   * The bytes of the file {@code name} in {@code folder}; where there is none, {@code make}'s
   * bytes, stored first. The file appears whole or not at all, and of two nodes that start at once
   * both read the same bytes.
   *
   * @throws IOException when it cannot be read or written, or is empty
   */
  public static byte[] readOrMake(Path folder, String name, Supplier<byte[]> make)
      throws IOException {
    Path file = folder(folder).resolve(name);
    if (!Files.exists(file)) {
      create(folder, file, make.get());
    }
    ownerOnly(file);
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      throw new IOException(file + " is empty: restore it, or delete it to have a new one made");
    }
    return bytes;
  }

  /** Makes a folder that only the node's own user may look into; tightens one that exists. */
  public static Path folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (hasOwners(folder)) {
      Files.setPosixFilePermissions(folder, OWNER_FOLDER);
    }
    return folder;
  }

  /** Takes a file away from everybody but the node's own user. */
  public static void ownerOnly(Path file) throws IOException {
    if (hasOwners(file)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  private static void create(Path folder, Path file, byte[] bytes) throws IOException {
    Path draft = Files.createTempFile(folder, "new-", ".key", forOwner(folder));
    try {
      write(draft, bytes);
      Files.createLink(file, draft); // unlike a move, it never replaces another node's file
    } catch (FileAlreadyExistsException anotherNodeWasFaster) {
      return;
    } finally {
      Files.delete(draft);
    }
  }

  private static void write(Path draft, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] forOwner(Path folder) {
    return hasOwners(folder)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasOwners(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }
}
