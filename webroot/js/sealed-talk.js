/** Seals what one says in a room and opens what others say: the one door between text and bodies. */
import { clock as realClock } from "./lib/clock.js"
import { KeyRounds } from "./key-rounds.js"
import { randomHex } from "./lib/random.js"
import { asRefusal, Failure, Refusal } from "./protocol.js"
import { messageKey } from "./room-state.js"
import { Kind } from "./seal/message.js"
import { NotOpened } from "./seal/refused.js"
import { OpeningStream, sealedSize, SealedSource } from "./seal/records.js"
import { RoomSeal } from "./seal/room-seal.js"

const MOST_WAITING = 500

export class SealedTalk {
  #make
  #state
  #whisper
  #clock
  #keep
  #prepared = null
  #seal = null
  #rounds = null
  #waiting = new Map()
  #closed = false

  /** Told whenever more can be opened than before. */
  onKeys = () => {}

  /**
   * @param {{make: () => Promise<{seal: RoomSeal, known: boolean}>, keep?: (kept: object) => void}}
   *   how known: whether the keys are from before a reload; keep: told what a reload needs
   * @param {{state: import("./room-state.js").RoomState, clock?: object,
   *   whisper: (to: string, cid: string, body: object) => Promise<object>}} outside
   */
  constructor({ make, keep = () => {} }, { state, whisper, clock = realClock }) {
    this.#make = make
    this.#keep = keep
    this.#state = state
    this.#whisper = whisper
    this.#clock = clock
  }

  /** Makes the keys. @returns {Promise<object>} the hello. @throws {Refusal} `no_crypto` */
  async prepare() {
    this.#prepared ??= this.#make()
    try {
      const { seal } = await this.#prepared
      if (this.#seal === null && !this.#closed) this.#begin(seal)
      return seal.hello
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal(0, "no_crypto")
    }
  }

  /** Seated, by a snapshot whose effect was taken already. */
  async sit({ you, top, members, events }) {
    if (this.#closed) return
    const { known } = await this.#prepared
    if (this.#closed) return
    this.#seal.seat = you.seat
    this.#seal.learn(members)
    const missed = top !== this.#seal.ring.heard
    this.#seal.ring.reached(top)
    this.#keepAll()
    const epochs = (events ?? []).map(event => RoomSeal.epochOf(event))
    this.#rounds.entered({ known, missed, epoch: Math.max(0, ...epochs) })
  }

  /** Takes what members announce. @returns {string[]} seats that announced something else before */
  learn(members) {
    return this.#seal?.learn(members) ?? []
  }

  /** Whether the server tells of one's own seat what one announced. */
  announces(member) {
    return JSON.stringify(member.hello) === JSON.stringify(this.#seal?.hello)
  }

  /**
   * @returns {Promise<object|null>} the event with its `text`, null when that cannot be read (and
   *   `why`), and whether it was `sealed`; `about` is the {by, cid} of the message that it says to
   *   be about; without `text` when nobody holds its body any more; null for what is not for people
   */
  async opened(event) {
    if (event.body === undefined || event.body === null) return event
    if (typeof event.body?.text === "string") {
      return { ...event, text: event.body.text, sealed: false }
    }
    try {
      const { kind, text, fuse, about, keys, want, disputed } = await this.#open(event)
      if (kind === Kind.keys) this.#rounds?.take(event.by, keys)
      if (kind === Kind.askForKeys) this.#rounds?.answer(event.by, want)
      if (kind === Kind.dispute) {
        this.#state.documents.explained(disputed.file, event.by, disputed.reason)
      }
      return text === undefined ? null : { ...event, text, fuse, about, sealed: true }
    } catch (error) {
      if (!(error instanceof NotOpened)) throw error
      if (!RoomSeal.isForPeople(event)) return null // what is missed here is asked for
      if (error.why === "no_key") this.#wait(event, error.missing)
      return { ...event, text: null, why: error.why, sealed: true }
    }
  }

  /**
   * @param {{kind: "said"|"whisper"|"edit"|"reaction", cid: string, to?: string, text: string,
   *   about?: {by: string, cid: string}}} message about: the message that it answers, edits or is a
   *   reaction to; fuse: what is covered instead of the text, see RoomSeal.fused
   * @returns {Promise<object>} its body, once it may be sealed
   * @throws {Refusal} `no_keys` when the one it is for announced none, `room_not_found` once the
   *   room is over
   */
  async body({ kind, cid, to, text, about, fuse }) {
    if (kind !== "whisper") {
      await this.#rounds?.ready()
      if (fuse) return this.#sealing.fused("", cid, fuse)
      if (kind === "said") return this.#sealing.said(cid, text, about)
      return kind === "edit"
        ? this.#sealing.edit(cid, about, text)
        : this.#sealing.reaction(cid, about, text).catch(tooLong)
    }
    try {
      if (fuse) return await this.#sealing.fused(to, cid, fuse)
      return await this.#sealing.whisper(to, cid, text)
    } catch (error) {
      throw asRefusal(keyless(error))
    }
  }

  /**
   * Tells the seat that sent a document what is wrong with it, and nobody else.
   * @throws {Refusal} as `body` does
   */
  async explain(to, file, reason) {
    const cid = randomHex()
    try {
      await this.#whisper(to, cid, await this.#sealing.disputing(to, cid, file, reason))
    } catch (error) {
      throw asRefusal(keyless(error))
    }
  }

  /**
   * Seals what a document is, for all or for some.
   * @param {{name: string, type: string, size: number, digest: string}} about
   * @param {string[]} to seats; none: all
   * @returns {Promise<{meta: string, box: import("./seal/records.js").RecordBox}>} the text of
   *   `meta` before its base64, and what seals the document's records
   * @throws {Refusal} as `body` does
   */
  async describe(about, to) {
    if (to.length === 0) await this.#rounds?.ready()
    return this.#sealing.describe(about, to).catch(error => {
      throw keyless(error)
    })
  }

  /**
   * @param {{by: string, to?: string[], meta: string}} offer `meta` in base64, as it is told
   * @returns {Promise<{about: object, box: object}|null>} what its sender says of the document, not
   *   checked any further, and what opens its records; null when it is not for this seat or cannot
   *   be read: try again when `onKeys` was told
   */
  async described({ by, to, meta }) {
    if (this.#seal === null) return null
    try {
      return await this.#seal.described({ by, to, meta: atob(meta) })
    } catch (error) {
      const refused = error instanceof NotOpened || error.name === "InvalidCharacterError"
      if (!refused) throw error
      if (error.missing !== undefined) this.#rounds?.missing(by, error.missing)
      return null
    }
  }

  /**
   * @param {Blob} file
   * @param {{box: object}} about as `sealedOffer` gives it
   * @returns {{size: number, partBytes: number, slice: (start: number, end: number) =>
   *   Promise<Blob>}} what travels: its size, the most that one request may carry, any part of it
   */
  sealing(file, { box }) {
    return new SealedSource(file, box)
  }

  /**
   * @param {{size: number, box: object}} about as `openedOffer` gives it
   * @returns {{take: (bytes: Uint8Array) => Promise<Uint8Array>, end: () => Promise<Uint8Array>}}
   *   turns what travels, given in order and in any pieces, into the document's own bytes; throws
   *   the Refusal `damaged` when they are not what the sender sealed
   */
  opening({ size, box }) {
    const stream = new OpeningStream(box, sealedSize(size))
    const whole = act => act.catch(error => {
      throw error instanceof NotOpened ? new Refusal(0, "damaged") : error
    })
    return { take: bytes => whole(stream.take(bytes)), end: () => whole(stream.end()) }
  }

  /** An event of the room, after its effect. */
  heard(event) {
    this.#rounds?.heard(event)
    if (event.seq !== undefined) this.#keepAll()
  }

  removing(seat) {
    this.#rounds?.removing(seat)
  }

  notRemoved(seat) {
    this.#rounds?.notRemoved(seat)
  }

  /** Events or mail were missed for good. */
  lostTrack() {
    if (this.#rounds !== null && this.#state.roster.members.value.size > 1) this.#rounds.unsure()
  }

  /** The server counts events anew. */
  restarted() {
    this.#seal?.restarted()
  }

  /** @returns {Promise<{words: string, code: string}|null>} null once the room is over */
  async safety() {
    return this.#seal?.safety() ?? null
  }

  /** @returns {Promise<string|null>} null also for a seat that announced nothing sound */
  async numberWith(seat) {
    return this.#seal?.numberWith(seat) ?? null
  }

  /** Has what a reload needs kept once more. */
  keepAgain() {
    this.#keepAll()
  }

  /** Forgets every key. */
  close() {
    this.#closed = true
    this.#rounds?.close()
    this.#rounds = null
    this.#seal = null
    this.#prepared = null
    this.#waiting.clear()
    this.#keep(null)
  }

  /** @returns {RoomSeal} @throws {Refusal} once the room is over */
  get #sealing() {
    if (this.#seal === null) throw new Refusal(Failure.roomNotFound)
    return this.#seal
  }

  #begin(seal) {
    this.#seal = seal
    this.#rounds = new KeyRounds(seal, this.#state, this.#whisper, this.#clock)
    this.#rounds.onKeys = () => {
      this.#keepAll()
      this.#openWaiting()
      this.onKeys()
    }
  }

  async #open(event) {
    if (this.#seal === null) throw new NotOpened("no_key")
    return this.#seal.open(event)
  }

  #wait(event, missing) {
    if (this.#closed) return
    this.#waiting.set(messageKey(event.by, event.cid), event)
    if (this.#waiting.size > MOST_WAITING) this.#waiting.delete(this.#waiting.keys().next().value)
    if (missing !== undefined) this.#rounds?.missing(event.by, missing)
  }

  async #openWaiting() {
    for (const [key, event] of [...this.#waiting]) {
      const opened = await this.opened(event)
      if (this.#closed) return
      if (opened.why === "no_key") continue
      this.#waiting.delete(key)
      this.#state.reveal(opened)
    }
  }

  #keepAll() {
    if (this.#seal !== null) this.#keep(this.#seal.kept())
  }
}

const keyless = error => (error instanceof NotOpened ? new Refusal(0, "no_keys") : error)

/** Of a reaction that does not fit. */
function tooLong(error) {
  throw error instanceof RangeError ? new Refusal(Failure.tooLarge) : error
}
