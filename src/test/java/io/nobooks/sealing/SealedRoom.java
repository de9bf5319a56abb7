package io.nobooks.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nobooks.wire.Base32;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/** What follows from a room's code and canonical name (docs/sealing.md, sections 2, 3 and 7). */
final class SealedRoom {
  private static final byte[] NO_SALT = {};

  final String id;
  private final byte[] root;

  SealedRoom(String code, String name) throws GeneralSecurityException {
    byte[] ikm = code.getBytes(UTF_8);
    byte[] ticket = Primitives.derived(ikm, NO_SALT, "nobooks/1/ticket");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(ticket);
    id = Base32.encode(Arrays.copyOf(digest, 16));
    root = Primitives.derived(ikm, name.getBytes(UTF_8), "nobooks/1/key");
  }

  byte[] derived(String purpose, byte[] salt) throws GeneralSecurityException {
    return Primitives.derived(root, salt, Bytes.framed(purpose, id));
  }

  /** What only these two can derive. */
  byte[] pair(Member own, Member other) throws GeneralSecurityException {
    Member[] two = inOrder(own, other);
    byte[] info = Bytes.framed("nobooks/1/pair", id, two[0].keys(), two[1].keys());
    byte[] salt = derived("nobooks/1/pair-salt", NO_SALT);
    return Primitives.derived(Primitives.shared(own.agreeSeed(), other.agree()), salt, info);
  }

  String sealHello(Member member, byte[] salt) throws GeneralSecurityException {
    byte[] head = Bytes.joined(new byte[] {1}, salt);
    byte[] proof = member.signs(claim(member.folded(), member.keys()));
    byte[] content = Bytes.joined(member.keys(), proof, member.folded().getBytes(UTF_8));
    byte[] key = derived("nobooks/1/hello", salt);
    return Bytes.base64url(Bytes.joined(head, Primitives.boxed(key, new byte[12], content, head)));
  }

  /** The member a hello speaks of, without private keys. */
  Member openHello(String sealed) throws GeneralSecurityException {
    byte[] bytes = Bytes.fromBase64url(sealed);
    byte[] head = Arrays.copyOf(bytes, 17);
    byte[] key = derived("nobooks/1/hello", Arrays.copyOfRange(head, 1, 17));
    byte[] box = Arrays.copyOfRange(bytes, 17, bytes.length);
    byte[] content = Primitives.unboxed(key, new byte[12], box, head);
    byte[] sign = Arrays.copyOf(content, 32);
    byte[] agree = Arrays.copyOfRange(content, 32, 64);
    String name = new String(content, 128, content.length - 128, UTF_8);
    byte[] proof = Arrays.copyOfRange(content, 64, 128);
    Member member = new Member(name, new byte[0], sign, new byte[0], agree);
    if (head[0] != 1 || !member.signed(proof, claim(name, member.keys()))) {
      throw new GeneralSecurityException("forged");
    }
    return member;
  }

  String safetyWords() throws GeneralSecurityException {
    byte[] bytes = derived("nobooks/1/safety", NO_SALT);
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 8; i += 2) {
      int bits = (bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff);
      words.append(i == 0 ? "" : " ").append(proquint(bits));
    }
    return words.toString();
  }

  String number(Member one, Member other) throws GeneralSecurityException {
    Member[] two = inOrder(one, other);
    byte[] bytes = derived("nobooks/1/number", Bytes.joined(two[0].keys(), two[1].keys()));
    StringBuilder groups = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      long number = 0;
      for (int j = 0; j < 5; j++) {
        number = number << 8 | (bytes[5 * i + j] & 0xff);
      }
      groups.append(i == 0 ? "" : " ").append(String.format("%05d", number % 100_000));
    }
    return groups.toString();
  }

  private byte[] claim(String name, byte[] keys) {
    return Bytes.framed("nobooks/1/announce", id, name, keys);
  }

  private static String proquint(int bits) {
    String consonants = "bdfghjklmnprstvz";
    String vowels = "aiou";
    return ""
        + consonants.charAt(bits >> 12)
        + vowels.charAt((bits >> 10) & 3)
        + consonants.charAt((bits >> 6) & 15)
        + vowels.charAt((bits >> 4) & 3)
        + consonants.charAt(bits & 15);
  }

  private static Member[] inOrder(Member one, Member other) {
    boolean ordered = Arrays.compareUnsigned(one.keys(), other.keys()) <= 0;
    return ordered ? new Member[] {one, other} : new Member[] {other, one};
  }
}
