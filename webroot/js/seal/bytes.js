/** Bytes as the sealing needs them: joined, compared, written as text. */

/** @returns {Uint8Array} the UTF-8 of a text */
export const utf8 = text => new TextEncoder().encode(text)

/** @returns {string} the text that bytes are the UTF-8 of. @throws {TypeError} when they are none */
export const textOf = bytes =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)

/** @returns {Uint8Array} bytes nobody can guess */
export const randomBytes = length => globalThis.crypto.getRandomValues(new Uint8Array(length))

/** @returns {Uint8Array} all parts behind one another */
export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * Parts in a form that no other parts have: each behind its length in four bytes.
 * @param {...(string|Uint8Array)} parts texts stand for their UTF-8
 */
export function framed(...parts) {
  return joined(...parts.flatMap(part => {
    const bytes = typeof part === "string" ? utf8(part) : part
    return [u32(bytes.length), bytes]
  }))
}

/** @returns {Uint8Array} a whole number below 2^32 in four bytes, the highest first */
export function u32(number) {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}

/** @returns {number} the whole number in four bytes */
export const u32At = (bytes, at) => viewOf(bytes).getUint32(at)

/** @returns {Uint8Array} a whole number below 2^53 in eight bytes, the highest first */
export function u64(number) {
  return joined(u32(Math.floor(number / 2 ** 32)), u32(number % 2 ** 32))
}

/** @returns {number} the whole number in eight bytes; not exact from 2^53 on */
export const u64At = (bytes, at) => u32At(bytes, at) * 2 ** 32 + u32At(bytes, at + 4)

const viewOf = bytes => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** @returns {number} below 0, 0 or above 0, as the first byte that differs has it */
export function compareBytes(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] !== b[i]) return a[i] - b[i]
  }
  return a.length - b.length
}

/** @returns {string} lower-case hex */
export const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("")

/** @returns {string} without padding */
export function base64url(bytes) {
  const chars = Array.from(bytes, byte => String.fromCharCode(byte)).join("")
  return btoa(chars).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

/** @returns {Uint8Array} @throws {Error} for anything that `base64url` would have written otherwise */
export function fromBase64url(text) {
  if (!/^[\w-]*$/.test(text)) throw new Error("not base64url")
  const chars = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  const bytes = Uint8Array.from(chars, character => character.charCodeAt(0))
  if (base64url(bytes) !== text) throw new Error("not base64url")
  return bytes
}
