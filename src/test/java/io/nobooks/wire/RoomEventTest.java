package io.nobooks.wire;

import static io.nobooks.wire.WireVectors.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomEventTest {
  private static final long AT = 1_800_000_000_001L;
  private static final long SINCE = 1_800_000_000_000L;
  private static final RoomId ROOM = new RoomId("aaaabbbbccccddddeeeeffff22");
  private static final SeatId SEAT = new SeatId("abcdefghijklmnopqrstuvwxyz");
  private static final SeatId OTHER = new SeatId("zyxwvutsrqponmlkjihgfedcba");
  private static final SeatId THIRD = new SeatId(ROOM.value());
  private static final String NONCE = "ffffgggghhhhiiiijjjjkkkk77";
  private static final ClientId CID = new ClientId("cid-000000000001");
  private static final Hello HELLO =
      new Hello(new JsonObject().put("sign", "AAAA").put("agree", "BBBB"), 32);
  private static final Member ISIL =
      new Member(SEAT, "Işıl", true, true, MemberState.ONLINE, HELLO, SINCE);
  private static final Member CAN =
      new Member(OTHER, "Can", false, false, MemberState.ONLINE, null, SINCE);
  private static final Body TEXT =
      new Body(new JsonObject().put("text", "Merhaba, dünya 👋"), false);
  private static final Body THUMB = new Body(new JsonObject().put("text", "👍"), false);
  private static final Body SEALED = new Body(new JsonObject().put("sealed", "AAECAwQ"), true);
  private static final FileId FILE = new FileId("ffffiiiilllleeeeaaaabbbb22");
  private static final Offer OFFER =
      new Offer(FILE, OTHER, 1_048_576, List.of(), "eyJzZWFsZWQiOiJBIn0=");
  private static final Offer PRIVATE =
      new Offer(FILE, OTHER, 1_048_576, List.of(SEAT), "eyJzZWFsZWQiOiJBIn0=");
  private static final RoomNotice.Here HERE = new RoomNotice.Here("k3v9p2m7qa", 42, 7);

  private static Map<String, RoomEvent> events() {
    Map<String, RoomEvent> events = new LinkedHashMap<>();
    events.put("said", new RoomEvent.Said(SEAT, CID, TEXT));
    events.put("edited", new RoomEvent.Edited(SEAT, 41, CID, TEXT));
    events.put("retracted", new RoomEvent.Retracted(SEAT, 41));
    events.put("reacted", new RoomEvent.Reacted(OTHER, 41, CID, THUMB));
    events.put("reacted-no-more", new RoomEvent.Reacted(OTHER, 41, CID, null));
    events.put("entered", new RoomEvent.Entered(List.of(ISIL), false));
    events.put("entered-again", new RoomEvent.Entered(List.of(CAN), true));
    events.put(
        "left",
        new RoomEvent.Left(
            List.of(
                new RoomEvent.Departure(SEAT, LeaveReason.LEFT),
                new RoomEvent.Departure(OTHER, LeaveReason.LOST),
                new RoomEvent.Departure(THIRD, LeaveReason.KICKED))));
    events.put("options", new RoomEvent.OptionsSet(Options.defaults(200)));
    events.put("handed-over", new RoomEvent.HandedOver(OTHER));
    events.put("offered", new RoomEvent.Offered(OFFER));
    events.put("offered-to-some", new RoomEvent.Offered(PRIVATE.withoutMeta()));
    events.put("stored", new RoomEvent.Stored(FILE));
    events.put("withdrawn", new RoomEvent.Withdrawn(FILE));
    events.put("ended", new RoomEvent.Ended(EndReason.DELETED, SEAT, NONCE));
    events.put("ended-by-itself", new RoomEvent.Ended(EndReason.EXPIRED, null, NONCE));
    return events;
  }

  private static Map<String, RoomNotice> notices() {
    Map<String, RoomNotice> notices = new LinkedHashMap<>();
    notices.put("here", HERE);
    notices.put(
        "states",
        new RoomNotice.States(
            8,
            List.of(
                new RoomNotice.Change(SEAT, MemberState.AWAY),
                new RoomNotice.Change(OTHER, MemberState.RECONNECTING))));
    notices.put("progress", new RoomNotice.Progress(FILE, 786_432));
    notices.put(
        "fetching",
        new RoomNotice.Fetching(
            List.of(
                new RoomNotice.Fetch(FILE, SEAT, 262_144), new RoomNotice.Fetch(FILE, OTHER, 0))));
    notices.put(
        "handoffs",
        new RoomNotice.HandOffs(
            9,
            List.of(
                new RoomNotice.Step(FILE, new Standing(SEAT, "confirmed", null)),
                new RoomNotice.Step(FILE, new Standing(OTHER, "disputed", "empty page")))));
    notices.put("typing", new RoomNotice.Typing(SEAT));
    notices.put("expiring", new RoomNotice.Expiring(1_800_086_400_000L));
    notices.put(
        "receipt", new RoomNotice.Receipt(new JsonObject().put("v", 1).put("reason", "deleted")));
    return notices;
  }

  private static Map<String, MeEvent> mail() {
    Map<String, MeEvent> mail = new LinkedHashMap<>();
    mail.put("whispered", new MeEvent.Whispered(ROOM, SEAT, OTHER, CID, SEALED, AT));
    mail.put("offered", new MeEvent.Offered(ROOM, FILE, PRIVATE.meta()));
    mail.put("knocking", new MeEvent.Knocking(ROOM, OTHER, "Can", false, HELLO));
    mail.put("knock-gone", new MeEvent.KnockGone(ROOM, OTHER));
    mail.put("waiting", new MeEvent.Waiting(ROOM, "Işıl"));
    mail.put("admitted", new MeEvent.Admitted(new JsonObject().put("room", ROOM.value())));
    mail.put("denied", new MeEvent.Denied(ROOM, Failure.ROOM_LOCKED));
    mail.put("kicked", new MeEvent.Kicked(ROOM));
    return mail;
  }

  private static void covers(Class<?> kinds, Iterable<?> shown) {
    List<Class<?>> covered = new ArrayList<>();
    shown.forEach(one -> covered.add(one.getClass()));
    assertThat(covered).containsAll(List.of(kinds.getPermittedSubclasses()));
  }

  @Test
  void every_event_is_told_as_its_vector_says() {
    events()
        .forEach(
            (name, event) ->
                assertThat(event.encode(42, AT).toJson()).isEqualTo(frame("event." + name)));
    covers(RoomEvent.class, events().values());
  }

  @Test
  void every_notice_is_told_as_its_vector_says() {
    notices()
        .forEach(
            (name, notice) ->
                assertThat(new JsonObject(notice.toJson().encode()))
                    .isEqualTo(frame("notice." + name)));
    covers(RoomNotice.class, notices().values());
  }

  @Test
  void every_private_event_is_told_as_its_vector_says() {
    mail()
        .forEach(
            (name, event) ->
                assertThat(new JsonObject(event.toJson().encode())).isEqualTo(frame("me." + name)));
    covers(MeEvent.class, mail().values());
  }

  @Test
  void a_snapshot_is_told_as_its_vector_says() {
    MeEvent.Knocking knocking = new MeEvent.Knocking(ROOM, OTHER, "Can", false, HELLO);
    SharedFile file =
        new SharedFile(
            PRIVATE, AT, 786_432, false, List.of(new Standing(SEAT, "offered", null)), false);
    JsonObject said = new RoomEvent.Said(SEAT, CID, TEXT).encode(42, AT).toJson();

    Snapshot snapshot =
        new Snapshot(
            ROOM,
            HERE,
            Options.defaults(200),
            SINCE,
            1_800_086_400_000L,
            SEAT,
            true,
            JsonArray.of(ISIL.toJson()),
            false,
            JsonArray.of(file.toJson()),
            false,
            JsonArray.of(said),
            true,
            JsonArray.of(knocking.waiting()));

    assertThat(new JsonObject(snapshot.toJson().encode())).isEqualTo(frame("reply.snapshot"));
  }

  @Test
  void a_member_s_weight_is_never_less_than_its_bytes() {
    String worst = "\"\\".repeat(16);
    Member member =
        new Member(SEAT, worst, false, false, MemberState.RECONNECTING, HELLO, Long.MAX_VALUE);

    assertThat(member.weight()).isGreaterThanOrEqualTo(member.toJson().toBuffer().length());
    assertThat(CAN.weight()).isGreaterThanOrEqualTo(CAN.toJson().toBuffer().length());
  }

  @Test
  void a_document_s_weight_is_never_less_than_its_bytes() {
    Standing worst = new Standing(THIRD, "disputed", "\u0001".repeat(200));
    Offer offer =
        new Offer(FILE, SEAT, Long.MAX_VALUE, Collections.nCopies(32, OTHER), "A".repeat(2_732));
    SharedFile file =
        new SharedFile(
            offer, Long.MAX_VALUE, Long.MAX_VALUE, false, Collections.nCopies(200, worst), true);

    assertThat(file.weight()).isGreaterThanOrEqualTo(file.toJson().toBuffer().length());
    assertThat(worst.weight()).isGreaterThanOrEqualTo(worst.toJson().toBuffer().length());
  }
}
