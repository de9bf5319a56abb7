/** What people compare by voice or by camera: words for the room, a number for two of them. */
import { hex, joined } from "./bytes.js"
import { inOrder } from "./identity.js"

const CONSONANTS = "bdfghjklmnprstvz"
const VOWELS = "aiou"
const WORDS = 4
const GROUPS = 6
const GROUP_BYTES = 5

/**
 * @param {import("./root.js").RoomRoot} root
 * @returns {Promise<{words: string, code: string}>} four words (proquints, arXiv:0901.4016) that
 *   read alike in every language, and a longer text for a QR code
 */
export async function roomSafety(root) {
  const bytes = await root.derived("nobooks/1/safety")
  const words = Array.from({ length: WORDS }, (_, i) => proquint(bytes[2 * i], bytes[2 * i + 1]))
  return { words: words.join(" "), code: `nobooks-safety:${hex(bytes.subarray(0, 16))}` }
}

/**
 * @param {import("./root.js").RoomRoot} root
 * @param {import("./identity.js").Announced} one
 * @param {import("./identity.js").Announced} other
 * @returns {Promise<string>} six groups of five digits, the same for both
 */
export async function pairNumber(root, one, other) {
  const [first, second] = inOrder(one, other)
  const bytes = await root.derived("nobooks/1/number", joined(first.keys, second.keys))
  return Array.from({ length: GROUPS }, (_, i) => digits(bytes.subarray(GROUP_BYTES * i))).join(" ")
}

function proquint(high, low) {
  const bits = high * 256 + low
  return CONSONANTS[bits >> 12] + VOWELS[(bits >> 10) & 3] + CONSONANTS[(bits >> 6) & 15] +
    VOWELS[(bits >> 4) & 3] + CONSONANTS[bits & 15]
}

function digits(bytes) {
  const number = bytes.subarray(0, GROUP_BYTES).reduce((sum, byte) => sum * 256 + byte, 0)
  return String(number % 100_000).padStart(GROUP_BYTES, "0")
}
