package io.nobooks.support;

import io.nobooks.wire.RoomId;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What follows from a room's code and name, made up: secrets that open and enter one room.
 *
 * @param ticket base64url of 32 bytes, which the room's id follows from
 * @param proof base64url of 32 bytes
 */
public record RoomCode(String ticket, String proof) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of a room that nobody has opened yet. */
  public static RoomCode fresh() {
    return new RoomCode(secret(), secret());
  }

  /** The same room with a proof that is not its own. */
  public RoomCode withWrongProof() {
    return new RoomCode(ticket, secret());
  }

  /** The room's public id. */
  public String room() {
    return RoomId.ofTicket(ticket).value();
  }

  /** The address of commands to the room. */
  public String in() {
    return "room." + room() + ".in";
  }

  /** The address on which the room tells its members. */
  public String out() {
    return "room." + room() + ".out";
  }

  /** The body of an open or an enter. */
  public JsonObject toJson() {
    return new JsonObject().put("ticket", ticket).put("proof", proof);
  }

  private static String secret() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
