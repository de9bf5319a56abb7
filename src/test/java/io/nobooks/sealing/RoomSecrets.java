package io.nobooks.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nobooks.support.RoomCode;
import io.nobooks.wire.Name;
import java.security.GeneralSecurityException;
import java.util.List;

/** What somebody knows who has nothing but a room's code and name. */
public final class RoomSecrets {
  private final String code;
  private final String name;
  private final SealedRoom room;

  /** Of a room with this canonical code, and this name as it was typed. */
  public RoomSecrets(String code, String name) throws GeneralSecurityException {
    this.code = code;
    this.name = Name.of(name).folded();
    room = new SealedRoom(code, this.name);
  }

  /** What opens and enters the room. */
  public RoomCode code() throws GeneralSecurityException {
    byte[] ikm = code.getBytes(UTF_8);
    byte[] ticket = Primitives.derived(ikm, new byte[0], "nobooks/1/ticket");
    byte[] proof = Primitives.derived(ikm, name.getBytes(UTF_8), "nobooks/1/proof");
    return new RoomCode(Bytes.base64url(ticket), Bytes.base64url(proof));
  }

  /** The keys that never leave a page. */
  public List<byte[]> keys() throws GeneralSecurityException {
    byte[] root = Primitives.derived(code.getBytes(UTF_8), name.getBytes(UTF_8), "nobooks/1/key");
    return List.of(root, firstKey(), room.derived("nobooks/1/pair-salt", new byte[0]));
  }

  /** Whether the code's own content key opens what a seat said. */
  public boolean opens(String by, String cid, String sealed) throws GeneralSecurityException {
    return SealedMessage.opens(firstKey(), room.id, by, cid, Bytes.fromBase64url(sealed));
  }

  private byte[] firstKey() throws GeneralSecurityException {
    return room.derived("nobooks/1/first-key", new byte[0]);
  }
}
