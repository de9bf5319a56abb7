/** A text that is about another message: its seat and cid, then the text. docs/sealing.md, section 4. */
import { framed, joined, textOf, u32At, utf8 } from "./bytes.js"

/** @param {{by: string, cid: string}} about @returns {Uint8Array} a message's content */
export function aboutContent({ by, cid }, text) {
  return joined(framed(by, cid), utf8(text))
}

/** @returns {{about: {by: string, cid: string}, text: string}} @throws {Error} when it is none */
export function readAbout(content) {
  const [by, afterBy] = part(content, 0)
  const [cid, afterCid] = part(content, afterBy)
  return { about: { by, cid }, text: textOf(content.subarray(afterCid)) }
}

function part(bytes, at) {
  const start = at + 4
  const end = start + u32At(bytes, at)
  if (end > bytes.length) throw new RangeError("cut short")
  return [textOf(bytes.subarray(start, end)), end]
}
