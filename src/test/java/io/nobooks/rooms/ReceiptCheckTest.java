package io.nobooks.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.wire.EndReason;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptCheckTest {
  private static final String KEY = "--key";

  private final ReceiptKey key = ReceiptKey.fresh();
  private final JsonObject receipt =
      new RoomReceipt(
              TestRoom.ID,
              1,
              2,
              EndReason.DELETED,
              new RoomReceipt.Counts(2, 1, 1, 9),
              List.of("Işıl"),
              List.of(),
              List.of("Can"),
              "0.1.0")
          .sign(key);

  @TempDir private Path folder = Path.of("");
  private String file = "";

  @BeforeEach
  void save() throws IOException {
    file = saved(receipt.encodePrettily());
  }

  private String saved(String text) throws IOException {
    return Files.writeString(folder.resolve("receipt.json"), text).toString();
  }

  private static ReceiptCheck.Verdict check(String... arguments) {
    return ReceiptCheck.of(List.of(arguments));
  }

  @Test
  void a_receipt_of_the_named_key_is_good() {
    ReceiptCheck.Verdict good =
        new ReceiptCheck.Verdict(0, "signature good, signed by the key you named");

    assertThat(check(file, KEY, key.toJson().getString("key"))).isEqualTo(good);
    assertThat(check(file, KEY, key.toJson().encodePrettily() + "\n")).isEqualTo(good);
  }

  @Test
  void without_a_named_key_it_is_consistent_at_most() {
    assertThat(check(file))
        .isEqualTo(new ReceiptCheck.Verdict(2, "signature consistent, signer unknown"));
  }

  @Test
  void another_key_did_not_sign_it() {
    assertThat(check(file, KEY, ReceiptKey.fresh().id()))
        .isEqualTo(new ReceiptCheck.Verdict(1, "signed by another key than the one you named"));
  }

  @Test
  void a_receipt_signed_again_by_somebody_else_is_not_of_the_named_key() throws IOException {
    ReceiptKey forger = ReceiptKey.fresh();
    JsonObject forged = receipt.copy().put("endedAt", 99).put("key", forger.id());
    forged.remove("signature");
    byte[] signature = forger.sign(CanonicalJson.encode(forged));
    forged.put("signature", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));

    String other = saved(forged.encode());

    assertThat(check(other).exitCode()).isEqualTo(2);
    assertThat(check(other, KEY, key.id()).exitCode()).isEqualTo(1);
  }

  @Test
  void whatever_is_changed_is_bad() throws IOException {
    for (String field : receipt.fieldNames()) {
      JsonObject changed = receipt.copy().put(field, "x");
      assertThat(check(saved(changed.encode()), KEY, key.id()).exitCode()).as(field).isEqualTo(1);
      assertThat(check(saved(changed.encode())).exitCode()).as(field).isEqualTo(1);
    }
    assertThat(check(saved(receipt.copy().put("note", 1).encode())).sentence())
        .startsWith("bad signature");
  }

  @Test
  void a_field_that_is_there_twice_is_bad() throws IOException {
    String twice = receipt.encode().replaceFirst("\\{", "{\"reason\":\"expired\",");

    assertThat(check(saved(twice)).exitCode()).isEqualTo(1);
  }

  @Test
  void what_is_no_receipt_is_refused_with_a_sentence() throws IOException {
    for (String text :
        List.of("", "[]", "{}", "null", "{\"key\":\"?\"}", receipt.encode() + "{}")) {
      ReceiptCheck.Verdict verdict = check(saved(text));
      assertThat(verdict.exitCode()).as(text).isEqualTo(1);
      assertThat(verdict.sentence()).as(text).isNotBlank();
    }
    assertThat(check(folder.resolve("nowhere").toString()).exitCode()).isEqualTo(1);
    assertThat(check(saved("x".repeat(2 << 20))).exitCode()).isEqualTo(1);
  }

  @Test
  void wrong_arguments_are_told_the_right_ones() {
    assertThat(check().sentence()).startsWith("usage:");
    assertThat(check(file, KEY).exitCode()).isEqualTo(1);
    assertThat(check(file, "--kay", key.id()).exitCode()).isEqualTo(1);
    assertThat(check(file, KEY, "?").exitCode()).isEqualTo(1);
    assertThat(check(file, KEY, "{").exitCode()).isEqualTo(1);
  }
}
