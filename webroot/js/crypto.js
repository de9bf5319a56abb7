/** The code that people share, and what follows from it. The server never sees code or name. */
import { foldName, validName } from "./lib/fold.js"
import { Limit, Refusal } from "./protocol.js"

const CODE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
const CODE_LENGTH = 25
const ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
const utf8 = text => new TextEncoder().encode(text)

/** @returns {boolean} false on plain http from another machine: browsers hide WebCrypto there */
export function cryptoAvailable() {
  return globalThis.crypto?.subtle !== undefined
}

/** @returns {string|null} the 25 characters a code stands for, however it was typed */
export function canonicalCode(text) {
  const code = text
    .replace(/[^0-9A-Za-z]/g, "")
    .toLowerCase()
    .replace(/o/g, "0")
    .replace(/[il]/g, "1")
  const known = [...code].every(character => CODE_ALPHABET.includes(character))
  return code.length === CODE_LENGTH && known ? code : null
}

/** @returns {string} a canonical code of 125 random bits */
export function newCode() {
  const random = globalThis.crypto.getRandomValues(new Uint8Array(CODE_LENGTH))
  return Array.from(random, byte => CODE_ALPHABET[byte & 31]).join("")
}

/** @returns {string} a canonical code as people read it: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX` */
export function formatCode(code) {
  return code.toUpperCase().match(/.{1,5}/g)?.join("-") ?? ""
}

/**
 * @param {string} code canonical code
 * @param {string} name room name as typed
 * @returns {Promise<{room: string, ticket: string, proof: string}>} room id in base32 (26
 *   characters); ticket and proof of 32 bytes each in base64url
 * @throws {Refusal} `no_crypto` where the browser offers no WebCrypto
 */
export async function derive(code, name) {
  if (!cryptoAvailable()) throw new Refusal(0, "no_crypto")
  const subtle = globalThis.crypto.subtle
  const secret = await subtle.importKey("raw", utf8(code), "HKDF", false, ["deriveBits"])
  const expand = async (salt, info) => {
    const how = { name: "HKDF", hash: "SHA-256", salt: utf8(salt), info: utf8(info) }
    return new Uint8Array(await subtle.deriveBits(how, secret, 256))
  }
  const ticket = await expand("", "nobooks/1/ticket")
  const proof = await expand(foldName(name), "nobooks/1/proof")
  const digest = new Uint8Array(await subtle.digest("SHA-256", ticket))
  const room = base32(digest.subarray(0, 16))
  return { room, ticket: base64url(ticket), proof: base64url(proof) }
}

/** @returns {string} the link that lets people in; its fragment never leaves the browser */
export function inviteLink(origin, name, code) {
  return `${origin}/#${encodeURIComponent(name)}/${code}`
}

/**
 * @param {string} text a whole link, or its part from `#` on
 * @returns {{name: string, code: string}|null} name as typed by its maker, canonical code
 */
export function parseInvite(text) {
  const [, fragment] = /#(.*)$/s.exec(text.trim()) ?? []
  const slash = fragment?.lastIndexOf("/") ?? -1
  if (slash < 1) return null
  const code = canonicalCode(fragment.slice(slash + 1))
  const name = decoded(fragment.slice(0, slash))
  return code && name !== null && validName(name, Limit.roomNameCodePoints) ? { name, code } : null
}

function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function base32(bytes) {
  const bits = Array.from(bytes, byte => byte.toString(2).padStart(8, "0")).join("")
  return bits.match(/.{1,5}/g).map(five => ID_ALPHABET[parseInt(five.padEnd(5, "0"), 2)]).join("")
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "")
}
