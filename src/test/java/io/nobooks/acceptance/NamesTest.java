package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may bear which name, in a room and on the node. */
class NamesTest {
  private static final String PASSWORD = "correct horse";

  private static TestNode node;
  private static Visitors visitors;

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.start();
    visitors = Visitors.of(node);
    visitors.connect().signIn("Ilgın Işık", PASSWORD);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  private static JsonObject name(String name) {
    return new JsonObject().put("name", name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ILGIN IŞIK", "ilgin işik", "İLGİN İŞİK", "ılgın ışık", "i\u0307lgın\u00a0 IŞIK "})
  void an_account_is_one_name_however_its_i_are_written(String typed) {
    assertThat(visitors.connect().refused("auth.sign-in", name(typed)).code)
        .isEqualTo(Failure.WRONG_PASSWORD.code);
    JsonObject answer =
        visitors.connect().ask("auth.sign-in", BusClient.credentials(typed, PASSWORD));
    assertThat(answer.getBoolean("account")).isTrue();
    assertThat(answer.getBoolean("claimed", false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DİLARA", "dilara", "DILARA", "dılara", "di\u0307lara"})
  void the_four_turkish_i_are_one_name_in_a_room(String typed) {
    RoomCode code = RoomCode.fresh();
    visitors.guest("Dilara").open(code);

    assertThat(visitors.guest(typed).refused("rooms.enter", code.toJson()).code)
        .isEqualTo(Failure.NAME_TAKEN.code);
    assertThat(visitors.guest(typed + " 2").enter(code).snapshot().getJsonArray("members"))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "paypal,раураl",
    "Mary,Маrу",
    "Admin,Αdmin",
    "Can,Ϲan",
    "lllli,IIIIi",
    "modern,modem"
  })
  void who_looks_like_somebody_in_the_room_cannot_enter(String first, String second) {
    RoomCode code = RoomCode.fresh();
    visitors.guest(first).open(code);

    BusClient double_ = visitors.guest(second);

    assertThat(double_.refused("rooms.enter", code.toJson()).code)
        .isEqualTo(Failure.NAME_TAKEN.code);
    double_.open(RoomCode.fresh());
  }

  @Test
  void a_name_is_shown_as_it_was_typed() {
    RoomCode code = RoomCode.fresh();
    visitors.guest("  İlkay\t Irmak ").open(code);

    JsonArray members = visitors.guest("Can").enter(code).snapshot().getJsonArray("members");

    assertThat(members.getJsonObject(0).getString("name")).isEqualTo("İlkay Irmak");
  }

  @Test
  void a_name_whose_holder_is_reconnecting_is_taken_for_a_while() {
    RoomCode code = RoomCode.fresh();
    BusClient can = visitors.guest("Can").open(code);
    BusClient mary = visitors.guest("Mary").enter(code);

    mary.close();
    can.next("states");

    var refused = visitors.guest("MARY").refused("rooms.enter", code.toJson());
    assertThat(refused.code).isEqualTo(Failure.NAME_TAKEN.code);
    assertThat(refused.saysWhen()).isTrue();
  }
}
