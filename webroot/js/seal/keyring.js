/**
 * The content keys of a room, and which of them to seal with. Asks nothing, sends nothing.
 * A key's epoch is the number of the removal that made it necessary. One of an epoch that the room
 * has not reached is held apart with its givers: it opens, and nothing else, until the room is there
 * and one of them still is; or somebody about to be removed could choose the key that follows. Two members who made one for
 * the same removal do no harm: everybody opens with both and seals with the one of the lower id.
 */
import { compareBytes } from "./bytes.js"

const MOST_KEYS = 64

/** What one giver may have waiting here for events that are still to come. */
const MOST_HELD_OF_ONE = 32

/** A key may come a little before the event that made it necessary, not for the far future. */
const MOST_AHEAD = 256

export class KeyRing {
  #keys = new Map()
  #held = new Map()
  #first
  #top = 0
  #heard = 0
  #floor = 0
  #removed = 0

  /** @param {import("./content-key.js").ContentKey} first of epoch 0 */
  constructor(first) {
    this.#first = first
    this.#keys.set(first.name, first)
  }

  /** @returns {import("./content-key.js").ContentKey|undefined} */
  get(name) {
    return this.#keys.get(name) ?? this.#held.get(name)?.key
  }

  /**
   * @param {string} by the seat that gave it
   * @returns {boolean} whether it was not known and may be sealed with
   */
  add(key, by = "") {
    if (this.#keys.has(key.name) || key.epoch === 0) return false
    if (key.epoch > this.known) return this.#hold(key, by)
    this.#take(key)
    return true
  }

  /**
   * The room has come so far: keys that waited for it are taken.
   * @param {(seat: string) => boolean} trusted whether that seat's keys are still to be had; what
   *   only others gave is let go
   * @returns {boolean} whether there was one
   */
  reached(seq, trusted = () => true) {
    this.#top = Math.max(this.#top, seq)
    this.#heard = Math.max(this.#heard, seq)
    return this.#release(trusted)
  }

  /** Somebody was removed by the event of this number: what follows needs another key. See `reached`. */
  removedAt(seq, trusted) {
    if (seq <= this.#removed) return false
    this.#floor = Math.max(this.#floor, seq, this.current.epoch + 1)
    this.#removed = seq
    return this.reached(seq, trusted)
  }

  /** The server counts anew: what it called a number before says nothing any more. */
  restarted() {
    this.#removed = 0
    this.#heard = 0
  }

  /** @returns {number} the number of the last event heard, as the server counts now */
  get heard() {
    return this.#heard
  }

  /** @returns {number} how far the room is known to have come, also by keys; never goes back */
  get known() {
    return Math.max(this.#top, this.#floor)
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
    return [...this.#keys.values()].reduce(newer)
  }

  /** @returns {number} the epoch from which on nobody seals with this key; Infinity for the newest */
  endOf({ epoch }) {
    const later = [...this.#keys.values()].map(key => key.epoch).filter(each => each > epoch)
    return Math.min(...later)
  }

  /**
   * @returns {import("./content-key.js").ContentKey[]} all that the code alone does not give, newest
   *   first; without those that wait for their epoch
   */
  given() {
    return [...this.#keys.values()].filter(key => key !== this.#first)
      .sort((a, b) => b.epoch - a.epoch)
  }

  /** @returns {{keys: {epoch: number, bytes: Uint8Array}[], floor: number, heard: number}} for a reload */
  kept() {
    const keys = this.given().map(({ epoch, bytes }) => ({ epoch, bytes }))
    return { keys, floor: this.#floor, heard: this.#heard }
  }

  /** Takes up what `kept` gave. */
  takeUp(keys, floor, heard = 0) {
    this.#floor = floor
    this.#heard = heard
    this.#top = Math.max(heard, ...keys.map(({ epoch }) => epoch))
    for (const key of keys) this.#keys.set(key.name, key)
  }

  #take(key) {
    this.#keys.set(key.name, key)
    if (this.#keys.size > MOST_KEYS) this.#dropOldest()
  }

  #hold(key, by) {
    if (key.epoch > this.known + MOST_AHEAD) return false
    const held = this.#held.get(key.name) ?? { key, givers: new Set() }
    this.#held.set(key.name, held)
    held.givers.add(by)
    const ofOne = [...this.#held.values()].filter(({ givers }) => givers.has(by))
    if (ofOne.length > MOST_HELD_OF_ONE) this.#forsake(lowest(ofOne), by)
    return false
  }

  #release(trusted) {
    let any = false
    for (const held of [...this.#held.values()]) {
      for (const by of held.givers) if (!trusted(by)) this.#forsake(held, by)
      if (held.givers.size === 0 || held.key.epoch > this.known) continue
      this.#held.delete(held.key.name)
      this.#take(held.key)
      any = true
    }
    return any
  }

  #forsake({ key, givers }, by) {
    givers.delete(by)
    if (givers.size === 0) this.#held.delete(key.name)
  }

  #dropOldest() {
    const { current } = this
    this.#keys.delete(this.given().findLast(key => key !== current).name)
  }
}

const lowest = held => held.reduce((a, b) => (a.key.epoch < b.key.epoch ? a : b))

function newer(a, b) {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch ? a : b
  return compareBytes(a.id, b.id) < 0 ? a : b
}
