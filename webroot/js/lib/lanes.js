/** Lets a few through at a time; the others wait in order. */
export class Lanes {
  #free
  #waiting = []

  /** @param {number} count how many at a time */
  constructor(count) {
    this.#free = count
  }

  /**
   * @param {AbortSignal} signal gives up the place in the line
   * @returns {Promise<() => void>} to be called once when done
   * @throws {DOMException} AbortError
   */
  async enter(signal) {
    signal.throwIfAborted()
    if (this.#free > 0) this.#free -= 1
    else await this.#wait(signal)
    let inside = true
    return () => {
      if (inside) this.#leave()
      inside = false
    }
  }

  #wait(signal) {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting = this.#waiting.filter(each => each !== enter)
        reject(signal.reason)
      }
      const enter = () => {
        signal.removeEventListener("abort", giveUp)
        resolve()
      }
      signal.addEventListener("abort", giveUp, { once: true })
      this.#waiting.push(enter)
    })
  }

  #leave() {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free += 1
  }
}
