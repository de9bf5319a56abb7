/** What comes in on `me`: numbered for this session, each once and in order, gaps asked for. */
import { Sequence } from "./lib/sequence.js"
import { Refusal } from "./protocol.js"

export class Mailbox {
  #recall
  #sequence = new Sequence()
  #line = Promise.resolve()
  #blank = false
  #quietly = false

  /** Told with each body in order; `seen` when it is from before a reload: (body, seen). */
  onBody = () => {}
  /** Told when bodies are gone for good. */
  onLost = () => {}

  /** @param {(heard: number) => Promise<object[]|null>} recall asks for what followed `heard` */
  constructor(recall) {
    this.#recall = recall
  }

  /** @returns {number} the number of the last body known */
  get heard() {
    return this.#sequence.last
  }

  /** A body as it came in, `here` included. */
  hear(body) {
    this.#line = this.#line.then(() => this.#take(body)).catch(error => {
      if (!(error instanceof Refusal)) throw error
    })
    return this.#line
  }

  /** @param {object[]|null} missed as answered to `auth.resume`; null: no longer held */
  takeMissed(missed, seen = false) {
    this.#blank = missed === null
    this.#quietly = seen
    for (const body of missed ?? []) this.#skipTo(body.n - 1, seen, body)
  }

  async #take(body) {
    if (body.type === "here") return this.#compare(body.n)
    this.#pass(this.#sequence.take(body.n, body))
    if (this.#sequence.hole) await this.#fill()
  }

  async #compare(number) {
    if (this.#blank) {
      this.#blank = false
      this.#skipTo(number)
      if (!this.#quietly) this.onLost()
    } else if (number > this.#sequence.last) {
      await this.#fill()
      this.#skipTo(number)
    }
  }

  async #fill() {
    const missed = await this.#recall(this.#sequence.last)
    for (const body of missed ?? []) this.#skipTo(body.n - 1, false, body)
    this.#pass(this.#sequence.skipHoles())
    if (missed === null) this.onLost()
  }

  #skipTo(number, seen = false, body) {
    this.#pass(this.#sequence.skipTo(number), seen)
    if (body !== undefined) this.#pass(this.#sequence.take(body.n, body), seen)
  }

  #pass(bodies, seen = false) {
    for (const body of bodies) this.onBody(body, seen)
  }
}
