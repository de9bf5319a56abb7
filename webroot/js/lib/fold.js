/** Names are shown as typed and compared folded. The server folds in exactly the same way. */

const REFUSED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u

/** @returns {string} the form in which names of people and rooms are compared and derived from */
export function foldName(text) {
  return text
    .normalize("NFKC")
    .replace(/[\p{White_Space}\uFEFF]+/gu, " ")
    .replace(/^ | $/g, "")
    .toLowerCase()
    .replace(/\u0307/g, "")
    .replace(/\u0131/g, "i")
    .normalize("NFC")
}

/**
 * @param {string} text a name as typed
 * @param {number} max most code points after folding: 32 for people, 64 for rooms
 */
export function validName(text, max) {
  const folded = foldName(text)
  const length = [...folded].length
  return length >= 1 && length <= max && !REFUSED.test(folded)
}
