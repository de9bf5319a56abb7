/**
 * Messages that are covered until the person looks, and go from this page a while after that. Which
 * ones went is remembered, so that the room's memory does not bring them back.
 */
import { signal } from "../vendor/signals-core.js"

const MOST_BURNT = 500

export class Fuses {
  #timeline
  #clock
  #stops = new Map()

  /** Signal: the cids of messages that have burnt, the oldest first. */
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
    if (seconds > 0) this.#stops.set(key, this.#clock.after(seconds * 1000, () => this.#burn(key)))
  }

  /** Those burnt before a reload. */
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
    const { cid } = this.#timeline.settled(key) ?? {}
    if (cid === undefined) return
    this.#change(key, { text: "", shown: false, burnt: true, until: 0 })
    this.burnt.value = [...this.burnt.value, cid].slice(-MOST_BURNT)
  }

  #change(key, change) {
    const entry = this.#timeline.settled(key)
    this.#timeline.replace({ ...entry, fuse: { ...entry.fuse, ...change } })
  }
}
