package io.nobooks.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.support.BusClient;
import io.nobooks.support.Refused;
import io.nobooks.support.RoomCode;
import io.nobooks.support.TestNode;
import io.nobooks.support.Visitors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of docs/protocol.md, section 8, in which a node says no, over the bridge and for
 * documents over HTTP.
 */
class FailureCodesTest {
  private static final JsonObject EMPTY = new JsonObject();
  private static final JsonObject SETTINGS =
      new JsonObject()
          .put("rooms", new JsonObject().put("knock-life", "1 s"))
          .put(
              "limits",
              new JsonObject()
                  .put("exempt", new JsonArray())
                  .put("rooms-session", 2)
                  .put("guests", "3/h")
                  .put("sync", "1/h")
                  .put("file", 1_000)
                  .put("files-room-bytes", 1_500)
                  .put("opens", "2/h"));

  private static final Map<Failure, Producer> PRODUCERS = new EnumMap<>(Failure.class);

  /** Does what is refused; answers the code that came. */
  private interface Producer {
    int code();
  }

  private static TestNode node;
  private static Visitors visitors;

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.start(SETTINGS);
    visitors = Visitors.of(node);
  }

  @AfterAll
  static void stop() throws IOException {
    visitors.close();
    node.close();
  }

  static {
    on(Failure.BAD_COMMAND, () -> guestInRoom().commandRefused("say", "cid", "short").code);
    on(
        Failure.NOT_ALLOWED_HERE,
        () -> guest("Can").refused("auth.sign-in", new JsonObject().put("name", "Mary")).code);
    on(
        Failure.TOO_LARGE,
        () -> {
          JsonObject body = new JsonObject().put("text", "x".repeat(12 * 1024));
          return guestInRoom().commandRefused("say", "cid", BusClient.cid(), "body", body).code;
        });
    on(
        Failure.TOO_FAST,
        () -> {
          BusClient can = guestInRoom();
          can.command("list", "what", "members");
          return can.commandRefused("list", "what", "members").code;
        });
    on(
        Failure.SIGN_IN_FIRST,
        () -> visitors.connect().refused("rooms.open", RoomCode.fresh().toJson()).code);
    on(
        Failure.WRONG_PASSWORD,
        () -> {
          claim("Selin");
          return stranger()
              .refused("auth.sign-in", BusClient.credentials("Selin", "not the password"))
              .code;
        });
    on(
        Failure.NAME_TAKEN,
        () -> {
          RoomCode code = RoomCode.fresh();
          guest("Can").open(code);
          return guest("Can").refused("rooms.enter", code.toJson()).code;
        });
    on(
        Failure.BAD_NAME,
        () -> stranger().refused("auth.sign-in", new JsonObject().put("name", "\u200b")).code);
    on(
        Failure.TOKEN_INVALID,
        () -> stranger().refused("auth.resume", new JsonObject().put("token", "a.b.c")).code);
    on(
        Failure.TOO_MANY_ATTEMPTS,
        () -> {
          String address = visitors.freshAddress();
          for (int guests = 0; guests < 3; guests++) {
            visitors.connectFrom(address).signIn("Can");
          }
          return visitors
              .connectFrom(address)
              .refused("auth.sign-in", new JsonObject().put("name", "Can"))
              .code;
        });
    on(
        Failure.SESSION_MOVED,
        () -> {
          BusClient can = guest("Can");
          stranger().resume(can);
          return can.next("bye").getInteger("code");
        });
    on(
        Failure.BAD_PASSWORD,
        () -> stranger().refused("auth.sign-in", BusClient.credentials("Ayşe", "1234567")).code);
    on(
        Failure.ROOM_NOT_FOUND,
        () -> guest("Can").refused("rooms.enter", RoomCode.fresh().toJson()).code);
    on(
        Failure.ROOM_EXISTS,
        () -> {
          RoomCode code = RoomCode.fresh();
          guest("Can").open(code);
          return guest("Mary").refused("rooms.open", code.toJson()).code;
        });
    on(Failure.ROOM_FULL, () -> refusedInto(new JsonObject().put("capacity", 1)));
    on(Failure.ROOM_LOCKED, () -> refusedInto(new JsonObject().put("locked", true)));
    on(
        Failure.NOT_ADMITTED_YET,
        () -> {
          RoomCode code = RoomCode.fresh();
          guest("Can").open(code, new JsonObject().put("lobby", true));
          BusClient mary = guest("Mary");
          mary.knock(code);
          return mary.next("denied").getInteger("code");
        });
    on(
        Failure.NOT_THE_ADMIN,
        () -> {
          RoomCode code = RoomCode.fresh();
          guest("Can").open(code);
          return guest("Mary").enter(code).commandRefused("delete").code;
        });
    on(
        Failure.REMOVED,
        () -> {
          RoomCode code = RoomCode.fresh();
          BusClient can = guest("Can").open(code);
          BusClient mary = guest("Mary").enter(code);
          can.command("kick", "seat", mary.seat());
          return mary.refused("rooms.enter", code.toJson()).code;
        });
    on(
        Failure.TOO_MANY_ROOMS,
        () -> {
          RoomCode third = RoomCode.fresh();
          guest("Mary").open(third);
          BusClient can = guest("Can").open(RoomCode.fresh()).open(RoomCode.fresh());
          return can.refused("rooms.enter", third.toJson()).code;
        });
    on(
        Failure.NO_SUCH_SEAT,
        () -> {
          BusClient can = guestInRoom();
          JsonObject body = new JsonObject().put("text", "anybody?");
          String nobody = "a".repeat(26);
          return can.commandRefused("whisper", "cid", BusClient.cid(), "to", nobody, "body", body)
              .code;
        });
    on(
        Failure.NO_SUCH_FILE,
        () -> guestInRoom().commandRefused("receive", "file", "a".repeat(26)).code);
    on(Failure.FILE_TOO_LARGE, () -> code(offers(guestInRoom(), 1_001)));
    on(
        Failure.QUOTA_EXCEEDED,
        () -> {
          BusClient can = guestInRoom();
          offers(can, 1_000);
          return code(offers(can, 501));
        });
    on(
        Failure.BAD_OFFSET,
        () -> {
          BusClient can = guestInRoom();
          return code(uploads(can, offers(can, 10), "Upload-Offset", "5"));
        });
    on(
        Failure.DIGEST_MISMATCH,
        () -> {
          BusClient can = guestInRoom();
          String checksum = "sha256 " + Base64.getEncoder().encodeToString(new byte[32]);
          return code(
              uploads(can, offers(can, 3), "Upload-Offset", "0", "Upload-Checksum", checksum));
        });
    on(
        Failure.NOT_A_RECIPIENT,
        () -> {
          BusClient can = guestInRoom();
          offers(can, 3);
          return can.commandRefused("decline", "file", can.next("offered").getString("file")).code;
        });
    on(Failure.INTERNAL, FailureCodesTest::refusedByABug);
    on(Failure.UNAVAILABLE, FailureCodesTest::refusedByAFullNode);
  }

  private static void on(Failure failure, Producer producer) {
    PRODUCERS.put(failure, producer);
  }

  private static BusClient stranger() {
    return visitors.connectFrom(visitors.freshAddress());
  }

  private static BusClient guest(String name) {
    return visitors.guest(name);
  }

  private static BusClient guestInRoom() {
    return guest("Can").open(RoomCode.fresh());
  }

  private static int code(HttpResponse<String> refusal) {
    return new JsonObject(refusal.body()).getInteger("code");
  }

  /** Offers a document of so many bytes to the room; the answer. */
  private static HttpResponse<String> offers(BusClient who, int bytes) {
    String meta = "meta " + Base64.getEncoder().encodeToString(new byte[] {1});
    return http(
        who,
        "POST",
        "/files/" + who.snapshot().getString("room"),
        BodyPublishers.noBody(),
        "Upload-Length",
        String.valueOf(bytes),
        "Upload-Metadata",
        meta);
  }

  /** Uploads three bytes of what was offered; the answer. */
  private static HttpResponse<String> uploads(
      BusClient who, HttpResponse<String> offered, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", "application/offset+octet-stream"));
    return http(
        who,
        "PATCH",
        offered.headers().firstValue("Location").orElseThrow(),
        BodyPublishers.ofByteArray(new byte[] {1, 2, 3}),
        all.toArray(String[]::new));
  }

  private static HttpResponse<String> http(
      BusClient who, String method, String path, BodyPublisher body, String... headers) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.url()).resolve(path))
            .method(method, body)
            .header("Authorization", "Bearer " + who.token())
            .header("Tus-Resumable", "1.0.0")
            .headers(headers)
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  private static void claim(String name) {
    stranger().signIn(name, "correct horse");
  }

  private static int refusedInto(JsonObject options) {
    RoomCode code = RoomCode.fresh();
    guest("Can").open(code, options);
    return guest("Mary").refused("rooms.enter", code.toJson()).code;
  }

  /** Every second question reaches a consumer that breaks, as a bug would. */
  private static int refusedByABug() {
    var broken =
        Bus.answer(
            node.vertx(),
            Addresses.ACCOUNT,
            question -> {
              throw new IllegalStateException("broken on purpose, for a test");
            });
    broken.completion().await();
    try {
      BusClient can = guest("Can");
      Refused refused = can.refused("auth.account", EMPTY);
      Refused other = can.refused("auth.account", EMPTY);
      Refused bug = refused.code == Failure.INTERNAL.code ? refused : other;
      assertThat(bug).hasMessageMatching("internal trace=[a-z2-7]{10}");
      return bug.code;
    } finally {
      broken.unregister().await();
    }
  }

  private static int refusedByAFullNode() {
    JsonObject oneRoom = new JsonObject().put("limits", new JsonObject().put("rooms", 1));
    try (TestNode full = TestNode.start(oneRoom);
        Visitors theirs = Visitors.of(full)) {
      BusClient can = theirs.guest("Can").open(RoomCode.fresh());
      Refused refused = can.refused("rooms.open", RoomCode.fresh().toJson());
      assertThat(refused.saysWhen()).isTrue();
      return refused.code;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  static Set<Failure> producible() {
    return PRODUCERS.keySet();
  }

  @ParameterizedTest
  @MethodSource("producible")
  void a_failure_is_told_by_its_own_code(Failure failure) {
    Producer producer = requireNonNull(PRODUCERS.get(failure));

    assertThat(producer.code()).isEqualTo(failure.code);
  }

  @Test
  void no_failure_is_without_a_way_to_it() {
    assertThat(PRODUCERS.keySet()).isEqualTo(EnumSet.allOf(Failure.class));
  }
}
