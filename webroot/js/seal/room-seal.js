/** Everything one member seals and opens in one room. Sends nothing, shows nothing. */
import { foldName } from "../lib/fold.js"
import { aboutContent, readAbout } from "./about.js"
import { Acquaintance } from "./acquaintance.js"
import { base64url, fromBase64url, hex, randomBytes, textOf, utf8 } from "./bytes.js"
import { ContentKey } from "./content-key.js"
import { openedMeta, parsedMeta, sealedMeta } from "./file-meta.js"
import { fusedContent, readFused } from "./fuse.js"
import { Announced, Identity } from "./identity.js"
import { Kind, NO_ID, opened, parsed, sealed } from "./message.js"
import { KeyRing } from "./keyring.js"
import { RecordBox } from "./records.js"
import { MOST_REACTION_BYTES } from "./padding.js"
import { NotOpened, orRefused } from "./refused.js"
import { ReplayGuard } from "./replay.js"
import { RoomRoot } from "./root.js"
import { pairNumber, roomSafety } from "./safety.js"

const STREAM_BYTES = 16
const KEY_BYTES = 32
const FILE_KEY_BYTES = 16
const MOST_COUNTER = 2 ** 32 - 1
const MOST_GIVEN = 64
const BETWEEN_PAGES = [Kind.keys, Kind.askForKeys, Kind.dispute]
const KINDS_OF = {
  said: [Kind.said, Kind.reply, Kind.fused],
  edited: [Kind.edit],
  reacted: [Kind.reaction],
  whispered: [Kind.whisper, Kind.fusedWhisper, ...BETWEEN_PAGES],
}
const MOST_REASON = 200

export class RoomSeal {
  #root
  #own
  #guard = new ReplayGuard()
  #others
  #stream = randomBytes(STREAM_BYTES)
  #counter = 0

  /** @type {KeyRing} */
  ring

  /** One's own seat, once it is known. */
  seat = ""

  constructor(root, own, ring) {
    this.#root = root
    this.#own = own
    this.#others = new Acquaintance(root, own)
    this.ring = ring
  }

  /**
   * @param {{room: string, code: string, name: string, person: string, kept?: object}} who room:
   *   id; code: canonical; name: the room's as typed; person: as signed in; kept: see `kept`
   */
  static async of({ room, code, name, person, kept }) {
    const root = await RoomRoot.of(room, code, name)
    const ring = new KeyRing(await root.firstKey())
    if (kept?.room !== room || kept.announced.name !== foldName(person)) {
      return new RoomSeal(root, await Identity.make(root, person), ring)
    }
    const keys = await Promise.all(kept.keys.map(({ epoch, bytes }) => ContentKey.of(epoch, bytes)))
    ring.takeUp(keys, kept.floor, kept.heard)
    const own = new Identity({ ...kept, announced: new Announced(kept.announced) })
    return new RoomSeal(root, own, ring)
  }

  /** The server counts what is said anew; what came on `me` it counts on. */
  restarted() {
    this.ring.restarted()
    for (const type of ["said", "edited", "reacted"]) this.#guard.forget(`${type}/`)
  }

  /** What is announced with the seat. */
  get hello() {
    return this.#own.hello
  }

  /** What a reload needs to go on as the same member; private keys stay inside the browser. */
  kept() {
    const { signing, agreement, hello, announced: { name, sign, agree } } = this.#own
    const announced = { name, sign, agree }
    return { room: this.#root.room, signing, agreement, hello, announced, ...this.ring.kept() }
  }

  /**
   * Takes what seats announce; it is looked at when it is needed.
   * @param {{seat: string, name: string, hello?: object}[]} members
   * @returns {string[]} seats that had announced something else before
   */
  learn(members) {
    return members.filter(member => this.#others.learn(member)).map(({ seat }) => seat)
  }

  /** @returns {Promise<Announced|null>} what a seat announced last, if it is sound */
  async announcedBy(seat) {
    return (await this.#others.announcedBy(seat))[0] ?? null
  }

  /** @returns {Promise<object>} a message to all; about: {by, cid} of the one that it answers */
  async said(cid, text, about) {
    if (about === undefined) return this.#toAll(Kind.said, cid, utf8(text))
    return this.#toAll(Kind.reply, cid, aboutContent(about, text))
  }

  /** @returns {Promise<object>} other words for one's own message with this {by, cid} */
  async edit(cid, about, text) {
    return this.#toAll(Kind.edit, cid, aboutContent(about, text))
  }

  /** @returns {Promise<object>} small enough for what a reaction may have */
  async reaction(cid, about, text) {
    const content = aboutContent(about, text)
    if (content.length > MOST_REACTION_BYTES) throw new RangeError("too long for a reaction")
    return this.#toAll(Kind.reaction, cid, content)
  }

  /** @returns {Promise<object>} a message to one seat. @throws {NotOpened} `no_sender` */
  whisper(to, cid, text) {
    return this.#private(Kind.whisper, to, cid, utf8(text))
  }

  /**
   * @param {string} to a seat, or empty for all
   * @param {{seconds: number, text: string}} fuse covered until somebody looks; seconds: how long it
   *   stays then, 0 for as long as the page shows it
   * @throws {NotOpened} `no_sender`
   */
  async fused(to, cid, { seconds, text }) {
    const content = fusedContent(seconds, text)
    return to === ""
      ? this.#toAll(Kind.fused, cid, content)
      : this.#private(Kind.fusedWhisper, to, cid, content)
  }

  /** @param {ContentKey[]} keys given to one seat */
  giving(to, cid, keys) {
    const list = keys.slice(0, MOST_GIVEN).map(({ epoch, bytes }) => [epoch, base64url(bytes)])
    return this.#private(Kind.keys, to, cid, json({ keys: list }))
  }

  /** @param {string[]} names of the keys that are missing; none: whatever is in use */
  asking(to, cid, names) {
    return this.#private(Kind.askForKeys, to, cid, json({ want: names }))
  }

  /** What is wrong with a document, told to the seat that sent it. */
  disputing(to, cid, file, reason) {
    return this.#private(Kind.dispute, to, cid, json({ file, reason }))
  }

  /**
   * @param {{type: string, by: string, to?: string, cid: string, body: {sealed: string},
   *   seq?: number, n?: number}} event `said`, `edited`, `reacted` or `whispered`
   * @returns {Promise<{kind: number, text?: string, fuse?: {seconds: number, text: string}, about?: {by: string, cid: string},
   *   keys?: ContentKey[], want?: string[], disputed?: {file: string, reason: string}}>}
   * @throws {NotOpened} with `missing`, the name of the key, when that is why
   */
  async open({ type, by, to = "", cid, body, seq, n }) {
    const message = parsed(body.sealed)
    if (!KINDS_OF[type].includes(message.kind)) throw new NotOpened("format")
    const forOne = type === "whispered"
    const where = { room: this.#root.room, by, to, cid }
    const content = forOne
      ? await this.#openPrivate(message, where)
      : await this.#openSaid(message, where)
    const between = BETWEEN_PAGES.includes(message.kind)
    const group = between ? `${type}/${message.kind}` : type
    const stream = `${group}/${by}/${hex(message.stream)}` // a member may use another's bytes
    this.#guard.take(stream, message.counter, forOne ? n : seq, { ordered: !between })
    return { kind: message.kind, ...(await meaning(message.kind, content)) }
  }

  /**
   * @param {{name: string, type: string, size: number, digest: string}} about digest: SHA-256 of
   *   the plain bytes in hex
   * @param {string[]} to seats; none: all
   * @returns {Promise<{meta: string, box: RecordBox}>} the text of `meta`; what seals its records
   * @throws {NotOpened} `no_sender` when one of them announced no keys
   */
  async describe(about, to) {
    const file = { about, fileKey: randomBytes(FILE_KEY_BYTES), salt: randomBytes(STREAM_BYTES) }
    const where = { room: this.#root.room, by: this.seat, to }
    const keys = to.length === 0
      ? { content: this.ring.current }
      : { pairs: await Promise.all([...to].sort().map(seat => this.#others.pairWith(seat))) }
    const meta = await sealedMeta(file, where, keys, this.#own.sign)
    return { meta, box: await this.#boxOf(file) }
  }

  /**
   * @param {{by: string, to?: string[], meta: string}} offer meta: its text, without base64
   * @returns {Promise<{about: object, box: RecordBox}>} what the sender says of a document, as it
   *   came; and what opens its records
   * @throws {NotOpened} as `open` does
   */
  async described({ by, to, meta }) {
    const seats = [...(to ?? [])].sort()
    const found = parsedMeta(meta, seats.length)
    const where = { room: this.#root.room, by, to: seats }
    const [base, slot] = await this.#slotOf(found, by, seats)
    const file = await openedMeta(found, base, slot, where, await this.#senders(by))
    return { about: file.about, box: await this.#boxOf(file) }
  }

  /** @returns {boolean} false for what goes between pages, as the message itself says */
  static isForPeople(event) {
    try {
      return !BETWEEN_PAGES.includes(parsed(event.body.sealed).kind)
    } catch {
      return true
    }
  }

  /** @returns {number} the epoch that a message says it is of; 0 when it says none */
  static epochOf(event) {
    try {
      return parsed(event.body.sealed).epoch
    } catch {
      return 0
    }
  }

  /** @returns {Promise<{words: string, code: string}>} equal for all who have the room's code */
  safety() {
    return roomSafety(this.#root)
  }

  /** @returns {Promise<string|null>} equal for both; null while the seat announced nothing sound */
  async numberWith(seat) {
    const other = await this.announcedBy(seat)
    return other === null ? null : pairNumber(this.#root, this.#own.announced, other)
  }

  #toAll(kind, cid, content) {
    const { epoch, id, from } = this.ring.current
    return this.#seal(from, { kind, epoch, id }, "", cid, content)
  }

  async #private(kind, to, cid, content) {
    const head = { kind, epoch: 0, id: NO_ID }
    return this.#seal(await this.#others.pairWith(to), head, to, cid, content)
  }

  async #slotOf(meta, by, seats) {
    if (meta.forAll) return [this.#contentKey(meta.keyName, meta.epoch).from, meta.slots[0]]
    const own = by === this.seat
    const place = own ? 0 : seats.indexOf(this.seat)
    if (place < 0) throw new NotOpened("no_key")
    return [await this.#others.pairWith(own ? seats[0] : by), meta.slots[place]]
  }

  #boxOf({ fileKey, salt }) {
    return RecordBox.of(fileKey, salt, this.#root.room)
  }

  #contentKey(name, epoch) {
    const key = this.ring.get(name)
    if (key === undefined) throw Object.assign(new NotOpened("no_key"), { missing: name })
    if (key.epoch !== epoch) throw new NotOpened("changed")
    return key
  }

  async #seal(base, head, to, cid, content) {
    if (this.#counter > MOST_COUNTER) throw new RangeError("too many messages")
    const counter = this.#counter
    this.#counter += 1
    const where = { room: this.#root.room, by: this.seat, to, cid }
    const whole = { ...head, stream: this.#stream, counter }
    return { sealed: await sealed(base, whole, where, content, this.#own.sign) }
  }

  async #openSaid(message, where) {
    const key = this.#contentKey(message.keyName, message.epoch)
    return opened(key.from, message, where, await this.#senders(where.by))
  }

  async #openPrivate(message, where) {
    const senders = await this.#senders(where.by)
    const others = where.by === this.seat ? await this.#others.announcedBy(where.to) : senders
    let refusal = new NotOpened("no_sender")
    for (const other of others) {
      try {
        return await opened(await this.#others.pair(other), message, where, senders)
      } catch (error) {
        refusal = error
      }
    }
    throw refusal
  }

  async #senders(seat) {
    const own = seat === this.seat ? [this.#own.announced] : []
    const senders = [...own, ...(await this.#others.announcedBy(seat))]
    if (senders.length === 0) throw new NotOpened("no_sender")
    return senders
  }
}

const json = value => utf8(JSON.stringify(value))

const FUSED = [Kind.fused, Kind.fusedWhisper]
const ABOUT = [Kind.reply, Kind.edit, Kind.reaction]

async function meaning(kind, content) {
  if (FUSED.includes(kind)) return orRefused("format", () => readFused(content))
  if (ABOUT.includes(kind)) return orRefused("format", () => readAbout(content))
  const text = await orRefused("format", () => textOf(content))
  if (kind === Kind.said || kind === Kind.whisper) return { text }
  const said = await orRefused("format", () => JSON.parse(text))
  return orRefused("format", () => MEANINGS[kind](said))
}

const MEANINGS = {
  [Kind.keys]: async said => ({ keys: await keysIn(said) }),
  [Kind.askForKeys]: said => ({ want: namesIn(said) }),
  [Kind.dispute]: said => ({ disputed: disputeIn(said) }),
}

function keysIn({ keys }) {
  if (keys.length > MOST_GIVEN) throw new NotOpened("format")
  return Promise.all(keys.map(([epoch, text]) => {
    const bytes = fromBase64url(text)
    const sound = Number.isSafeInteger(epoch) && epoch > 0 && bytes.length === KEY_BYTES
    if (!sound) throw new NotOpened("format")
    return ContentKey.of(epoch, bytes)
  }))
}

function namesIn({ want }) {
  if (want.length > MOST_GIVEN || want.some(name => !/^[0-9a-f]{32}$/.test(name))) {
    throw new NotOpened("format")
  }
  return want
}

function disputeIn({ file, reason }) {
  const length = [...reason].length
  if (!/^[a-z2-7]{26}$/.test(file) || length < 1 || length > MOST_REASON) {
    throw new NotOpened("format")
  }
  return { file, reason }
}
