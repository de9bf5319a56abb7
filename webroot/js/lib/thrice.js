const WITHIN_MS = 1_200

/** Tells when something has happened three times in a row within a little more than a second. */
export class Thrice {
  #times = []

  /** Something else happened. */
  forget() {
    this.#times = []
  }

  /** It happened now. @param {number} now ms @returns {boolean} whether it is the third time */
  happened(now) {
    this.#times = [...this.#times.filter(time => now - time < WITHIN_MS), now]
    if (this.#times.length < 3) return false
    this.#times = []
    return true
  }
}
