/** The words of the wire contract: addresses, failure codes, limits. No other file has them. */

export const Address = Object.freeze({
  signIn: "auth.sign-in",
  resume: "auth.resume",
  signOut: "auth.sign-out",
  account: "auth.account",
  openRoom: "rooms.open",
  enterRoom: "rooms.enter",
  leaveRoom: "rooms.leave",
  me: "me",
  /** @param {string} room 26 characters of a-z2-7 */
  roomIn: room => `room.${room}.in`,
  /** @param {string} room 26 characters of a-z2-7 */
  roomOut: room => `room.${room}.out`,
})

export const Failure = Object.freeze({
  badCommand: 1000,
  notAllowedHere: 1001,
  tooLarge: 1002,
  tooFast: 1003,
  signInFirst: 1100,
  wrongPassword: 1101,
  nameTaken: 1102,
  badName: 1103,
  tokenInvalid: 1104,
  tooManyAttempts: 1105,
  sessionMoved: 1106,
  badPassword: 1108,
  roomNotFound: 1200,
  roomExists: 1201,
  roomFull: 1202,
  roomLocked: 1203,
  notAdmittedYet: 1204,
  notTheAdmin: 1205,
  removed: 1206,
  tooManyRooms: 1207,
  noSuchSeat: 1208,
  noSuchFile: 1300,
  fileTooLarge: 1301,
  quotaExceeded: 1302,
  badOffset: 1303,
  digestMismatch: 1304,
  notARecipient: 1305,
  internal: 1900,
  unavailable: 1901,
})

const SLUGS = new Map(
  Object.entries(Failure).map(([name, code]) => [
    code,
    name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
  ]),
)

export const Limit = Object.freeze({
  bodyBytes: 12 * 1024,
  personNameCodePoints: 32,
  roomNameCodePoints: 64,
  passwordMinCodePoints: 8,
  passwordMaxCodePoints: 128,
})

const WORTH_REPEATING = new Set([
  Failure.tooFast,
  Failure.tooManyAttempts,
  Failure.unavailable,
])

/**
 * Why something was not done: by the server (`code` from the contract), or by this client itself
 * with code 0 and slug `offline`, `timeout`, `bad_code`, `no_crypto` or `no_keys`.
 */
export class Refusal extends Error {
  /**
   * @param {number} code failure code, 0 when the server was not reached
   * @param {string} [slug] the code's word; found from the code when left out
   * @param {{afterMs?: number, trace?: string}} [more] milliseconds to wait; name of the log line
   */
  constructor(code, slug = SLUGS.get(code) ?? "unknown", { afterMs = 0, trace = "" } = {}) {
    super(slug)
    this.name = "Refusal"
    this.code = code
    this.slug = slug
    this.afterMs = afterMs
    this.trace = trace
  }

  /** Reads what the event-bus client hands over: `slug afterMs=N`, `slug trace=X` in `message`. */
  static fromWire({ failureCode, message }) {
    const [slug = "", ...rest] = String(message ?? "").trim().split(/\s+/)
    const more = Object.fromEntries(rest.map(word => word.split("=", 2)))
    const afterMs = /^\d{1,9}$/.test(more.afterMs ?? "") ? Number(more.afterMs) : 0
    const code = Number.isInteger(failureCode) ? failureCode : 0
    return new Refusal(code, slug || undefined, { afterMs, trace: more.trace ?? "" })
  }

  /** True when the server was not reached or did not answer. */
  get unheard() {
    return this.code === 0 && (this.slug === "offline" || this.slug === "timeout")
  }

  /** True when the very same request may succeed a little later. */
  get passing() {
    return this.unheard || WORTH_REPEATING.has(this.code)
  }
}

/** @returns {Refusal} any thrown thing as a refusal, so that screens need to know one kind only */
export function asRefusal(error) {
  return error instanceof Refusal ? error : new Refusal(Failure.internal)
}
