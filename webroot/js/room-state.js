/** What is known of a room: takes snapshots and events, asks nothing, sends nothing. */
import { batch, signal } from "../vendor/signals-core.js"
import { Documents } from "./documents.js"
import { Fuses } from "./fuses.js"
import { Marks, UNMARKED } from "./marks.js"
import { Failure, Refusal } from "./protocol.js"
import { Roster } from "./roster.js"
import { Rules } from "./rules.js"
import { Timeline } from "./timeline.js"
import { Typing } from "./typing.js"

const MINUTE_MS = 60_000
const NOBODY = Object.freeze({ seat: "", admin: false })
const LEAVING = { left: "left", lost: "lost", kicked: "kicked" }

/** @returns {string} what tells one message apart from all others */
export const messageKey = (by, cid) => `${by}/${cid}`

export class RoomState {
  #clock
  #visible
  #aheadMs = 0
  #rules = new Rules()

  status = signal("entering")
  denial = signal(null)
  you = signal(NOBODY)
  options = signal(null)
  createdAt = signal(0)
  expiresAt = signal(0)
  waiting = signal([])
  /** Signal: the name of who decides whether we are let in, empty where that is not known. */
  waitedFor = signal("")
  unread = signal(0)
  ended = signal(null)
  leftUnsent = signal([])
  ignored = signal(new Set())
  draft = signal("")
  /** Signal: seq of a message -> how many changes of one's own to it are on their way. */
  changing = signal(new Map())
  roster = new Roster()
  timeline = new Timeline()
  marks = new Marks(this.timeline, messageKey)
  documents = new Documents()
  fuses

  /** Told with the cid of each own message that the room was heard to have. */
  onArrived = () => {}
  /** Told once, when the room is over for this seat and everything of it was dropped. */
  onOver = () => {}

  /**
   * @param {object} clock see lib/clock.js
   * @param {() => boolean} visible whether the person sees the page now
   */
  constructor(clock, visible) {
    this.#clock = clock
    this.#visible = visible
    this.typing = new Typing(clock)
    this.fuses = new Fuses(this.timeline, clock)
  }

  get over() {
    return !["entering", "waiting", "in"].includes(this.status.value)
  }

  /** @returns {number} now, in the server's time as far as it is known */
  serverNow() {
    return this.#clock.now() + this.#aheadMs
  }

  /** @param {number} at a time that the server has just stamped */
  sawServerTime(at) {
    if (Number.isFinite(at)) this.#aheadMs = at - this.#clock.now()
  }

  wait({ seat, admin = "" }) {
    this.waitedFor.value = admin
    this.you.value = { seat, admin: false }
    this.status.value = "waiting"
  }

  takeSnapshot({ you, members, options, top, createdAt, expiresAt, waiting, more }) {
    this.#rules.start(top, options)
    batch(() => {
      this.you.value = you
      if (more?.members) this.roster.add(members)
      else this.roster.replace(members)
      this.options.value = options
      this.createdAt.value = createdAt
      this.expiresAt.value = expiresAt
      this.waiting.value = (waiting ?? []).map(knockFrom)
      this.status.value = "in"
    })
  }

  /** @param {object[]} files as in snapshots @param {boolean} whole whether there are no others */
  takeFiles(files, whole) {
    batch(() => {
      if (whole) this.documents.replace(files)
      else this.documents.add(files)
      for (const offer of files) this.#placeDocument(offer, true)
    })
  }

  /**
   * Takes one event of the room or of `me`; kinds that are not known are left alone.
   * @param {object} event as on the wire, with `text` beside `body` for messages
   * @param {{past?: boolean, seen?: boolean}} [how] past: its effect on members and options is in
   *   the snapshot already; seen: it does not count as unread
   */
  apply(event, { past = false, seen = false } = {}) {
    if (!Object.hasOwn(EFFECTS, event.type)) return
    batch(() => EFFECTS[event.type](this, event, { past, seen }))
  }

  message(kind, event, seen) {
    const { by, to, cid, seq, at, text, about: answers, why = "", sealed = true, fuse } = event
    const mine = by === this.you.value.seat
    const entry = {
      kind, key: messageKey(by, cid), cid, seq, at, by, name: this.roster.nameOf(by), mine,
      ...(kind === "whisper" ? { to, toName: this.roster.nameOf(to) } : {}),
      text: text ?? "", unreadable: text === null, why, answers, fuse: this.fuses.known(cid, fuse), ...UNMARKED,
      sealed: text === undefined ? null : sealed, // of what is held no more that is not known
      blank: text === undefined, delivery: "sent", failure: null,
    }
    const settled = this.timeline.settle(kind === "said" ? this.marks.onto(entry) : entry)
    if (mine) this.onArrived(cid)
    else this.typing.stopped(by)
    const counts = settled && !mine && !seen && !this.ignored.value.has(by)
    if (counts && !this.#visible()) this.unread.value += 1
  }

  /** What could not be read at first can be now. */
  reveal({ by, cid, text, about: answers, why = "", fuse, ...event }) {
    if (event.of !== undefined) return this.marks.take({ ...event, by, cid, text, about: answers, why })
    const entry = this.timeline.settled(messageKey(by, cid))
    if (entry === undefined || entry.edited > 0 || entry.retracted !== null) return
    const words = { text: text ?? "", unreadable: text === null, why, answers, fuse: this.fuses.known(cid, fuse) }
    this.timeline.replace({ ...entry, ...words })
  }

  /** The server counts events anew. */
  restarted() {
    this.timeline.restarted()
    this.marks.clear()
    this.#rules.clear()
  }

  /** Something that came with a document; see EFFECTS. */
  offered(offer, seen) {
    this.documents.offered(offer)
    this.#placeDocument(offer, seen)
  }

  notice(what, { seq, at = Math.max(this.serverNow(), this.timeline.lastAt), names = [], detail }) {
    const key = seq === undefined ? `${what}/${at}` : `#${seq}/${what}`
    this.timeline.settle({ kind: "notice", key, seq, at, what, names, detail: detail ?? null })
  }

  /** Says what changed in the options, also of the change after this one, which was told before. */
  optionsTold({ seq, at, options }) {
    if (this.timeline.knows(`#${seq}/options`)) return
    this.notice("options", { seq, at })
    for (const [number, change] of this.#rules.tell(seq, options)) {
      const entry = this.timeline.settled(`#${number}/options`)
      if (entry !== undefined) this.timeline.replace({ ...entry, detail: change })
    }
  }

  names(seats) {
    return seats.map(seat => this.roster.nameOf(seat)).filter(name => name !== "")
  }

  /** The server does not let us in, or not in again. */
  refuse(refusal) {
    const outside = refusal.code === Failure.removed ? "removed" : "lost"
    const own = outside === "lost" ? this.#ownUnsent() : []
    this.#finish(this.status.value === "waiting" ? "denied" : outside, () => {
      this.denial.value = refusal
      this.leftUnsent.value = own
    })
  }

  #ownUnsent() {
    const pending = this.timeline.pending.value.filter(({ delivery }) => delivery !== "sent")
    return [...pending.map(({ text, fuse }) => fuse?.text ?? text), this.draft.value].filter(text => text.trim() !== "")
  }

  /** @param {object} ended see RoomClient.ended */
  end(ended) {
    this.#finish("ended", () => {
      this.ended.value = ended
    })
  }

  /** @param {"left"|"lost"|"removed"} status */
  close(status, ended = null) {
    this.#finish(status, () => {
      this.ended.value = ended
    })
  }

  takeReceipt(receipt) {
    if (this.ended.value === null || this.ended.value.receipt !== null) return
    this.ended.value = { ...this.ended.value, receipt, silent: receipt.silent ?? [] }
  }

  /** The receipt has not come in time, and will not come any more. */
  missReceipt() {
    if (this.ended.value?.receipt === null) this.ended.value = { ...this.ended.value, missed: true }
  }

  /** Of what was handed over before we came only that is known: it stands before all else. */
  #placeDocument({ file, by, seq, at = this.createdAt.value, to }, seen) {
    const { seat } = this.you.value
    const mine = by === seat
    const name = this.roster.nameOf(by)
    const key = `file/${file}`
    const placed = this.timeline.settle({ kind: "document", key, file, seq, at, by, name, mine })
    const forMe = !mine && (!to?.length || to.includes(seat))
    if (placed && forMe && !seen && !this.ignored.value.has(by) && !this.#visible()) {
      this.unread.value += 1
    }
  }

  #finish(status, tell) {
    if (this.over) return
    batch(() => {
      this.#wipe()
      tell()
      this.status.value = status
    })
    this.onOver()
  }

  #wipe() {
    this.timeline.clear()
    this.marks.clear()
    this.#rules.clear()
    this.documents.clear()
    this.roster.clear()
    this.typing.clear()
    this.fuses.clear()
    this.you.value = NOBODY
    this.options.value = null
    this.createdAt.value = 0
    this.expiresAt.value = 0
    this.waiting.value = []
    this.waitedFor.value = ""
    this.unread.value = 0
    this.ignored.value = new Set()
    this.draft.value = ""
    this.changing.value = new Map()
  }
}

const EFFECTS = {
  said: (state, event, { seen }) => state.message("said", event, seen),

  whispered: (state, event, { seen }) => state.message("whisper", event, seen),

  edited: (state, event) => state.marks.take(event),
  retracted: (state, event) => state.marks.take(event),
  reacted: (state, event) => state.marks.take(event),

  entered(state, { seq, at, members, again }, { past }) {
    if (past) state.roster.remember(members)
    else state.roster.add(members)
    for (const back of [false, true]) {
      const names = members
        .filter(member => Boolean(again || member.again) === back)
        .map(({ name }) => name)
      if (names.length > 0) state.notice(back ? "again" : "entered", { seq, at, names })
    }
  },

  left(state, { seq, at, seats }, { past }) {
    for (const [reason, what] of Object.entries(LEAVING)) {
      const names = state.names(seats.filter(([, why]) => why === reason).map(([seat]) => seat))
      if (names.length > 0) state.notice(what, { seq, at, names })
    }
    if (past) return
    state.roster.setStates(seats.map(([seat]) => [seat, "gone"]))
    for (const [seat] of seats) state.typing.stopped(seat)
  },

  options(state, { seq, at, options }, { past }) {
    state.optionsTold({ seq, at, options })
    if (past) return
    state.options.value = options
    state.expiresAt.value = state.createdAt.value + options.lifetimeMinutes * MINUTE_MS
  },

  "handed-over"(state, { seq, at, to }, { past }) {
    state.notice("handed-over", { seq, at, names: state.names([to]) })
    if (past) return
    const { seat } = state.you.value
    state.roster.setAdmin(to)
    state.you.value = { seat, admin: seat === to }
    if (seat !== to) state.waiting.value = []
  },

  ended: (state, { reason, by }) =>
    state.end({ reason, by: state.roster.nameOf(by), receipt: null, silent: [] }),

  states: (state, { changes }) => state.roster.setStates(changes),

  typing(state, { by }) {
    if (by !== state.you.value.seat && !state.ignored.value.has(by)) state.typing.saw(by)
  },

  expiring(state, { at }) {
    state.expiresAt.value = at
    state.notice("expiring", { detail: { at } })
  },

  receipt: (state, { receipt }) => state.takeReceipt(receipt),

  offered(state, offer, { past, seen }) {
    if (!past) state.offered(offer, seen)
    else if (state.documents.files.value.has(offer.file)) state.offered(offer, true)
  },

  "offered-to-you": (state, offer) => state.documents.described(offer),
  stored: (state, { file }) => state.documents.stored(file),
  withdrawn: (state, { file }) => state.documents.withdrawn(file),
  progress: (state, { file, received }) => state.documents.received(file, received),
  handoffs: (state, { changes }) => state.documents.setStates(changes),
  fetching: (state, { changes }) => state.documents.setFetching(changes),

  knocking(state, knock) {
    const others = state.waiting.value.filter(({ seat }) => seat !== knock.seat)
    state.waiting.value = [...others, knockFrom(knock)]
  },

  "knock-gone"(state, { seat }) {
    state.waiting.value = state.waiting.value.filter(knock => knock.seat !== seat)
  },

  waiting(state, { admin }) {
    if (state.status.value === "waiting") state.waitedFor.value = admin
  },

  kicked: state => state.close("removed"),

  denied: (state, { code }) => {
    if (state.status.value === "waiting") state.refuse(new Refusal(code))
  },
}

function knockFrom({ seat, name, account = false, hello }) {
  return { seat, name, account, ...(hello === undefined ? {} : { hello }) }
}
