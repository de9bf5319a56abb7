/** What is told of a document, and what is believed of it. */
import { safeName } from "./lib/file-name.js"

const TYPE = /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,60}$/
const DIGEST = /^[0-9a-f]{64}$/

/**
 * @param {import("./sealed-talk.js").SealedTalk} talk
 * @param {{name: string, type: string, size: number, digest: string}} about digest: SHA-256 of the
 *   plain bytes in lower-case hex
 * @param {string[]} to seats, none for all
 * @returns {Promise<{meta: string, about: object}>} the text of `meta`, before its base64; `about`
 *   with what its bytes are sealed with
 */
export async function sealedOffer(talk, { name, type, size, digest }, to) {
  const about = { name, type, size, digest }
  const { meta, ...keys } = await talk.describe(about, to)
  return { meta, about: { ...about, ...keys } }
}

/**
 * @param {import("./sealed-talk.js").SealedTalk} talk
 * @param {{by?: string, to?: string[], meta?: string}} offer as in events and snapshots: `meta` in
 *   base64
 * @returns {Promise<object>} the offer with `about`, null when `meta` is not for us or not readable
 */
export async function openedOffer(talk, offer) {
  const found = offer.meta && offer.by ? await talk.described(offer) : null
  return { ...offer, about: found === null ? null : aboutFrom(found) }
}

/** @returns {string} base64 of a text's UTF-8, as tus sends it */
export function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function aboutFrom({ about, ...keys }) {
  const { name, type, size, digest } = about ?? {}
  if (!Number.isSafeInteger(size) || size < 0 || !DIGEST.test(text(digest))) return null
  const safe = { name: safeName(text(name)), type: TYPE.test(text(type)) ? type : "" }
  return { ...safe, size, digest, ...keys }
}

/** What is no text says nothing. */
function text(value) {
  return typeof value === "string" ? value : ""
}
