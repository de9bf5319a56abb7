package io.nobooks.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/** One message (docs/sealing.md, section 4). */
final class SealedMessage {
  private final String room;
  private final String by;
  private final String to;
  private final String cid;
  private final int kind;
  private final long epoch;
  private final byte[] keyId;
  private final byte[] stream;
  private final int counter;

  /**
   * A message at its place.
   *
   * @param to empty for all
   * @param epoch 0 for a whisper, as is each byte of its {@code keyId}
   */
  SealedMessage(
      String room,
      String by,
      String to,
      String cid,
      int kind,
      long epoch,
      byte[] keyId,
      byte[] stream,
      int counter) {
    this.room = room;
    this.by = by;
    this.to = to;
    this.cid = cid;
    this.kind = kind;
    this.epoch = epoch;
    this.keyId = keyId;
    this.stream = stream;
    this.counter = counter;
  }

  static final int SAID = 1;
  static final int WHISPER = 2;
  static final int REPLY = 6;
  static final int EDIT = 7;
  static final int REACTION = 8;
  static final int COVERED = 9;
  static final int COVERED_WHISPER = 10;
  private static final int HEADER_BYTES = 46;

  /** The id of a content key. */
  static byte[] idOf(byte[] contentKey) throws GeneralSecurityException {
    return Arrays.copyOf(Primitives.derived(contentKey, new byte[0], "nobooks/1/key-id"), 16);
  }

  /** The content of what is about another message. */
  static byte[] about(String by, String cid, String text) {
    return Bytes.joined(Bytes.framed(by, cid), text.getBytes(UTF_8));
  }

  /**
   * The content of what stays covered until somebody looks.
   *
   * @param seconds how long it stays then; 0 for as long as it is there
   */
  static byte[] covered(int seconds, String text) {
    return Bytes.joined(Bytes.u32(seconds), text.getBytes(UTF_8));
  }

  String seal(byte[] base, Member sender, byte[] content) throws GeneralSecurityException {
    byte[] filling = Bytes.padded(content);
    byte[] proof = sender.signs(Bytes.framed("nobooks/1/signed", bound(), filling));
    byte[] box =
        Primitives.boxed(
            key(base), Primitives.counterNonce(counter), Bytes.joined(proof, filling), bound());
    return Bytes.base64url(Bytes.joined(header(), box));
  }

  byte[] open(byte[] base, Member sender, String sealed) throws GeneralSecurityException {
    byte[] bytes = Bytes.fromBase64url(sealed);
    if (!Arrays.equals(Arrays.copyOf(bytes, HEADER_BYTES), header())) {
      throw new GeneralSecurityException("another header");
    }
    byte[] box = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    byte[] inside = Primitives.unboxed(key(base), Primitives.counterNonce(counter), box, bound());
    byte[] filling = Arrays.copyOfRange(inside, 64, inside.length);
    byte[] signable = Bytes.framed("nobooks/1/signed", bound(), filling);
    if (!sender.signed(Arrays.copyOf(inside, 64), signable)) {
      throw new GeneralSecurityException("forged");
    }
    return Bytes.unpadded(filling);
  }

  /** Whether a key opens what a seat said to all, whoever signed it. */
  static boolean opens(byte[] contentKey, String room, String by, String cid, byte[] sealed)
      throws GeneralSecurityException {
    byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
    ByteBuffer parts = ByteBuffer.wrap(header);
    SealedMessage message =
        new SealedMessage(
            room,
            by,
            "",
            cid,
            header[1],
            parts.getLong(2),
            Arrays.copyOfRange(header, 10, 26),
            Arrays.copyOfRange(header, 26, 42),
            parts.getInt(42));
    byte[] box = Arrays.copyOfRange(sealed, HEADER_BYTES, sealed.length);
    byte[] nonce = Primitives.counterNonce(message.counter);
    try {
      return Primitives.unboxed(message.key(contentKey), nonce, box, message.bound()).length > 0;
    } catch (AEADBadTagException notWithThisKey) {
      return false;
    }
  }

  private byte[] header() {
    return Bytes.joined(
        new byte[] {1, (byte) kind}, Bytes.u64(epoch), keyId, stream, Bytes.u32(counter));
  }

  private byte[] bound() {
    return Bytes.framed("nobooks/1/message", header(), room, by, to, cid);
  }

  private byte[] key(byte[] base) throws GeneralSecurityException {
    return Primitives.derived(base, stream, Bytes.framed("nobooks/1/stream", room, by));
  }
}
