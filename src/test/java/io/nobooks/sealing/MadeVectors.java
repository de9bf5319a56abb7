package io.nobooks.sealing;

import io.nobooks.wire.SeatId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;

/** Random entries of all kinds, sealed here for the page to open. */
final class MadeVectors {
  private static final String CODE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final List<String> ROOMS = List.of("SecProje", "Çalışma ODASI", "a", "🚀 röket");
  private static final List<String> PEOPLE = List.of("Can", "Ayşe Öz", "x", "漢字");
  private static final List<String> TEXTS =
      List.of("", "hello", "\ufeffbom", "şifreli 🔒\nline", "x".repeat(64), "y".repeat(9_071));
  private static final List<String> REACTIONS = List.of("👍", "ok", "👩🏽‍❤️‍💋‍👨🏿");
  private static final List<Integer> SECONDS = List.of(0, 1, 10, 300, 86_400);
  private static final List<Integer> SIZES = List.of(0, 1, 65_535, 65_536, 65_537, 150_000);

  private final SecureRandom random = new SecureRandom();

  JsonArray make(int count) throws GeneralSecurityException {
    JsonArray made = new JsonArray();
    for (int i = 0; i < count; i++) {
      JsonObject entry =
          switch (i % 6) {
            case 0 -> said();
            case 1 -> whisper();
            case 2 -> hello();
            case 3 -> covered(random.nextBoolean());
            case 4 -> about(pick(List.of("reply", "edit", "reaction")));
            default -> file(random.nextBoolean());
          };
      made.add(SealingVector.fill(entry));
    }
    return made;
  }

  private JsonObject said() throws GeneralSecurityException {
    return message("said")
        .put("to", "")
        .put("epoch", random.nextInt(1_000_000))
        .put("contentKey", bytes(32));
  }

  private JsonObject about(String what) throws GeneralSecurityException {
    List<String> texts = what.equals("reaction") ? REACTIONS : TEXTS.subList(0, 5);
    return said()
        .put("what", what)
        .put("about", new JsonObject().put("by", seat()).put("cid", bytes(16)))
        .put("text", pick(texts));
  }

  private JsonObject covered(boolean forAll) throws GeneralSecurityException {
    return (forAll ? said() : whisper())
        .put("what", forAll ? "covered" : "coveredWhisper")
        .put("seconds", pick(SECONDS))
        .put("text", pick(TEXTS.subList(0, 5)));
  }

  private JsonObject whisper() throws GeneralSecurityException {
    return message("whisper").put("to", seat()).put("epoch", 0).put("receiver", member());
  }

  private JsonObject hello() throws GeneralSecurityException {
    return entry("hello").put("receiver", member()).put("salt", bytes(16));
  }

  private JsonObject file(boolean forAll) throws GeneralSecurityException {
    int size = pick(SIZES);
    JsonArray to = new JsonArray();
    JsonArray receivers = new JsonArray();
    for (int i = forAll ? 0 : 1 + random.nextInt(32); i > 0; i--) {
      to.add(seat());
      receivers.add(member());
    }
    JsonObject about =
        new JsonObject()
            .put("name", pick(PEOPLE) + ".txt")
            .put("type", "text/plain")
            .put("size", size)
            .put("digest", SealingVector.sha256(SealingVector.plain(size)));
    return entry("file")
        .put("by", seat())
        .put("to", to)
        .put("receivers", receivers)
        .put("about", about)
        .put("epoch", forAll ? random.nextInt(1_000) : 0)
        .put("contentKey", forAll ? bytes(32) : "")
        .put("fileKey", bytes(16))
        .put("salt", bytes(16));
  }

  private JsonObject message(String what) throws GeneralSecurityException {
    return entry(what)
        .put("by", seat())
        .put("cid", bytes(16))
        .put("stream", bytes(16))
        .put("counter", random.nextInt(1_000_000))
        .put("text", pick(TEXTS));
  }

  private JsonObject entry(String what) throws GeneralSecurityException {
    StringBuilder code = new StringBuilder();
    random.ints(25, 0, 32).forEach(i -> code.append(CODE_ALPHABET.charAt(i)));
    return new JsonObject()
        .put("what", what)
        .put("code", code.toString())
        .put("name", pick(ROOMS))
        .put("sender", member());
  }

  private JsonObject member() throws GeneralSecurityException {
    return Member.fresh(pick(PEOPLE)).toJson();
  }

  private String bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.hex(bytes);
  }

  private static String seat() {
    return SeatId.fresh().value();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
