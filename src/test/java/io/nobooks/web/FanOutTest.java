package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.Eventually;
import io.nobooks.wire.Base32;
import io.nobooks.wire.Frame;
import io.nobooks.wire.RoomId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private final BridgeApp app = new BridgeApp();
  private final List<String> flushed = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    app.close();
  }

  /** Says whose turn it was. */
  private record NamedWire(String name, List<String> flushed) implements Wire {
    @Override
    public void write(Batch batch, int from) {}

    @Override
    public void write(Outgoing message) {}

    @Override
    public void flush() {
      flushed.add(name);
    }

    @Override
    public void beat() {}

    @Override
    public void close() {}

    @Override
    public void cut() {}
  }

  private ClientSocket socket(String name) {
    return app.sockets().connect("192.0.2.1", unsent -> new NamedWire(name, flushed));
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

  @Test
  void a_small_room_does_not_wait_until_a_large_one_has_been_served() {
    app.onLoop(
        () -> {
          RoomId large = room("large", 4);
          RoomId small = room("small", 2);
          hear(large);
          hear(small);
          return flushed.size();
        });

    Eventually.holds("all are served", () -> flushed.size() == 6);
    assertThat(flushed).containsExactly("large1", "small1", "large2", "small2", "large3", "large4");
  }

  @Test
  void who_was_told_something_in_two_rooms_is_flushed_once() {
    app.onLoop(
        () -> {
          RoomId first = room("first", 2);
          RoomId second = room("second", 1);
          ClientSocket both = socket("both");
          app.sockets().fanOut.expect(first, both).join(both);
          app.sockets().fanOut.expect(second, both).join(both);
          hear(first);
          hear(second);
          return flushed.size();
        });

    Eventually.holds("all are served", () -> flushed.size() >= 4);
    assertThat(flushed).containsExactly("first1", "second1", "first2", "both");
  }

  @Test
  void what_is_told_to_one_alone_goes_with_the_first_of_each_room() {
    app.onLoop(
        () -> {
          RoomId room = room("room", 2);
          ClientSocket alone = socket("alone");
          hear(room);
          app.sockets().fanOut.tell(alone, Outgoing.err("access_denied"));
          return flushed.size();
        });

    Eventually.holds("all are served", () -> flushed.size() == 3);
    assertThat(flushed).containsExactly("alone", "room1", "room2");
  }
}
