package io.nobooks.rooms;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/**
 * The one form of a JSON value that can be signed (RFC 8785): keys in the order of their UTF-16
 * units, no white space, shortest escapes. Whole numbers only, up to 2^53: receipts hold no others.
 */
final class CanonicalJson {
  private static final long MOST = 1L << 53;

  private CanonicalJson() {}

  /** The UTF-8 bytes of the canonical text. */
  static byte[] encode(JsonObject json) {
    StringBuilder text = new StringBuilder();
    append(text, json);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, Object value) {
    if (value instanceof JsonObject object) {
      appendObject(text, object);
    } else if (value instanceof JsonArray array) {
      appendArray(text, array);
    } else if (value instanceof String string) {
      appendString(text, string);
    } else if (value instanceof Boolean) {
      text.append(value);
    } else if (isWhole(value)) {
      text.append(((Number) value).longValue());
    } else {
      throw new IllegalArgumentException("no canonical form for " + value.getClass());
    }
  }

  private static boolean isWhole(Object value) {
    return (value instanceof Integer || value instanceof Long)
        && Math.abs(((Number) value).longValue()) <= MOST;
  }

  private static void appendObject(StringBuilder text, JsonObject object) {
    String separator = "{";
    for (String key : new TreeSet<>(object.fieldNames())) {
      text.append(separator);
      appendString(text, key);
      text.append(':');
      append(text, object.getValue(key));
      separator = ",";
    }
    text.append(object.isEmpty() ? "{}" : "}");
  }

  private static void appendArray(StringBuilder text, JsonArray array) {
    String separator = "[";
    for (Object item : array) {
      text.append(separator);
      append(text, item);
      separator = ",";
    }
    text.append(array.isEmpty() ? "[]" : "]");
  }

  private static void appendString(StringBuilder text, String string) {
    text.append('"');
    for (int at = 0; at < string.length(); at++) {
      appendUnit(text, string.charAt(at));
    }
    text.append('"');
  }

  private static void appendUnit(StringBuilder text, char unit) {
    switch (unit) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\b' -> text.append("\\b");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\f' -> text.append("\\f");
      case '\r' -> text.append("\\r");
      default -> {
        if (unit < ' ') {
          text.append(String.format("\\u%04x", (int) unit));
        } else {
          text.append(unit);
        }
      }
    }
  }
}
