/**
 * Which part of a long list is in the page. It is known by the keys of its ends, so that it stays
 * with its entries when others come before or behind it.
 */

/** The most entries that are in the page at once. */
export const MOST_ROWS = 300

const KEPT = 150
const STEP = 75
const SLACK = 50

export class RowWindow {
  #start = 0
  #end = 0
  #first = null
  #last = null

  /** Whether it reaches to the newest entry. */
  get atEnd() {
    return this.#last === null
  }

  /**
   * @param {{key: string}[]} items
   * @param {boolean} following whether the reader is at the end and sees what comes
   * @param {string} [reading] the entry that the reader has in sight, which stays
   * @returns {{start: number, end: number}}
   */
  over(items, following, reading) {
    const last = this.#last === null ? -1 : placeOf(items, this.#last, this.#end - 1)
    let end = last < 0 ? items.length : last + 1
    const first = this.#first === null ? -1 : placeOf(items, this.#first, this.#start)
    let start = first < 0 || first >= end ? Math.max(0, end - KEPT) : first
    if (following && last < 0 && end - start > MOST_ROWS - SLACK) start = end - KEPT
    if (end - start > MOST_ROWS && reading !== undefined) {
      const place = placeOf(items, reading, start)
      if (place >= start + MOST_ROWS / 2) start = place - MOST_ROWS / 2
    }
    end = Math.min(end, start + MOST_ROWS)
    return this.#hold(items, start, end)
  }

  /** The reader comes near the beginning. @returns {boolean} whether there is more before it */
  earlier(items) {
    if (this.#start === 0) return false
    const start = Math.max(0, this.#start - STEP)
    this.#hold(items, start, Math.min(this.#end, start + MOST_ROWS - SLACK))
    return true
  }

  /** The reader comes near its end. @returns {boolean} whether there is more behind it */
  later(items) {
    if (this.#end >= items.length) return false
    const end = Math.min(items.length, this.#end + STEP)
    this.#hold(items, Math.max(this.#start, end - MOST_ROWS + SLACK), end)
    return true
  }

  /** To the first entries of all. */
  toStart(items) {
    this.#hold(items, 0, Math.min(items.length, KEPT))
  }

  /** To the newest entries. */
  toEnd() {
    this.#first = null
    this.#last = null
  }

  /** To one entry, with as many before it as behind it. @returns {boolean} whether it is there */
  around(items, key) {
    const place = placeOf(items, key, 0)
    if (place < 0) return false
    const within = place >= this.#start && place < this.#end
    if (within && this.#first !== null) return true
    const start = Math.max(0, place - KEPT / 2)
    this.#hold(items, start, Math.min(items.length, start + KEPT))
    return true
  }

  #hold(items, start, end) {
    this.#start = start
    this.#end = end
    this.#first = items[start]?.key ?? null
    this.#last = end >= items.length ? null : items[end - 1].key
    return { start, end }
  }
}

/** It is mostly where it was. */
function placeOf(items, key, guess) {
  return items[guess]?.key === key ? guess : items.findIndex(item => item.key === key)
}
