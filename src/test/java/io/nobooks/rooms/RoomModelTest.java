package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.freshCid;
import static io.nobooks.rooms.Guest.text;
import static io.nobooks.rooms.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Random sequences of what people do, against a naive model and against what a listener hears. */
class RoomModelTest {
  private static final int SEQUENCES = 3_000;
  private static final int STEPS = 60;
  private static final String[] NAMES = {"Mary", "mary", "Joe", "Zoe", "Ada", "Bob"};

  /** Long enough for what is gathered, not for anybody to be lost. */
  private static final Duration GATHERED = Duration.ofSeconds(4);

  private static final Duration LOST = Duration.ofSeconds(32);

  private long seed;
  private int waits;
  private Random random = new Random();
  private TestRoom room = TestRoom.open();
  private RoomModel model = new RoomModel();
  private List<Guest> guests = new ArrayList<>();
  private final Map<String, JsonObject> answers = new HashMap<>();

  @Test
  void a_room_is_what_the_model_says_whatever_people_do() {
    long first = Long.getLong("nobooks.test.seed", System.nanoTime());
    for (seed = first; seed < first + SEQUENCES; seed++) {
      try {
        sequence();
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionFailedError("with -Dnobooks.test.seed=" + seed, failure);
      }
    }
  }

  private void sequence() {
    random = new Random(seed);
    Guest opener = Guest.exempt("Can");
    room = TestRoom.openedBy(opener);
    model = new RoomModel();
    model.states.put(opener, "online");
    answers.clear();
    waits = 3;
    guests = new ArrayList<>(List.of(opener));
    for (String name : NAMES) {
      guests.add(Guest.exempt(name).at(room));
    }
    for (int step = 0; step < STEPS && model.members() > 0; step++) {
      step();
    }
    if (model.members() > 0) {
      room.pass(GATHERED);
      check();
    }
  }

  private void step() {
    Guest guest = guests.get(random.nextInt(guests.size()));
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> enter(guest);
      case 3 -> leave(guest);
      case 4 -> drop(guest);
      case 5 -> back(guest);
      case 6, 7, 8 -> say(guest);
      case 9 -> away(guest);
      case 10 -> rule(guest);
      case 11 -> options();
      case 12 -> decide();
      default -> pass();
    }
  }

  private void pass() {
    if (random.nextInt(5) > 0 || waits == 0) {
      room.pass(Duration.ofMillis(200L * random.nextInt(3)));
    } else {
      waits--;
      room.pass(LOST);
      model.lose();
    }
  }

  private void enter(Guest guest) {
    Failure expected = model.entering(guest);
    if (expected != null) {
      refused(expected, () -> room.enter(guest));
    } else {
      room.enter(guest);
      model.entered(guest);
    }
  }

  private void leave(Guest guest) {
    if (model.living(guest)) {
      guest.does("leave");
      model.states.put(guest, "gone");
    } else if (model.waiting.remove(guest)) {
      room.leaveByDoor(guest);
    } else {
      refused(Failure.ROOM_NOT_FOUND, () -> room.leaveByDoor(guest));
    }
  }

  private void drop(Guest guest) {
    room.lose(guest);
    if (model.connected(guest)) {
      model.states.put(guest, "reconnecting");
    }
  }

  private void back(Guest guest) {
    if (model.living(guest)) {
      room.back(guest);
      model.back(guest);
    }
  }

  private void say(Guest guest) {
    String cid = random.nextInt(4) == 0 ? "one-and-the-same-cid" : freshCid();
    if (!model.living(guest)) {
      Failure expected =
          model.waiting.contains(guest) ? Failure.NOT_ADMITTED_YET : Failure.ROOM_NOT_FOUND;
      refused(expected, () -> guest.say(cid, text("x")));
      return;
    }
    JsonObject answer = guest.say(cid, text("x"));
    String key = guest.session() + cid;
    model.cids.add(key);
    assertThat(answers.computeIfAbsent(key, unused -> answer)).isEqualTo(answer);
  }

  private void away(Guest guest) {
    if (model.connected(guest)) {
      boolean away = random.nextBoolean();
      guest.away(away);
      model.away(guest, away);
    }
  }

  private void rule(Guest guest) {
    Guest admin = admin();
    if (admin == null || admin == guest || !model.living(guest)) {
      return;
    }
    if (random.nextBoolean()) {
      admin.to(guest, "hand-over");
      return;
    }
    admin.to(guest, "kick");
    model.states.put(guest, "gone");
    model.removed.add(guest);
    model.lobby = true;
    model.mailWhenRemoved.put(guest, (int) room.mail(guest).count());
  }

  private void options() {
    Guest admin = admin();
    if (admin == null) {
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> admin.set("history", random.nextBoolean());
      case 1 -> {
        model.capacity = 1 + random.nextInt(6);
        admin.set("capacity", model.capacity);
      }
      case 2 -> {
        model.locked = random.nextBoolean();
        admin.set("locked", model.locked);
      }
      default -> {
        model.lobby = random.nextBoolean();
        admin.set("lobby", model.lobby);
      }
    }
    afterOptions();
  }

  /** A lock or an open lobby leaves nobody waiting. */
  private void afterOptions() {
    if (model.locked) {
      model.waiting.clear();
    } else if (!model.lobby) {
      for (Guest guest : List.copyOf(model.waiting)) {
        model.waiting.remove(guest);
        if (!room.toldTo(guest, "admitted").isEmpty() && room.seated.contains(guest.session())) {
          model.states.put(guest, "online");
        }
      }
      assertThat(model.members()).isEqualTo(room.members());
    }
  }

  private void decide() {
    Guest admin = admin();
    if (admin == null || model.waiting.isEmpty()) {
      return;
    }
    Guest guest = model.waiting.iterator().next();
    if (random.nextBoolean()) {
      admin.to(guest, "deny");
      model.waiting.remove(guest);
    } else if (model.members() >= model.capacity) {
      refused(Failure.ROOM_FULL, () -> admin.to(guest, "admit"));
    } else {
      admin.to(guest, "admit");
      model.waiting.remove(guest);
      model.states.put(guest, "online");
    }
  }

  private void check() {
    RoomModel.Listener heard = new RoomModel.Listener(room.out, guests.get(0).seat().value());
    for (int i = 0; i < heard.numbered.size(); i++) {
      assertThat(heard.numbered.get(i).getLong("seq")).isEqualTo(i + 1);
    }
    assertThat(room.told("said")).hasSize(model.cids.size());
    assertThat(room.members()).isEqualTo((int) model.members());
    for (Guest guest : guests) {
      if (model.states.containsKey(guest)) {
        assertThat(heard.states.get(guest.seat().value())).isEqualTo(model.states.get(guest));
      }
      if (model.living(guest)) {
        checkSync(guest, heard);
      }
      if (model.removed.contains(guest)) {
        assertThat((int) room.mail(guest).count())
            .isEqualTo(model.mailWhenRemoved.getOrDefault(guest, 0));
        assertThat(room.seated).doesNotContain(guest.session());
      }
    }
    checkSnapshots(heard);
  }

  /** What a member may read again is exactly what it was shown, or newcomers are. */
  private void checkSync(Guest guest, RoomModel.Listener heard) {
    long from = 1L + random.nextInt(heard.numbered.size());
    long first = heard.firstEntered.getOrDefault(guest.seat().value(), Long.MAX_VALUE);
    List<JsonObject> expected =
        heard.numbered.stream()
            .filter(event -> event.getLong("seq") >= from)
            .filter(
                event ->
                    event.getLong("seq") >= first || heard.shown.contains(event.getLong("seq")))
            .toList();

    JsonObject reply = guest.sync(room.opener.snapshot().getString("epoch"), from);

    assertThat(reply.getBoolean("recovered")).isTrue();
    assertThat(reply.getJsonArray("events")).isEqualTo(new JsonArray(new ArrayList<>(expected)));
  }

  private void checkSnapshots(RoomModel.Listener heard) {
    for (Guest guest : guests) {
      if (model.connected(guest)) {
        JsonObject snapshot = room.enter(guest);
        List<String> admins = new ArrayList<>();
        snapshot.getJsonArray("members").stream()
            .map(JsonObject.class::cast)
            .filter(member -> member.getBoolean("admin"))
            .forEach(member -> admins.add(member.getString("seat")));
        assertThat(admins).containsExactly(heard.admin);
        assertThat(snapshot.getLong("top")).isEqualTo(heard.numbered.size());
      }
    }
  }

  /** The admin, as a listener knows it, when that one is in the room. */
  private @Nullable Guest admin() {
    String seat = new RoomModel.Listener(room.out, guests.get(0).seat().value()).admin;
    return guests.stream()
        .filter(model::living)
        .filter(guest -> guest.seat().value().equals(seat))
        .findFirst()
        .orElse(null);
  }
}
