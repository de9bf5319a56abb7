/** A text that stays covered until somebody looks, and for how long it stays then. docs/sealing.md, section 4. */
import { joined, textOf, u32, u32At, utf8 } from "./bytes.js"

export const FUSE_BYTES = 4

/** Longer than that nothing burns. */
export const MOST_SECONDS = 86_400

/** @param {number} seconds 0: it stays once it was shown @returns {Uint8Array} a message's content */
export function fusedContent(seconds, text) {
  return joined(u32(seconds), utf8(text))
}

/** @returns {{text: string, fuse: {seconds: number, text: string}}} `text` is empty @throws {Error} when it is none */
export function readFused(content) {
  const seconds = u32At(content, 0)
  if (seconds > MOST_SECONDS) throw new RangeError("too long")
  return { text: "", fuse: { seconds, text: textOf(content.subarray(FUSE_BYTES)) } }
}
