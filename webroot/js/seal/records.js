/**
 * A document's bytes as they travel: records of 64 KiB, each sealed for its place. Any part can be
 * made or read without the ones before it. docs/sealing.md, section 6.
 */
import { framed, joined } from "./bytes.js"
import { boxed, boxKey, derived, secret, unboxed } from "./primitives.js"
import { NotOpened, orRefused } from "./refused.js"

/** Plain bytes of every record but the last. */
export const RECORD_BYTES = 65_536

/** The same as it travels. */
export const SEALED_RECORD_BYTES = RECORD_BYTES + 16

const TAG_BYTES = 16
const MOST_RECORDS = 2 ** 32
const RECORDS_A_PART = 64

/** The most that one request should carry: whole records. */
export const PART_BYTES = RECORDS_A_PART * SEALED_RECORD_BYTES

/** @returns {number} bytes that travel for a document of so many bytes */
export function sealedSize(size) {
  return size + TAG_BYTES * recordsOf(size)
}

/** @returns {number} bytes of the document that so many travelling bytes are; -1 for none */
export function plainSize(sealed) {
  const records = Math.max(1, Math.ceil(sealed / SEALED_RECORD_BYTES))
  const size = sealed - TAG_BYTES * records
  return size >= 0 && sealedSize(size) === sealed ? size : -1
}

const recordsOf = size => Math.max(1, Math.ceil(size / RECORD_BYTES))

/** Seals and opens the records of one document. */
export class RecordBox {
  #key
  #bound

  constructor(key, bound) {
    this.#key = key
    this.#bound = bound
  }

  /**
   * @param {Uint8Array} fileKey 16 bytes, fresh for each document
   * @param {Uint8Array} salt 16 bytes, fresh for each document
   * @param {string} room id
   */
  static async of(fileKey, salt, room) {
    const key = await derived(await secret(fileKey), salt, framed("nobooks/1/records", room))
    return new RecordBox(await boxKey(key), framed("nobooks/1/record", room))
  }

  seal(number, last, bytes) {
    return boxed(this.#key, recordNonce(number, last), bytes, this.#bound)
  }

  /** @throws {NotOpened} `changed`, also for a record of another place or document */
  open(number, last, bytes) {
    return orRefused("changed", () =>
      unboxed(this.#key, recordNonce(number, last), bytes, this.#bound))
  }
}

/** STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): a counter and whether it is the last one. */
function recordNonce(number, last) {
  if (number >= MOST_RECORDS) throw new RangeError("too many records")
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(7, number)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** A document on its way out: any part of what travels, made when it is asked for. */
export class SealedSource {
  partBytes = PART_BYTES
  #blob
  #box

  /** @param {Blob} blob @param {RecordBox} box */
  constructor(blob, box) {
    this.#blob = blob
    this.#box = box
    this.size = sealedSize(blob.size)
  }

  /** @returns {Promise<Blob>} travelling bytes from `start` up to `end` */
  async slice(start, end) {
    const until = Math.min(end, this.size)
    const first = Math.floor(start / SEALED_RECORD_BYTES)
    const records = []
    for (let number = first; number * SEALED_RECORD_BYTES < until; number += 1) {
      records.push(await this.#record(number))
    }
    const from = first * SEALED_RECORD_BYTES
    return new Blob(records).slice(start - from, until - from)
  }

  async #record(number) {
    const start = number * RECORD_BYTES
    const bytes = await this.#blob.slice(start, start + RECORD_BYTES).arrayBuffer()
    const last = start + RECORD_BYTES >= this.#blob.size
    return this.#box.seal(number, last, new Uint8Array(bytes))
  }
}

/** A document on its way in: takes what travels in any pieces, gives only what was proven. */
export class OpeningStream {
  #box
  #size
  #taken = 0
  #number = 0
  #held = []
  #heldBytes = 0

  /**
   * @param {RecordBox} box
   * @param {number} size bytes that travel in all
   * @param {number} from where the pieces begin: at a record's first byte
   */
  constructor(box, size, from = 0) {
    if (plainSize(size) < 0 || from % SEALED_RECORD_BYTES !== 0) throw new NotOpened("format")
    this.#box = box
    this.#size = size
    this.#taken = from
    this.#number = from / SEALED_RECORD_BYTES
  }

  /** @returns {Promise<Uint8Array>} what these bytes complete. @throws {NotOpened} */
  async take(bytes) {
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    if (this.#taken + this.#heldBytes > this.#size) throw new NotOpened("changed")
    if (this.#heldBytes < this.#nextBytes) return new Uint8Array(0)
    const all = joined(...this.#held)
    const opened = []
    let at = 0
    while (this.#taken < this.#size && all.length - at >= this.#nextBytes) {
      const length = this.#nextBytes
      const last = this.#taken + length === this.#size
      opened.push(await this.#box.open(this.#number, last, all.subarray(at, at + length)))
      at += length
      this.#taken += length
      this.#number += 1
    }
    this.#held = [all.slice(at)]
    this.#heldBytes = all.length - at
    return joined(...opened)
  }

  /** @returns {Promise<Uint8Array>} nothing more. @throws {NotOpened} when something is missing */
  async end() {
    if (this.#taken !== this.#size) throw new NotOpened("changed")
    return new Uint8Array(0)
  }

  get #nextBytes() {
    return Math.min(SEALED_RECORD_BYTES, this.#size - this.#taken)
  }
}
