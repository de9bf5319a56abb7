/** Brings what goes between pages to their seats: keys, and questions for them. */
import { randomHex } from "./lib/random.js"
import { Failure, Refusal } from "./protocol.js"
import { NotOpened } from "./seal/refused.js"

const PAUSE_MS = 500
const TRIES = 5

/** The server lets a page send 40 commands at once and 20 a second; the person has words to send too. */
const FIRST = 20
const AT_ONCE = 8

export class KeyPost {
  #whisper
  #after

  /**
   * @param {(to: string, cid: string, body: object) => Promise<object>} whisper throws a Refusal
   * @param {(ms: number, run: () => void) => void} after runs once, unless all is over before
   */
  constructor(whisper, after) {
    this.#whisper = whisper
    this.#after = after
  }

  /**
   * Whispers until it is heard, or refused for good, or of no use any more. That the server is asked
   * too much of only takes time.
   * @param {(cid: string) => Promise<object>} sealed the body
   * @param {() => boolean} wanted whether it is still of use
   */
  async send(seat, sealed, wanted) {
    const cid = randomHex()
    for (let tries = 0; tries < TRIES && wanted(); ) {
      try {
        return await this.#whisper(seat, cid, await sealed(cid))
      } catch (error) {
        if (error instanceof NotOpened) return undefined // announced no keys: nothing is for it
        if (!(error instanceof Refusal)) throw error
        if (!error.passing) return undefined
        if (error.code !== Failure.tooFast) tries += 1
        await new Promise(again => this.#after(error.afterMs || PAUSE_MS, again))
      }
    }
    return undefined
  }

  /** Sends to each of many: to the first ones side by side, then to one after the other. */
  async sendAll(seats, sendTo) {
    for (let at = 0; at < seats.length; ) {
      const next = seats.slice(at, at < FIRST ? Math.min(at + AT_ONCE, FIRST) : at + 1)
      await Promise.all(next.map(sendTo))
      at += next.length
    }
  }
}
