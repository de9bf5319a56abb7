/** The one place where a document becomes what travels, and what travels a document again. */
import { safeName } from "./lib/file-name.js"

const TYPE = /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,60}$/
const DIGEST = /^[0-9a-f]{64}$/

/**
 * @param {{name: string, type: string, size: number, digest: string}} about digest: SHA-256 of the
 *   plain bytes in lower-case hex
 * @returns {Promise<{meta: string, about: object}>} the text of `meta`, before its base64; `about`
 *   with whatever `sealing` needs of it
 */
export async function sealedOffer({ name, type, size, digest }) {
  const about = { name, type, size, digest }
  return { meta: JSON.stringify(about), about }
}

/**
 * @param {{meta?: string}} offer as in events and snapshots: `meta` in base64
 * @returns {Promise<object>} the offer with `about`, null when `meta` is not for us or not readable
 */
export async function openedOffer(offer) {
  return { ...offer, about: offer.meta === undefined ? null : aboutFrom(offer.meta) }
}

/**
 * @param {Blob} file
 * @returns {{size: number, partBytes: number, slice: (start: number, end: number) =>
 *   Promise<Blob>}} what travels: its size, the most that one request may carry, any part of it
 */
export function sealing(file) {
  return {
    size: file.size,
    partBytes: Infinity,
    slice: async (start, end) => file.slice(start, end),
  }
}

/**
 * @returns {{take: (bytes: Uint8Array) => Promise<Uint8Array>, end: () => Promise<Uint8Array>}}
 *   turns what travels, given in order and in any pieces, into the document's own bytes; throws
 *   when they are not what the sender sealed
 */
export function opening() {
  return { take: async bytes => bytes, end: async () => new Uint8Array(0) }
}

/** @returns {string} base64 of a text's UTF-8, as tus sends it */
export function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function aboutFrom(meta) {
  try {
    const bytes = Uint8Array.from(atob(meta), character => character.charCodeAt(0))
    const { name, type, size, digest } = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes))
    if (!Number.isSafeInteger(size) || size < 0 || !DIGEST.test(digest)) return null
    return { name: safeName(name), type: TYPE.test(type) ? type : "", size, digest }
  } catch {
    return null
  }
}
