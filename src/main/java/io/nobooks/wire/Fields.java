package io.nobooks.wire;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON body from outside. Whatever is missing, of another type or out of
 * range is refused with BAD_COMMAND, naming the field; nothing else is ever thrown.
 */
record Fields(JsonObject json) {
  /** A text that must be there. */
  String text(String field) {
    String text = optionalText(field);
    if (text == null) {
      throw refused(field, "must be a text");
    }
    return text;
  }

  /** A text, or null where the field is missing or null. */
  @Nullable String optionalText(String field) {
    Object value = json.getValue(field);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw refused(field, "must be a text");
  }

  /** True or false, and there. */
  boolean yes(String field) {
    if (json.getValue(field) instanceof Boolean yes) {
      return yes;
    }
    throw refused(field, "must be true or false");
  }

  /** A whole number from {@code least} to {@code most}. */
  long whole(String field, long least, long most) {
    Object value = json.getValue(field);
    boolean isWhole = value instanceof Integer || value instanceof Long;
    if (isWhole && ((Number) value).longValue() >= least && ((Number) value).longValue() <= most) {
      return ((Number) value).longValue();
    }
    throw refused(field, "must be a whole number from " + least + " to " + most);
  }

  /** An object that must be there. */
  JsonObject object(String field) {
    JsonObject object = optionalObject(field);
    if (object == null) {
      throw refused(field, "must be an object");
    }
    return object;
  }

  /** An object or null, and there. */
  @Nullable JsonObject objectOrNull(String field) {
    if (!json.containsKey(field)) {
      throw refused(field, "must be an object or null");
    }
    return optionalObject(field);
  }

  /** An object, or null where the field is missing or null. */
  @Nullable JsonObject optionalObject(String field) {
    Object value = json.getValue(field);
    if (value == null || value instanceof JsonObject) {
      return (JsonObject) value;
    }
    throw refused(field, "must be an object");
  }

  /** Any value as JSON types, or null where the field is missing or null. */
  @Nullable Object any(String field) {
    return json.getValue(field);
  }

  /** The size of a value's compact JSON in bytes of UTF-8. */
  static int compactBytes(Object value) {
    String text =
        value instanceof JsonObject object
            ? object.encode()
            : value instanceof JsonArray array ? array.encode() : JsonArray.of(value).encode();
    return utf8Length(text) - (value instanceof JsonObject || value instanceof JsonArray ? 0 : 2);
  }

  /** Bytes of a text in UTF-8, without encoding it. */
  static int utf8Length(String text) {
    int bytes = 0;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : Character.isSurrogate(unit) ? 2 : 3;
    }
    return bytes;
  }

  private static Failure.Refused refused(String field, String must) {
    return Failure.BAD_COMMAND.because(field + " " + must);
  }
}
