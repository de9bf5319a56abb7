/** The way to a room's documents over HTTP: addresses, the token, and what a refusal means. */
import { Failure, Refusal } from "./protocol.js"

const NEEDS_TOKEN = [Failure.signInFirst, Failure.tokenInvalid]
const MAY_PASS = [...NEEDS_TOKEN, Failure.badOffset, Failure.digestMismatch, Failure.internal]
const STATUS_CODES = {
  401: Failure.tokenInvalid,
  404: Failure.noSuchFile,
  409: Failure.badOffset,
  413: Failure.fileTooLarge,
  429: Failure.tooFast,
  460: Failure.digestMismatch,
  503: Failure.unavailable,
  507: Failure.quotaExceeded,
}

export class FileDoor {
  #wire
  #origin

  /**
   * @param {{token: string|null}} wire
   * @param {string} origin of the page, without a slash at the end
   * @param {string} room the room's id
   */
  constructor(wire, origin, room) {
    this.#wire = wire
    this.#origin = origin
    this.room = room
  }

  /** Where documents are offered. */
  get offers() {
    return `${this.#origin}/files/${this.room}`
  }

  urlOf(file) {
    return `${this.offers}/${file}`
  }

  /** @returns {string} the document's id at the end of its URL; empty when it is none */
  fileAt(url) {
    return /\/([a-z2-7]{26})$/.exec(url)?.[1] ?? ""
  }

  /** Resolves when the room can be heard again, or after a while. */
  async untilLive() {
    await this.#wire.untilLive?.().catch(() => {})
  }

  /** What shows who asks; the token changes while a transfer runs. */
  get headers() {
    return { Authorization: `Bearer ${this.#wire.token ?? ""}` }
  }
}

/**
 * @param {number} status 0 when there was no answer
 * @param {string} body of an answer, as far as it is known
 */
export function refusalFrom(status, body = "") {
  if (status === 0) return new Refusal(0, "offline")
  const { code, slug, afterMs, trace } = problemIn(body)
  if (Number.isInteger(code)) return new Refusal(code, slug, { afterMs, trace })
  return new Refusal(STATUS_CODES[status] ?? (status >= 500 ? Failure.internal : Failure.badCommand))
}

/** @returns {boolean} whether the same transfer may go on a little later */
export function mayPass(refusal) {
  return refusal.passing || MAY_PASS.includes(refusal.code)
}

function problemIn(body) {
  try {
    return JSON.parse(body) ?? {}
  } catch {
    return {}
  }
}
