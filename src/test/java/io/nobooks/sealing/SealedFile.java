package io.nobooks.sealing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** One document (docs/sealing.md, section 6). */
final class SealedFile {
  private final String room;
  private final String by;
  private final List<String> to;
  private final long epoch;
  private final byte[] keyId;
  private final byte[] fileKey;
  private final byte[] salt;

  /**
   * A document of this room and sender.
   *
   * @param to seats in ASCII order, empty for all
   * @param keyId of the content key, zeros for a document that is not for all
   */
  SealedFile(
      String room,
      String by,
      List<String> to,
      long epoch,
      byte[] keyId,
      byte[] fileKey,
      byte[] salt) {
    this.room = room;
    this.by = by;
    this.to = to;
    this.epoch = epoch;
    this.keyId = keyId;
    this.fileKey = fileKey;
    this.salt = salt;
  }

  static final int RECORD_BYTES = 65_536;
  private static final int SEALED_RECORD_BYTES = RECORD_BYTES + 16;

  /** What a document is, sealed for all of {@code bases}. */
  String sealMeta(List<byte[]> bases, Member sender, byte[] about) throws GeneralSecurityException {
    byte[] header = header(bases);
    byte[] bound = bound(header);
    byte[] filling = Bytes.paddedSmall(about);
    byte[] proof = sender.signs(Bytes.framed("nobooks/1/signed-meta", bound, filling));
    byte[] inside = Bytes.joined(proof, filling);
    return Bytes.base64url(
        Bytes.joined(header, Primitives.boxed(metaKey(), new byte[12], inside, bound)));
  }

  /** Opens with one base what was sealed for several; finds the file's key and salt by itself. */
  static Opened openMeta(
      String room, String by, List<String> to, String meta, byte[] base, int place, Member sender)
      throws GeneralSecurityException {
    byte[] bytes = Bytes.fromBase64url(meta);
    int boxAt = 74 + 16 * Math.max(1, to.size());
    byte[] header = Arrays.copyOf(bytes, boxAt);
    byte[] salt = Arrays.copyOfRange(bytes, 26, 42);
    byte[] slot = Arrays.copyOfRange(bytes, 74 + 16 * place, 90 + 16 * place);
    byte[] fileKey = masked(base, salt, room, by, slot);
    SealedFile file = new SealedFile(room, by, to, 0, new byte[16], fileKey, salt);
    if (!MessageDigest.isEqual(file.commitment(), Arrays.copyOfRange(bytes, 42, 74))) {
      throw new GeneralSecurityException("another key than the one committed to");
    }
    byte[] bound = file.bound(header);
    byte[] box = Arrays.copyOfRange(bytes, boxAt, bytes.length);
    byte[] inside = Primitives.unboxed(file.metaKey(), new byte[12], box, bound);
    byte[] filling = Arrays.copyOfRange(inside, 64, inside.length);
    byte[] signable = Bytes.framed("nobooks/1/signed-meta", bound, filling);
    if (!sender.signed(Arrays.copyOf(inside, 64), signable)) {
      throw new GeneralSecurityException("forged");
    }
    return new Opened(file, Bytes.unpadded(filling));
  }

  /** A document as one of its recipients knows it. */
  static final class Opened {
    final SealedFile file;
    final byte[] about;

    private Opened(SealedFile file, byte[] about) {
      this.file = file;
      this.about = about;
    }
  }

  byte[] sealRecords(byte[] bytes) throws GeneralSecurityException {
    byte[] all = {};
    int number = 0;
    for (int at = 0; at < bytes.length || number == 0; at += RECORD_BYTES) {
      int end = Math.min(bytes.length, at + RECORD_BYTES);
      byte[] nonce = nonce(number, end == bytes.length);
      byte[] record = Arrays.copyOfRange(bytes, at, end);
      all = Bytes.joined(all, Primitives.boxed(recordKey(), nonce, record, recordBound()));
      number++;
    }
    return all;
  }

  byte[] openRecords(byte[] sealed) throws GeneralSecurityException {
    byte[] all = {};
    int number = 0;
    for (int at = 0; at < sealed.length; at += SEALED_RECORD_BYTES) {
      int end = Math.min(sealed.length, at + SEALED_RECORD_BYTES);
      byte[] nonce = nonce(number, end == sealed.length);
      byte[] record = Arrays.copyOfRange(sealed, at, end);
      all = Bytes.joined(all, Primitives.unboxed(recordKey(), nonce, record, recordBound()));
      number++;
    }
    return all;
  }

  private byte[] header(List<byte[]> bases) throws GeneralSecurityException {
    byte[] slots = {};
    for (byte[] base : bases) {
      slots = Bytes.joined(slots, masked(base, salt, room, by, fileKey));
    }
    byte kind = (byte) (to.isEmpty() ? 1 : 2);
    return Bytes.joined(new byte[] {1, kind}, Bytes.u64(epoch), keyId, salt, commitment(), slots);
  }

  private byte[] bound(byte[] header) {
    return Bytes.framed("nobooks/1/meta", header, room, by, String.join(",", to));
  }

  private byte[] commitment() throws GeneralSecurityException {
    return Primitives.derived(fileKey, salt, "nobooks/1/file-commitment");
  }

  private byte[] metaKey() throws GeneralSecurityException {
    return Primitives.derived(fileKey, salt, "nobooks/1/file-meta");
  }

  private byte[] recordKey() throws GeneralSecurityException {
    return Primitives.derived(fileKey, salt, Bytes.framed("nobooks/1/records", room));
  }

  private byte[] recordBound() {
    return Bytes.framed("nobooks/1/record", room);
  }

  private static byte[] nonce(int number, boolean last) {
    return Bytes.joined(new byte[7], Bytes.u32(number), new byte[] {(byte) (last ? 1 : 0)});
  }

  /** The same twice gives back what was put in. */
  private static byte[] masked(byte[] base, byte[] salt, String room, String by, byte[] bytes)
      throws GeneralSecurityException {
    byte[] info = Bytes.framed("nobooks/1/file-slot", room, by);
    byte[] mask = Primitives.derived(base, salt, info, 16);
    for (int i = 0; i < mask.length; i++) {
      mask[i] ^= bytes[i];
    }
    return mask;
  }
}
