/**
 * The content keys of a room, and which of them to seal with. Asks nothing, sends nothing.
 * A key's epoch is the number of the removal that made it necessary. Two members who made one for
 * the same removal do no harm: everybody opens with both and seals with the one of the lower id.
 */
import { compareBytes } from "./bytes.js"

const MOST_KEYS = 64

/** A key may come a little before the event that made it necessary, not for the far future. */
const MOST_AHEAD = 256

export class KeyRing {
  #keys = new Map()
  #first
  #top = 0
  #floor = 0
  #removed = 0

  /** @param {import("./content-key.js").ContentKey} first of epoch 0 */
  constructor(first) {
    this.#first = first
    this.#keys.set(first.name, first)
  }

  /** @returns {import("./content-key.js").ContentKey|undefined} */
  get(name) {
    return this.#keys.get(name)
  }

  /** @returns {boolean} false when it is known already, or from far ahead */
  add(key) {
    if (this.#keys.has(key.name) || key.epoch === 0) return false
    if (key.epoch > this.#known + MOST_AHEAD) return false
    this.#keys.set(key.name, key)
    if (this.#keys.size > MOST_KEYS) this.#dropOldest()
    return true
  }

  /** The room is known to have come so far: keys of later epochs wait. */
  reached(seq) {
    this.#top = Math.max(this.#top, seq)
  }

  /** Somebody was removed by the event of this number: what follows needs another key. */
  removedAt(seq) {
    if (seq <= this.#removed) return
    this.#floor = Math.max(this.#floor, seq, this.current.epoch + 1)
    this.#removed = seq
    this.reached(seq)
  }

  /** The server counts anew: what it called a number before says nothing any more. */
  restarted() {
    this.#removed = 0
  }

  /** @returns {boolean} whether nothing may be sealed before a new key is there */
  get due() {
    return this.current.epoch < this.#floor
  }

  /** @returns {number} the epoch of a key made now */
  get next() {
    return Math.max(this.#floor, this.current.epoch + 1)
  }

  /** Nothing is sealed with a key of an earlier epoch any more. */
  expect(epoch) {
    this.#floor = Math.max(this.#floor, epoch)
  }

  /** What is sealed with now. */
  get current() {
    const known = this.#known
    return [...this.#keys.values()].filter(({ epoch }) => epoch <= known).reduce(newer)
  }

  /** @returns {import("./content-key.js").ContentKey[]} all that the code alone does not give, newest first */
  given() {
    return [...this.#keys.values()].filter(key => key !== this.#first)
      .sort((a, b) => b.epoch - a.epoch)
  }

  /** @returns {{keys: {epoch: number, bytes: Uint8Array}[], floor: number}} for a reload */
  kept() {
    const keys = this.given().map(({ epoch, bytes }) => ({ epoch, bytes }))
    return { keys, floor: this.#floor }
  }

  /** Takes up what `kept` gave. */
  takeUp(keys, floor) {
    this.#floor = floor
    for (const key of keys) this.#keys.set(key.name, key)
  }

  get #known() {
    return Math.max(this.#top, this.#floor)
  }

  #dropOldest() {
    const { current } = this
    this.#keys.delete(this.given().findLast(key => key !== current).name)
  }
}

function newer(a, b) {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch ? a : b
  return compareBytes(a.id, b.id) < 0 ? a : b
}
