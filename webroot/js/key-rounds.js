/**
 * How a room's content keys go round: made after a removal, given to who comes, asked for by who
 * lacks one. docs/sealing.md, section 5.
 */
import { clock as realClock } from "./lib/clock.js"
import { KeyPost } from "./key-post.js"
import { Refusal } from "./protocol.js"
import { ContentKey } from "./seal/content-key.js"

const PATIENCE_MS = 8_000
const ASK_AFTER_MS = [1_000, 3_000, 8_000]
const ANSWER_EVERY_MS = 1_000

export class KeyRounds {
  #seal
  #state
  #post
  #clock
  #settled = true
  #newcomer = false
  #closed = false
  #removing = new Map()
  #seen = new Map()
  #asked = new Set()
  #awaited = new Set()
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
    this.#post = new KeyPost(whisper, (ms, run) => this.#after(ms, run))
    this.#clock = clock
  }

  /**
   * In the room, as a newcomer or after a reload.
   * @param {{known: boolean, missed: boolean, epoch: number}} from known: with keys from before;
   *   missed: the room has gone on meanwhile; epoch: the highest that a message here was sealed with
   */
  entered({ known, missed, epoch }) {
    const { members } = this.#state.roster
    for (const seat of members.value.keys()) this.#sawFirst(seat)
    const behind = epoch > this.#seal.ring.current.epoch
    const { lobby } = this.#state.options.value ?? {}
    const alone = members.value.size <= 1
    this.#newcomer = !known
    if (behind || (!alone && (known ? missed : lobby))) this.unsure({ atOnce: known })
  }

  /** Something may have been missed: nothing is sealed before somebody said what is in use. */
  unsure({ atOnce = false } = {}) {
    this.#settled = false
    this.#awaited.clear()
    const [first, ...later] = ASK_AFTER_MS
    this.#ask("", () => this.#settled, [], [atOnce ? 0 : first, ...later])
  }

  /** The person removes somebody now: what is said next must not be for that one. */
  removing(seat) {
    this.#removing.set(seat, null)
  }

  /** The removal was refused. */
  notRemoved(seat) {
    this.#removing.delete(seat)
    this.#wake()
  }

  /** An event of the room, after its effect. */
  heard({ type, seq, seats, members, to }) {
    const { ring } = this.#seal
    const removed = type === "left" ? seats.filter(([, reason]) => reason === "kicked") : []
    if (seq !== undefined) this.#reached(seq, removed.length > 0)
    if (removed.length > 0) this.#left(removed.map(([seat]) => seat))
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

  /**
   * Keys that came from a seat. They say what is in use when they were asked for or are news; what
   * the server had kept back from before says nothing. A newcomer's identity has no before.
   */
  take(by, keys) {
    if (by === this.#seal.seat || !this.#mayHave(by)) return
    const news = keys.map(key => this.#seal.ring.add(key, by)).includes(true)
    const answer = this.#awaited.delete(by)
    if (news || answer || this.#newcomer) this.#settle()
    this.#changed()
  }

  /** A seat asks for keys by name, or for what is in use. */
  answer(by, want) {
    if (by === this.#seal.seat || !this.#mayHave(by)) return
    const now = this.#clock.now()
    if (now - (this.#answered.get(by) ?? 0) < ANSWER_EVERY_MS) return
    this.#answered.set(by, now)
    const named = this.#seal.ring.given()
      .filter(key => want.includes(key.name) && this.#isFor(by, key))
    this.#quietly(this.#give(by, [...new Set([...named, ...this.#gift()])]))
  }

  /** A message of `by` cannot be opened for want of this key. */
  missing(by, name) {
    if (this.#asked.has(name)) return
    this.#asked.add(name)
    this.#ask(by, () => this.#seal.ring.get(name) !== undefined, [name])
  }

  close() {
    this.#closed = true
    for (const callOff of this.#timers) callOff()
    this.#wake()
  }

  get #mayTalk() {
    return this.#settled && !this.#seal.ring.due && this.#isKeptFromRemoved
  }

  /** Whether the key in use was made without those who are being removed now. */
  get #isKeptFromRemoved() {
    const { name } = this.#seal.ring.current
    return [...this.#removing.values()].every(withheld => withheld === name)
  }

  /** Whom one may ask and wait for. */
  get #others() {
    return bySeniority(this.#state.roster.members.value)
      .filter(({ seat }) => seat !== this.#seal.seat && !this.#removing.has(seat))
  }

  #isLiving(seat) {
    const member = this.#state.roster.members.value.get(seat)
    return member !== undefined && member.state !== "gone"
  }

  #mayHave(seat) {
    return this.#isLiving(seat) && !this.#removing.has(seat)
  }

  #settle() {
    this.#settled = true
    this.#newcomer = false
  }

  #sawFirst(seat) {
    if (!this.#seen.has(seat)) this.#seen.set(seat, this.#seal.ring.known)
  }

  #reached(seq, isRemoval) {
    const { ring } = this.#seal
    const trusted = seat => this.#isLiving(seat)
    const more = isRemoval ? ring.removedAt(seq, trusted) : ring.reached(seq, trusted)
    if (!more) return
    this.#settle()
    this.#changed()
  }

  /** The admin makes a key for every removal: those that others made may be known to who left. */
  #left(removed) {
    for (const seat of removed) this.#removing.delete(seat)
    if (this.#state.you.value.admin) this.#quietly(this.#renew())
  }

  /** Gives the keys to who came in, if that is for this seat to do. */
  #welcome(members) {
    const newcomers = members.map(({ seat }) => seat).filter(seat => seat !== this.#seal.seat)
    for (const seat of newcomers) this.#sawFirst(seat)
    const { lobby } = this.#state.options.value ?? {}
    const needed = lobby || this.#seal.ring.current.epoch > 0
    const giver = bySeniority(this.#state.roster.members.value)
      .find(({ seat }) => !newcomers.includes(seat))
    if (!needed || giver?.seat !== this.#seal.seat || !this.#settled) return
    this.#quietly(this.#giveAll(newcomers, this.#gift()))
  }

  /**
   * Makes a new key, seals with it from now on, and gives it to all but those who are being removed:
   * also to who is only reconnecting, as whispers are kept.
   */
  async #renew() {
    const { ring } = this.#seal
    const key = await ContentKey.fresh(ring.next)
    if (this.#closed) return
    ring.expect(key.epoch)
    ring.add(key)
    for (const seat of this.#removing.keys()) this.#removing.set(seat, key.name)
    this.#settle()
    this.#changed()
    const present = bySeniority(this.#state.roster.members.value).map(({ seat }) => seat)
    const all = new Set([...present, ...this.#state.roster.members.value.keys()])
    all.delete(this.#seal.seat)
    await this.#giveAll([...all].filter(seat => this.#mayHave(seat)), [key])
  }

  #gift() {
    const { ring } = this.#seal
    const given = ring.given()
    return this.#state.options.value?.history ? given : given.filter(key => key === ring.current)
  }

  /** Without the history a key is for those who were here while it was in use. */
  #isFor(seat, key) {
    const { history } = this.#state.options.value ?? {}
    return history || this.#seal.ring.endOf(key) > (this.#seen.get(seat) ?? Infinity)
  }

  #giveAll(seats, keys) {
    return this.#post.sendAll(seats, seat => this.#give(seat, keys))
  }

  #give(seat, keys) {
    const wanted = () => !this.#closed && this.#mayHave(seat)
    return this.#post.send(seat, cid => this.#seal.giving(seat, cid, keys), wanted)
  }

  /** Asks one after the other, the author first, until there is an answer. */
  #ask(author, answered, names, times = ASK_AFTER_MS) {
    const asked = new Set()
    for (const [i, ms] of times.entries()) {
      this.#after(ms, () => {
        const last = i === times.length - 1
        if (last) for (const name of names) this.#asked.delete(name)
        if (answered()) return
        const seats = this.#others.map(({ seat }) => seat)
        const whom = [author, ...seats].filter(each => seats.includes(each))
        const seat = whom.find(each => !asked.has(each)) ?? whom[0]
        if (seat === undefined) return
        asked.add(seat)
        this.#awaited.add(seat)
        const wanted = () => !this.#closed && this.#isLiving(seat)
        const asking = cid => this.#seal.asking(seat, cid, names)
        this.#quietly(this.#post.send(seat, asking, wanted))
      })
    }
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
