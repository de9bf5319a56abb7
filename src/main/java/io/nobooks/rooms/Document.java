package io.nobooks.rooms;

import io.nobooks.wire.FileId;
import io.nobooks.wire.Offer;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SharedFile;

/** A document of the room: what was offered, how much of it has come, where it stands. */
final class Document {
  /** The memory of one besides its recipients and what it says of itself. */
  private static final long BYTES = 1_024;

  /** A room of thousands has more recipients than one list of documents can show. */
  private static final int HANDOFF_BYTES = 16 * 1_024;

  final Offer offer;

  /** When it was offered. */
  final long at;

  final HandOff handOff;

  /** The relay that has its bytes. */
  final String relay;

  long received;
  boolean stored;

  /** When it was last told how much has come. */
  long toldAt = Long.MIN_VALUE / 2;

  Document(Offer offer, long at, HandOff handOff, String relay) {
    this.offer = offer;
    this.at = at;
    this.handOff = handOff;
    this.relay = relay;
  }

  FileId id() {
    return offer.file();
  }

  boolean isBy(Seat seat) {
    return offer.by().equals(seat.id);
  }

  /** Whether this member may have the bytes: of what is for all, the sender too. */
  boolean isFor(Seat seat) {
    return offer.isForAll() || handOff.isFor(seat.id);
  }

  /** The document as this member sees it. */
  SharedFile seenBy(Seat seat) {
    Offer seen = isBy(seat) || isFor(seat) ? offer : offer.withoutMeta();
    HandOff.Page page = handOff.page(null, HANDOFF_BYTES);
    return new SharedFile(seen, at, received, stored, page.standings(), page.more());
  }

  /** What it costs of memory. */
  long weight() {
    return weight(offer, handOff.size());
  }

  /** What a document with so many recipients would cost. */
  static long weight(Offer offer, int recipients) {
    return BYTES + offer.weight() + (long) HandOff.RECIPIENT_BYTES * recipients;
  }

  /** Offers it to a newcomer, if it is for all; whether that is new. */
  boolean joins(SeatId seat) {
    return handOff.joins(seat);
  }
}
