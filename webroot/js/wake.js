/** Holds the screen of this device awake while something needs it and the person has asked for it. */
export class Wake {
  #lock = null
  #wanted = false
  #ask

  /** @param {() => Promise<{release: () => Promise<void>}>} ask the browser's; may refuse */
  constructor(ask) {
    this.#ask = ask
  }

  /** The browser lets go by itself when the page is hidden: say again what is wanted when it is back. */
  async want(wanted) {
    this.#wanted = wanted
    if (!wanted) return this.#letGo()
    const lock = await this.#ask().catch(() => null)
    await this.#letGo()
    this.#lock = lock
    if (!this.#wanted) await this.#letGo()
  }

  async #letGo() {
    const lock = this.#lock
    this.#lock = null
    await lock?.release().catch(() => {})
  }
}
