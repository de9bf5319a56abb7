package io.nobooks.support;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One good message of each kind that a client can send, for those who spoil them. */
public final class SeedFrames {
  /** Stands in each for the address of the answer. */
  public static final String REPLY = "reply-of-a-frame";

  private static final Path COMMANDS = Path.of("src/test/resources/wire");

  private SeedFrames() {}

  /** Of a room that nobody is in. */
  public static List<String> all() throws IOException {
    return of(RoomCode.fresh(), "aaaaaaaaaaaaaaaaaaaaaaaaaa", "no token");
  }

  /** Of a room, for somebody with a seat in it. */
  public static List<String> of(RoomCode code, String seat, String token) throws IOException {
    List<String> frames = new ArrayList<>();
    for (JsonObject command : commands()) {
      frames.add(send(code.in(), seated(command, seat)));
    }
    JsonObject bearer = new JsonObject().put("token", token).put("heard", 0);
    JsonObject name = new JsonObject().put("name", "Somebody");
    frames.add(send("auth.sign-in", name));
    frames.add(send("auth.resume", bearer));
    frames.add(send("auth.sign-out", new JsonObject()));
    frames.add(send("rooms.open", code.toJson().put("options", new JsonObject())));
    frames.add(send("rooms.enter", code.toJson().put("hello", new JsonObject().put("a", 1))));
    frames.add(send("rooms.leave", new JsonObject().put("room", code.room())));
    for (String type : List.of("register", "unregister", "publish")) {
      frames.add(bare(type, code.out()).put("body", name).encode());
      frames.add(bare(type, "me").encode());
    }
    frames.add(new JsonObject().put("type", "ping").encode());
    return frames;
  }

  private static JsonObject bare(String type, String address) {
    return new JsonObject().put("type", type).put("address", address);
  }

  private static String send(String address, JsonObject body) {
    return bare("send", address).put("body", body).put("replyAddress", REPLY).encode();
  }

  private static JsonObject seated(JsonObject command, String seat) {
    JsonObject of = command.copy();
    of.fieldNames().stream()
        .filter(field -> field.equals("seat") || field.equals("to"))
        .toList()
        .forEach(field -> of.put(field, seat));
    return of;
  }

  private static List<JsonObject> commands() throws IOException {
    try (Stream<Path> files = Files.list(COMMANDS)) {
      List<JsonObject> commands = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith("command.")) {
          commands.add(new JsonObject(Files.readString(file)));
        }
      }
      return commands;
    }
  }
}
