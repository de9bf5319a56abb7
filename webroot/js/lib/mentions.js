/** Members named in a text: @Mary. Names are compared folded, the longest that fits first. */
import { foldName } from "./fold.js"

const LETTER = /[\p{L}\p{N}\p{M}]/u
const ENDS = /(?<=\S)(?=[^\p{L}\p{N}\p{M}]|$)/gu
const UNFINISHED = /(?:^|[^\p{L}\p{N}\p{M}])@([^\n@]{0,32})$/u
const MOST_CHARACTERS = 80
const MOST_WORDS = 16
const MOST_OFFERED = 6

const known = new WeakMap()

/** @param {Map<string, {name: string}>} members @returns {Map<string, string>} folded name -> seat */
export function seatsByName(members) {
  if (!known.has(members)) {
    known.set(members, new Map([...members].map(([seat, { name }]) => [foldName(name), seat])))
  }
  return known.get(members)
}

/**
 * @param {string} text
 * @param {Map<string, string>} seats see `seatsByName`
 * @returns {{text: string, seat?: string}[]} the same text in pieces; `seat` for who is named
 */
export function mentionsIn(text, seats) {
  const pieces = []
  let from = 0
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", Math.max(at + 1, from))) {
    const found = startsName(text, at) ? nameAt(text, at + 1, seats) : null
    if (found === null) continue
    if (at > from) pieces.push({ text: text.slice(from, at) })
    pieces.push({ text: text.slice(at, found.end), seat: found.seat })
    from = found.end
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}

/** Whether a text names this seat. */
export const mentions = (text, seats, seat) =>
  text.includes("@") && mentionsIn(text, seats).some(piece => piece.seat === seat)

/**
 * The name that is being written before the cursor.
 * @param {string} text
 * @param {number} cursor
 * @param {{seat: string, name: string}[]} people in the order in which they are offered
 * @returns {{start: number, people: object[]}|null} start: where the name begins
 */
export function completing(text, cursor, people) {
  const typed = UNFINISHED.exec(text.slice(0, cursor))?.[1]
  if (typed === undefined || /^\s/.test(typed)) return null
  const wanted = foldName(typed) + (/\s$/.test(typed) ? " " : "")
  if (people.some(({ name }) => foldName(name) === wanted)) return null // whole already
  const starts = people.filter(({ name }) => foldName(name).startsWith(wanted))
  const inside = people.filter(({ name }) => foldName(name).includes(` ${wanted}`))
  const offered = [...new Set([...starts, ...inside])].slice(0, MOST_OFFERED)
  return offered.length === 0 ? null : { start: cursor - typed.length, people: offered }
}

/** Not in the middle of an address, and not before a space. */
const startsName = (text, at) =>
  !(at > 0 && LETTER.test(text[at - 1])) && /\S/.test(text[at + 1] ?? "")

function nameAt(text, start, seats) {
  const rest = text.slice(start, start + MOST_CHARACTERS)
  const ends = [...rest.matchAll(ENDS)].map(match => match.index).slice(0, MOST_WORDS)
  for (const end of ends.reverse()) {
    const seat = seats.get(foldName(rest.slice(0, end)))
    if (seat !== undefined) return { seat, end: start + end }
  }
  return null
}
