package io.nobooks.rooms;

import io.nobooks.wire.Base32;
import io.nobooks.wire.Caller;
import io.nobooks.wire.Frame;
import io.nobooks.wire.Name;
import io.nobooks.wire.Options;
import io.nobooks.wire.ProofHash;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room of one instance with nobody in it but that instance, by which a node finds out whether
 * messages get through. No code leads to it, and it is counted nowhere.
 */
final class PrivateRoom {
  private static final String NAME = "probe";
  private static final int ID_LENGTH = 26;
  private static final int SECRET_BYTES = 32;

  /** Then it begins anew, so that little is kept. */
  private static final int MOST_WORDS = 100;

  private final RoomsNode node;
  private final Caller caller;
  private @Nullable Room room;
  private int words;

  PrivateRoom(RoomsNode node) {
    this.node = node;
    SessionId session = new SessionId(Base32.random(ID_LENGTH));
    this.caller = new Caller(session, NAME, false, null, "::1", true, "", 0);
  }

  /**
   * Says a word as members say things.
   *
   * @param word with the form of a {@code cid}
   * @return what the room tells all because of it
   * @throws io.nobooks.Failure.Refused as {@code say} is
   */
  List<Frame> say(String word) {
    Room living = room();
    JsonObject body = new JsonObject().put("sealed", "AA");
    living.obey(caller, new JsonObject().put("type", "say").put("cid", word).put("body", body));
    words++;
    return living.drain().stream()
        .filter(Effect.Tell.class::isInstance)
        .map(tell -> ((Effect.Tell) tell).frame())
        .toList();
  }

  private Room room() {
    Room living = room;
    if (living != null && words < MOST_WORDS) {
      return living;
    }
    if (living != null) {
      room = null;
      living.obey(caller, new JsonObject().put("type", "leave"));
    }
    Room fresh = fresh();
    room = fresh;
    words = 0;
    return fresh;
  }

  private Room fresh() {
    Person opener = new Person(caller.signedIn(), Name.of(NAME), false, 0, null, true);
    RoomId id = new RoomId(Base32.random(ID_LENGTH));
    Room opened = Room.open(node, id, opener, proof(), Options.defaults(1)).room();
    opened.drain();
    return opened;
  }

  private static ProofHash proof() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return ProofHash.of(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }
}
