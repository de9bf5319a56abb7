package io.nobooks.web;

import io.nobooks.Failure;
import io.nobooks.wire.FileId;
import io.nobooks.wire.RoomId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /files/<room>}, where documents are offered, or {@code /files/<room>/<file>}. */
record FilePath(RoomId room, @Nullable FileId file) {
  private static final Pattern FORM = Pattern.compile("/files/([a-z2-7]{26})(?:/([a-z2-7]{26}))?");

  /**
   * Reads a path as it was sent; nothing in it is decoded.
   *
   * @throws Failure.Refused NO_SUCH_FILE when it is neither
   */
  static FilePath parse(@Nullable String path) {
    Matcher form = FORM.matcher(path == null ? "" : path);
    if (!form.matches()) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    String file = form.group(2);
    return new FilePath(new RoomId(form.group(1)), file == null ? null : new FileId(file));
  }

  /** The document; NO_SUCH_FILE when the path names only the room. */
  FileId document() {
    if (file == null) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    return file;
  }
}
