/** Who this tab is to the server, and the one room it shows. */
import { effect, signal } from "../vendor/signals-core.js"
import { About } from "./about.js"
import { canonicalCode, derive, newCode } from "./crypto.js"
import { forget, keep, keepKeys, kept, keptKeys } from "./keep.js"
import { clock as realClock } from "./lib/clock.js"
import { foldName, validName } from "./lib/fold.js"
import { Link } from "./link.js"
import { Address, asRefusal, Failure, Limit, Refusal } from "./protocol.js"
import { RoomClient } from "./room.js"
import { RoomSeal } from "./seal/room-seal.js"
import { SealedTalk } from "./sealed-talk.js"

const OPEN_TRIES = 3
const PANIC_MS = 1_000
const GIVEN_UP = ["left", "removed"]

export class Session {
  #link
  #clock
  #talk
  #origin
  #about = new About()
  #room = null
  /** The room that this one is being left for, until one is there. */
  #next = null
  #left = null

  /** Signal: null | {session, name, account, claimed}. */
  identity = signal(null)
  /** Signal: RoomClient | null. */
  room = signal(null)
  /**
   * Signal: null | {name, code, person, unsent}: the room of a session that ended, to enter it anew;
   * the name one had in it, and how many own messages were not sent.
   */
  invite = signal(null)
  /** Signal<boolean>: nothing is written to the tab's storage any more. */
  keepsNothing = signal(false)
  serverBuild = this.#about.build
  buildChanged = this.#about.buildChanged
  limits = this.#about.limits

  /**
   * @param {{connect?: Function, clock?: object, origin?: string, talk?: Function}} [outside] for
   *   tests
   */
  constructor({ connect, clock = realClock, origin, talk = sealedTalk } = {}) {
    this.#clock = clock
    this.#talk = talk
    this.#origin = origin
    this.#link = new Link({ connect, clock })
    this.status = this.#link.status
    this.retryAt = this.#link.retryAt
    this.reason = this.#link.reason
    this.#listenTo(this.#link)
  }

  /**
   * @param {{name: string, password?: string}} who without password: a guest
   * @returns {Promise<object>} the identity
   * @throws {Refusal}
   */
  async signIn({ name, password = "" }) {
    if (!validName(name, Limit.personNameCodePoints)) throw new Refusal(Failure.badName)
    if (this.#isSignedInAs(name, password)) return this.identity.value
    await this.signOut()
    const secret = password === "" ? {} : { password: password.normalize("NFC") }
    await this.#link.signIn({ name: name.trim(), ...secret })
    return this.identity.value
  }

  /**
   * Makes a code nobody used, opens the room and shows it.
   * @param {{name: string, options?: object}} what
   * @returns {Promise<RoomClient>}
   * @throws {Refusal}
   */
  openRoom({ name, options = {} }) {
    const more = { options: { sealedOnly: true, ...options } }
    return this.#withNewCode(code => this.#join(Address.openRoom, { name, code }, more))
  }

  /**
   * Opens another room of the same name and with the same rules, whispers its link to these seats
   * and changes over to it.
   * @param {string[]} seats
   * @param {(link: string) => string} words what each is told
   * @returns {Promise<string[]>} the names of those whom it did not reach
   * @throws {Refusal} nothing has changed then
   */
  async moveOn(seats, words) {
    const old = this.#room
    const { name } = old
    const names = new Map(seats.map(seat => [seat, old.members.peek().get(seat)?.name ?? ""]))
    const more = { options: { ...old.options.peek(), locked: false } }
    const fresh = await this.#withNewCode(code =>
      this.#beside(Address.openRoom, { name, code }, more))
    const missed = await old.whisperEach(seats, words(fresh.link))
    await this.#changeOver(old, fresh)
    return missed.map(seat => names.get(seat))
  }

  /**
   * Enters another room, and leaves this one once it is clear that there is one.
   * @param {{name: string, code: string}} what name and canonical code
   * @throws {Refusal} nothing has changed then
   */
  async follow(what) {
    const old = this.#room
    if (old === null) return this.enterRoom(what)
    const { room } = await derive(what.code, what.name)
    if (room === old.id) return old
    return this.#changeOver(old, await this.#beside(Address.enterRoom, what))
  }

  async #beside(address, what, more) {
    const room = await this.#newRoom(what)
    await this.#link.untilLive()
    this.#next = room
    try {
      await room.enter(address, more)
      return room
    } catch (error) {
      if (this.#next === room) this.#next = null
      room.left()
      this.#room?.keepAgain()
      throw asRefusal(error)
    }
  }

  /** @throws {Refusal} when the session ended meanwhile: the way back is on the screen then */
  async #changeOver(old, fresh) {
    await old.leave()
    if (this.#next !== fresh) throw new Refusal(Failure.signInFirst)
    this.#next = null
    this.#room = fresh
    if (fresh.status.value === "in") fresh.keepAgain()
    this.#show(fresh)
    return fresh
  }

  async #withNewCode(open) {
    let code = newCode()
    for (let tries = 1; ; tries += 1) {
      try {
        return await open(code)
      } catch (refusal) {
        if (tries === OPEN_TRIES) throw refusal
        if (refusal.code === Failure.roomExists) code = newCode()
        else if (!refusal.unheard) throw refusal
      }
    }
  }

  /**
   * @param {{name: string, code: string}} what name and code as typed
   * @returns {Promise<RoomClient>} whose status is "in" or "waiting"
   * @throws {Refusal}
   */
  async enterRoom({ name, code }) {
    const canonical = canonicalCode(code)
    if (canonical === null) throw new Refusal(0, "bad_code")
    return this.#join(Address.enterRoom, { name, code: canonical })
  }

  /** Takes a room that is over off the screen. */
  closeRoom() {
    if (["in", "waiting"].includes(this.room.value?.status.value)) return
    this.#room = null
    this.room.value = null
  }

  /** Takes the seat over from the tab or device that took it from this one. */
  useHere() {
    return this.#link.useHere()
  }

  /** At page load. @returns {Promise<boolean>} whether what this tab kept came back */
  async resumeFromStorage() {
    const { token, room } = kept()
    if (!token) return false
    try {
      if (room) this.#room = await this.#newRoom(room)
      this.#room?.takeBurnt(room.burnt ?? [])
    } catch {
      forget()
      return false
    }
    this.#left = room ? leftFrom(this.#room.id, room) : null
    await this.#link.resume(token)
    return this.status.value === "live"
  }

  /** Empties what the tab keeps for a reload, until the page is loaded anew. */
  keepNothing() {
    this.keepsNothing.value = true
    forget({ forGood: true })
  }

  /** Leaves the room and ends the session. Never throws. */
  async signOut() {
    if (this.#link.signedIn) await this.#link.request(Address.signOut, {}).catch(() => {})
    this.#forgetSession()
    this.#link.forget("offline")
  }

  /**
   * Drops the room, its keys, the session and all that this tab keeps, at once, and then tells the
   * server, as far as it listens. Never throws.
   */
  async panic() {
    const request = this.#link.signedIn ? this.#link.request(Address.signOut, {}) : null
    this.#left = null
    this.#forgetSession()
    this.room.value = null
    this.invite.value = null
    const tooLong = new Promise(over => this.#clock.after(PANIC_MS, over))
    await Promise.race([request?.catch(() => {}), tooLong])
    this.#link.forget("offline")
  }

  /** @throws {Refusal} */
  async changePassword({ password, newPassword }) {
    await this.#link.request(Address.account, {
      password: password.normalize("NFC"),
      newPassword: newPassword.normalize("NFC"),
    })
  }

  /** Deletes the account and ends the session. @throws {Refusal} */
  async deleteAccount({ password }) {
    await this.#link.request(Address.account, { password: password.normalize("NFC"), delete: true })
    this.#forgetSession()
    this.#link.forget("offline")
  }

  #listenTo(link) {
    link.onIdentity = ({ token, session, name, account, claimed = false }) => {
      this.identity.value = { session, name, account, claimed }
      keep({ token })
    }
    link.onBody = (body, seen) => {
      const id = body.room ?? body.snapshot?.room
      const ours = this.#rooms().find(room => room.id === id)
      if (ours && (!seen || body.type === "whispered")) ours.hearMe(body, seen)
    }
    link.onMailLost = () => this.#rooms().forEach(room => room.mailLost())
    link.onResumed = rooms => Promise.all(this.#rooms().map(room => room.rejoin(rooms)))
    link.onBack = rooms => this.#back(rooms)
    link.onAwake = () => this.#rooms().forEach(room => room.burnOverdue())
    link.onLive = () => this.#about.ask()
    link.onDown = () => {
      link.tryOften(this.#room?.lastOne.value === true)
      this.#room?.paused(this.status.value === "moved")
    }
    link.onEnded = () => {
      const room = this.#room
      this.#remember(room)
      room?.lost()
      this.room.value ??= room
      this.#forgetSession()
    }
  }

  #back(rooms) {
    if (this.#room !== null && this.room.value !== this.#room) {
      this.#putBack(this.#room)
      this.#show(this.#room)
    }
    this.#room?.resumed()
    for (const { room } of rooms) {
      const wanted = this.#rooms().some(
        ({ id, status }) => id === room && !GIVEN_UP.includes(status.value))
      if (!wanted) this.#link.request(Address.leaveRoom, { room }).catch(() => {})
    }
  }

  #rooms() {
    return [this.#room, this.#next].filter(room => room !== null)
  }

  /** Somebody is about to sign in. */
  getReady() {
    this.#link.getReady()
  }

  /** Asks which build the server runs, before there is a connection that would. */
  askServer() {
    return this.#about.ask()
  }

  async #join(address, what, more) {
    if (!validName(what.name, Limit.roomNameCodePoints)) throw new Refusal(Failure.badName)
    const room = await this.#newRoom(what)
    if (this.#left?.id === room.id) room.takeBurnt(this.#left.burnt) // before what was said comes
    await this.#link.untilLive()
    await this.#room?.leave()
    this.#room = room
    try {
      await room.enter(address, more)
    } catch (error) {
      if (this.#room === room) this.#room = null
      throw asRefusal(error)
    }
    if (this.#room !== room) throw new Refusal(Failure.signInFirst)
    this.#putBack(room)
    this.#show(room)
    return room
  }

  /** Takes what a person has not sent yet out of a room that is about to be wiped. */
  #remember(room) {
    if (!room?.code) return
    const { id, name, code } = room
    if (this.room.value === room) {
      const [draft, unsent, burnt] = [room.draft, room.unsent, room.burnt].map(({ value }) => value)
      this.#left = leftFrom(id, { draft, unsent, burnt })
    }
    const person = this.identity.value?.name ?? ""
    this.invite.value = { name, code, person, unsent: this.#left?.unsent.length ?? 0 }
  }

  /** Gives a room what was left unsent in it, and forgets what was left in any other. */
  #putBack(room) {
    const left = this.#left
    this.#left = null
    if (left?.id !== room.id || !["in", "waiting"].includes(room.status.value)) return
    room.draft.value = left.draft
    room.takeUnsent(left.unsent)
  }

  async #newRoom({ name, code }) {
    const ids = await derive(code, name)
    const origin = this.#origin ?? globalThis.location?.origin ?? ""
    const person = () => this.identity.value.name
    const talk = outside => this.#talk({ room: ids.room, code, name, person }, outside)
    return new RoomClient({ wire: this.#link, name, code, talk, origin, ids, clock: this.#clock })
  }

  /** Puts a room on the screen and keeps what a reload needs, for as long as the room is ours. */
  #show(room) {
    this.invite.value = null
    const stopKeeping = effect(() => {
      const draft = room.draft.value
      const unsent = room.unsent.value
      const burnt = room.burnt.value
      const { name, code } = room
      if (code === "") return
      const more = { ...(unsent.length > 0 ? { unsent } : {}), ...(burnt.length > 0 ? { burnt } : {}) }
      keep({ room: { name, code, draft, ...more } })
    })
    room.onOver = () => {
      stopKeeping()
      keep({ room: undefined })
    }
    if (room.code === "") room.onOver()
    this.room.value = room
  }

  #isSignedInAs(name, password) {
    const me = this.identity.value
    const same = this.status.value === "live" && foldName(me.name) === foldName(name)
    return same && (me.account || password === "")
  }

  #forgetSession() {
    for (const room of this.#rooms()) room.left()
    this.#room = null
    this.#next = null
    this.identity.value = null
    forget()
  }
}

/** Takes up the keys of before a reload, or makes some when the room is asked for. */
function sealedTalk({ room, code, name, person }, outside) {
  const make = async () => {
    const kept = keptKeys()
    const seal = await RoomSeal.of({ room, code, name, person: person(), kept })
    return { seal, known: kept !== null && seal.hello === kept.hello }
  }
  return new SealedTalk({ make, keep: keepKeys }, outside)
}
const leftFrom = (id, { draft = "", unsent = [], burnt = [] }) => ({ id, draft, unsent, burnt })

export const session = new Session()
