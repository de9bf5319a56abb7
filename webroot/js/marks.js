/**
 * What becomes of messages that were said: other words, taken back, reactions. A mark may be told
 * before its message is known; it waits for it. The newest of a kind counts, in whatever order they
 * come, and one that is not about the message that the server puts it on does nothing.
 */

const MOST_WAITING = 5_000

/** Told as long as a message is as it was said. */
export const UNMARKED = Object.freeze({
  blank: false, edited: 0, editTrouble: "", retracted: null, reactions: Object.freeze([]),
})

export class Marks {
  #timeline
  #keyOf
  #waiting = new Map()
  #count = 0

  /**
   * @param {import("./timeline.js").Timeline} timeline
   * @param {(by: string, cid: string) => string} keyOf the key of the message with these
   */
  constructor(timeline, keyOf) {
    this.#timeline = timeline
    this.#keyOf = keyOf
  }

  /** @param {object} event `edited`, `retracted` or `reacted`, opened */
  take(event) {
    const entry = this.#timeline.said(event.of)
    if (entry === undefined) return this.#wait(event)
    const next = this.#marked(entry, event)
    if (next !== entry) this.#timeline.replace(next)
  }

  /** @returns {object} a new message with all marks that were told before it */
  onto(entry) {
    const events = this.#waiting.get(entry.seq) ?? []
    this.#waiting.delete(entry.seq)
    this.#count -= events.length
    return events.reduce((marked, event) => this.#marked(marked, event), entry)
  }

  clear() {
    this.#waiting.clear()
    this.#count = 0
  }

  #wait(event) {
    this.#waiting.set(event.of, [...(this.#waiting.get(event.of) ?? []), event])
    this.#count += 1
    if (this.#count <= MOST_WAITING) return
    const [oldest, events] = this.#waiting.entries().next().value
    this.#waiting.delete(oldest)
    this.#count -= events.length
  }

  #marked(entry, event) {
    if (entry.retracted !== null) return entry
    const { about } = event
    const elsewhere = about !== undefined && this.#keyOf(about.by, about.cid) !== entry.key
    return MARKING[event.type](entry, event, elsewhere)
  }
}

const MARKING = {
  edited(entry, { by, seq, text, why = "", sealed = true }, elsewhere) {
    if (by !== entry.by || seq < entry.edited) return entry
    if (text === undefined) return { ...entry, edited: seq, blank: true, text: "", fuse: null }
    const trouble = text === null ? why : strange(entry, elsewhere, sealed)
    if (trouble !== "") return { ...entry, edited: seq, editTrouble: trouble }
    const words = { text, unreadable: false, why: "", sealed, blank: false, editTrouble: "", fuse: null }
    return { ...entry, ...words, edited: seq }
  },

  retracted: (entry, { by }) => ({ ...entry, ...UNMARKED, text: "", fuse: null, retracted: { by } }),

  reacted(entry, { by, seq, text, sealed = true }, elsewhere) {
    const before = entry.reactions.find(reaction => reaction.by === by)
    if (before?.seq > seq || text === null || elsewhere) return entry
    const others = entry.reactions.filter(reaction => reaction !== before)
    return { ...entry, reactions: [...others, { by, seq, text: text ?? "", sealed }] }
  },
}

/** What was sealed is changed only by what is sealed, and by what was made for it. */
const strange = (entry, elsewhere, sealed) =>
  elsewhere || (entry.sealed === true && !sealed) ? "forged" : ""

/**
 * @param {{reactions: object[]}} entry
 * @param {Set<string>} ignored seats whose reactions are not shown
 * @returns {{text: string, seats: string[], open: string[]}[]} one for each reaction, the one that
 *   was first used first; open: seats that did not seal it
 */
export function gathered({ reactions }, ignored = new Set()) {
  const groups = new Map()
  for (const { by, text, sealed } of reactions.toSorted((a, b) => a.seq - b.seq)) {
    if (text === "" || ignored.has(by)) continue
    const group = groups.get(text) ?? { text, seats: [], open: [] }
    group.seats.push(by)
    if (!sealed) group.open.push(by)
    groups.set(text, group)
  }
  return [...groups.values()]
}
