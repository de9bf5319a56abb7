package io.nobooks.rooms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code verify-receipt FILE [--key KEY]}: whether a saved receipt is what a node signed. Needs no
 * node and no network. A receipt carries its public key, so that by itself it is consistent at
 * most: whose key that is, only the one who asks can know.
 */
public final class ReceiptCheck {
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final long MOST_BYTES = 1 << 20;
  private static final String USAGE =
      "usage: verify-receipt FILE [--key KEY], where KEY is what GET /api/receipt-key answers";

  /**
   * What came out.
   *
   * @param exitCode 0 when the named key signed it, 2 when it is consistent and no key was named, 1
   *     in any other case
   */
  public record Verdict(int exitCode, String sentence) {}

  private ReceiptCheck() {}

  /** Checks what the arguments after {@code verify-receipt} ask for. Blocks. */
  public static Verdict of(List<String> arguments) {
    boolean named = arguments.size() == 3 && arguments.get(1).equals("--key");
    if (arguments.size() != 1 && !named) {
      return bad(USAGE);
    }
    try {
      return check(read(Path.of(arguments.get(0))), named ? keyIn(arguments.get(2)) : null);
    } catch (IOException unreadable) {
      return bad("the receipt cannot be read: " + unreadable.getMessage());
    } catch (IllegalArgumentException wrong) {
      return bad(wrong.getMessage());
    }
  }

  private static Verdict check(JsonObject receipt, byte @Nullable [] named) {
    byte[] own = base64(String.valueOf(receipt.getValue("key")), "the receipt names no key");
    if (!RoomReceipt.isGenuine(receipt, own)) {
      return bad("bad signature: the receipt was changed, or never signed");
    }
    if (named == null) {
      return new Verdict(2, "signature consistent, signer unknown");
    }
    return Arrays.equals(named, own)
        ? new Verdict(0, "signature good, signed by the key you named")
        : bad("signed by another key than the one you named");
  }

  /**
   * One JSON object, without a field that is there twice: two readers might read it in two ways.
   */
  private static JsonObject read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IllegalArgumentException("this is too large for a receipt");
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    try (JsonParser parser = STRICT.createParser(text)) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
      return new JsonObject(text);
    } catch (IOException | RuntimeException notJson) {
      throw new IllegalArgumentException("this is no receipt: not one JSON object", notJson);
    }
  }

  /** The key alone, or the whole answer that holds it. */
  private static byte[] keyIn(String named) {
    String key = named.strip();
    String wrong = "KEY is not a public key: it is base64, or all that /api/receipt-key answers";
    try {
      key = key.startsWith("{") ? new JsonObject(key).getString("key", "") : key;
    } catch (RuntimeException notJson) {
      throw new IllegalArgumentException(wrong, notJson);
    }
    return base64(key, wrong);
  }

  private static byte[] base64(String text, String wrong) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(wrong, notBase64);
    }
  }

  private static Verdict bad(@Nullable String sentence) {
    return new Verdict(1, String.valueOf(sentence));
  }
}
