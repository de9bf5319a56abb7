package io.nobooks.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * What a SockJS client sends: a JSON array of texts, each a bridge JSON, or one text alone. Read as
 * it goes, so that a frame of very many messages costs no more than those that are taken.
 */
final class SockJsMessages {
  /** An escape takes six bytes for what may be one: {@code \}{@code u0041}. */
  static final int ESCAPED = 6;

  private static final JsonFactory JSON = new JsonFactory();

  private SockJsMessages() {}

  /**
   * Hands each text on, in order; what is no text counts as an empty one, which is no bridge JSON.
   *
   * @param message false ends the reading, and what is left counts for whole
   * @return false when the frame is broken; texts before the break have been handed on
   */
  static boolean each(String frame, Predicate<String> message) {
    if (frame.isEmpty()) {
      return true;
    }
    try (JsonParser parser = JSON.createParser(frame)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.VALUE_STRING) {
        return !message.test(parser.getText()) || parser.nextToken() == null;
      }
      return first == JsonToken.START_ARRAY && eachOfArray(parser, message);
    } catch (IOException broken) {
      return false;
    }
  }

  private static boolean eachOfArray(JsonParser parser, Predicate<String> message)
      throws IOException {
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; ) {
      if (token == null) {
        return false;
      }
      if (!message.test(token == JsonToken.VALUE_STRING ? parser.getText() : "")) {
        return true;
      }
      parser.skipChildren();
      token = parser.nextToken();
    }
    return parser.nextToken() == null;
  }
}
