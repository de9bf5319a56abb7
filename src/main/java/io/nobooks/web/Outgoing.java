package io.nobooks.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nobooks.Failure;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One bridge JSON on its way to clients. Each form that a framing needs is made once, however many
 * sockets it goes to.
 */
final class Outgoing {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = {'}'};

  private final byte[] utf8;
  private byte @Nullable [] quoted;
  private @Nullable String text;

  private Outgoing(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** An answer, or what a client registered for: {@code rec}. */
  static Outgoing rec(String address, JsonObject body) {
    return of(new JsonObject().put("type", "rec").put("address", address).put("body", body));
  }

  /** The beginning of every {@code rec} on an address, for {@link #rec(byte[], byte[])}. */
  static byte[] recPrefix(String address) {
    String empty = new JsonObject().put("type", "rec").put("address", address).encode();
    return (empty.substring(0, empty.length() - 1) + ",\"body\":").getBytes(StandardCharsets.UTF_8);
  }

  /** A {@code rec} around a body that is encoded already. */
  static Outgoing rec(byte[] prefix, byte[] body) {
    byte[] utf8 = new byte[prefix.length + body.length + END.length];
    System.arraycopy(prefix, 0, utf8, 0, prefix.length);
    System.arraycopy(body, 0, utf8, prefix.length, body.length);
    utf8[utf8.length - 1] = END[0];
    return new Outgoing(utf8);
  }

  /** A refusal on a reply address; the stock client hands no other field on. */
  static Outgoing err(String address, Failure.Refused refused) {
    return of(refusal(new JsonObject().put("type", "err").put("address", address), refused));
  }

  /** The refusal of a {@code register}. */
  static Outgoing denied(String address, Failure.Refused refused) {
    JsonObject json = new JsonObject().put("type", "err").put("body", "access_denied");
    return of(refusal(json.put("address", address), refused));
  }

  /** One of the stock answers that carry no address. */
  static Outgoing err(String body) {
    return of(new JsonObject().put("type", "err").put("body", body));
  }

  private static JsonObject refusal(JsonObject json, Failure.Refused refused) {
    return json.put("failureCode", refused.failure.code)
        .put("failureType", "RECIPIENT_FAILURE")
        .put("message", refused.wireMessage());
  }

  private static Outgoing of(JsonObject json) {
    return new Outgoing(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  /** The JSON in UTF-8. Shared: not to be written to. */
  byte[] utf8() {
    return utf8;
  }

  /** The JSON as the JSON string that SockJS wants, with its quotes. Shared as well. */
  byte[] quoted() {
    byte[] made = quoted;
    if (made == null) {
      made = quote(utf8);
      quoted = made;
    }
    return made;
  }

  /** The JSON as a text. */
  String text() {
    String made = text;
    if (made == null) {
      made = new String(utf8, StandardCharsets.UTF_8);
      text = made;
    }
    return made;
  }

  /** What is not ASCII stays as it is: JSON allows it, and it is half the bytes of an escape. */
  private static byte[] quote(byte[] utf8) {
    ByteBuf out = Unpooled.buffer(utf8.length + utf8.length / 4 + 16).writeByte('"');
    int copied = 0;
    for (int at = 0; at < utf8.length; at++) {
      byte octet = utf8[at];
      if (octet == '"' || octet == '\\' || (octet >= 0 && octet < ' ')) {
        out.writeBytes(utf8, copied, at - copied);
        escape(out, octet);
        copied = at + 1;
      }
    }
    out.writeBytes(utf8, copied, utf8.length - copied).writeByte('"');
    byte[] quoted = new byte[out.readableBytes()];
    out.readBytes(quoted);
    return quoted;
  }

  private static void escape(ByteBuf out, byte octet) {
    out.writeByte('\\');
    if (octet == '"' || octet == '\\') {
      out.writeByte(octet);
    } else {
      out.writeByte('u').writeByte('0').writeByte('0');
      out.writeByte(HEX[octet >> 4]).writeByte(HEX[octet & 15]);
    }
  }
}
