package io.nobooks.rooms;

import static io.nobooks.rooms.Guest.freshCid;
import static io.nobooks.rooms.Guest.text;
import static io.nobooks.rooms.Refusals.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Random sequences of what people do, against a naive model and against what a listener hears. */
class RoomModelTest {
  private static final int SEQUENCES = 3_000;
  private static final int STEPS = 60;
  private static final String[] STEPS_OF_A_PAPER = {"receive", "confirm", "decline", "dispute"};
  private static final String[] NAMES = {"Mary", "mary", "Joe", "Zoe", "Ada", "Bob"};

  /** Long enough for what is gathered, not for anybody to be lost. */
  private static final Duration GATHERED = Duration.ofSeconds(4);

  private static final Duration LOST = Duration.ofSeconds(32);

  /** What was said before somebody was lost cannot be edited any more. */
  private static final Duration EDIT_WITHIN = Duration.ofSeconds(20);

  private static final Settings SETTINGS =
      TestSettings.of(new JsonObject().put("rooms", new JsonObject().put("edit-within", "20 s")));

  private long seed;
  private int waits;
  private Random random = new Random();
  private TestRoom room = TestRoom.open();
  private RoomModel model = new RoomModel();
  private DocumentModel papers = new DocumentModel();
  private List<Guest> guests = new ArrayList<>();
  private RoomModel.Listener heard = new RoomModel.Listener(List.of(), "");
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
    room = TestRoom.openedBy(opener, SETTINGS);
    model = new RoomModel();
    papers = new DocumentModel();
    model.states.put(opener, "online");
    answers.clear();
    heard = new RoomModel.Listener(List.of(), "");
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
    switch (random.nextInt(26)) {
      case 0, 1, 2 -> enter(guest);
      case 3 -> leave(guest);
      case 4 -> drop(guest);
      case 5 -> back(guest);
      case 6, 7, 8 -> say(guest);
      case 9 -> away(guest);
      case 10 -> rule(guest);
      case 11 -> options();
      case 12 -> decide();
      case 13 -> offer(guest);
      case 14 -> upload();
      case 15, 16, 17 -> step(guest);
      case 18 -> withdraw(guest);
      case 19, 20, 21 -> edit(guest);
      case 22 -> retract(guest);
      case 23, 24 -> react(guest);
      default -> pass();
    }
  }

  private void pass() {
    if (random.nextInt(5) > 0 || waits == 0) {
      room.pass(Duration.ofMillis(200L * random.nextInt(3)));
    } else {
      waits--;
      room.pass(LOST);
      List<Guest> before = guests.stream().filter(model::living).toList();
      model.lose();
      before.stream().filter(guest -> !model.living(guest)).forEach(papers::left);
    }
  }

  private void enter(Guest guest) {
    Failure expected = model.entering(guest);
    if (expected != null) {
      refused(expected, () -> room.enter(guest));
    } else {
      room.enter(guest);
      model.entered(guest);
      joinsIfLiving(guest);
    }
  }

  private void leave(Guest guest) {
    if (model.living(guest)) {
      guest.does("leave");
      model.states.put(guest, "gone");
      papers.left(guest);
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
    String cid = anyCid();
    boolean first = !answers.containsKey(guest.session() + cid);
    if (isOnce(
            guest, cid, model.living(guest) ? null : outside(guest), () -> guest.say(cid, words()))
        && first) {
      JsonObject answer = requireNonNull(answers.get(guest.session() + cid));
      model.said.put(answer.getLong("seq"), new RoomModel.Said(guest, room.clock.getAsLong()));
    }
  }

  private void edit(Guest guest) {
    String cid = anyCid();
    long of = anyNumber();
    Failure expected = model.living(guest) ? editing(guest, of) : outside(guest);
    isOnce(guest, cid, expected, () -> guest.edit(cid, of, words()));
  }

  private void react(Guest guest) {
    String cid = anyCid();
    long of = anyNumber();
    JsonObject body = random.nextInt(3) == 0 ? null : words();
    Failure expected = model.living(guest) ? reacting(guest, of) : outside(guest);
    isOnce(guest, cid, expected, () -> guest.react(cid, of, body));
  }

  private void retract(Guest guest) {
    long of = anyNumber();
    Failure expected = model.living(guest) ? retracting(guest, of) : outside(guest);
    if (expected != null) {
      refused(expected, () -> guest.retract(of));
    } else {
      JsonObject answer = guest.retract(of);
      assertThat(model.retracted.computeIfAbsent(of, unused -> answer)).isEqualTo(answer);
    }
  }

  /** What has the cid of something before is answered as that was; whether anything was. */
  private boolean isOnce(
      Guest guest, String cid, @Nullable Failure expected, Supplier<JsonObject> command) {
    JsonObject known = answers.get(guest.session() + cid);
    boolean answered = model.living(guest) && (known != null || expected == null);
    if (answered) {
      JsonObject answer = command.get();
      assertThat(answers.computeIfAbsent(guest.session() + cid, unused -> answer))
          .isEqualTo(answer);
    } else {
      refused(requireNonNull(expected), command::get);
    }
    return answered;
  }

  private @Nullable Failure editing(Guest guest, long of) {
    RoomModel.Said said = readable(guest, of);
    boolean may = said != null && said.by() == guest && !isLate(said);
    return may && !model.retracted.containsKey(of) ? null : Failure.NOT_ALLOWED_HERE;
  }

  private @Nullable Failure reacting(Guest guest, long of) {
    boolean may = readable(guest, of) != null && !model.retracted.containsKey(of);
    return may ? null : Failure.NOT_ALLOWED_HERE;
  }

  private @Nullable Failure retracting(Guest guest, long of) {
    RoomModel.Said said = readable(guest, of);
    if (said == null) {
      return Failure.NOT_ALLOWED_HERE;
    }
    if (admin() == guest || (model.retracted.containsKey(of) && said.by() == guest)) {
      return null;
    }
    if (said.by() != guest) {
      return Failure.NOT_THE_ADMIN;
    }
    return isLate(said) ? Failure.NOT_ALLOWED_HERE : null;
  }

  private RoomModel.@Nullable Said readable(Guest guest, long of) {
    return heard().mayRead(guest.seat().value(), of) ? model.said.get(of) : null;
  }

  private boolean isLate(RoomModel.Said said) {
    return room.clock.getAsLong() - said.at() > EDIT_WITHIN.toMillis();
  }

  private Failure outside(Guest guest) {
    return model.waiting.contains(guest) ? Failure.NOT_ADMITTED_YET : Failure.ROOM_NOT_FOUND;
  }

  private String anyCid() {
    return random.nextInt(4) == 0 ? "one-and-the-same-cid" : freshCid();
  }

  private JsonObject words() {
    return text("x".repeat(random.nextInt(20)));
  }

  /** Mostly that of a message. */
  private long anyNumber() {
    List<Long> said = List.copyOf(model.said.keySet());
    boolean wild = said.isEmpty() || random.nextInt(8) == 0;
    return wild ? 1 + random.nextInt(room.out.size() + 1) : said.get(random.nextInt(said.size()));
  }

  private RoomModel.Listener heard() {
    if (heard.told() != room.out.size()) {
      heard = new RoomModel.Listener(room.out, guests.get(0).seat().value());
    }
    return heard;
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
    papers.left(guest);
    model.removed.add(guest);
    model.lobby = true;
    model.mailWhenRemoved.put(guest, (int) room.mail(guest).count());
  }

  private void options() {
    Guest admin = admin();
    if (admin == null) {
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> admin.set("history", random.nextBoolean());
      case 1 -> {
        model.capacity = 1 + random.nextInt(6);
        admin.set("capacity", model.capacity);
      }
      case 2 -> {
        model.locked = random.nextBoolean();
        admin.set("locked", model.locked);
      }
      case 3 -> {
        model.filesLocked = random.nextBoolean();
        admin.set("filesLocked", model.filesLocked);
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
          papers.joined(guest);
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
      papers.joined(guest);
    }
  }

  private void joinsIfLiving(Guest guest) {
    if (model.living(guest)) {
      papers.joined(guest);
    }
  }

  private void offer(Guest guest) {
    List<Guest> living = guests.stream().filter(model::living).toList();
    boolean toAll = random.nextBoolean();
    Guest[] to = toAll ? new Guest[0] : new Guest[] {living.get(random.nextInt(living.size()))};
    if (!model.living(guest)) {
      refused(Failure.ROOM_NOT_FOUND, () -> Paper.offered(room, guest, to));
      return;
    }
    if (model.filesLocked) {
      refused(Failure.ROOM_LOCKED, () -> Paper.offered(room, guest, to));
      return;
    }
    papers.offered(Paper.offered(room, guest, to), Set.of(to), living);
  }

  private void upload() {
    DocumentModel.Doc doc = anyDoc();
    if (doc == null) {
      return;
    }
    if (random.nextBoolean()) {
      doc.paper.received(random.nextInt(Paper.SIZE));
    } else {
      doc.paper.door("stored", null);
      papers.stored(doc);
    }
  }

  private void step(Guest guest) {
    DocumentModel.Doc doc = anyDoc();
    if (doc == null || !model.living(guest)) {
      return;
    }
    String step = STEPS_OF_A_PAPER[random.nextInt(STEPS_OF_A_PAPER.length)];
    if (step.equals("receive") && random.nextBoolean()) {
      doc.paper.door("fetched", guest);
      doc.fetched.add(guest);
    }
    String after = doc.after(guest, step);
    if (after != null) {
      doc.paper.does(guest, step);
      doc.states.put(guest, after);
    } else {
      Failure why =
          doc.states.containsKey(guest) ? Failure.NOT_ALLOWED_HERE : Failure.NOT_A_RECIPIENT;
      refused(why, () -> doc.paper.does(guest, step));
    }
  }

  private void withdraw(Guest guest) {
    DocumentModel.Doc doc = anyDoc();
    if (doc == null || !model.living(guest)) {
      return;
    }
    if (doc.paper.by() == guest || admin() == guest) {
      doc.paper.does(guest, "withdraw");
      papers.docs.remove(doc.paper.id());
    } else {
      refused(Failure.NOT_THE_ADMIN, () -> doc.paper.does(guest, "withdraw"));
    }
  }

  private DocumentModel.@Nullable Doc anyDoc() {
    List<DocumentModel.Doc> all = List.copyOf(papers.docs.values());
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  private void check() {
    RoomModel.Listener heard = heard();
    for (int i = 0; i < heard.numbered.size(); i++) {
      assertThat(heard.numbered.get(i).getLong("seq")).isEqualTo(i + 1);
    }
    assertThat(room.told("said")).hasSize(model.said.size());
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
    checkHeardPapers();
  }

  /** What a member may read again is exactly what it was shown, or newcomers are. */
  private void checkSync(Guest guest, RoomModel.Listener heard) {
    long from = 1L + random.nextInt(heard.numbered.size());
    List<JsonObject> expected =
        heard.numbered.stream()
            .filter(event -> event.getLong("seq") >= from)
            .filter(event -> heard.mayRead(guest.seat().value(), event.getLong("seq")))
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
        assertThat(snapshot.getJsonArray("events"))
            .isEqualTo(new JsonArray(new ArrayList<>(heard.lastSaid(guest.seat().value()))));
        assertThat(snapshot.getLong("top")).isEqualTo(heard.numbered.size());
        checkPapers(guest, snapshot.getJsonArray("files"));
      }
    }
  }

  /** Everybody sees all documents and how they stand, and of others' nothing more. */
  private void checkPapers(Guest guest, JsonArray files) {
    List<JsonObject> expected = new ArrayList<>();
    for (DocumentModel.Doc doc : papers.docs.values()) {
      JsonObject file = doc.paper.seenFirst(doc.to);
      List<String> handoff = new ArrayList<>();
      doc.states.forEach((to, state) -> handoff.add(to.seat() + state));
      if (!doc.showsMetaTo(guest)) {
        file.remove("meta");
      }
      expected.add(file.put("stored", doc.stored).put("handoff", sorted(handoff)));
    }
    List<JsonObject> seen = new ArrayList<>();
    for (Object file : files) {
      seen.add(plain((JsonObject) file));
    }
    assertThat(seen).isEqualTo(expected);
  }

  /**
   * Without what a model does not know: times, how much has come, and why something is disputed.
   */
  private static JsonObject plain(JsonObject file) {
    file.remove("received");
    file.remove("at");
    List<String> handoff = new ArrayList<>();
    for (Object standing : file.getJsonArray("handoff")) {
      handoff.add(((JsonArray) standing).getString(0) + ((JsonArray) standing).getString(1));
    }
    return file.put("handoff", sorted(handoff));
  }

  private static JsonArray sorted(List<String> texts) {
    return new JsonArray(texts.stream().sorted().toList());
  }

  /** Who heard everything knows what snapshots say. */
  private void checkHeardPapers() {
    DocumentModel.Listener heard = new DocumentModel.Listener(room.out);
    assertThat(heard.stored.keySet()).isEqualTo(papers.docs.keySet());
    papers.docs.forEach(
        (id, doc) -> {
          assertThat(heard.stored.get(id)).isEqualTo(doc.stored);
          doc.states.forEach((guest, state) -> assertThat(heard.state(id, guest)).isEqualTo(state));
        });
    assertThat(room.told("stored")).hasSize(papers.everStored);
  }

  /** The admin, as a listener knows it, when that one is in the room. */
  private @Nullable Guest admin() {
    String seat = heard().admin;
    return guests.stream()
        .filter(model::living)
        .filter(guest -> guest.seat().value().equals(seat))
        .findFirst()
        .orElse(null);
  }
}
