/** Own messages until the room has them: one at a time, in order, with the same cid each time. */
import { asRefusal, Failure } from "./protocol.js"
import { clock as realClock } from "./lib/clock.js"

const PAUSE_MS = 1_000
const MOST_REPAIRS = 2

export class Outbox {
  #send
  #clock
  #queue = []
  #busy = false
  #open = false

  /** Told when the room has a message: (item, reply). */
  onSent = () => {}
  /** Told when the room refuses a message for good: (item, refusal). */
  onFailed = () => {}
  /** Told when the server did not answer: the connection is dead, whatever it says. */
  onSilent = () => {}
  /** Asked to win back the seat when the room does not know it. @returns {Promise<void>} */
  onSeatLost = async () => {}

  /** @param {(item: object) => Promise<object>} send one try; throws a Refusal */
  constructor(send, { clock = realClock } = {}) {
    this.#send = send
    this.#clock = clock
  }

  /** @param {{cid: string}} item what `send` understands; `cid` tells it apart for ever */
  add(item) {
    this.#queue.push({ ...item, repairs: 0 })
    this.#work()
  }

  /** The room was heard to have this message. */
  arrived(cid) {
    this.#queue = this.#queue.filter(item => item.cid !== cid)
  }

  /** The connection is ready: what waits goes out. */
  resume() {
    this.#open = true
    this.#work()
  }

  /** The connection is gone: what waits stays. */
  pause() {
    this.#open = false
  }

  clear() {
    this.#queue = []
    this.#open = false
  }

  async #work() {
    if (this.#busy) return
    this.#busy = true
    while (this.#open && this.#queue.length > 0) await this.#deliver(this.#queue[0])
    this.#busy = false
  }

  async #deliver(item) {
    try {
      const reply = await this.#send(item)
      if (this.#take(item)) this.onSent(item, reply)
    } catch (error) {
      await this.#refused(item, asRefusal(error))
    }
  }

  async #refused(item, refusal) {
    if (refusal.slug === "timeout") this.onSilent()
    if (refusal.passing) {
      await new Promise(again => this.#clock.after(refusal.afterMs || PAUSE_MS, again))
    } else if (refusal.code === Failure.roomNotFound && item.repairs < MOST_REPAIRS) {
      item.repairs += 1
      await this.onSeatLost()
    } else if (this.#take(item)) {
      this.onFailed(item, refusal)
    }
  }

  #take(item) {
    const there = this.#queue.includes(item)
    this.arrived(item.cid)
    return there
  }
}
