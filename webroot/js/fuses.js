/**
 * Messages that are covered until the person looks, and go from this page a while after that. Which
 * ones began to burn is remembered, so that the room's memory does not bring them back: another page
 * of this tab takes them for burnt, however long they would still have stayed in this one.
 */
import { signal } from "../vendor/signals-core.js"

const MOST_BURNT = 500

export class Fuses {
  #timeline
  #clock
  #stops = new Map()

  /** Signal: the cids of messages that burn or have burnt, the oldest first. */
  burnt = signal([])

  /** @param {import("./timeline.js").Timeline} timeline */
  constructor(timeline, clock) {
    this.#timeline = timeline
    this.#clock = clock
  }

  /**
   * @param {{seconds: number, text: string}|undefined} fuse as it came
   * @returns {object|null} as an entry has it: with `shown` (is it uncovered) and `burnt`, and
   *   `until` (ms) while it burns; null for a message without one
   */
  known(cid, fuse) {
    if (fuse === undefined || fuse === null) return null
    const burnt = this.burnt.peek().includes(cid)
    return { ...fuse, text: burnt ? "" : fuse.text, shown: false, burnt }
  }

  /** The person looks at a message; from now on it burns. */
  show(key) {
    const entry = this.#timeline.settled(key)
    if (!entry?.fuse || entry.fuse.shown || entry.fuse.burnt) return
    const { seconds } = entry.fuse
    const until = seconds > 0 ? this.#clock.now() + seconds * 1000 : 0
    this.#change(key, { shown: true, until })
    if (seconds === 0) return
    this.burnt.value = [...this.burnt.peek(), entry.cid].slice(-MOST_BURNT)
    this.#stops.set(key, this.#clock.after(seconds * 1000, () => this.#burn(key)))
  }

  /** Burns what should have burnt while the device slept: timers may not count that. */
  burnOverdue() {
    for (const key of [...this.#stops.keys()]) {
      if (this.#timeline.settled(key)?.fuse?.until > this.#clock.now()) continue
      this.#stops.get(key)()
      this.#burn(key)
    }
  }

  /** Those that burnt, or began to, in a page before this one. */
  takeBurnt(cids) {
    this.burnt.value = cids
  }

  clear() {
    for (const stop of this.#stops.values()) stop()
    this.#stops.clear()
    this.burnt.value = []
  }

  #burn(key) {
    this.#stops.delete(key)
    if (!this.#timeline.settled(key)?.fuse) return // other words came, or it was taken back
    this.#change(key, { text: "", shown: false, burnt: true, until: 0 })
  }

  #change(key, change) {
    const entry = this.#timeline.settled(key)
    this.#timeline.replace({ ...entry, fuse: { ...entry.fuse, ...change } })
  }
}
