/**
 * What changed in a room's options each time: they are told as the full set, and those of before a
 * reload come back in any order. Pure.
 */
export class Rules {
  #told = []

  /** The options in force after that number; of those in a row that are alike the ends are enough. */
  start(seq, options) {
    const place = this.#put({ seq, options, told: false })
    const [first, between] = this.#told.slice(Math.max(0, place - 2), place)
    const alike = each => each !== undefined && !each.told && same(each.options, options)
    if (alike(first) && alike(between)) this.#told.splice(place - 1, 1)
  }

  /**
   * Takes what was told with that number.
   * @returns {[number, object|null][]} for this and for the one told next after it: its number and
   *   what it changed, {option: value now}; null where nothing is known of before
   */
  tell(seq, options) {
    const place = this.#put({ seq, options, told: true })
    return [place, place + 1]
      .filter(at => this.#told[at]?.told)
      .map(at => [this.#told[at].seq, changed(this.#told[at - 1]?.options, this.#told[at].options)])
  }

  /** @returns {number} how many sets of options are remembered */
  get size() {
    return this.#told.length
  }

  clear() {
    this.#told = []
  }

  /** What is in force after a number stands behind what was told with it. */
  #put(entry) {
    let place = this.#told.length
    const behind = ({ seq, told }) => seq > entry.seq || (seq === entry.seq && entry.told && !told)
    while (place > 0 && behind(this.#told[place - 1])) place -= 1
    this.#told.splice(place, 0, entry)
    return place
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)

function changed(before, now) {
  if (before === undefined) return null
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name]))
}
