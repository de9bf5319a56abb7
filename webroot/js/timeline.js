/** What a person sees happen in a room, in order. Own messages that are on their way come last. */
import { computed, signal } from "../vendor/signals-core.js"

/** Older entries than these are let go, so that a busy room does not fill the tab's memory. */
const MOST_ENTRIES = 5_000

/** Whether `entry` belongs before `other`, which stands in the timeline already. */
const before = (entry, other) =>
  entry.at < other.at && !(entry.seq !== undefined && other.seq < entry.seq)

export class Timeline {
  #settled = signal([])
  #pending = signal([])
  #keys = new Set()

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
    this.#keys.add(entry.key)
    this.#pending.value = this.#pending.value.filter(({ key }) => key !== entry.key)
    const entries = [...this.#settled.value]
    let place = entries.length
    while (place > 0 && before(entry, entries[place - 1])) place -= 1
    entries.splice(place, 0, entry)
    if (entries.length > MOST_ENTRIES) this.#keys.delete(entries.shift().key)
    this.#settled.value = entries
    return true
  }

  /** Fills in a settled message that could not be read at first. */
  reveal(key, change) {
    this.#settled.value = this.#settled.value.map(entry =>
      entry.key === key ? { ...entry, ...change } : entry)
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
    this.#settled.value = []
    this.#pending.value = []
  }
}
