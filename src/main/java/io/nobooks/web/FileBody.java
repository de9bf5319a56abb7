package io.nobooks.web;

import io.nobooks.Failure;
import io.nobooks.relay.Checksum;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a PATCH say of its body.
 *
 * @param offset where the client believes that the upload stands
 * @param declared bytes of the body, or -1 where it does not say
 * @param length the document's length if it is said again, or -1
 */
record FileBody(long offset, long declared, long length, @Nullable Checksum checksum) {
  private static final int UNKNOWN = -1;

  /**
   * Reads the headers.
   *
   * @throws FileRefused 415 when the body is encoded or of another type
   * @throws Failure.Refused BAD_COMMAND or TOO_LARGE
   */
  static FileBody parse(HttpServerRequest request) {
    MultiMap headers = request.headers();
    String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw FileRefused.otherMedia("bytes are taken as they are: no Content-Encoding");
    }
    if (!Tus.BODY_TYPE.equalsIgnoreCase(headers.get(HttpHeaders.CONTENT_TYPE))) {
      throw FileRefused.otherMedia("Content-Type must be " + Tus.BODY_TYPE);
    }
    String checksum = headers.get(Tus.CHECKSUM);
    FileBody body =
        new FileBody(
            Tus.number(headers, Tus.OFFSET),
            optional(headers, HttpHeaders.CONTENT_LENGTH.toString()),
            optional(headers, Tus.LENGTH),
            checksum == null ? null : Checksum.parse(checksum));
    body.refuseBeyond(body.declared());
    return body;
  }

  /** Refuses with TOO_LARGE when a checked part has so many bytes. */
  void refuseBeyond(long bytes) {
    if (checksum != null && bytes > Checksum.MOST_BYTES) {
      throw Failure.TOO_LARGE.because(
          "a part with a checksum has at most " + Checksum.MOST_BYTES + " bytes");
    }
  }

  private static long optional(MultiMap headers, String name) {
    return headers.contains(name) ? Tus.number(headers, name) : UNKNOWN;
  }
}
