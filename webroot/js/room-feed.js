/**
 * Keeps a room's state whole: one thing after the other, no event twice, none missed unsaid.
 * Everything that comes in passes one line, so that a snapshot, a gap being filled and the events
 * behind it never overtake each other.
 */
import { clock as realClock } from "./lib/clock.js"
import { Sequence } from "./lib/sequence.js"
import { Address, Failure, Refusal } from "./protocol.js"

const PAUSE_MS = 500
const RECEIPT_MS = 15_000

export class RoomFeed {
  #wire
  #ids
  #talk
  #state
  #clock
  #line = Promise.resolve()
  #epoch = null
  #rev = 0
  #sequence = null
  #snapshotTop = 0
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
        const message = await this.#talk.opened(body)
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
    if (answer.waiting === true) return this.#state.wait(answer.seat)
    const first = this.#epoch === null
    const continues = !first && whole && answer.epoch === this.#epoch
    if (!first && answer.epoch !== this.#epoch) this.#talk.restarted()
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
      if (!continues) for (const event of answer.events ?? []) await this.#apply(event)
    }
    await this.#listen()
    if (first && answer.more?.events) this.#recall(answer.epoch).catch(this.#mend)
  }

  #startFrom({ top }, first) {
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
      if (!(error instanceof Refusal) || error.passing || error.code === 0) throw error
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
    if (event.rev > this.#rev + 1) return this.#listMembers()
    this.#rev = event.rev
    this.#state.apply(event)
  }

  async #compare({ epoch, top, rev }) {
    if (epoch !== this.#epoch) return this.#enterAgain(false)
    if (top > this.#sequence.last) await this.#catchUp()
    if (rev > this.#rev) await this.#listMembers()
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
    const message = await this.#talk.opened(event)
    if (this.#state.over) return
    const past = event.seq <= this.#snapshotTop
    if (event.type === "entered" && !past) this.#learnOf(event)
    this.#state.apply(message, { past, seen: event.seq <= this.#firstTop })
    if (!past) this.#talk.heard(event)
    if (event.type === "ended") await this.#wiped(event.nonce)
    if (event.type === "handed-over" && !past) await this.#askWhoWaits()
  }

  #learnOf({ members, seq, at }) {
    this.#learn(members, { seq, at })
    const own = members.find(({ seat }) => seat === this.#state.you.value.seat)
    if (own !== undefined && !this.#talk.announces(own)) this.seatLost() // another page had the seat
  }

  /** Fills in what was said before, beside the line, so that new events need not wait for it. */
  async #recall(epoch) {
    for (let from = 1, more = true; more; ) {
      const reply = await this.#command({ type: "sync", epoch, from })
      if (!reply.recovered || epoch !== this.#epoch) return
      for (const event of reply.events) {
        const message = await this.#talk.opened(event)
        if (this.#state.over) return
        if (event.seq <= this.#firstTop) this.#state.apply(message, { past: true, seen: true })
      }
      more = reply.more && reply.events.length > 0 && from <= this.#firstTop
      from = (reply.events.at(-1)?.seq ?? from) + 1
    }
  }

  async #listMembers() {
    const members = []
    let rev
    for (let more = true; more; ) {
      const after = members.length > 0 ? { after: members.at(-1).seat } : {}
      const reply = await this.#command({ type: "list", what: "members", ...after })
      rev ??= reply.rev
      members.push(...reply.items)
      more = reply.more && reply.items.length > 0
    }
    this.#state.roster.replace(members)
    this.#learn(members)
    this.#rev = Math.max(this.#rev, rev)
  }

  async #askWhoWaits() {
    if (!this.#state.you.value.admin || !this.#state.options.value.lobby) return
    const snapshot = await this.#insist(() => this.#knock(Address.enterRoom))
    for (const knock of snapshot.waiting ?? []) this.#state.apply({ ...knock, type: "knocking" })
  }

  async #wiped(nonce) {
    this.#clock.after(RECEIPT_MS, () => this.stop())
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

const isRoomGone = error => error instanceof Refusal && error.code === Failure.roomNotFound
