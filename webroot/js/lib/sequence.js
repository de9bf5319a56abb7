/**
 * Puts numbered events in order: each number once, none before its predecessor.
 * What arrives early is held until the hole before it is filled.
 */
export class Sequence {
  #held = new Map()

  /** @param {number} last the number up to which everything is known */
  constructor(last = 0) {
    this.last = last
  }

  /** @returns {boolean} whether events wait for one that is missing */
  get hole() {
    return this.#held.size > 0
  }

  /** @returns {Array} the events that are next in order now: none, this one, or more */
  take(number, event) {
    if (!Number.isSafeInteger(number) || number <= this.last) return []
    this.#held.set(number, event)
    return this.#next()
  }

  /** Declares everything up to `number` known. @returns {Array} the held events that this frees */
  skipTo(number) {
    const freed = [...this.#held.keys()].filter(held => held <= number).sort((a, b) => a - b)
    const events = freed.map(held => this.#release(held))
    this.last = Math.max(this.last, number)
    return [...events, ...this.#next()]
  }

  /** Gives up what is missing. @returns {Array} all held events in order */
  skipHoles() {
    return this.skipTo(Math.max(this.last, ...this.#held.keys()))
  }

  #next() {
    const events = []
    while (this.#held.has(this.last + 1)) {
      this.last += 1
      events.push(this.#release(this.last))
    }
    return events
  }

  #release(number) {
    const event = this.#held.get(number)
    this.#held.delete(number)
    return event
  }
}
