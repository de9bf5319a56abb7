package io.nobooks.wire;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What {@code rooms.open} and {@code rooms.enter} bring besides the ticket.
 *
 * @param proof that the caller knows code and name
 * @param options the opener's choices; empty when entering
 */
public record RoomRequest(ProofHash proof, JsonObject options, @Nullable Hello hello) {
  /**
   * Reads the body of an open or an enter.
   *
   * @throws io.nobooks.Failure.Refused BAD_COMMAND or, for {@code hello}, TOO_LARGE
   */
  public static RoomRequest parse(JsonObject json) {
    Fields fields = new Fields(json);
    ProofHash proof = ProofHash.of(fields.optionalText("proof"));
    JsonObject options = fields.optionalObject("options");
    return new RoomRequest(proof, options == null ? new JsonObject() : options, Hello.in(fields));
  }

  /**
   * The room that a body's ticket opens.
   *
   * @throws io.nobooks.Failure.Refused BAD_COMMAND when there is no well-formed ticket
   */
  public static RoomId roomOf(JsonObject json) {
    return RoomId.ofTicket(new Fields(json).optionalText("ticket"));
  }

  /**
   * The room that a body names.
   *
   * @throws io.nobooks.Failure.Refused BAD_COMMAND when it names none
   */
  public static RoomId roomNamedIn(JsonObject json) {
    return new RoomId(new Fields(json).text("room"));
  }
}
