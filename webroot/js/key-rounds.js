/**
 * How a room's content keys go round: made after a removal, given to who comes, asked for by who
 * lacks one. docs/sealing.md, section 5.
 */
import { clock as realClock } from "./lib/clock.js"
import { randomHex } from "./lib/random.js"
import { Refusal } from "./protocol.js"
import { ContentKey } from "./seal/content-key.js"
import { NotOpened } from "./seal/refused.js"

const PATIENCE_MS = 8_000
const ASK_AFTER_MS = [1_000, 3_000, 8_000]
const ANSWER_EVERY_MS = 1_000
const PAUSE_MS = 500
const TRIES = 5
const AT_ONCE = 8

export class KeyRounds {
  #seal
  #state
  #whisper
  #clock
  #settled = true
  #closed = false
  #removing = new Set()
  #asked = new Set()
  #answered = new Map()
  #waking = new Set()
  #timers = new Set()

  /** Told whenever there are other keys than before. */
  onKeys = () => {}

  /**
   * @param {import("./seal/room-seal.js").RoomSeal} seal
   * @param {import("./room-state.js").RoomState} state
   * @param {(to: string, cid: string, body: object) => Promise<object>} whisper throws a Refusal
   */
  constructor(seal, state, whisper, clock = realClock) {
    this.#seal = seal
    this.#state = state
    this.#whisper = whisper
    this.#clock = clock
  }

  /**
   * In the room, as a newcomer or after a reload.
   * @param {{known: boolean, epoch: number}} from known: with keys from before; epoch: the highest
   *   that a message here was sealed with
   */
  entered({ known, epoch }) {
    const behind = epoch > this.#seal.ring.current.epoch
    const { lobby } = this.#state.options.value ?? {}
    const alone = this.#state.roster.members.value.size <= 1
    if (behind || (lobby && !known && !alone)) this.unsure()
  }

  /** Something may have been missed: nothing is sealed before somebody said what is in use. */
  unsure() {
    this.#settled = false
    this.#ask("", () => this.#settled)
  }

  /** The person removes somebody now: what is said next must not be for that one. */
  removing(seat) {
    this.#removing.add(seat)
  }

  /** The removal was refused. */
  notRemoved(seat) {
    this.#removing.delete(seat)
    this.#wake()
  }

  /** An event of the room, after its effect. */
  heard({ type, seq, seats, members, to }) {
    const { ring } = this.#seal
    if (seq !== undefined) ring.reached(seq)
    if (type === "left") this.#left(seq, seats)
    if (type === "entered") this.#welcome(members)
    if (type === "handed-over" && to === this.#seal.seat && ring.due) this.#quietly(this.#renew())
    this.#wake()
  }

  /** @returns {Promise<void>} once what is said now reaches nobody who was removed */
  async ready() {
    if (this.#mayTalk) return
    if (this.#others.length > 0) await this.#untilMayTalk()
    if (!this.#mayTalk && !this.#closed) await this.#renew()
  }

  /** Keys that came from a seat. */
  take(by, keys) {
    if (by === this.#seal.seat || !this.#isLiving(by)) return
    for (const key of keys) this.#seal.ring.add(key)
    this.#settled = true
    this.#changed()
  }

  /** A seat asks for keys by name, or for what is in use. */
  answer(by, want) {
    if (by === this.#seal.seat || !this.#isLiving(by)) return
    const now = this.#clock.now()
    if (now - (this.#answered.get(by) ?? 0) < ANSWER_EVERY_MS) return
    this.#answered.set(by, now)
    const { ring } = this.#seal
    const named = want.map(name => ring.get(name)).filter(key => key && this.#mayGive(key))
    this.#quietly(this.#give(by, [...new Set([...named, ...this.#gift()])]))
  }

  /** A message of `by` cannot be opened for want of this key. */
  missing(by, name) {
    if (this.#asked.has(name)) return
    this.#asked.add(name)
    this.#ask(by, () => this.#seal.ring.get(name) !== undefined, name)
  }

  close() {
    this.#closed = true
    for (const callOff of this.#timers) callOff()
    this.#wake()
  }

  get #mayTalk() {
    return this.#settled && this.#removing.size === 0 && !this.#seal.ring.due
  }

  get #others() {
    return bySeniority(this.#state.roster.members.value)
      .filter(({ seat }) => seat !== this.#seal.seat)
  }

  #isLiving(seat) {
    const member = this.#state.roster.members.value.get(seat)
    return member !== undefined && member.state !== "gone"
  }

  #left(seq, seats) {
    const removed = seats.filter(([, reason]) => reason === "kicked").map(([seat]) => seat)
    if (removed.length === 0) return
    this.#seal.ring.removedAt(seq)
    for (const seat of removed) this.#removing.delete(seat)
    if (this.#state.you.value.admin && this.#seal.ring.due) this.#quietly(this.#renew())
  }

  /** Gives the keys to who came in, if that is for this seat to do. */
  #welcome(members) {
    const newcomers = members.map(({ seat }) => seat).filter(seat => seat !== this.#seal.seat)
    const { lobby } = this.#state.options.value ?? {}
    const needed = lobby || this.#seal.ring.current.epoch > 0
    const giver = bySeniority(this.#state.roster.members.value)
      .find(({ seat }) => !newcomers.includes(seat))
    if (!needed || giver?.seat !== this.#seal.seat || !this.#settled) return
    this.#quietly(this.#giveAll(newcomers, this.#gift()))
  }

  /** Makes a new key, seals with it from now on, and gives it to all. */
  async #renew() {
    const { ring } = this.#seal
    const key = await ContentKey.fresh(ring.next)
    if (this.#closed) return
    ring.expect(key.epoch)
    ring.add(key)
    this.#settled = true
    this.#removing.clear()
    this.#changed()
    await this.#giveAll(this.#others.map(({ seat }) => seat), [key])
  }

  #gift() {
    const { ring } = this.#seal
    const given = ring.given()
    return this.#state.options.value?.history ? given : given.filter(key => key === ring.current)
  }

  #mayGive(key) {
    const { history } = this.#state.options.value ?? {}
    return history || key.epoch >= this.#seal.ring.current.epoch
  }

  async #giveAll(seats, keys) {
    for (let at = 0; at < seats.length; at += AT_ONCE) {
      await Promise.all(seats.slice(at, at + AT_ONCE).map(seat => this.#give(seat, keys)))
    }
  }

  #give(seat, keys) {
    return this.#send(seat, cid => this.#seal.giving(seat, cid, keys))
  }

  /** Asks one after the other, the author first, until there is an answer. */
  #ask(author, answered, ...names) {
    const asked = new Set()
    for (const [i, ms] of ASK_AFTER_MS.entries()) {
      this.#after(ms, () => {
        const last = i === ASK_AFTER_MS.length - 1
        if (last) for (const name of names) this.#asked.delete(name)
        if (answered()) return
        const seats = this.#others.map(({ seat }) => seat)
        const seat = [author, ...seats].find(each => seats.includes(each) && !asked.has(each))
        if (seat === undefined) return
        asked.add(seat)
        this.#quietly(this.#send(seat, cid => this.#seal.asking(seat, cid, names)))
      })
    }
  }

  /** Whispers until it is heard, or refused for good, or of no use any more. */
  async #send(seat, sealed) {
    const cid = randomHex()
    for (let tries = 0; tries < TRIES && !this.#closed && this.#isLiving(seat); tries += 1) {
      try {
        return await this.#whisper(seat, cid, await sealed(cid))
      } catch (error) {
        if (error instanceof NotOpened) return undefined // announced no keys: nothing is for it
        if (!(error instanceof Refusal)) throw error
        if (!error.passing) return undefined
        await new Promise(again => this.#after(error.afterMs || PAUSE_MS, again))
      }
    }
    return undefined
  }

  async #untilMayTalk() {
    let callOff = () => {}
    await new Promise(resolve => {
      const look = () => (this.#mayTalk || this.#closed) && resolve()
      this.#waking.add(look)
      const done = this.#after(PATIENCE_MS, resolve)
      callOff = () => (this.#waking.delete(look), done())
    })
    callOff()
  }

  #changed() {
    this.onKeys()
    this.#wake()
  }

  #wake() {
    for (const look of [...this.#waking]) look()
  }

  #after(ms, run) {
    const callOff = this.#clock.after(ms, () => {
      this.#timers.delete(callOff)
      if (!this.#closed) run()
    })
    this.#timers.add(callOff)
    return callOff
  }

  /** Nobody waits for it: what does not arrive is asked for. A defect is still a defect. */
  #quietly(promise) {
    promise.catch(error => {
      if (!(error instanceof Refusal)) throw error
    })
  }
}

/** Members present, the admin first, then who sits longest. */
function bySeniority(members) {
  return [...members.values()]
    .filter(({ state }) => state === "online" || state === "away")
    .sort((a, b) => b.admin - a.admin || a.since - b.since || (a.seat < b.seat ? -1 : 1))
}
