const WINDOW_MS = 5_000
const TELL_MS = 250

/** How fast something moves, over the last five seconds, told at most four times a second. */
export class Pace {
  #clock
  #tell
  #samples = []
  #toldAt = 0

  /**
   * @param {object} clock see lib/clock.js
   * @param {(moved: {done: number, rate: number, leftMs: number|null}) => void} tell bytes done,
   *   bytes a second, milliseconds left or null while that is not known
   */
  constructor(clock, tell) {
    this.#clock = clock
    this.#tell = tell
  }

  /** Takes up at `done` of `total` bytes, without counting these as moved. */
  start(done, total) {
    this.total = total
    this.#samples = [{ at: this.#clock.now(), done }]
    this.#toldAt = 0
    this.#say(done)
  }

  moved(done) {
    const now = this.#clock.now()
    this.#samples.push({ at: now, done })
    while (this.#samples.length > 2 && this.#samples[1].at <= now - WINDOW_MS) this.#samples.shift()
    if (now - this.#toldAt >= TELL_MS || done === this.total) this.#say(done)
  }

  #say(done) {
    const now = this.#clock.now()
    const first = this.#samples[0]
    const rate = now > first.at ? Math.max(0, ((done - first.done) * 1000) / (now - first.at)) : 0
    const leftMs = rate > 0 ? Math.round(((this.total - done) * 1000) / rate) : null
    this.#toldAt = now
    this.#tell({ done, rate, leftMs })
  }
}
