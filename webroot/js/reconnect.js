/** When to try again: at once when there is reason to hope, else ever later, never all together. */
import { clock as realClock } from "./lib/clock.js"
import { asRefusal } from "./protocol.js"

const FIRST_MS = 500
export const LONGEST_MS = 15_000

/** @returns {number} milliseconds before try number `tries` (from 0), spread over half to all */
export function backoffMs(tries, random = Math.random, longestMs = LONGEST_MS) {
  return Math.round(Math.min(longestMs, FIRST_MS * 2 ** tries) * (0.5 + random() / 2))
}

/** Repeats an attempt until it succeeds or is stopped. */
export class Reconnector {
  #attempt
  #clock
  #random
  #callOff = () => {}
  #round = 0
  #tries = 0
  #trying = false
  #notBefore = 0

  /** The longest pause between two tries, unless the server asks for more. */
  longestMs = LONGEST_MS
  /** Told with the time of the next try (ms since 1970), or 0 while trying or at rest. */
  onWait = () => {}

  /**
   * @param {() => Promise<void>} attempt one try; when it throws, another follows, after the
   *   refusal's `afterMs` at the earliest
   */
  constructor(attempt, { clock = realClock, random = Math.random } = {}) {
    this.#attempt = attempt
    this.#clock = clock
    this.#random = random
  }

  /** @param {number} [afterMs] wait at least so long, as the server asked */
  start(afterMs = 0) {
    this.stop()
    this.#later(afterMs)
  }

  /** Tries without further waiting, unless the server asked to wait. */
  now() {
    const waiting = this.#notBefore > 0 && !this.#trying
    if (waiting && this.#clock.now() >= this.#notBefore) this.#try()
  }

  /** Starts with an immediate try. */
  startNow() {
    this.stop()
    this.#try()
  }

  stop() {
    this.#callOff()
    this.#round += 1
    this.#tries = 0
    this.#trying = false
    this.#notBefore = 0
    this.onWait(0)
  }

  #later(afterMs) {
    const delay = afterMs + backoffMs(this.#tries, this.#random, this.longestMs)
    const now = this.#clock.now()
    this.#tries += 1
    this.#notBefore = now + afterMs
    this.#callOff = this.#clock.after(delay, () => this.#try())
    this.onWait(now + delay)
  }

  async #try() {
    this.#callOff()
    this.#trying = true
    this.onWait(0)
    const round = this.#round
    try {
      await this.#attempt()
      if (round === this.#round) this.stop()
    } catch (error) {
      if (round !== this.#round) return
      this.#trying = false
      this.#later(asRefusal(error).afterMs)
    }
  }
}
