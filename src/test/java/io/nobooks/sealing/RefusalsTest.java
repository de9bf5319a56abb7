package io.nobooks.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the second implementation does not open; seal-*.test.js holds the page to the same. */
class RefusalsTest {
  private static final String CODE = "0123456789abcdefghjkmnpqr";
  private static final String CAN = "c".repeat(26);
  private static final String MARY = "m".repeat(26);
  private static final String CID = "0".repeat(32);
  private static final byte[] TEXT = "attack at dawn".getBytes(UTF_8);
  private static final byte[] NO_ID = new byte[16];
  private static final int SEALED_RECORD = SealedFile.RECORD_BYTES + 16;

  private SealedRoom room;
  private Member can;
  private Member mary;
  private byte[] pair;
  private byte[] content;

  @BeforeEach
  void meet() throws GeneralSecurityException {
    room = new SealedRoom(CODE, "secproje");
    can = Member.fresh("Can");
    mary = Member.fresh("Mary");
    pair = room.pair(can, mary);
    content = room.derived("nobooks/1/first-key", new byte[0]);
  }

  @Test
  void every_flipped_bit_of_a_message_is_noticed() throws Exception {
    SealedMessage message = said(room.id, CAN, CID, 0);
    byte[] sealed = Bytes.fromBase64url(message.seal(content, can, TEXT));
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      String changed = Bytes.base64url(flipped(sealed, bit));
      refused(() -> message.open(content, can, changed));
    }
    assertThat(message.open(content, can, Bytes.base64url(sealed))).isEqualTo(TEXT);
  }

  @Test
  void every_truncation_of_a_message_is_noticed() throws Exception {
    SealedMessage message = said(room.id, CAN, CID, 0);
    byte[] sealed = Bytes.fromBase64url(message.seal(content, can, TEXT));
    for (int length = 0; length < sealed.length; length++) {
      String cut = Bytes.base64url(Arrays.copyOf(sealed, length));
      refused(() -> message.open(content, can, cut));
    }
    refused(() -> message.open(content, can, Bytes.base64url(Arrays.copyOf(sealed, 200))));
  }

  @Test
  void a_message_belongs_to_its_room_sender_addressee_cid_counter_and_kind() throws Exception {
    String sealed = whisper(CAN, MARY).seal(pair, can, TEXT);
    assertThat(whisper(CAN, MARY).open(pair, can, sealed)).isEqualTo(TEXT);
    String elsewhere = new SealedRoom("1" + CODE.substring(1), "secproje").id;
    refused(() -> whisper(MARY, CAN).open(pair, can, sealed));
    refused(() -> whisper(CAN, CAN).open(pair, can, sealed));
    refused(() -> at(elsewhere, CID, 0, SealedMessage.WHISPER).open(pair, can, sealed));
    refused(() -> at(room.id, "1".repeat(32), 0, SealedMessage.WHISPER).open(pair, can, sealed));
    refused(() -> at(room.id, CID, 1, SealedMessage.WHISPER).open(pair, can, sealed));
    refused(() -> at(room.id, CID, 0, SealedMessage.SAID).open(pair, can, sealed));
    refused(() -> at(room.id, CID, 0, SealedMessage.COVERED_WHISPER).open(pair, can, sealed));
  }

  @Test
  void a_reply_an_edit_a_reaction_and_a_covered_one_are_not_taken_for_one_another()
      throws Exception {
    List<Integer> kinds =
        List.of(
            SealedMessage.SAID,
            SealedMessage.REPLY,
            SealedMessage.EDIT,
            SealedMessage.REACTION,
            SealedMessage.COVERED);
    byte[] about = SealedMessage.about(MARY, CID, "yes");
    for (int kind : kinds) {
      SealedMessage message = ofKind(kind);
      String sealed = message.seal(content, can, about);
      assertThat(message.open(content, can, sealed)).isEqualTo(about);
      refused(() -> message.open(content, mary, sealed));
      for (int other : kinds) {
        if (other != kind) {
          refused(() -> ofKind(other).open(content, can, sealed));
        }
      }
    }
  }

  private SealedMessage ofKind(int kind) throws GeneralSecurityException {
    byte[] id = SealedMessage.idOf(content);
    return new SealedMessage(room.id, CAN, "", CID, kind, 0, id, new byte[16], 0);
  }

  @Test
  void two_messages_cannot_be_spliced_into_one() throws Exception {
    byte[] one = Bytes.fromBase64url(said(room.id, CAN, CID, 0).seal(content, can, TEXT));
    byte[] other = Bytes.fromBase64url(said(room.id, CAN, CID, 1).seal(content, can, TEXT));
    for (int at = 1; at < one.length; at++) {
      byte[] tail = Arrays.copyOfRange(other, at, other.length);
      String spliced = Bytes.base64url(Bytes.joined(Arrays.copyOf(one, at), tail));
      if (!Arrays.equals(Bytes.fromBase64url(spliced), other)) {
        refused(() -> said(room.id, CAN, CID, 0).open(content, can, spliced));
      }
    }
  }

  @Test
  void nobody_speaks_as_another_though_both_have_the_room_s_key() throws Exception {
    String forged = said(room.id, CAN, CID, 0).seal(content, mary, TEXT);
    refused(() -> said(room.id, CAN, CID, 0).open(content, can, forged));
  }

  @Test
  void another_name_or_code_opens_neither_hello_nor_message() throws Exception {
    String hello = room.sealHello(can, NO_ID);
    String sealed = said(room.id, CAN, CID, 0).seal(content, can, TEXT);
    assertThat(room.openHello(hello).keys()).isEqualTo(can.keys());
    for (SealedRoom other :
        List.of(new SealedRoom(CODE, "secproje2"), new SealedRoom("1" + CODE, "secproje"))) {
      byte[] key = other.derived("nobooks/1/first-key", new byte[0]);
      refused(() -> other.openHello(hello));
      refused(() -> said(room.id, CAN, CID, 0).open(key, can, sealed));
    }
  }

  @Test
  void every_flipped_bit_of_a_hello_is_noticed() throws Exception {
    byte[] hello = Bytes.fromBase64url(room.sealHello(can, NO_ID));
    for (int bit = 0; bit < hello.length * 8; bit++) {
      String changed = Bytes.base64url(flipped(hello, bit));
      refused(() -> room.openHello(changed));
    }
  }

  @Test
  void every_flipped_bit_of_what_a_document_is_is_noticed() throws Exception {
    byte[] meta = Bytes.fromBase64url(document(1).sealMeta(List.of(content), can, TEXT));
    for (int bit = 0; bit < meta.length * 8; bit++) {
      String changed = Bytes.base64url(flipped(meta, bit));
      refused(() -> describes(room.id, CAN, List.of(), changed, content, can));
    }
  }

  @Test
  void what_a_document_is_belongs_to_its_room_sender_recipients_and_signer() throws Exception {
    String meta = document(1).sealMeta(List.of(content), can, TEXT);
    assertThat(describes(room.id, CAN, List.of(), meta, content, can)).isEqualTo(TEXT);
    refused(() -> describes("a".repeat(26), CAN, List.of(), meta, content, can));
    refused(() -> describes(room.id, MARY, List.of(), meta, content, can));
    refused(() -> describes(room.id, CAN, List.of(MARY), meta, content, can));
    refused(() -> describes(room.id, CAN, List.of(), meta, content, mary));
    refused(() -> describes(room.id, CAN, List.of(), meta, pair, can));
  }

  @Test
  void flipped_bits_and_truncations_of_a_document_are_noticed_wherever_they_are() throws Exception {
    byte[] sealed = document(1).sealRecords(new byte[2 * SealedFile.RECORD_BYTES + 5]);
    for (int at = 0; at < sealed.length; at += 997) {
      byte[] changed = flipped(sealed, at * 8 + at % 8);
      refused(() -> document(1).openRecords(changed));
    }
    List<Integer> lengths =
        List.of(1, 16, 100, SEALED_RECORD, 2 * SEALED_RECORD, sealed.length - 1);
    for (int length : lengths) {
      refused(() -> document(1).openRecords(Arrays.copyOf(sealed, length)));
    }
  }

  @Test
  void records_out_of_place_twice_left_out_or_of_another_document_are_noticed() throws Exception {
    byte[] sealed = document(1).sealRecords(new byte[3 * SealedFile.RECORD_BYTES]);
    byte[] other = document(2).sealRecords(new byte[3 * SealedFile.RECORD_BYTES]);
    byte[] first = Arrays.copyOf(sealed, SEALED_RECORD);
    byte[] second = Arrays.copyOfRange(sealed, SEALED_RECORD, 2 * SEALED_RECORD);
    byte[] last = Arrays.copyOfRange(sealed, 2 * SEALED_RECORD, sealed.length);
    byte[] foreign = Arrays.copyOfRange(other, SEALED_RECORD, 2 * SEALED_RECORD);
    List<byte[][]> wrong =
        List.of(
            new byte[][] {second, first, last},
            new byte[][] {first, first, last},
            new byte[][] {first, last},
            new byte[][] {first, second},
            new byte[][] {first, second, second, last},
            new byte[][] {first, foreign, last});
    for (byte[][] records : wrong) {
      refused(() -> document(1).openRecords(Bytes.joined(records)));
    }
    assertThat(document(1).openRecords(Bytes.joined(first, second, last)))
        .hasSize(3 * SealedFile.RECORD_BYTES);
  }

  @Test
  void a_document_opens_in_its_own_room_only() throws Exception {
    byte[] sealed = document(1).sealRecords(TEXT);
    SealedFile elsewhere = document("a".repeat(26), 1);
    refused(() -> elsewhere.openRecords(sealed));
    assertThat(document(1).openRecords(sealed)).isEqualTo(TEXT);
  }

  private static void refused(ThrowingCallable opens) {
    assertThatThrownBy(opens)
        .isInstanceOfAny(GeneralSecurityException.class, IllegalArgumentException.class);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  private static SealedMessage said(String room, String by, String cid, int counter) {
    return new SealedMessage(
        room, by, "", cid, SealedMessage.SAID, 0, new byte[16], new byte[16], counter);
  }

  private SealedMessage whisper(String by, String to) {
    return new SealedMessage(
        room.id, by, to, CID, SealedMessage.WHISPER, 0, NO_ID, new byte[16], 0);
  }

  private static SealedMessage at(String room, String cid, int counter, int kind) {
    return new SealedMessage(room, CAN, MARY, cid, kind, 0, NO_ID, new byte[16], counter);
  }

  private SealedFile document(int which) {
    return document(room.id, which);
  }

  private static SealedFile document(String room, int which) {
    byte[] fileKey = new byte[16];
    fileKey[0] = (byte) which;
    return new SealedFile(room, CAN, List.of(), 0, NO_ID, fileKey, new byte[16]);
  }

  private static byte[] describes(
      String room, String by, List<String> to, String meta, byte[] base, Member sender)
      throws GeneralSecurityException {
    return SealedFile.openMeta(room, by, to, meta, base, 0, sender).about;
  }
}
