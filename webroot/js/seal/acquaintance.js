/** What the seats of a room announced, and what each of them shares with oneself. */
import { foldName } from "../lib/fold.js"
import { openedHello } from "./identity.js"
import { pairSecret } from "./pair.js"
import { NotOpened } from "./refused.js"

const MOST_ANNOUNCED = 8

export class Acquaintance {
  #root
  #own
  #seats = new Map()
  #pairs = new Map()

  /**
   * @param {import("./root.js").RoomRoot} root
   * @param {import("./identity.js").Identity} own
   */
  constructor(root, own) {
    this.#root = root
    this.#own = own
  }

  /**
   * Takes what a seat announces; it is looked at when it is needed.
   * @param {{seat: string, name: string, hello?: object}} member
   * @returns {boolean} whether the seat had announced something else before
   */
  learn({ seat, name, hello }) {
    if (hello === undefined) return false
    const text = JSON.stringify(hello)
    const known = this.#seats.get(seat)
    if (known?.hellos[0] === text) return false
    const hellos = [text, ...(known?.hellos ?? []).filter(each => each !== text)]
    this.#seats.set(seat, { name: foldName(name), hellos: hellos.slice(0, MOST_ANNOUNCED) })
    return known !== undefined
  }

  /** @returns {Promise<import("./identity.js").Announced[]>} all that is sound, the newest first */
  async announcedBy(seat) {
    const known = this.#seats.get(seat)
    if (known === undefined) return []
    known.announced ??= Promise.all(known.hellos.map(hello => this.#sound(hello, known.name)))
    return (await known.announced).filter(each => each !== null)
  }

  /** @returns {Promise<CryptoKey>} what is shared with a seat. @throws {NotOpened} `no_sender` */
  async pairWith(seat) {
    const [newest] = await this.announcedBy(seat)
    if (newest === undefined) throw new NotOpened("no_sender")
    return this.pair(newest)
  }

  /** @returns {Promise<CryptoKey>} what is shared with who announced this */
  pair(other) {
    if (!this.#pairs.has(other.id)) {
      this.#pairs.set(other.id, pairSecret(this.#root, this.#own, other))
    }
    return this.#pairs.get(other.id)
  }

  async #sound(hello, name) {
    try {
      const announced = await openedHello(this.#root, JSON.parse(hello))
      return announced.name === name ? announced : null
    } catch (error) {
      if (!(error instanceof NotOpened)) throw error
      return null
    }
  }
}
