package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.wire.Base32;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private final BridgeApp app = new BridgeApp();

  /** Names of sockets; used on the event loop. */
  private final List<String> flushed = new ArrayList<>();

  @AfterEach
  void stop() {
    app.close();
  }

  private ClientSocket socket(String name) {
    return app.sockets()
        .connect("192.0.2.1", unsent -> new WireToNowhere(() -> flushed.add(name), () -> {}));
  }

  private RoomId room(String name, int members) {
    RoomId room = new RoomId(Base32.random(26));
    for (int i = 1; i <= members; i++) {
      ClientSocket socket = socket(name + i);
      app.sockets().fanOut.expect(room, socket).join(socket);
    }
    return room;
  }

  private void hear(RoomId room) {
    app.sockets().fanOut.hear(room, Frame.of(new JsonObject().put("type", "typing")));
  }

  /** Whose turn it was, after a turn of the event loop in which {@code told} was told. */
  private List<String> flushedAfter(Runnable told) {
    app.onLoop(
        () -> {
          told.run();
          return told;
        });
    return app.onLoop(() -> List.copyOf(flushed));
  }

  @Test
  void a_small_room_does_not_wait_until_a_large_one_has_been_served() {
    List<String> turns =
        flushedAfter(
            () -> {
              RoomId large = room("large", 4);
              RoomId small = room("small", 2);
              hear(large);
              hear(small);
            });

    assertThat(turns).containsExactly("large1", "small1", "large2", "small2", "large3", "large4");
  }

  @Test
  void who_was_told_something_in_two_rooms_is_flushed_once() {
    List<String> turns =
        flushedAfter(
            () -> {
              RoomId first = room("first", 2);
              RoomId second = room("second", 1);
              ClientSocket both = socket("both");
              app.sockets().fanOut.expect(first, both).join(both);
              app.sockets().fanOut.expect(second, both).join(both);
              hear(first);
              hear(second);
            });

    assertThat(turns).containsExactly("first1", "second1", "first2", "both");
  }

  @Test
  void what_is_told_to_one_alone_goes_with_the_first_of_each_room() {
    List<String> turns =
        flushedAfter(
            () -> {
              RoomId room = room("room", 2);
              ClientSocket alone = socket("alone");
              hear(room);
              app.sockets().fanOut.tell(alone, Outgoing.err("access_denied"));
            });

    assertThat(turns).containsExactly("alone", "room1", "room2");
  }
}
