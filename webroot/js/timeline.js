/** What a person sees happen in a room, in order. Own messages that are on their way come last. */
import { computed, signal } from "../vendor/signals-core.js"

/** Older entries than these are let go, so that a busy room does not fill the tab's memory. */
const MOST_ENTRIES = 20_000

/** Whether `entry` belongs before `other`, which stands in the timeline already. */
const before = (entry, other) =>
  entry.seq === undefined || other.seq === undefined
    ? entry.at < other.at
    : entry.seq < other.seq && entry.at <= other.at

export class Timeline {
  #settled = signal([])
  #pending = signal([])
  #keys = new Map()
  #said = new Map()

  /** Signal: all entries in order, each a new object whenever something in it changed. */
  entries = computed(() => [...this.#settled.value, ...this.#pending.value])

  /** Signal: entries of one's own that are not in the room yet. */
  pending = computed(() => this.#pending.value)

  /** @returns {boolean} whether an entry with this key has been settled before */
  knows(key) {
    return this.#keys.has(key)
  }

  /** Puts an entry to its place by time. @returns {boolean} false when it is known already */
  settle(entry) {
    if (this.#keys.has(entry.key)) return false
    this.#keys.set(entry.key, entry)
    this.#pending.value = this.#pending.value.filter(({ key }) => key !== entry.key)
    const entries = [...this.#settled.value]
    let place = entries.length
    while (place > 0 && before(entry, entries[place - 1])) place -= 1
    entries.splice(place, 0, entry)
    if (entry.kind === "said") this.#said.set(entry.seq, entry.key)
    if (entries.length > MOST_ENTRIES) this.#forget(entries.shift())
    this.#settled.value = entries
    return true
  }

  /** @returns {object|undefined} the settled entry with this key */
  settled(key) {
    return this.#settled.value.length > 0 ? this.#keys.get(key) : undefined
  }

  /** @returns {object|undefined} the message that was said with this number */
  said(seq) {
    const key = this.#said.get(seq)
    return key === undefined ? undefined : this.settled(key)
  }

  /** Puts a settled entry in the place of the one with its key. */
  replace(entry) {
    const place = this.#settled.value.findLastIndex(({ key }) => key === entry.key)
    if (place < 0) return
    this.#keys.set(entry.key, entry)
    this.#settled.value = this.#settled.value.with(place, entry)
  }

  /** The server counts anew: numbers from before name nothing any more. */
  restarted() {
    this.#said.clear()
  }

  /** Shows an own message at once, before the room has it. */
  expect(entry) {
    this.#pending.value = [...this.#pending.value, entry]
  }

  /** Changes fields of an own message that is not settled. */
  amend(key, change) {
    this.#pending.value = this.#pending.value.map(entry =>
      entry.key === key ? { ...entry, ...change } : entry)
  }

  /** Takes back an own message that is not settled. */
  drop(key) {
    this.#pending.value = this.#pending.value.filter(entry => entry.key !== key)
  }

  /** @returns {number} the time of the last settled entry, 0 without one */
  get lastAt() {
    return this.#settled.value.at(-1)?.at ?? 0
  }

  clear() {
    this.#keys.clear()
    this.#said.clear()
    this.#settled.value = []
    this.#pending.value = []
  }

  #forget({ key, seq }) {
    this.#keys.delete(key)
    if (this.#said.get(seq) === key) this.#said.delete(seq)
  }
}
