package io.nobooks.web;

import io.nobooks.Failure;
import io.nobooks.wire.SeatId;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a POST offer. {@code Upload-Metadata} may hold {@code meta}, which is opaque
 * and kept as the base64 it is, and {@code to}; anything else a client adds, such as a file name,
 * is ignored and kept nowhere.
 *
 * @param size bytes of the document
 * @param meta base64 of at most 2 KiB, or null
 * @param to the seats it is for; empty for all
 */
record FileOffer(long size, @Nullable String meta, List<SeatId> to) {
  static final int MOST_META_BYTES = 2 << 10;
  static final int MOST_SEATS = 32;
  private static final String META = "meta";
  private static final String TO = "to";

  /**
   * Reads the headers.
   *
   * @throws Failure.Refused BAD_COMMAND or TOO_LARGE
   */
  static FileOffer parse(MultiMap headers) {
    if (headers.contains(Tus.DEFER_LENGTH) || headers.contains(Tus.CONCAT)) {
      throw Failure.BAD_COMMAND.because("neither deferred length nor concatenation is offered");
    }
    long size = Tus.number(headers, Tus.LENGTH);
    Map<String, String> metadata = metadata(headers.get(Tus.METADATA));
    return new FileOffer(size, meta(metadata.get(META)), to(metadata.get(TO)));
  }

  /** {@code Upload-Metadata} as HEAD answers it; may be empty. */
  String metadata() {
    String metaPair = meta == null ? "" : (META + " " + meta).strip();
    if (to.isEmpty()) {
      return metaPair;
    }
    String seats = String.join(",", to.stream().map(SeatId::value).toList());
    byte[] utf8 = seats.getBytes(StandardCharsets.UTF_8);
    return (meta == null ? "" : metaPair + ",")
        + TO
        + " "
        + Base64.getEncoder().encodeToString(utf8);
  }

  private static Map<String, String> metadata(@Nullable String header) {
    Map<String, String> pairs = new HashMap<>();
    if (header == null || header.isBlank()) {
      return pairs;
    }
    for (String pair : header.split(",", -1)) {
      String[] words = pair.strip().split(" ", -1);
      boolean known = words.length <= 2 && !words[0].isEmpty();
      if (!known || pairs.put(words[0], words.length == 2 ? words[1] : "") != null) {
        throw Failure.BAD_COMMAND.because("Upload-Metadata must be pairs of unique keys");
      }
    }
    return pairs;
  }

  private static @Nullable String meta(@Nullable String base64) {
    if (base64 != null && decode(base64, META).length > MOST_META_BYTES) {
      throw Failure.TOO_LARGE.because("meta has at most " + MOST_META_BYTES + " bytes");
    }
    return base64;
  }

  private static List<SeatId> to(@Nullable String base64) {
    if (base64 == null) {
      return List.of();
    }
    List<SeatId> seats =
        Arrays.stream(ascii(decode(base64, TO)).split(",", MOST_SEATS + 2))
            .map(String::strip)
            .limit(MOST_SEATS + 1L)
            .map(SeatId::new)
            .distinct()
            .toList();
    if (seats.size() > MOST_SEATS) {
      throw Failure.TOO_LARGE.because("a document is for at most " + MOST_SEATS + " seats, or all");
    }
    return seats;
  }

  private static byte[] decode(String base64, String what) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw Failure.BAD_COMMAND.because(what + " is not base64");
    }
  }

  private static String ascii(byte[] bytes) {
    try {
      return StandardCharsets.US_ASCII.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notSeats) {
      throw Failure.BAD_COMMAND.because("to must be seats");
    }
  }
}
