package io.nobooks.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One message of a client in the JSON of the Vert.x event-bus bridge. What clients write into
 * {@code headers} is not even read.
 *
 * @param address empty for a ping
 * @param body null when it is no JSON object or nested too deep; empty when there is none
 * @param replyAddress where the one answer goes, or null when none is wanted
 */
record BridgeFrame(
    Type type, String address, @Nullable JsonObject body, @Nullable String replyAddress) {

  /** What encodes JSON here calls itself for each level; nothing people write needs so many. */
  private static final int MOST_LEVELS = 32;

  /** What a client can want. */
  enum Type {
    SEND,
    PUBLISH,
    REGISTER,
    UNREGISTER,
    PING
  }

  /** The frame is not one of the bridge's; the message is the body of the stock answer. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private Malformed(String body) {
      super(body, null, false, false);
    }

    /** What the stock bridge answers, without an address. */
    String body() {
      return String.valueOf(getMessage());
    }
  }

  /** Reads a frame as the stock bridge does, which takes any scalar for a text. */
  static BridgeFrame parse(String text) throws Malformed {
    JsonObject json = json(text);
    Type type = type(json.getString("type"));
    String address = json.getString("address");
    if (address == null && type != Type.PING) {
      throw new Malformed("missing_address");
    }
    if (type == null) {
      throw new Malformed("invalid_type");
    }
    return new BridgeFrame(
        type,
        address == null ? "" : address,
        levels(text) > MOST_LEVELS ? null : body(json),
        json.getString("replyAddress"));
  }

  private static JsonObject json(String text) throws Malformed {
    try {
      return new JsonObject(text);
    } catch (DecodeException | ClassCastException notAnObject) {
      throw new Malformed("invalid_json");
    }
  }

  /** Null when there is no such type: the stock bridge misses the address first. */
  private static @Nullable Type type(@Nullable String name) throws Malformed {
    if (name == null) {
      throw new Malformed("missing_type");
    }
    return switch (name) {
      case "send" -> Type.SEND;
      case "publish" -> Type.PUBLISH;
      case "register" -> Type.REGISTER;
      case "unregister" -> Type.UNREGISTER;
      case "ping" -> Type.PING;
      default -> null;
    };
  }

  /** How deep objects and arrays are nested in a text that was parsed already. */
  private static int levels(String json) {
    int level = 0;
    int most = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char next = json.charAt(i);
      if (next == '"') {
        quoted = !quoted;
      } else if (quoted) {
        i += next == '\\' ? 1 : 0;
      } else if (next == '{' || next == '[') {
        most = Math.max(most, ++level);
      } else if (next == '}' || next == ']') {
        level--;
      }
    }
    return most;
  }

  private static @Nullable JsonObject body(JsonObject json) {
    Object body = json.getValue("body");
    if (body == null) {
      return new JsonObject();
    }
    return body instanceof JsonObject object ? object : null;
  }
}
