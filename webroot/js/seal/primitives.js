/**
 * The published parts that everything here is made of: HKDF-SHA-256, AES-256-GCM, Ed25519, X25519.
 * Nothing else in the client calls WebCrypto for sealing.
 */
import { joined, u32, utf8 } from "./bytes.js"

const subtle = () => globalThis.crypto.subtle
const NONCE_BYTES = 12
const PKCS8 = { Ed25519: 0x70, X25519: 0x6e }

/** @returns {Promise<CryptoKey>} a secret to derive from */
export const secret = bytes => subtle().importKey("raw", bytes, "HKDF", false, ["deriveBits"])

/**
 * HKDF-SHA-256 (RFC 5869).
 * @param {CryptoKey} from as `secret` gives it
 * @param {Uint8Array} salt
 * @param {Uint8Array|string} info a text stands for its UTF-8
 * @returns {Promise<Uint8Array>}
 */
export async function derived(from, salt, info, length = 32) {
  const bytes = typeof info === "string" ? utf8(info) : info
  const how = { name: "HKDF", hash: "SHA-256", salt, info: bytes }
  return new Uint8Array(await subtle().deriveBits(how, from, length * 8))
}

/** @returns {Promise<CryptoKey>} for AES-256-GCM */
export const boxKey = bytes =>
  subtle().importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])

/** @returns {Uint8Array} eight zero bytes and a counter below 2^32 */
export const counterNonce = counter => joined(new Uint8Array(NONCE_BYTES - 4), u32(counter))

/** @returns {Promise<Uint8Array>} the sealed bytes and a tag of 16 bytes */
export async function boxed(key, nonce, bytes, bound) {
  return new Uint8Array(await subtle().encrypt(gcm(nonce, bound), key, bytes))
}

/** @returns {Promise<Uint8Array>} @throws {DOMException} OperationError when anything was changed */
export async function unboxed(key, nonce, bytes, bound) {
  return new Uint8Array(await subtle().decrypt(gcm(nonce, bound), key, bytes))
}

const gcm = (iv, additionalData) => ({ name: "AES-GCM", iv, additionalData, tagLength: 128 })

/** @returns {Promise<{publicKey: CryptoKey, privateKey: CryptoKey}>} the private one stays inside */
export const newSigningKeys = () => subtle().generateKey("Ed25519", false, ["sign", "verify"])

/** @returns {Promise<{publicKey: CryptoKey, privateKey: CryptoKey}>} the private one stays inside */
export const newAgreementKeys = () => subtle().generateKey("X25519", false, ["deriveBits"])

/** @returns {Promise<Uint8Array>} the 32 bytes of a public key */
export async function rawPublic(key) {
  return new Uint8Array(await subtle().exportKey("raw", key))
}

/** @returns {Promise<CryptoKey>} of 32 bytes */
export const signerOf = bytes => subtle().importKey("raw", bytes, "Ed25519", true, ["verify"])

/** @returns {Promise<CryptoKey>} of 32 bytes */
export const partnerOf = bytes => subtle().importKey("raw", bytes, "X25519", true, [])

/**
 * A private key from its 32 bytes, for test vectors and clients that keep their keys themselves.
 * @param {"Ed25519"|"X25519"} curve
 */
export function privateFrom(curve, seed) {
  const head = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, PKCS8[curve], 4, 0x22, 4, 0x20]
  const uses = curve === "Ed25519" ? ["sign"] : ["deriveBits"]
  return subtle().importKey("pkcs8", joined(Uint8Array.from(head), seed), curve, false, uses)
}

/** @returns {Promise<Uint8Array>} 64 bytes */
export async function signed(key, bytes) {
  return new Uint8Array(await subtle().sign("Ed25519", key, bytes))
}

/** @returns {Promise<boolean>} */
export const verified = (key, signature, bytes) =>
  subtle().verify("Ed25519", key, signature, bytes)

/** @returns {Promise<CryptoKey>} what two people share, to derive from */
export async function shared(privateKey, publicKey) {
  const bits = await subtle().deriveBits({ name: "X25519", public: publicKey }, privateKey, 256)
  return secret(new Uint8Array(bits))
}

/** @returns {Promise<boolean>} whether this browser has all of it */
export async function canSeal() {
  if (globalThis.crypto?.subtle === undefined) return false
  try {
    await Promise.all([newSigningKeys(), newAgreementKeys()])
    return true
  } catch {
    return false
  }
}
