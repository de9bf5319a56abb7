/** What the digest worker does: SHA-256 of pieces, or of a file read slice by slice. */
import { newSha256 } from "./sha256.js"

const SLICE_BYTES = 4 * 1024 * 1024

export class Hashing {
  #hash = newSha256()
  #file = null
  #at = 0

  /** @returns {Promise<object|string|true>} the answer to one message of `Digest` */
  async answer({ add, value, file }) {
    const hash = await this.#hash
    if (add) {
      for (const piece of add) hash.update(piece)
      return true
    }
    if (value) return hash.hex()
    if (file) this.#file = file
    return this.#readOn(hash)
  }

  async #readOn(hash) {
    if (this.#at >= this.#file.size) return { digest: hash.hex() }
    try {
      const slice = this.#file.slice(this.#at, this.#at + SLICE_BYTES)
      hash.update(new Uint8Array(await slice.arrayBuffer()))
    } catch (error) {
      return { failed: String(error.message) }
    }
    this.#at = Math.min(this.#at + SLICE_BYTES, this.#file.size)
    return { done: this.#at }
  }
}
