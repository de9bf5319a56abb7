import "./web.js"
import { derive } from "../../../../webroot/js/crypto.js"
import { Address, Failure, Refusal } from "../../../../webroot/js/protocol.js"
import { RoomClient } from "../../../../webroot/js/room.js"
import { Announced, sealedHello } from "../../../../webroot/js/seal/identity.js"
import { newSigningKeys, rawPublic } from "../../../../webroot/js/seal/primitives.js"
import { RoomSeal } from "../../../../webroot/js/seal/room-seal.js"
import { RoomRoot } from "../../../../webroot/js/seal/root.js"
import { SealedTalk } from "../../../../webroot/js/sealed-talk.js"

export const CODE = "0123456789abcdefghjkmnpqr"
export const NAME = "SecProje"
const IDS = await derive(CODE, NAME)

/** A room's owner as far as sealing needs one, in memory, with real clients of it. */
export class MiniRoom {
  events = []
  /** Everything that was told on `me`. */
  mails = []
  /** Everything that any client sent: {by, body}. */
  sent = []
  /** (seat, command) -> whether the server swallows it without an answer to anybody. */
  swallows = () => false
  options = { lobby: false, locked: false, capacity: 200, lifetimeMinutes: 60, history: true }
  #clock
  #members = new Map()

  constructor(clock, options = {}) {
    this.#clock = clock
    Object.assign(this.options, options)
  }

  /** A page of this person; `kept` as from before a reload. */
  page(name, { seat = name.toLowerCase().padEnd(26, "2"), kept } = {}) {
    const wire = new Wire(this, seat, name)
    const page = { name, seat, kept: null, wire }
    wire.page = page
    const make = async () => {
      const seal = await sealOf(name, kept)
      return { seal, known: kept !== undefined && seal.hello === kept.hello }
    }
    const keep = value => (page.kept = value)
    page.room = new RoomClient({
      wire, clock: this.#clock, name: NAME, code: CODE, origin: "https://x.org", ids: IDS,
      visible: () => true,
      talk: outside => (page.talk = new SealedTalk({ make, keep }, outside)),
    })
    return page
  }

  async comes(name, more) {
    const page = this.page(name, more)
    await page.room.enter(Address.enterRoom)
    return page
  }

  enter(wire, { hello }) {
    const known = this.#members.get(wire.seat)
    const news = known === undefined || known.state === "gone" ||
      JSON.stringify(known.hello) !== JSON.stringify(hello)
    const admin = known?.admin ?? this.#members.size === 0
    const since = known?.since ?? this.#clock.now() + this.#members.size
    const member = { seat: wire.seat, name: wire.name, account: false, admin, state: "online", since, hello }
    this.#members.set(wire.seat, { ...member, wire })
    if (news) this.tell({ type: "entered", members: [{ ...member, again: known !== undefined }] })
    return {
      room: IDS.room, ...this.here, options: this.options, createdAt: 1, expiresAt: 2,
      you: { seat: wire.seat, admin }, members: this.#list(), files: [], waiting: [],
      events: this.events.filter(({ type }) => SAID.includes(type)), more: {},
    }
  }

  get here() {
    return { epoch: "e1", top: this.events.length, rev: 0 }
  }

  command(seat, command) {
    this.sent.push({ by: seat, ...command })
    if (this.swallows(seat, command)) return {}
    const { type, cid, body, to } = command
    if (type === "say") return this.tell({ type: "said", by: seat, cid, body })
    if (type === "edit") return this.#mark({ type: "edited", by: seat, of: command.of, cid, body })
    if (type === "retract") return this.#mark({ type: "retracted", by: seat, of: command.of })
    if (type === "react") return this.#mark({ type: "reacted", by: seat, of: command.of, cid, body })
    if (type === "whisper") return this.#whisper(seat, to, cid, body)
    if (type === "sync") return { recovered: true, ...this.here, events: this.events.slice(command.from - 1), more: false }
    if (type === "kick") return this.#kick(command.seat)
    if (type === "hand-over") return this.#handOver(command.seat)
    return {}
  }

  tell(event) {
    const numbered = { ...event, seq: this.events.length + 1, at: this.#clock.now() }
    this.events.push(numbered)
    for (const { wire, state } of this.#members.values()) if (state !== "gone") wire.hear(numbered)
    return { seq: numbered.seq, at: numbered.at }
  }

  /** Somebody whose page sends nothing by itself: announced, and its wire is nobody's. */
  async quiet(name) {
    const { wire, seat } = this.page(name)
    const seal = await sealOf(name)
    seal.seat = seat
    this.enter(wire, { hello: seal.hello })
    return { seat, seal }
  }

  /** What does not count any more is not kept. */
  #mark(event) {
    const { type, by, of } = event
    this.events = this.events.map(old => {
      const words = old.seq === of || (old.type === "edited" && old.of === of)
      const reacted = old.type === "reacted" && old.of === of
      const gone = type === "reacted" ? reacted && old.by === by : words || (reacted && type === "retracted")
      return gone ? { ...old, body: null } : old
    })
    return this.tell(event)
  }

  /** The connection of a member is lost for good. */
  loses(seat) {
    this.#gone(seat, "lost")
  }

  #whisper(by, to, cid, body) {
    if ((this.#members.get(to)?.state ?? "gone") === "gone") throw new Refusal(Failure.noSuchSeat)
    const n = this.mails.length + 1
    const event = { type: "whispered", n, room: IDS.room, by, to, cid, body, at: this.#clock.now() }
    this.mails.push(event)
    for (const seat of new Set([by, to])) this.#members.get(seat).wire.page?.room.hearMe(event)
    return { at: event.at }
  }

  #kick(seat) {
    this.options = { ...this.options, lobby: true }
    this.#gone(seat, "kicked")
    this.tell({ type: "options", options: this.options })
    return {}
  }

  #gone(seat, reason) {
    const member = this.#members.get(seat)
    member.state = "gone"
    this.tell({ type: "left", seats: [[seat, reason]] })
  }

  #handOver(to) {
    for (const member of this.#members.values()) member.admin = member.seat === to
    this.tell({ type: "handed-over", to })
    return {}
  }

  #list() {
    return [...this.#members.values()].map(({ wire, ...member }) => member)
  }
}

const SAID = ["said", "edited", "retracted", "reacted"]

class Wire {
  #room
  #listener = null

  constructor(room, seat, name) {
    this.#room = room
    this.seat = seat
    this.name = name
  }

  async request(address, body) {
    if (address === Address.enterRoom) return this.#room.enter(this, body)
    return this.#room.command(this.seat, body)
  }

  async listen(_, hear) {
    this.#listener = hear
    hear({ type: "here", ...this.#room.here })
  }

  unlisten() {
    this.#listener = null
  }

  cut() {}

  hear(event) {
    this.#listener?.(event)
  }
}

/** What a person of this room seals and opens with. */
export const sealOf = (person, kept) =>
  RoomSeal.of({ room: IDS.room, code: CODE, name: NAME, person, kept })

/** What somebody announces whose key for whispers is worth nothing. */
export async function hollowHello(name) {
  const { privateKey, publicKey } = await newSigningKeys()
  const keys = { sign: await rawPublic(publicKey), agree: new Uint8Array(32) }
  const root = await RoomRoot.of(IDS.room, CODE, NAME)
  const hollow = new Announced({ name: name.toLowerCase(), ...keys })
  return sealedHello(root, hollow, privateKey, new Uint8Array(16))
}

/** The texts that a page shows, in order; what cannot be read is told by why. */
export const shown = ({ room }) =>
  room.timeline.value
    .filter(({ kind }) => kind !== "notice")
    .map(({ text, unreadable, blank, why }) => (unreadable ? `<${why}>` : blank ? "<blank>" : text))

/** Resolves once something holds; sealing takes real time. */
export async function until(holds, what = String(holds)) {
  for (let turns = 0; turns < 5_000; turns += 1) {
    if (holds()) return
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  throw new Error(`never: ${what}`)
}
