/** SHA-256 of something that comes in pieces: WebCrypto has only the whole at once. */
import { sha256 } from "../../vendor/noble/sha2.js"
import { bytesToHex } from "../../vendor/noble/utils.js"
import "../../vendor/hash-wasm-sha256.js" // a classic script: leaves `hashwasm` behind

/**
 * @returns {Promise<{update: (bytes: Uint8Array) => void, hex: () => string}>} in WebAssembly, or
 *   four times slower in JavaScript where the browser withholds that, as in a lockdown mode
 */
export async function newSha256() {
  try {
    const hash = await globalThis.hashwasm.createSHA256()
    return { update: bytes => hash.update(bytes), hex: () => hash.digest("hex") }
  } catch {
    return inJavaScript()
  }
}

function inJavaScript() {
  const hash = sha256.create()
  return { update: bytes => hash.update(bytes), hex: () => bytesToHex(hash.digest()) }
}
