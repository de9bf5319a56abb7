/** One room as a person has it on the screen: signals to read, verbs to call. */
import { computed, effect } from "../vendor/signals-core.js"
import { bytesLeft } from "./body.js"
import { inviteLink } from "./crypto.js"
import { DocumentDesk } from "./document-desk.js"
import { FileDoor } from "./file-door.js"
import { clock as realClock } from "./lib/clock.js"
import { mayGo } from "./lib/hand-off.js"
import { randomHex } from "./lib/random.js"
import { UNMARKED } from "./marks.js"
import { Outbox } from "./outbox.js"
import { Address, asRefusal, Failure, Refusal } from "./protocol.js"
import { RoomFeed } from "./room-feed.js"
import { messageKey, RoomState } from "./room-state.js"
import { FUSE_BYTES } from "./seal/fuse.js"

const TYPING_EVERY_MS = 3_000
const LEAVE_MS = 3_000
const PAUSE_MS = 500
const MOST_TRIES = 20

export class RoomClient {
  #wire
  #ids
  #clock
  #state
  #feed
  #talk
  #outbox
  #stopWatching
  #away = null
  #typedAt = 0

  /** Told once, when the room is over for this seat. */
  onOver = () => {}

  /**
   * @param {{wire: object, name: string, code: string, origin: string,
   *   ids: {room: string, ticket: string, proof: string}, clock?: object,
   *   visible?: () => boolean, talk: (outside: object) => object, outside?: object}} what name as
   *   typed; canonical code; ids as derived from both; talk: makes what seals and opens, see
   *   SealedTalk; outside: see DocumentDesk
   */
  constructor(what) {
    const { wire, name, code, talk, origin, ids } = what
    const { clock = realClock, visible = pageIsSeen, outside } = what
    this.id = ids.room
    this.name = name.trim()
    this.code = code
    this.link = inviteLink(origin, this.name, code)
    this.#wire = wire
    this.#ids = { ...ids }
    this.#clock = clock
    const state = new RoomState(clock, visible)
    this.#state = state
    const whisper = (to, cid, body) => this.#command({ type: "whisper", cid, to, body })
    this.#talk = talk({ state, whisper, clock })
    this.#feed = new RoomFeed(wire, this.#ids, this.#talk, state, clock)
    this.#outbox = new Outbox(item => this.#send(item), { clock })
    this.#outbox.onSent = (item, reply) => this.#sent(item, reply)
    this.#outbox.onFailed = (item, failure) => this.#failed(item, failure)
    this.#outbox.onSilent = () => wire.cut()
    this.#outbox.onSeatLost = () => this.#feed.seatLost()
    state.onArrived = cid => this.#outbox.arrived(cid)
    state.onOver = () => this.#close()
    this.documents = new DocumentDesk({
      documents: state.documents, members: state.roster.members, you: state.you,
      door: new FileDoor(wire, origin, this.id), command: command => this.#command(command), clock,
      talk: this.#talk, outside,
    })
    this.#expose(state)
    this.#stopWatching = effect(() => this.#letGo())
  }

  /** @returns {number} now, in the server's time as far as it is known (ms since 1970) */
  serverNow() {
    return this.#state.serverNow()
  }

  /**
   * Shows a message at once and sends it until the room has it or refuses it.
   * @param {{file: string, seat: string}|null} [until] holds it until this seat has confirmed that
   *   document
   * @param {{by: string, cid: string}} [answers] the message that this is a reply to
   * @param {number|null} [seconds] covers it until somebody looks, and lets it go from their pages
   *   so long after that; 0: it stays then
   */
  say(text, until = null, answers = undefined, seconds = null) {
    this.#post({ kind: "said", until, answers, ...worded(text, seconds) })
  }

  /** The same for one seat's eyes only. */
  whisper(seat, text, until = null, seconds = null) {
    const toName = this.#state.roster.nameOf(seat)
    this.#post({ kind: "whisper", to: seat, toName, until, ...worded(text, seconds) })
  }

  /** Uncovers a message; what burns begins to burn. */
  show = key => this.#state.fuses.show(key)

  /** Time may have gone by unnoticed. */
  burnOverdue = () => this.#state.fuses.burnOverdue()

  /** Takes over which messages had burnt, or begun to, in a page before. @param {string[]} cids */
  takeBurnt = cids => this.#state.fuses.takeBurnt(cids)

  /**
   * Whispers the same to several seats, one after the other, without showing it here.
   * @returns {Promise<string[]>} the seats that it did not reach
   */
  async whisperEach(seats, text) {
    const missed = []
    for (const to of seats) {
      try {
        await this.#whisperNow(to, text)
      } catch {
        missed.push(to)
      }
    }
    return missed
  }

  /** Sends a failed message once more, or one that is held now. */
  retry(key) {
    const entry = this.#state.timeline.pending.value.find(each => each.key === key)
    if (["failed", "held"].includes(entry?.delivery)) this.#dispatch(entry)
  }

  /**
   * Takes over own messages that were not sent before a reload, or before the seat was lost.
   * @param {object[]} unsent as in the signal of this name; with another seat than theirs nothing
   *   goes out by itself, as the room may have it from the seat before
   */
  takeUnsent(unsent) {
    const { seat } = this.you.value
    for (const { by, code, delivery, ...what } of unsent) {
      if (this.#state.timeline.knows(messageKey(by, what.cid))) continue
      const goesOn = by === seat && delivery === "sending"
      const entry = this.#expect({ ...what, toName: this.#state.roster.nameOf(what.to) }, {
        delivery: goesOn || delivery === "held" ? delivery : "failed",
        failure: goesOn ? null : new Refusal(code, code === 0 ? "offline" : undefined),
      })
      if (goesOn) this.#dispatch(entry)
    }
  }

  /** Takes a message back that is not in the room yet. */
  discard(key) {
    const entry = this.#state.timeline.pending.value.find(each => each.key === key)
    if (entry === undefined || entry.delivery === "sent") return
    this.#outbox.arrived(entry.cid)
    this.#state.timeline.drop(key)
  }

  /**
   * Gives an own message other words, once the room can be reached.
   * @param {object} item as in the timeline
   * @throws {Refusal}
   */
  edit({ seq, by, cid }, text) {
    if (bytesLeft(text, { by, cid }) < 0) return Promise.reject(new Refusal(Failure.tooLarge))
    return this.#mark({ type: "edit", kind: "edit", of: seq, about: { by, cid }, text })
  }

  /** Takes a message back, one's own or as the admin. @throws {Refusal} */
  retract({ seq }) {
    return this.#mark({ type: "retract", of: seq })
  }

  /** @param {string} text an emoji; empty: no reaction any more. @throws {Refusal} */
  react({ seq, by, cid }, text) {
    return this.#mark({ type: "react", kind: "reaction", of: seq, about: { by, cid }, text })
  }

  /** @returns {object|undefined} the message that another one answers */
  answered({ by, cid }) {
    return this.#state.timeline.settled(messageKey(by, cid))
  }

  /** Lets the others see that one is typing; may be called at every key. */
  typingNow() {
    if (this.#clock.now() - this.#typedAt < TYPING_EVERY_MS) return
    this.#typedAt = this.#clock.now()
    this.#mention({ type: "typing" })
  }

  setAway(away) {
    this.#away = away
    this.#mention({ type: "away", away })
  }

  markSeen() {
    this.#state.unread.value = 0
  }

  /** Hides or shows again what one seat says, on this screen only. */
  toggleIgnore(seat) {
    const ignored = new Set(this.ignored.value)
    if (!ignored.delete(seat)) ignored.add(seat)
    this.#state.ignored.value = ignored
  }

  /** Leaves at once, also without a connection; the last one waits for the receipt. Never throws. */
  async leave() {
    if (this.#state.over) return
    const waiting = this.status.value === "waiting"
    const [address, body] = waiting
      ? [Address.leaveRoom, { room: this.id }]
      : [Address.roomIn(this.id), { type: "leave" }]
    const by = this.#state.roster.nameOf(this.you.value.seat)
    const patience = this.lastOne.peek() ? {} : { timeout: LEAVE_MS }
    const reply = await this.#wire.request(address, body, patience).catch(() => ({}))
    const { receipt } = reply ?? {}
    if (this.#state.over && receipt) return this.#state.takeReceipt(receipt)
    this.#state.close("left", receipt ? { reason: "empty", by, receipt, silent: [] } : null)
  }

  delete = () => this.#command({ type: "delete" })
  handOver = seat => this.#command({ type: "hand-over", seat })
  set = options => this.#command({ type: "set", options })
  admit = seat => this.#answerKnock("admit", seat)
  deny = seat => this.#answerKnock("deny", seat)

  /** What is said from now on is not for that seat any more. @throws {Refusal} */
  async kick(seat) {
    this.#talk.removing(seat)
    try {
      await this.#command({ type: "kick", seat })
    } catch (error) {
      this.#talk.notRemoved(seat)
      throw error
    }
  }

  /** @returns {Promise<{words: string, code: string}>} equal for all who have the room's key */
  safety = () => this.#talk.safety()

  /** @returns {Promise<string|null>} equal for both when nobody stands between */
  numberWith = seat => this.#talk.numberWith(seat)

  // What follows is for the session alone.

  /** Another room, which is over now, had its keys kept in this one's place. */
  keepAgain = () => this.#talk.keepAgain()

  enter(address, more) {
    return this.#feed.enter(address, more).then(() => this.resumed())
  }

  rejoin(rooms) {
    return this.#feed.rejoin(rooms.some(({ room }) => room === this.id))
  }

  resumed() {
    if (this.status.value !== "in") return
    this.#outbox.resume()
    if (this.#away !== null) this.setAway(this.#away)
  }

  /** @param {boolean} moved the seat is used in another page now */
  paused(moved = false) {
    this.#outbox.pause()
    if (moved) this.documents.standBack()
  }

  async hearMe(body, seen) {
    await this.#feed.hearMe(body, seen)
    if (body.type === "admitted") this.resumed()
  }

  mailLost() {
    this.#feed.mailLost()
  }

  lost() {
    this.#state.close("lost")
  }

  left() {
    this.#state.close("left")
  }

  #expose(state) {
    this.status = state.status
    this.denial = state.denial
    this.you = state.you
    this.members = state.roster.members
    this.options = state.options
    this.createdAt = state.createdAt
    this.expiresAt = state.expiresAt
    this.waiting = state.waiting
    this.waitedFor = state.waitedFor
    this.unread = state.unread
    this.ended = state.ended
    this.leftUnsent = state.leftUnsent
    this.ignored = state.ignored
    this.burnt = state.fuses.burnt
    this.draft = state.draft
    this.changing = state.changing
    this.timeline = computed(() => {
      const ignored = state.ignored.value
      const entries = [...state.timeline.entries.value, ...this.#unoffered()]
      return ignored.size === 0 ? entries : entries.filter(({ by }) => !ignored.has(by))
    })
    this.typing = computed(() => state.names(state.typing.seats.value))
    this.queued = computed(() =>
      state.timeline.pending.value.filter(({ delivery }) => delivery === "sending").length)
    this.unsent = computed(() =>
      state.timeline.pending.value.filter(({ delivery }) => delivery !== "sent").map(plainly))
    this.holding = computed(() =>
      state.timeline.pending.value.some(({ delivery }) => delivery === "held"))
    this.lastOne = computed(() =>
      state.status.value === "in" &&
      [...state.roster.members.value.values()].every(
        ({ seat, state: presence }) => seat === state.you.value.seat || presence === "gone"))
  }

  /** Own documents that the room does not know yet. */
  #unoffered() {
    const { seat } = this.you.value
    const files = this.documents.files.value
    return this.documents.sendings.value
      .filter(({ file }) => !files.has(file.value))
      .map(sending => ({
        kind: "sending", key: `sending/${sending.id}`, at: sending.at, by: seat,
        name: this.#state.roster.nameOf(seat), mine: true, delivery: "sending", sending,
      }))
  }

  /** Sends what waited for a confirmation that is there now. */
  #letGo() {
    const files = this.documents.files.value
    const members = this.members.value
    for (const entry of this.#state.timeline.pending.value) {
      const held = entry.delivery === "held"
      if (held && mayGo(entry.until, files, members) === "now") {
        queueMicrotask(() => this.retry(entry.key))
      }
    }
  }

  #post(what) {
    if (this.status.value !== "in") return
    const delivery = what.until ? "held" : "sending"
    const entry = this.#expect({ ...what, cid: randomHex() }, { delivery, failure: null })
    if (!what.until) this.#dispatch(entry)
  }

  #expect(what, how) {
    const { seat } = this.you.value
    const entry = {
      ...what, key: messageKey(seat, what.cid), at: this.serverNow(), by: seat,
      name: this.#state.roster.nameOf(seat), mine: true, unreadable: false, why: "", sealed: true,
      ...UNMARKED,
      ...how,
    }
    this.#state.timeline.expect(entry)
    return entry
  }

  #dispatch(entry) {
    if (tooLong(entry)) return this.#failed(entry, new Refusal(Failure.tooLarge))
    this.#state.timeline.amend(entry.key, { delivery: "sending", failure: null })
    this.#outbox.add(entry)
  }

  /** Goes out behind what was said before, so that the counters in it stay in order. */
  async #mark(mark) {
    if (this.status.value !== "in") throw new Refusal(Failure.notAllowedHere)
    const { changing } = this.#state
    const count = change => {
      const under = new Map(changing.value)
      under.set(mark.of, (under.get(mark.of) ?? 0) + change)
      changing.value = under
    }
    count(1)
    await new Promise((done, failed) =>
      this.#outbox.add({ ...mark, cid: randomHex(), done, failed })).finally(() => count(-1))
  }

  async #sendMark({ type, kind, cid, of, about, text }) {
    if (type === "retract") return this.#command({ type, of })
    const body = text === "" ? null : await this.#talk.body({ kind, cid, about, text })
    return this.#command({ type, cid, of, body })
  }

  async #send(item) {
    if (item.of !== undefined) return this.#sendMark(item)
    const { kind, cid, to, text, answers: about, fuse } = item
    const body = await this.#talk.body({ kind, cid, to, text, about, fuse })
    if (kind === "said") return this.#command({ type: "say", cid, body })
    return this.#command({ type: "whisper", cid, to, body })
  }

  async #whisperNow(to, text) {
    const cid = randomHex()
    const body = await this.#talk.body({ kind: "whisper", cid, to, text })
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#command({ type: "whisper", cid, to, body })
      } catch (error) {
        const { passing, afterMs } = asRefusal(error)
        if (!passing || tries === MOST_TRIES || this.#state.over) throw error
        await new Promise(again => this.#clock.after(afterMs || PAUSE_MS, again))
      }
    }
  }

  #sent({ key, done }, { seq, at }) {
    done?.()
    const { timeline } = this.#state
    this.#state.sawServerTime(at)
    timeline.amend(key, { delivery: "sent", seq, at })
    const entry = timeline.pending.value.find(each => each.key === key)
    if (entry?.kind === "whisper") timeline.settle(entry)
  }

  #failed({ key, failed }, failure) {
    failed?.(failure)
    this.#state.timeline.amend(key, { delivery: "failed", failure })
  }

  async #answerKnock(type, seat) {
    await this.#command({ type, seat })
    this.#state.apply({ type: "knock-gone", seat })
  }

  #command(command) {
    return this.#wire.request(Address.roomIn(this.id), command)
  }

  /** Says what nobody waits for and nobody misses. */
  #mention(command) {
    if (this.status.value === "in") this.#command(command).catch(() => {})
  }

  #close() {
    this.#outbox.clear()
    this.#stopWatching()
    this.documents.close()
    this.#talk.close()
    this.code = ""
    this.link = ""
    this.#ids.ticket = ""
    this.#ids.proof = ""
    if (this.status.value !== "ended") this.#feed.stop()
    this.onOver()
  }
}

/** An own message as it can be kept: the room's names are not. */
const plainly = ({ kind, cid, by, to, until, answers, text, fuse, delivery, failure }) =>
  ({ kind, cid, by, to, until, answers, text, fuse, delivery, code: failure?.code ?? 0 })

const worded = (text, seconds) =>
  seconds === null ? { text } : { text: "", fuse: { seconds, text } }

const tooLong = ({ text, answers, fuse }) =>
  fuse ? bytesLeft(fuse.text) < FUSE_BYTES : bytesLeft(text, answers) < 0

const pageIsSeen = () =>
  globalThis.document?.visibilityState === "visible" && globalThis.document.hasFocus()
