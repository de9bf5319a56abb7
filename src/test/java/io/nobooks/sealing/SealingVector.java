package io.nobooks.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.wire.Name;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** One entry of {@code sealing.json}: filled in from its inputs, or checked against them. */
final class SealingVector {
  private final JsonObject entry;
  private final SealedRoom room;

  private SealingVector(JsonObject entry) throws GeneralSecurityException {
    this.entry = entry;
    room = new SealedRoom(entry.getString("code"), Name.of(entry.getString("name")).folded());
  }

  /** Adds the room's id and what is sealed to an entry that has everything else. */
  static JsonObject fill(JsonObject entry) throws GeneralSecurityException {
    SealingVector vector = new SealingVector(entry);
    entry.put("room", vector.room.id);
    return entry.mergeIn(vector.sealed());
  }

  /** What was sealed opens, and sealing it again gives the same bytes. */
  static void check(JsonObject entry) throws GeneralSecurityException {
    SealingVector vector = new SealingVector(entry);
    assertThat(vector.room.id).isEqualTo(entry.getString("room"));
    JsonObject again = vector.sealed();
    for (String field : again.fieldNames()) {
      assertThat(again.getValue(field)).as("%s", entry).isEqualTo(entry.getValue(field));
    }
    vector.open();
  }

  private JsonObject sealed() throws GeneralSecurityException {
    return switch (entry.getString("what")) {
      case "hello" -> hello();
      case "file" -> file();
      default -> new JsonObject().put("sealed", message().seal(base(true), sender(), content()));
    };
  }

  private void open() throws GeneralSecurityException {
    switch (entry.getString("what")) {
      case "hello" -> openHello();
      case "file" -> openFile();
      default ->
          assertThat(message().open(base(false), sender(), entry.getString("sealed")))
              .isEqualTo(content());
    }
  }

  private JsonObject hello() throws GeneralSecurityException {
    return new JsonObject()
        .put("sealed", room.sealHello(sender(), Bytes.hex(entry.getString("salt"))))
        .put("words", room.safetyWords())
        .put("number", room.number(sender(), receiver()));
  }

  private void openHello() throws GeneralSecurityException {
    Member found = room.openHello(entry.getString("sealed"));
    assertThat(found.person()).isEqualTo(sender().folded());
    assertThat(found.keys()).isEqualTo(sender().keys());
  }

  private SealedMessage message() throws GeneralSecurityException {
    boolean forAll = isForAll();
    return new SealedMessage(
        room.id,
        entry.getString("by"),
        entry.getString("to"),
        entry.getString("cid"),
        kind(),
        entry.getLong("epoch"),
        forAll ? SealedMessage.idOf(contentKey()) : new byte[16],
        Bytes.hex(entry.getString("stream")),
        entry.getInteger("counter"));
  }

  /** For a whisper each end derives the same from its own private key. */
  private byte[] base(boolean asSender) throws GeneralSecurityException {
    if (isForAll()) {
      return contentKey();
    }
    return asSender ? room.pair(sender(), receiver()) : room.pair(receiver(), sender());
  }

  private JsonObject file() throws GeneralSecurityException {
    byte[] about = entry.getJsonObject("about").encode().getBytes(UTF_8);
    byte[] records = sealedFile().sealRecords(plain());
    return new JsonObject()
        .put("meta", sealedFile().sealMeta(bases(), sender(), about))
        .put("sealedSize", records.length)
        .put("sealedSha256", sha256(records));
  }

  private void openFile() throws GeneralSecurityException {
    List<String> to = sortedTo();
    boolean forAll = to.isEmpty();
    int first = forAll ? 0 : to.indexOf(entry.getJsonArray("to").getString(0));
    byte[] base = forAll ? contentKey() : room.pair(receivers().get(0), sender());
    SealedFile.Opened opened =
        SealedFile.openMeta(
            room.id, entry.getString("by"), to, entry.getString("meta"), base, first, sender());
    JsonObject about = new JsonObject(new String(opened.about, UTF_8));
    assertThat(about).isEqualTo(entry.getJsonObject("about"));
    byte[] plain = opened.file.openRecords(sealedFile().sealRecords(plain()));
    assertThat(sha256(plain)).isEqualTo(about.getString("digest"));
  }

  private SealedFile sealedFile() throws GeneralSecurityException {
    return new SealedFile(
        room.id,
        entry.getString("by"),
        sortedTo(),
        entry.getLong("epoch"),
        sortedTo().isEmpty() ? SealedMessage.idOf(contentKey()) : new byte[16],
        Bytes.hex(entry.getString("fileKey")),
        Bytes.hex(entry.getString("salt")));
  }

  private List<byte[]> bases() throws GeneralSecurityException {
    if (sortedTo().isEmpty()) {
      return List.of(contentKey());
    }
    List<byte[]> bases = new ArrayList<>();
    for (String seat : sortedTo()) {
      Member receiver = receivers().get(entry.getJsonArray("to").getList().indexOf(seat));
      bases.add(room.pair(sender(), receiver));
    }
    return bases;
  }

  private byte[] plain() {
    return plain(entry.getJsonObject("about").getInteger("size"));
  }

  /** Byte i of a document is i modulo 251. */
  static byte[] plain(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i % 251);
    }
    return bytes;
  }

  static String sha256(byte[] bytes) throws GeneralSecurityException {
    return Bytes.hex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private boolean isForAll() {
    return entry.getString("to").isEmpty();
  }

  private int kind() {
    return switch (entry.getString("what")) {
      case "whisper" -> SealedMessage.WHISPER;
      case "reply" -> SealedMessage.REPLY;
      case "edit" -> SealedMessage.EDIT;
      case "reaction" -> SealedMessage.REACTION;
      case "covered" -> SealedMessage.COVERED;
      case "coveredWhisper" -> SealedMessage.COVERED_WHISPER;
      default -> SealedMessage.SAID;
    };
  }

  private byte[] contentKey() {
    return Bytes.hex(entry.getString("contentKey"));
  }

  private byte[] content() {
    String text = entry.getString("text");
    if (entry.containsKey("seconds")) {
      return SealedMessage.covered(entry.getInteger("seconds"), text);
    }
    JsonObject about = entry.getJsonObject("about");
    return about == null
        ? text.getBytes(UTF_8)
        : SealedMessage.about(about.getString("by"), about.getString("cid"), text);
  }

  private Member sender() {
    return Member.of(entry.getJsonObject("sender"));
  }

  private Member receiver() {
    return Member.of(entry.getJsonObject("receiver"));
  }

  private List<Member> receivers() {
    JsonArray receivers = entry.getJsonArray("receivers");
    return receivers.stream().map(each -> Member.of((JsonObject) each)).toList();
  }

  private List<String> sortedTo() {
    return entry.getJsonArray("to").stream().map(String.class::cast).sorted().toList();
  }
}
