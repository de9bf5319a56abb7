/** SHA-256 of documents, made beside the page so that it never stands still for it. */
import { startWorker } from "./workers.js"

const PIECE_BYTES = 1024 * 1024

/**
 * One digest under way in a worker of its own. What it is given is gathered to pieces of 1 MiB;
 * while the worker has two of them, `add` waits.
 */
export class Digest {
  #worker
  #pieces = []
  #bytes = 0
  #answers = []
  #inHand = Promise.resolve()

  constructor(start = () => startWorker("digest")) {
    this.#worker = start()
    this.#worker.onmessage = ({ data }) => this.#answers.shift()?.resolve(data)
    this.#worker.onerror = event => {
      event.preventDefault?.()
      for (const { reject } of this.#answers.splice(0)) reject(new Error("digest worker failed"))
    }
  }

  /** @param {Uint8Array} bytes taken as a copy */
  async add(bytes) {
    this.#pieces.push(bytes.slice())
    this.#bytes += bytes.length
    if (this.#bytes >= PIECE_BYTES) await this.#handOver()
  }

  /** @returns {Promise<string>} of everything added, in 64 lower-case hex digits */
  async value() {
    await this.#handOver()
    await this.#inHand
    return this.#ask({ value: true })
  }

  /**
   * The digest of a whole file, read by the worker.
   * @param {Blob} file
   * @param {(done: number) => void} onProgress told with the bytes read
   * @throws {DOMException} NotReadableError when the file was changed or is gone
   */
  async ofFile(file, onProgress) {
    for (let answer = await this.#ask({ file }); ; answer = await this.#ask({ more: true })) {
      if (answer.failed) throw new DOMException(answer.failed, "NotReadableError")
      if (answer.digest) return answer.digest
      onProgress(answer.done)
    }
  }

  close() {
    this.#worker.terminate()
    for (const { reject } of this.#answers.splice(0)) reject(new DOMException("", "AbortError"))
  }

  async #handOver() {
    if (this.#bytes === 0) return
    const pieces = this.#pieces
    this.#pieces = []
    this.#bytes = 0
    const before = this.#inHand
    this.#inHand = this.#ask({ add: pieces }, pieces.map(piece => piece.buffer))
    this.#inHand.catch(() => {})
    await before
  }

  #ask(message, transfer = []) {
    return new Promise((resolve, reject) => {
      this.#answers.push({ resolve, reject })
      this.#worker.postMessage(message, transfer)
    })
  }
}
