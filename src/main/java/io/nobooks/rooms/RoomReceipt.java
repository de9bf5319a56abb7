package io.nobooks.rooms;

import io.nobooks.wire.EndReason;
import io.nobooks.wire.RoomId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What the server states about a room that has ended: Ed25519 over the canonical JSON (RFC 8785) of
 * everything but the signature. It proves what was stated, not what people kept.
 *
 * @param room the room; only the hash of its id is in the receipt
 * @param wiped names of those online at the end who reported that they wiped
 * @param silent names of those online at the end who did not
 * @param left names of those who were not online at the end
 * @param build what the server runs
 */
record RoomReceipt(
    RoomId room,
    long openedAt,
    long endedAt,
    EndReason reason,
    Counts counts,
    List<String> wiped,
    List<String> silent,
    List<String> left,
    String build) {

  private static final String SIGNATURE = "signature";

  /** A receipt must fit into one frame; names beyond this many bytes are counted, not listed. */
  private static final int MOST_NAME_BYTES = 64 * 1_024;

  /**
   * How much there was.
   *
   * @param members seats ever given
   * @param messages said to all
   */
  record Counts(int members, long messages, long files, long bytes) {
    JsonObject toJson() {
      return new JsonObject()
          .put("members", members)
          .put("messages", messages)
          .put("files", files)
          .put("bytes", bytes);
    }
  }

  /** The signed receipt. Where not all names fit, {@code unlisted} says how many are missing. */
  JsonObject sign(ReceiptKey key) {
    JsonObject receipt =
        new JsonObject()
            .put("v", 1)
            .put("room", hashOf(room))
            .put("openedAt", openedAt)
            .put("endedAt", endedAt)
            .put("reason", reason.word())
            .put("counts", counts.toJson());
    int unlisted = list(receipt, "wiped", wiped);
    unlisted += list(receipt, "silent", silent);
    unlisted += list(receipt, "left", left);
    if (unlisted > 0) {
      receipt.put("unlisted", unlisted);
    }
    receipt.put("build", build).put("key", key.id());
    byte[] signature = key.sign(CanonicalJson.encode(receipt));
    return receipt.put(
        SIGNATURE, Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
  }

  /**
   * Whether a receipt is one that was signed with this key.
   *
   * @param spki the public key as SPKI DER
   */
  static boolean isGenuine(JsonObject receipt, byte[] spki) {
    JsonObject stated = receipt.copy();
    Object signature = stated.remove(SIGNATURE);
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(String.valueOf(signature));
      return isSigned(CanonicalJson.encode(stated), bytes, spki);
    } catch (GeneralSecurityException | IllegalArgumentException notEvenASignature) {
      return false;
    }
  }

  static boolean isSigned(byte[] bytes, byte[] signature, byte[] spki)
      throws GeneralSecurityException {
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    check.update(bytes);
    return check.verify(signature);
  }

  private static int list(JsonObject receipt, String field, List<String> names) {
    JsonArray listed = new JsonArray();
    int bytes = 0;
    for (String name : names) {
      bytes += JsonArray.of(name).encode().getBytes(StandardCharsets.UTF_8).length;
      if (bytes <= MOST_NAME_BYTES) {
        listed.add(name);
      }
    }
    receipt.put(field, listed);
    return names.size() - listed.size();
  }

  private static String hashOf(RoomId room) {
    try {
      byte[] id = room.value().getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(id));
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
