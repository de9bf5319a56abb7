package io.nobooks.rooms;

import io.nobooks.Settings;
import io.nobooks.wire.Caller;
import io.nobooks.wire.EndReason;
import io.nobooks.wire.Options;
import io.nobooks.wire.ProofHash;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.RoomRequest;
import io.nobooks.wire.SessionId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A room without a bus, and what everybody heard of it. */
final class TestRoom {
  static final String PROOF = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
  static final RoomId ID = new RoomId("abcdefghijklmnopqrstuvwxyz");
  private static final Duration SWEEP = Duration.ofMillis(200);

  final FakeClock clock = new FakeClock();
  final List<JsonObject> out = new ArrayList<>();
  final Map<SessionId, List<JsonObject>> me = new HashMap<>();
  final Set<SessionId> seated = new HashSet<>();
  final List<Effect> effects = new ArrayList<>();
  final List<Effect.Cut> cuts = new ArrayList<>();
  final RoomsNode node;
  final Guest opener;
  private final Room room;

  private TestRoom(Settings settings, JsonObject options, Guest opener) {
    node = RoomsNode.of(settings, "test", clock, ReceiptKey.fresh());
    this.opener = opener;
    Options all =
        Options.defaults(settings.limits().capacity())
            .with(new JsonObject().put("sealedOnly", false), settings.limits().members())
            .with(options, settings.limits().members());
    Room.Opened opened = Room.open(node, ID, opener.person(null), ProofHash.of(PROOF), all);
    room = opened.room();
    opener.joins(this, opened.snapshot());
    perform();
  }

  static TestRoom open() {
    return open(TestSettings.defaults(), new JsonObject());
  }

  static TestRoom open(JsonObject options) {
    return open(TestSettings.defaults(), options);
  }

  static TestRoom open(Settings settings, JsonObject options) {
    return new TestRoom(settings, options, Guest.named("Can"));
  }

  static TestRoom openedBy(Guest opener) {
    return new TestRoom(TestSettings.defaults(), new JsonObject(), opener);
  }

  static TestRoom openedBy(Guest opener, Settings settings) {
    return new TestRoom(settings, new JsonObject(), opener);
  }

  Guest enter(String name) {
    Guest guest = Guest.named(name);
    enter(guest);
    return guest;
  }

  JsonObject enter(Guest guest) {
    return enter(guest, new JsonObject().put("proof", PROOF));
  }

  JsonObject enter(Guest guest, JsonObject body) {
    RoomRequest request = RoomRequest.parse(body);
    Caller caller = guest.caller();
    JsonObject reply =
        ask(
            () -> {
              room.pass(caller, request.proof());
              return room.enter(guest.person(request.hello()));
            });
    guest.joins(this, reply);
    return reply;
  }

  Entrance.Way way(Guest guest) {
    return room.way(guest.person(null));
  }

  JsonObject obey(Guest guest, JsonObject command) {
    return ask(() -> room.obey(guest.caller(), command));
  }

  JsonObject leaveByDoor(Guest guest) {
    return ask(() -> room.leave(guest.caller()));
  }

  JsonObject back(Guest guest) {
    return ask(() -> room.back(guest.session()));
  }

  /** What the web tier or the relay asks about a document. */
  JsonObject atDocumentDoor(String verb, JsonObject body) {
    return ask(() -> room.atDocumentDoor(verb, body));
  }

  void lose(Guest guest) {
    act(() -> room.lost(guest.session()));
  }

  void losesAccount(Guest guest) {
    act(() -> room.losesAccount(guest.session()));
  }

  void sessionEnds(Guest guest) {
    act(() -> room.gone(guest.session()));
  }

  void end(EndReason reason) {
    act(() -> room.end(reason));
  }

  JsonObject here(Guest guest) {
    return room.here(guest.seat()).standing();
  }

  boolean isGone() {
    return room.isGone();
  }

  int members() {
    return room.members();
  }

  void unsay(Effect.Whisper whisper) {
    room.unsay(whisper);
  }

  /** Lets time pass in steps of the sweep. */
  void pass(Duration duration) {
    for (long left = duration.toMillis(); left > 0; left -= SWEEP.toMillis()) {
      clock.forward(Duration.ofMillis(Math.min(left, SWEEP.toMillis())));
      act(room::tick);
    }
  }

  /** One sweep without time. */
  void tick() {
    act(room::tick);
  }

  /** Everything that was told to all, of one type. */
  List<JsonObject> told(String type) {
    return out.stream().filter(event -> type.equals(event.getString("type"))).toList();
  }

  List<JsonObject> toldTo(Guest guest, String type) {
    return mail(guest).filter(event -> type.equals(event.getString("type"))).toList();
  }

  Stream<JsonObject> mail(Guest guest) {
    return me.getOrDefault(guest.session(), List.of()).stream();
  }

  JsonObject last(String type) {
    List<JsonObject> told = told(type);
    return told.get(told.size() - 1);
  }

  private interface Question {
    JsonObject ask();
  }

  private JsonObject ask(Question question) {
    try {
      return question.ask();
    } finally {
      perform();
    }
  }

  private void act(Runnable deed) {
    try {
      deed.run();
    } finally {
      perform();
    }
  }

  private void perform() {
    for (Effect effect : room.drain()) {
      effects.add(effect);
      if (effect instanceof Effect.Tell tell) {
        out.add(tell.frame().toJson());
      } else if (effect instanceof Effect.Vanish vanish) {
        out.add(vanish.last().toJson());
      } else if (effect instanceof Effect.Cut cut) {
        cuts.add(cut);
      } else if (effect instanceof Effect.Give give) {
        seated.add(give.session());
      } else if (effect instanceof Effect.Release release) {
        seated.remove(release.session());
      } else if (effect instanceof Effect.TellOne tell) {
        mailbox(tell.session()).add(tell.event().toJson());
      } else if (effect instanceof Effect.Whisper whisper) {
        mailbox(whisper.to().session).add(whisper.event().toJson());
        if (whisper.by() != whisper.to()) {
          mailbox(whisper.by().session).add(whisper.event().toJson());
        }
      }
    }
  }

  private List<JsonObject> mailbox(SessionId session) {
    return me.computeIfAbsent(session, unused -> new ArrayList<>());
  }
}
