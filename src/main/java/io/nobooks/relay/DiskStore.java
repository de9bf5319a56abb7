package io.nobooks.relay;

import io.nobooks.wire.Base32;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files that have no name: on Linux they are unlinked as they are opened, so that the
 * end of the process, however sudden, is the end of the bytes. A thread that is interrupted while
 * it uses such a channel closes it and so destroys the file: these threads are never interrupted.
 */
public final class DiskStore implements Store {
  private static final Pattern OURS = Pattern.compile("[a-z2-7]{26}\\.part");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?>[] PRIVATE = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };
  private static final FileAttribute<?>[] DEFAULT = {};

  private final Path folder;
  private final int floorPercent;

  /** Finding it reads all mounts; this is asked with each batch of bytes. */
  private volatile @Nullable FileStore disk;

  /** A folder of its own, on whose disk so many percent stay free. */
  public DiskStore(Path folder, int floorPercent) {
    this.folder = folder;
    this.floorPercent = floorPercent;
  }

  @Override
  public void wipe() throws IOException {
    Files.createDirectories(folder);
    if (posix()) {
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
    for (Path leftover : contents()) {
      if (!OURS.matcher(leftover.getFileName().toString()).matches()) {
        throw new IOException("relay.spool must be a folder of its own, but holds other files");
      }
      Files.delete(leftover);
    }
  }

  @Override
  public Kept create(long size) throws IOException {
    Path path = folder.resolve(Base32.random(26) + ".part");
    try {
      return DiskFile.create(path, posix() ? PRIVATE : DEFAULT, size);
    } catch (IOException failure) {
      throw told(failure);
    }
  }

  @Override
  public long spare() throws IOException {
    FileStore known = disk;
    if (known == null) {
      known = Files.getFileStore(folder);
      disk = known;
    }
    return known.getUsableSpace() - known.getTotalSpace() / 100 * floorPercent;
  }

  @Override
  public boolean onDisk() {
    return true;
  }

  private List<Path> contents() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private boolean posix() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Java has no type for a full disk; these are the words of the systems it runs on. */
  static IOException told(IOException failure) {
    String says = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    boolean full = says.contains("no space left") || says.contains("quota exceeded");
    return full || says.contains("not enough space") ? new NoSpaceException(failure) : failure;
  }
}
