/** What the digest worker does: SHA-256 of pieces, or of a file read slice by slice. */
import { sha256 } from "../../vendor/noble/sha2.js"
import { bytesToHex } from "../../vendor/noble/utils.js"

const SLICE_BYTES = 4 * 1024 * 1024

export class Hashing {
  #hash = sha256.create()
  #file = null
  #at = 0

  /** @returns {Promise<object|string|true>} the answer to one message of `Digest` */
  async answer({ add, value, file }) {
    if (add) {
      for (const piece of add) this.#hash.update(piece)
      return true
    }
    if (value) return this.#value()
    if (file) this.#file = file
    return this.#readOn()
  }

  async #readOn() {
    if (this.#at >= this.#file.size) return { digest: this.#value() }
    try {
      const slice = this.#file.slice(this.#at, this.#at + SLICE_BYTES)
      this.#hash.update(new Uint8Array(await slice.arrayBuffer()))
    } catch (error) {
      return { failed: String(error.message) }
    }
    this.#at = Math.min(this.#at + SLICE_BYTES, this.#file.size)
    return { done: this.#at }
  }

  #value() {
    return bytesToHex(this.#hash.digest())
  }
}
