/** Looks for words in what the page holds. Letters are compared as in names, so "ISTANBUL" finds "İstanbul". */
import { foldName } from "./fold.js"

const folded = new WeakMap()

/**
 * @param {object[]} items of the timeline
 * @param {string} query as typed
 * @returns {string[]} keys of the messages with all of its words, by text or by who said it, oldest
 *   first
 */
export function matching(items, query) {
  const words = wordsOf(query)
  if (words.length === 0) return []
  return items
    .filter(item => isSearched(item) && words.every(word => textOf(item).includes(word)))
    .map(({ key }) => key)
}

/** @returns {string[]} the words that are looked for, folded */
export function wordsOf(query) {
  return foldName(query).split(" ").filter(word => word !== "")
}

/**
 * Where the words stand in one piece of text, for marking them.
 * @returns {[number, number][]} from and up to, in order; none where folding changes lengths
 */
export function placesIn(text, words) {
  const lower = [...text].map(foldLetter).join("")
  if (lower.length !== text.length) return []
  const places = []
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      places.push([at, at + word.length])
    }
  }
  return places.sort((a, b) => a[0] - b[0])
}

/** One letter as it is compared, or itself where that has another length. */
function foldLetter(letter) {
  const one = /\s/.test(letter) ? " " : foldName(letter)
  return one.length === letter.length ? one : letter
}

const isSearched = ({ kind, retracted }) => (kind === "said" || kind === "whisper") && !retracted

function textOf(item) {
  if (!folded.has(item)) folded.set(item, foldName(`${item.name} ${item.text}`))
  return folded.get(item)
}
