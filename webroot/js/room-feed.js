/**
 * Keeps a room's state whole: one thing after the other, no event twice, none missed unsaid.
 * Everything that comes in passes one line, so that a snapshot, a gap being filled and the events
 * behind it never overtake each other.
 */
import { clock as realClock } from "./lib/clock.js"
import { Sequence } from "./lib/sequence.js"
import { openedOffer } from "./document-body.js"
import { Address, Failure, Refusal } from "./protocol.js"

const PAUSE_MS = 500
const RECEIPT_MS = 15_000
const PAGE = 200

export class RoomFeed {
  #wire
  #ids
  #talk
  #state
  #clock
  #line = Promise.resolve()
  #metas = new Map()
  #epoch = null
  #rev = 0
  #sequence = null
  #snapshotTop = 0
  #talkTop = 0
  #firstTop = 0

  /**
   * @param {Pick<import("./bus.js").Connection, "request"|"listen"|"unlisten"|"cut">} wire
   * @param {{room: string, ticket: string, proof: string}} ids
   * @param {import("./sealed-talk.js").SealedTalk} talk
   * @param {import("./room-state.js").RoomState} state
   */
  constructor(wire, ids, talk, state, clock = realClock) {
    this.#wire = wire
    this.#ids = ids
    this.#talk = talk
    talk.onKeys = () => this.#inLine(() => this.#describeMore()).catch(this.#mend)
    this.#state = state
    this.#clock = clock
  }

  /** Opens or enters for the first time. @throws {Refusal} */
  enter(address, more = {}) {
    return this.#inLine(async () => {
      const answer = await this.#knock(address, more)
      await this.#admit(answer).catch(error => {
        if (!(error instanceof Refusal) || !error.passing) throw error
        this.#mend(error)
      })
    })
  }

  /** Takes up again on a new connection. @param {boolean} seated whether the server has our seat */
  rejoin(seated) {
    return this.#inLine(async () => {
      if (this.#state.over) return
      if (!seated || this.#state.status.value !== "in") return this.#enterAgain()
      try {
        await this.#listen()
      } catch (error) {
        if (!isRoomGone(error)) throw error
        await this.#enterAgain()
      }
    })
  }

  /** Wins back the seat after a command was told that there is none. */
  seatLost() {
    return this.#inLine(() => (this.#state.over ? undefined : this.#enterAgain())).catch(this.#mend)
  }

  /** A body that came in on the room's `out`. */
  hear(body) {
    this.#inLine(() => this.#take(body)).catch(this.#mend)
  }

  /** A body of this room that came in on `me`. @param {boolean} seen it is from before a reload */
  hearMe(body, seen = false) {
    return this.#inLine(async () => {
      if (body.type === "admitted") {
        if (this.#state.status.value === "waiting") await this.#admit(body.snapshot)
      } else if (!this.#state.over) {
        const message = await this.#readable(forMe(body))
        if (message !== null) this.#state.apply(message, { seen })
        if (this.#state.over) this.stop()
      }
    }).catch(this.#mend)
  }

  /** What came in on `me` could not be recovered: asks for the state and says so. */
  mailLost() {
    this.#inLine(async () => {
      if (this.#state.over) return
      await this.#enterAgain()
      if (this.#state.over) return
      this.#state.notice("unrecovered", {})
      this.#talk.lostTrack()
    }).catch(this.#mend)
  }

  /** Hears nothing more of the room. */
  stop() {
    this.#metas.clear()
    this.#wire.unlisten(Address.roomOut(this.#ids.room))
  }

  /** A silent server is left; what else was refused is mended by the next `here` or connection. */
  #mend = error => {
    if (!(error instanceof Refusal)) throw error
    if (error.slug === "timeout") this.#wire.cut()
  }

  #inLine(task) {
    const done = this.#line.then(task)
    this.#line = done.catch(() => {})
    return done
  }

  async #knock(address, more = {}) {
    const announced = await this.#talk.prepare()
    const { ticket, proof } = this.#ids
    const hello = announced === undefined ? {} : { hello: announced }
    return this.#wire.request(address, { ticket, proof, ...hello, ...more })
  }

  async #admit(answer, whole = true) {
    if (answer.waiting === true) return this.#state.wait(answer)
    const first = this.#epoch === null
    const continues = !first && whole && answer.epoch === this.#epoch
    if (!first && answer.epoch !== this.#epoch) {
      this.#talk.restarted()
      this.#state.restarted()
    }
    this.#epoch = answer.epoch
    this.#rev = answer.rev
    this.#snapshotTop = answer.top
    this.#state.takeSnapshot(answer)
    if (!continues) this.#startFrom(answer, first)
    if (first) await this.#talk.sit(answer)
    else this.#learn(answer.members)
    try {
      if (answer.more?.members) await this.#listMembers() // who spoke is known before what was said
    } finally {
      this.#state.takeFiles(await this.#readableFiles(answer.files), !answer.more?.files)
      if (!continues) for (const event of answer.events ?? []) await this.#apply(event)
    }
    await this.#listen()
    if (answer.more?.files || answer.files?.some(({ more }) => more)) await this.#listFiles()
    const silent = answer.more?.events || answer.options?.history === false
    if (first && silent) this.#recall(answer).catch(this.#mend)
  }

  #startFrom({ top }, first) {
    this.#talkTop = top
    if (first) this.#firstTop = top
    else this.#state.notice("unrecovered", {})
    if (!first) this.#talk.lostTrack()
    this.#sequence = new Sequence(top)
  }

  /** Takes what members announce; a seat with other keys than before is told to the person. */
  #learn(members, told = {}) {
    const changed = this.#talk.learn(members).filter(seat => seat !== this.#state.you.value.seat)
    const names = this.#state.names(changed)
    if (names.length > 0) this.#state.notice("rekeyed", { ...told, names })
  }

  async #enterAgain(whole = true) {
    try {
      await this.#admit(await this.#insist(() => this.#knock(Address.enterRoom)), whole)
    } catch (error) {
      if (!isFinal(error)) throw error
      this.#state.refuse(error)
    }
  }

  #listen() {
    return this.#wire.listen(Address.roomOut(this.#ids.room), body => this.hear(body))
  }

  async #take(body) {
    if (body?.type === "receipt") return this.#state.apply(body)
    if (this.#state.status.value !== "in") return
    if (body?.type === "here") return this.#compare(body)
    if (body?.seq !== undefined) return this.#takeNumbered(body)
    if (body?.rev !== undefined) return this.#takeCounted(body)
    this.#state.apply(body ?? {})
  }

  async #takeNumbered(event) {
    this.#state.sawServerTime(event.at)
    for (const next of this.#sequence.take(event.seq, event)) await this.#apply(next)
    if (this.#sequence.hole) await this.#catchUp()
  }

  async #takeCounted(event) {
    if (event.rev <= this.#rev) return
    if (event.rev > this.#rev + 1) return this.#listAll()
    this.#rev = event.rev
    this.#state.apply(event)
  }

  async #compare({ epoch, top, rev }) {
    if (epoch !== this.#epoch) return this.#enterAgain(false)
    if (top > this.#sequence.last) await this.#catchUp()
    if (rev > this.#rev) await this.#listAll()
  }

  /** Asks for everything after the last event known, until nothing is missing. */
  async #catchUp() {
    while (this.#state.status.value === "in") {
      const from = this.#sequence.last + 1
      const reply = await this.#command({ type: "sync", epoch: this.#epoch, from })
      if (!reply.recovered || reply.epoch !== this.#epoch) return this.#enterAgain(false)
      for (const event of reply.events) await this.#fill(event.seq - 1, event)
      if (!reply.more) await this.#fill(reply.top)
      if (!reply.more && !this.#sequence.hole) return
      if (this.#sequence.last < from) return this.#enterAgain(false)
    }
  }

  /** What the log left out up to `known` is not for this seat and no hole. */
  async #fill(known, event) {
    const freed = this.#sequence.skipTo(known)
    const next = event === undefined ? [] : this.#sequence.take(event.seq, event)
    for (const one of [...freed, ...next]) await this.#apply(one)
  }

  async #apply(event) {
    const message = await this.#readable(event)
    if (this.#state.over) return
    const past = event.seq <= this.#snapshotTop
    if (event.type === "entered" && !past) this.#learnOf(event)
    this.#state.apply(message, { past, seen: event.seq <= this.#firstTop })
    if (event.seq > this.#talkTop) this.#talk.heard(event) // a snapshot says nothing of removals
    if (event.type === "ended") await this.#wiped(event.nonce)
    if (event.type === "handed-over" && !past) await this.#askWhoWaits()
  }

  #learnOf({ members, seq, at }) {
    this.#learn(members, { seq, at })
    const own = members.find(({ seat }) => seat === this.#state.you.value.seat)
    if (own !== undefined && !this.#talk.announces(own)) this.seatLost() // another page had the seat
  }

  /**
   * Fills in what was said before, beside the line, so that new events need not wait for it:
   * backwards from the end, as the snapshot has not what was done to older messages than its own,
   * and when the server no longer holds all of it in ever smaller steps, to the oldest that it
   * holds. Where there is no history for newcomers, the snapshot is without messages also for one
   * who was here when they were said; that is mostly little, and asked for in one go.
   */
  async #recall({ epoch, top, options }) {
    const little = options?.history === false
    if (little && (await this.#recallFrom(epoch, 1, top + 1))) return
    let known = top + 1
    for (let step = PAGE; step >= 1 && known > 1 && epoch === this.#epoch; ) {
      const from = Math.max(1, known - step)
      if (await this.#recallFrom(epoch, from, known)) known = from
      else step = Math.floor(step / 2)
      if (this.#state.over) return
    }
  }

  /** @returns {Promise<boolean>} whether everything from `from` up to before `known` was there */
  async #recallFrom(epoch, from, known) {
    for (let next = from; next < known; ) {
      const reply = await this.#command({ type: "sync", epoch, from: next })
      if (!reply.recovered || epoch !== this.#epoch) return false
      for (const event of reply.events) {
        const message = await this.#readable(event)
        if (this.#state.over) return false
        if (event.seq < known) this.#state.apply(message, { past: true, seen: true })
      }
      if (!reply.more || reply.events.length === 0) return true
      next = reply.events.at(-1).seq + 1
    }
    return true
  }

  /** The states of members and of documents are counted by one `rev`. */
  async #listAll() {
    const rev = await this.#listMembers()
    if (this.#state.documents.files.value.size > 0) await this.#listFiles()
    this.#rev = Math.max(this.#rev, rev)
  }

  async #listMembers() {
    const { items, rev } = await this.#list({ what: "members" }, ({ seat }) => seat)
    this.#state.roster.replace(items)
    this.#learn(items)
    return rev
  }

  async #listFiles() {
    const { items } = await this.#list({ what: "files" }, ({ file }) => file)
    for (const item of items.filter(({ more }) => more)) {
      item.handoff = await this.#listHandOff(item.file)
    }
    this.#state.takeFiles(await this.#readableFiles(items), true)
  }

  async #listHandOff(file) {
    try {
      return (await this.#list({ what: "handoff", file }, ([seat]) => seat)).items
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== Failure.noSuchFile) throw error
      return [] // withdrawn meanwhile, and told so by an event
    }
  }

  /** All pages of a list. `rev` is what they know at least. */
  async #list(what, idOf) {
    const items = []
    let rev
    for (let more = true; more; ) {
      const after = items.length > 0 ? { after: idOf(items.at(-1)) } : {}
      const reply = await this.#command({ type: "list", ...what, ...after })
      rev ??= reply.rev
      items.push(...reply.items)
      more = reply.more && reply.items.length > 0
    }
    return { items, rev }
  }

  #readable(event) {
    if (event.type === "offered") return openedOffer(this.#talk, this.#described(event))
    if (event.type === "offered-to-you") return openedOffer(this.#talk, this.#signed(event))
    return this.#talk.opened(event)
  }

  /** What a document for some is comes on `me`, who offers it to whom on `out`, in either order. */
  #described(offer) {
    const meta = offer.meta ?? this.#metas.get(offer.file)
    this.#metas.delete(offer.file)
    return { ...offer, ...(meta === undefined ? {} : { meta }) }
  }

  #signed(offer) {
    const known = this.#state.documents.files.value.get(offer.file)
    if (known === undefined) this.#metas.set(offer.file, offer.meta)
    return { ...offer, by: known?.by, to: known?.to ?? [] }
  }

  /** More keys are known: describes what could not be read before. */
  async #describeMore() {
    for (const { file, by, to, meta, about } of this.#state.documents.files.value.values()) {
      if (about !== null || meta === undefined) continue
      const found = await openedOffer(this.#talk, { by, to: to ?? [], meta })
      if (found.about !== null) this.#state.documents.described({ file, meta, about: found.about })
    }
  }

  #readableFiles(files) {
    return Promise.all((files ?? []).map(file => openedOffer(this.#talk, file)))
  }

  async #askWhoWaits() {
    if (!this.#state.you.value.admin || !this.#state.options.value.lobby) return
    const snapshot = await this.#insist(() => this.#knock(Address.enterRoom))
    for (const knock of snapshot.waiting ?? []) this.#state.apply({ ...knock, type: "knocking" })
  }

  async #wiped(nonce) {
    this.#clock.after(RECEIPT_MS, () => {
      this.stop()
      this.#state.missReceipt()
    })
    await this.#command({ type: "wiped", nonce })
  }

  #command(command) {
    return this.#insist(() => this.#wire.request(Address.roomIn(this.#ids.room), command))
  }

  /** Repeats what was only too fast. */
  async #insist(ask) {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof Refusal) || !error.passing || error.code === 0) throw error
        await new Promise(again => this.#clock.after(error.afterMs || PAUSE_MS, again))
      }
    }
  }
}

/** What came on `me` and on `out` under one name is told apart. */
const forMe = body => (body.type === "offered" ? { ...body, type: "offered-to-you" } : body)
/** Whether a refusal to let us in again will stay so; a mishap of the server's own does not. */
const isFinal = error =>
  error instanceof Refusal && !error.passing && ![0, Failure.internal].includes(error.code)
const isRoomGone = error => error instanceof Refusal && error.code === Failure.roomNotFound
