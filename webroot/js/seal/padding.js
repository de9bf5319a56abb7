/** Lengths in steps, so that a sealed message does not tell how long its text is. */

/** The most bytes of content in one message. */
export const MOST_CONTENT_BYTES = 9_071

const STEPS = [64, 128, 256, 512, 1_024, 2_048, 3_072, 4_096, 5_120, 6_144, 7_168, 8_192, 9_072]

/** The same for a reaction, whose whole body has 512 bytes at most. */
export const MOST_REACTION_BYTES = 127

/** Smaller steps for what must fit into the 2 KiB that describe a document. */
const SMALL_STEP = 64

/** @returns {Uint8Array} the content, one byte 0x80, and zeros up to the next step */
export function padded(content) {
  const length = STEPS.find(step => step > content.length)
  if (length === undefined) throw new RangeError("too long to be sealed")
  return filled(content, length)
}

/** The same up to a multiple of 64. */
export function paddedSmall(content) {
  return filled(content, (Math.floor(content.length / SMALL_STEP) + 1) * SMALL_STEP)
}

/** @returns {Uint8Array} @throws {Error} when it was not padded */
export function unpadded(bytes) {
  const end = bytes.findLastIndex(byte => byte !== 0)
  if (end < 0 || bytes[end] !== 0x80) throw new Error("not padded")
  return bytes.subarray(0, end)
}

function filled(content, length) {
  const bytes = new Uint8Array(length)
  bytes.set(content)
  bytes[content.length] = 0x80
  return bytes
}
