package io.nobooks.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
  static List<JsonObject> foldings() throws IOException {
    return vectors("folding.json");
  }

  static List<JsonObject> derivations() throws IOException {
    return vectors("derivation.json");
  }

  @ParameterizedTest
  @MethodSource("foldings")
  void folding_agrees_with_every_client(JsonObject vector) {
    String typed = vector.getString("in");
    int most = vector.getInteger("max");
    if (vector.getString("folded") == null) {
      assertThatThrownBy(() -> Folding.fold(typed, most)).satisfies(NameTest::isABadName);
    } else {
      assertThat(Folding.fold(typed, most)).isEqualTo(vector.getString("folded"));
    }
  }

  @ParameterizedTest
  @MethodSource("derivations")
  void a_room_id_follows_from_its_ticket_on_both_sides(JsonObject vector) {
    assertThat(RoomId.ofTicket(vector.getString("ticket")).value())
        .isEqualTo(vector.getString("room"));
    assertThat(RoomId.secret(vector.getString("proof"), "proof")).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IŞIK", "ışık", "işik", "İŞİK", "I\u0307ŞI\u0307K", "Işık"})
  void the_four_turkish_i_are_one(String typed) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale.Builder().setLanguage("tr").build());
      assertThat(Name.of(typed).folded()).isEqualTo("işik");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void a_name_is_shown_as_typed_with_single_spaces() {
    Name name = Name.of("  C\u0327a\u011fr\u0131\t\t\uFEFFIşık ");

    assertThat(name.shown()).isEqualTo("Çağrı Işık");
    assertThat(name.folded()).isEqualTo("çağri işik");
  }

  @Test
  void what_is_shown_reads_back_as_the_same_name() {
    for (int character = 1; character <= Character.MAX_CODE_POINT; character++) {
      String typed = "a" + Character.toString(character) + " b";
      if (isAName(typed)) {
        Name name = Name.of(typed);
        assertThat(Name.of(name.shown())).as("U+%04X", character).isEqualTo(name);
      }
    }
  }

  @Test
  void dots_that_folding_drops_are_not_shown_by_the_thousand() {
    assertThat(Name.of("q" + "\u0307".repeat(31)).shown()).hasSize(32);
    assertThat(Name.of("q" + "\u0307".repeat(32)).shown()).isEqualTo("q");
    assertThatThrownBy(() -> Name.of("q" + "\u0307".repeat(1_024))).satisfies(NameTest::isABadName);
  }

  @Test
  void spaces_do_not_count_before_they_are_folded() {
    assertThat(Name.of(" ".repeat(20_000) + "a" + "\u3000".repeat(20_000) + "b").folded())
        .isEqualTo("a b");
  }

  /** Letters of other scripts that look like Latin ones, each in the place of its double. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Can Сan Cаn Саn ϹAN Ｃan 𝐂𝐚𝐧 ⅽan ꓚan ꓚꓮꓠ Caո Ⲥan ϲan CАN CΑN CAΝ ᏟAN",
        "Alice AIice A1ice A|ice Αlice Аlice Alicе Aliсe Alіce Aӏice ꓮlice Aⅼice Alιce",
        "Bob B0b Bоb BΟB Вob Βob Bοb ꓐob B০b BОB ᏴOB Boᖯ 𐊂OB 𝖡ob",
        "Mary Мary Mаry Marу ꓟary Maгy Μary Mɑry rnary Ⅿary MAᎡY ᎷARY MARҮ MARΥ Мarу rnarу",
        "Oscar 0scar Оscar Οscar Oѕcar Osсar Oscаr ꓳscar Oscɑr Օscar oꜱcar OЅCAR ᴏscar ΟSCAR",
        "Peter Рeter Pеter Petеr Ρeter ꓑeter Peteг Ꮲeter ⲣeter pｅter PΕTER PEТER PETΕR PEΤER",
        "Ian lan 1an |an Іan Ӏan Iаn Ⅰan ꓲan ian ΙAN ⵏan ӀAN ∣an וan",
        "Hans Нans ΗANS Ꮋans ꓧans Hаns Hanѕ HΑNS HAΝS НАNЅ",
        "Kai Κai Кai Ꮶai ꓗai Kаi Kaі KΑI KAΙ KAІ Каі",
        "Tom Тom Τom ꓔom Tоm Tοm Torn TОM TΟM TOМ TOΜ Тоm T0m ᎢOM T০m",
        "Xavier Хavier Χavier ꓫavier Xаvier Xaνier Xavіer Xaviеr XΑVIER Xaviег",
        "Yusuf Υusuf Ⲩusuf ꓬusuf Yuѕuf YUЅUF Yսsuf Уusuf Yuꜱuf",
        "Zeynep Ζeynep ꓜeynep Zеynep Zeуnep Zeynер ᏃEYNEP ZΕYNEP ZEYNEΡ ZEYNEР",
        "Eva Еva Εva ꓰva Eνa Evа EVΑ EVА Ꭼva",
        "Sofia Ѕofia ꓢofia Ꮪofia Sоfia Sοfia Sofіa Sofiа S0fia SΟFIA"
      })
  void names_that_look_alike_clash(String line) {
    String[] names = line.split(" ", -1);
    for (String alike : names) {
      assertThat(Name.of(alike).looksLike(Name.of(names[0]))).as(alike).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"Can,Cem", "Ayşe,Ayse", "Олег,Oleg", "ian,lan", "Ali,All", "Mary,Marv", "вob,bob"})
  void names_that_differ_to_the_eye_do_not_clash(String one, String other) {
    assertThat(Name.of(one).looksLike(Name.of(other))).isFalse();
  }

  @Test
  void numbered_guests_do_not_clash() {
    Set<String> looks = new HashSet<>();
    for (int guest = 0; guest < 2_000; guest++) {
      assertThat(looks.addAll(Name.of("Guest " + guest).skeletons())).isTrue();
    }
  }

  private static boolean isAName(String typed) {
    try {
      return !Folding.fold(typed, Name.LONGEST).isEmpty();
    } catch (Failure.Refused refused) {
      return false;
    }
  }

  private static void isABadName(Throwable thrown) {
    assertThat(thrown).isInstanceOf(Failure.Refused.class);
    assertThat(((Failure.Refused) thrown).failure).isEqualTo(Failure.BAD_NAME);
  }

  private static List<JsonObject> vectors(String file) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(NameTest.class.getResourceAsStream("/wire/vectors/" + file))) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new JsonArray(text).stream().map(JsonObject.class::cast).toList();
    }
  }
}
