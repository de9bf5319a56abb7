/** Names of documents come from strangers: they are cleaned before they are shown or saved. */

/** Also letters that look like nothing: fillers of Hangul and Khmer, the empty braille pattern. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/gu
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu
const SEPARATING = /[/\\:*?"<>|]/g
const EDGES = /^[. ]+|[. ]+$/g
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?=\.|$)/i
const MOST_BYTES = 200
const MOST_EXTENSION = 16
const TAIL = 10
const MOST_IN_TEXT = 40
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u
const utf8Length = text => new TextEncoder().encode(text).length

/**
 * @param {unknown} text a name as it was sent
 * @returns {string} without paths, controls and marks that turn the direction of reading; no
 *   name of a device; at most 200 bytes of UTF-8; empty when nothing is left
 */
export function safeName(text) {
  const cleaned = String(text ?? "")
    .replace(/\p{White_Space}/gu, " ")
    .replace(UNSEEN, "")
    .replace(/ +/g, " ")
    .normalize("NFC")
    .replace(PILED_MARKS, "$1")
    .replace(SEPARATING, "_")
    .replace(EDGES, "")
  return noDevice(shortened(noDevice(cleaned)))
}

/** @returns {string} the ending with its dot, lower case; empty without one */
export function extensionOf(name) {
  return endingOf(name).toLowerCase()
}

/** @returns {{head: string, tail: string}} a name in two, to be cut in the middle when it is long */
export function inTwo(name) {
  const letters = [...name]
  const cut = Math.max(letters.length - TAIL, 0)
  return { head: letters.slice(0, cut).join(""), tail: letters.slice(cut).join("") }
}

/**
 * @returns {string} a name for the middle of a sentence: cut in its middle when it is long, and
 *   kept apart where it is written from right to left
 */
export function nameInText(name) {
  const letters = [...name]
  const short =
    letters.length > MOST_IN_TEXT
      ? `${letters.slice(0, MOST_IN_TEXT - TAIL).join("")}…${letters.slice(-TAIL).join("")}`
      : name
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short
}

function endingOf(name) {
  const dot = name.lastIndexOf(".")
  const ending = dot > 0 ? name.slice(dot) : ""
  return [...ending].length <= MOST_EXTENSION + 1 ? ending : ""
}

function noDevice(name) {
  return DEVICE.test(name) ? `_${name}` : name
}

function shortened(name) {
  if (utf8Length(name) <= MOST_BYTES) return name
  const ending = endingOf(name)
  const letters = [...name.slice(0, name.length - ending.length)]
  let bytes = utf8Length(ending)
  let end = 0
  for (; end < letters.length; end += 1) {
    bytes += utf8Length(letters[end])
    if (bytes > MOST_BYTES) break
  }
  return letters.slice(0, end).join("").replace(EDGES, "") + ending
}
