package io.nobooks.rooms;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.FileId;
import io.nobooks.wire.Offer;
import io.nobooks.wire.RoomCommand;
import io.nobooks.wire.RoomEvent;
import io.nobooks.wire.SessionId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The documents of a room: what may be offered, who has what, and which bytes must go with whom. A
 * document that was withdrawn is forgotten, so that what a room remembers has a bound.
 */
final class Documents {
  private static final long BUDGET_RETRY_MS = 5_000;

  private final Map<FileId, Document> held = new LinkedHashMap<>();
  private final Set<String> relays = new HashSet<>();
  private final Set<SessionId> movers = new HashSet<>();
  private final Settings.Limits limits;
  private final LogBudget budget;
  private final Voice voice;
  private final HandOffs handOffs;
  private final Uploads uploads;
  private final Downloads downloads;
  private final LongSupplier millis;
  private long bytes;
  private long everStored;
  private long everStoredBytes;

  Documents(Settings.Limits limits, LogBudget budget, Voice voice, LongSupplier millis) {
    this.limits = limits;
    this.budget = budget;
    this.voice = voice;
    this.handOffs = new HandOffs(voice, millis);
    this.uploads = new Uploads(voice, millis);
    this.downloads = new Downloads(voice, millis);
    this.millis = millis;
  }

  /**
   * Takes an offer and tells all of it.
   *
   * @param seated those in the room now, for what is for all
   * @param relay has the bytes
   * @throws Failure.Refused QUOTA_EXCEEDED beyond what a room may have, UNAVAILABLE when the heap's
   *     part for rooms is full
   */
  void offer(Offer offer, Collection<Seat> seated, String relay) {
    refuseBeyond(offer, offer.isForAll() ? seated.size() : offer.to().size());
    HandOff handOff =
        offer.isForAll()
            ? HandOff.toAll(offer.by(), seated.stream().map(seat -> seat.id).toList())
            : HandOff.to(offer.by(), offer.to());
    Document document = new Document(offer, millis.getAsLong(), handOff, relay);
    held.put(document.id(), document);
    relays.add(relay);
    bytes += offer.size();
    budget.add(document.weight());
    voice.tell(new RoomEvent.Offered(offer.isForAll() ? offer : offer.withoutMeta()));
  }

  /**
   * A document that is here.
   *
   * @throws Failure.Refused NO_SUCH_FILE when it never was or was withdrawn
   */
  Document find(FileId id) {
    Document document = held.get(id);
    if (document == null) {
      throw Failure.NO_SUCH_FILE.refused();
    }
    return document;
  }

  /** In the order in which they were offered. */
  Collection<Document> all() {
    return Collections.unmodifiableCollection(held.values());
  }

  /** The session may move bytes from now on: they are cut when it loses its seat. */
  void moves(Seat seat) {
    movers.add(seat.session);
  }

  void received(Document document, long received) {
    uploads.received(document, received);
  }

  /** So many bytes were handed to a recipient; none any more when it broke off. */
  void fetching(Document document, Seat seat, long handed) {
    if (document.handOff.isOffered(seat.id)) {
      downloads.fetching(document.id(), seat.id, handed);
    }
  }

  /** Every byte is there; may be said again. */
  void stored(Document document) {
    if (!document.stored) {
      uploads.forget(document);
      document.stored = true;
      document.received = document.offer.size();
      everStored++;
      everStoredBytes += document.received;
      voice.tell(new RoomEvent.Stored(document.id()));
    }
  }

  /** What a recipient says of it; see {@link HandOff} for what is refused. */
  void step(Seat by, RoomCommand.Step step, FileId id, String reason) {
    HandOff handOff = find(id).handOff;
    boolean changed =
        switch (step) {
          case RECEIVE -> handOff.receive(by.id);
          case CONFIRM -> handOff.confirm(by.id);
          case DECLINE -> handOff.decline(by.id);
          case DISPUTE -> handOff.dispute(by.id, reason);
        };
    if (changed) {
      handOffs.changed(id, handOff.standing(by.id));
    }
  }

  /** Takes a document back: nobody can have it any more. */
  void withdraw(Document document) {
    forget(document);
    voice.tell(new RoomEvent.Withdrawn(document.id()));
    voice.add(new Effect.Cut(document.relay, document.id(), null));
  }

  /** What is for all is for a newcomer too. */
  void joined(Seat seat) {
    for (Document document : held.values()) {
      if (document.joins(seat.id)) {
        budget.add(HandOff.RECIPIENT_BYTES);
      }
    }
  }

  /** One who is no longer in the room moves no bytes; what came whole stays. */
  void left(Seat seat) {
    for (Document document : List.copyOf(held.values())) {
      if (document.isBy(seat) && !document.stored) {
        withdraw(document);
      }
    }
    if (movers.remove(seat.session)) {
      relays.forEach(relay -> voice.add(new Effect.Cut(relay, null, seat.session)));
    }
  }

  /** The room ends, and all bytes with it. */
  void end() {
    List.copyOf(held.values()).forEach(this::forget);
    movers.clear();
    relays.forEach(relay -> voice.add(new Effect.Cut(relay, null, null)));
  }

  void tick() {
    uploads.tick();
    downloads.tick();
    handOffs.tick();
  }

  /** Documents that were here in whole, ever. */
  long everStored() {
    return everStored;
  }

  /** Their bytes. */
  long everStoredBytes() {
    return everStoredBytes;
  }

  private void refuseBeyond(Offer offer, int recipients) {
    if (held.containsKey(offer.file())) {
      throw Failure.NOT_ALLOWED_HERE.because("there is a document of this id");
    }
    if (held.size() >= limits.filesRoom()) {
      throw Failure.QUOTA_EXCEEDED.because("rooms hold at most " + limits.filesRoom() + " files");
    }
    if (offer.size() > limits.filesRoomBytes() - bytes) {
      throw Failure.QUOTA_EXCEEDED.because("the room's documents would be too large together");
    }
    if (!budget.hasRoomFor(Document.weight(offer, recipients))) {
      throw Failure.UNAVAILABLE.afterMs(BUDGET_RETRY_MS);
    }
  }

  private void forget(Document document) {
    held.remove(document.id());
    document.handOff.withdraw();
    uploads.forget(document);
    downloads.forget(document.id());
    handOffs.forget(document.id());
    bytes -= document.offer.size();
    budget.add(-document.weight());
  }
}
