/** Remembers which messages came, so that none is taken for a second one. */
import { NotOpened } from "./refused.js"

/** As many as a page shows, as what was said before it came is told backwards. */
const MOST_KEPT = 20_000

/**
 * Each sender's stream counts its messages. A counter that comes again must come with the same
 * message (the same event told again, after a gap), and, where it says that its messages are ordered,
 * higher counters must come with higher places.
 */
export class ReplayGuard {
  #streams = new Map()

  /**
   * @param {string} stream who counts
   * @param {number} counter
   * @param {number} place where the server has put the message: its `seq`, or time for a whisper
   * @param {{ordered?: boolean}} [how] false for what a page may well send all at once
   * @throws {NotOpened} `replayed`
   */
  take(stream, counter, place, { ordered = true } = {}) {
    const seen = this.#streams.get(stream) ?? this.#remember(stream)
    const known = seen.places.get(counter)
    if (known === place) return
    const early = ordered && this.#outOfOrder(seen, counter, place)
    if (known !== undefined || counter < seen.floor || early) throw new NotOpened("replayed")
    seen.places.set(counter, place)
    if (seen.top === null || counter > seen.top.counter) seen.top = { counter, place }
    if (seen.places.size > MOST_KEPT) this.#forgetOldest(seen)
  }

  /** Forgets the streams whose names begin so: their places are counted anew. */
  forget(beginning) {
    for (const stream of [...this.#streams.keys()]) {
      if (stream.startsWith(beginning)) this.#streams.delete(stream)
    }
  }

  #remember(stream) {
    const seen = { places: new Map(), top: null, floor: 0 }
    this.#streams.set(stream, seen)
    return seen
  }

  #outOfOrder({ top }, counter, place) {
    if (top === null) return false
    return counter > top.counter ? place < top.place : place > top.place
  }

  #forgetOldest(seen) {
    const counters = [...seen.places.keys()].sort((a, b) => a - b).slice(0, MOST_KEPT / 2)
    for (const counter of counters) seen.places.delete(counter)
    seen.floor = counters.at(-1) + 1
  }
}
