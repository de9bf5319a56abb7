package io.nobooks.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.wire.EndReason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomReceiptTest {
  private final ReceiptKey key = ReceiptKey.fresh();

  private JsonObject receipt(List<String> left) {
    return new RoomReceipt(
            TestRoom.ID,
            1,
            2,
            EndReason.DELETED,
            new RoomReceipt.Counts(3, 4, 0, 0),
            List.of("Can"),
            List.of("Işıl \"the\" \\ 𝐀"),
            left,
            "0.1.0")
        .sign(key);
  }

  @Test
  void a_receipt_says_what_the_contract_says() {
    JsonObject receipt = receipt(List.of("Joe"));

    assertThat(receipt.fieldNames())
        .containsExactlyInAnyOrder(
            "v",
            "room",
            "openedAt",
            "endedAt",
            "reason",
            "counts",
            "wiped",
            "silent",
            "left",
            "build",
            "key",
            "signature");
    assertThat(receipt.getString("room"))
        .isEqualTo("71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73");
    assertThat(receipt.getString("signature")).matches("[A-Za-z0-9_-]{86}");
  }

  @Test
  void a_receipt_is_genuine_also_after_a_journey_as_text() {
    JsonObject copy = new JsonObject(receipt(List.of("Joe")).encodePrettily());

    assertThat(RoomReceipt.isGenuine(copy, key.spki())).isTrue();
  }

  @Test
  void a_changed_receipt_or_another_key_is_not_genuine() {
    JsonObject receipt = receipt(List.of("Joe"));

    assertThat(RoomReceipt.isGenuine(receipt.copy().put("endedAt", 3), key.spki())).isFalse();
    assertThat(RoomReceipt.isGenuine(receipt.copy().put("more", true), key.spki())).isFalse();
    assertThat(RoomReceipt.isGenuine(receipt.copy().put("left", JsonArray.of("Zoe")), key.spki()))
        .isFalse();
    assertThat(RoomReceipt.isGenuine(receipt.copy().put("signature", "AAAA"), key.spki()))
        .isFalse();
    assertThat(RoomReceipt.isGenuine(receipt, ReceiptKey.fresh().spki())).isFalse();
  }

  @Test
  void the_public_key_is_served_as_spki() {
    JsonObject served = key.toJson();

    assertThat(served.getString("alg")).isEqualTo("Ed25519");
    assertThat(Base64.getDecoder().decode(served.getString("key"))).isEqualTo(key.spki());
  }

  @Test
  void a_receipt_of_very_many_names_fits_into_a_frame_and_counts_the_rest() {
    JsonObject receipt = receipt(Collections.nCopies(10_000, "𝐀".repeat(32)));

    int listed = receipt.getJsonArray("left").size();
    assertThat(receipt.getInteger("unlisted")).isEqualTo(10_000 - listed);
    assertThat(receipt.toBuffer().length()).isLessThan(256 * 1_024);
    assertThat(RoomReceipt.isGenuine(receipt, key.spki())).isTrue();
  }

  @Test
  void the_key_is_made_once_and_kept_for_its_owner_alone(@TempDir Path folder) throws IOException {
    ReceiptKey first = ReceiptKey.readOrMake(folder);
    ReceiptKey second = ReceiptKey.readOrMake(folder);

    assertThat(second.toJson()).isEqualTo(first.toJson());
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("receipt.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_key_file_that_holds_no_key_ends_the_start(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("receipt.key"), new byte[100]);

    assertThatThrownBy(() -> ReceiptKey.readOrMake(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("receipt.key");
  }

  @Test
  void canonical_json_follows_rfc_8785() {
    JsonObject json =
        new JsonObject()
            .put("€", "Euro Sign")
            .put("\r", "Carriage Return")
            .put("\ufb33", "Hebrew Letter Dalet With Dagesh")
            .put("1", "One")
            .put("😀", "Emoji: Grinning Face")
            .put("\u0080", "Control")
            .put("ö", "Latin Small Letter O With Diaeresis")
            .put("nested", new JsonObject().put("b", JsonArray.of(1, true, "\u000f\b\"\\/")))
            .put("empty", new JsonArray().add(new JsonObject()).add(new JsonArray()));

    assertThat(new String(CanonicalJson.encode(json), UTF_8))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"empty\":[{},[]],"
                + "\"nested\":{\"b\":[1,true,\"\\u000f\\b\\\"\\\\/\"]},"
                + "\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
                + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void canonical_json_refuses_what_it_has_no_one_form_for() {
    List<Object> values = new ArrayList<>(List.of(1.5, (1L << 53) + 1));

    assertThat(values)
        .allSatisfy(
            value ->
                assertThatThrownBy(() -> CanonicalJson.encode(new JsonObject().put("v", value)))
                    .isInstanceOf(IllegalArgumentException.class));
  }
}
