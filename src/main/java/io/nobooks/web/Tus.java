package io.nobooks.web;

import io.nobooks.Failure;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of tus 1.0.0 (https://tus.io/protocols/resumable-upload). */
final class Tus {
  static final String RESUMABLE = "Tus-Resumable";
  static final String VERSION = "1.0.0";
  static final String VERSIONS = "Tus-Version";
  static final String EXTENSION = "Tus-Extension";
  static final String EXTENSIONS = "creation,termination,checksum,expiration";
  static final String MAX_SIZE = "Tus-Max-Size";
  static final String CHECKSUM_ALGORITHM = "Tus-Checksum-Algorithm";
  static final String CHECKSUM = "Upload-Checksum";
  static final String LENGTH = "Upload-Length";
  static final String OFFSET = "Upload-Offset";
  static final String METADATA = "Upload-Metadata";
  static final String EXPIRES = "Upload-Expires";
  static final String DEFER_LENGTH = "Upload-Defer-Length";
  static final String CONCAT = "Upload-Concat";
  static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";
  static final String BODY_TYPE = "application/offset+octet-stream";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Tus() {}

  /** A header that must be a number of bytes; BAD_COMMAND when it is not. */
  static long number(MultiMap headers, String name) {
    String value = headers.get(name);
    if (value == null || !NUMBER.matcher(value).matches()) {
      throw Failure.BAD_COMMAND.because(name + " must be a number of bytes");
    }
    return Long.parseLong(value);
  }

  /** What the request means: a POST may stand for what a network does not let through. */
  static String method(HttpServerRequest request) {
    String method = request.method().name();
    String meant = request.getHeader(METHOD_OVERRIDE);
    return meant == null || !method.equals("POST") ? method : meant.toUpperCase(Locale.ROOT);
  }

  /** 412 unless the client speaks this version. */
  static void require(HttpServerRequest request) {
    if (!VERSION.equals(request.getHeader(RESUMABLE))) {
      throw FileRefused.otherTus();
    }
  }

  /** Says when an unfinished upload is given up; {@code at} is 0 for a complete one. */
  static void expires(HttpServerResponse response, long at) {
    if (at > 0) {
      response.putHeader(EXPIRES, HTTP_DATE.format(Instant.ofEpochMilli(at)));
    }
  }
}
