/** Keeps one signed-in connection to the server: takes it up again whenever it falls. */
import { effect, signal } from "../vendor/signals-core.js"
import { Connection } from "./bus.js"
import { clock as realClock } from "./lib/clock.js"
import { Mailbox } from "./mailbox.js"
import { watchPage } from "./page.js"
import { Address, asRefusal, Failure, Refusal } from "./protocol.js"
import { LONGEST_MS, Reconnector } from "./reconnect.js"

const UNDER_WAY = ["connecting", "signing-in", "reconnecting"]
const OFTEN_MS = 3_000
const LIVE_WITHIN_MS = 15_000
const AHEAD_MS = 4_000 // few such sockets are let in from one address
const RENEW_AT_LEAST_MS = 60_000
const RENEW_AT_MOST_MS = 30 * 60_000
const ENDS = {
  [Failure.tokenInvalid]: "ended",
  [Failure.signInFirst]: "ended",
  [Failure.sessionMoved]: "moved",
}

export class Link {
  #connect
  #clock
  #reconnector
  #connection = null
  /** A promise of a connection that was opened ahead of the sign-in, null without one. */
  #ahead = null
  #mailbox = null
  #token = null
  #reloaded = false
  #watched = false
  #stopRenewing = () => {}

  status = signal("offline")
  retryAt = signal(0)
  reason = signal(null)

  /** Told with each answer that names the session and its token. */
  onIdentity = () => {}
  /** Told with each body on `me`; `seen` when it is from before a reload: (body, seen). */
  onBody = () => {}
  /** Told when bodies on `me` are gone for good. */
  onMailLost = () => {}
  /** Asked to take the room up again, with the seats the server has. @returns {Promise<void>} */
  onResumed = async () => {}
  /** Told with the seats the server has, once everything works again. */
  onBack = () => {}
  /** Told whenever a connection is there. */
  onLive = () => {}
  /** Told when the page is looked at again, or was woken: time may have gone by unnoticed. */
  onAwake = () => {}
  /** Told whenever it is gone. */
  onDown = () => {}
  /** Told when the server knows this session no more: (refusal). */
  onEnded = () => {}

  /** @param {{connect?: () => Promise<Connection>, clock?: object}} [outside] */
  constructor({ connect = () => Connection.open(), clock = realClock } = {}) {
    this.#connect = connect
    this.#clock = clock
    this.#reconnector = new Reconnector(() => this.#attempt(), { clock })
    this.#reconnector.onWait = at => {
      this.retryAt.value = at
    }
  }

  get signedIn() {
    return this.#token !== null
  }

  /** What HTTP calls are signed in with; null when nobody is. */
  get token() {
    return this.#token
  }

  /** Somebody is about to sign in: connects already. What is not used soon is let go. */
  getReady() {
    if (this.signedIn || this.#ahead !== null || this.status.value !== "offline") return
    const ahead = this.#connect().catch(() => null)
    this.#ahead = ahead
    this.#clock.after(AHEAD_MS, async () => {
      if (this.#ahead !== ahead) return
      this.#ahead = null
      ;(await ahead)?.close()
    })
  }

  /** One try, without repeating. @returns {Promise<void>} @throws {Refusal} */
  async signIn(who) {
    this.#start()
    try {
      this.#connection = (await this.#openedAhead()) ?? (await this.#connect())
      this.status.value = "signing-in"
      this.#adopt(await this.request(Address.signIn, who))
      await this.#listenToMe()
    } catch (error) {
      this.forget("offline", asRefusal(error))
      throw asRefusal(error)
    }
    this.#live()
  }

  /** After a reload, with the kept token. Resolves when it is clear whether that worked. */
  async resume(token) {
    this.#start()
    this.#token = token
    this.#reloaded = true
    await this.#reconnectNow()
  }

  /** Takes the session back from the tab or device that took it from this one. */
  async useHere() {
    if (this.status.value !== "moved") return
    this.status.value = "connecting"
    await this.#reconnectNow()
  }

  /** @param {boolean} often whether somebody is lost unless the connection is back soon */
  tryOften(often) {
    this.#reconnector.longestMs = often ? OFTEN_MS : LONGEST_MS
  }

  /** Gives up the session without a word to the server. */
  forget(status, reason = null) {
    this.#token = null
    this.#stop(status, reason)
  }

  /** @throws {Refusal} see Connection.request; `offline` at once without a connection */
  async request(address, body, options) {
    if (this.#connection === null) throw new Refusal(0, "offline")
    return this.#connection.request(address, body, options)
  }

  /** @throws {Refusal} see Connection.listen */
  async listen(address, hear) {
    if (this.#connection === null) throw new Refusal(0, "offline")
    return this.#connection.listen(address, hear)
  }

  unlisten(address) {
    this.#connection?.unlisten(address)
  }

  cut() {
    this.#connection?.cut()
  }

  /** @throws {Refusal} unless the session is live within 15 s */
  async untilLive() {
    const tooLate = new Promise(resolve => this.#clock.after(LIVE_WITHIN_MS, resolve))
    await Promise.race([this.#untilSettled(), tooLate])
    if (UNDER_WAY.includes(this.status.value)) throw new Refusal(0, "offline")
    if (this.status.value !== "live") throw new Refusal(Failure.signInFirst)
  }

  async #openedAhead() {
    const ahead = this.#ahead
    this.#ahead = null
    const connection = await ahead
    return connection?.alive ? connection : null
  }

  #start() {
    this.#watchPage()
    this.#mailbox = this.#newMailbox()
    this.status.value = "connecting"
  }

  #stop(status, reason) {
    this.#reconnector.stop()
    this.#stopRenewing()
    this.#connection?.close()
    this.#connection = null
    this.reason.value = reason
    this.status.value = status
    this.onDown()
  }

  async #reconnectNow() {
    this.#reconnector.startNow()
    await this.#untilSettled()
  }

  #untilSettled() {
    return new Promise(resolve => {
      const stop = effect(() => {
        if (!UNDER_WAY.includes(this.status.value)) queueMicrotask(() => (stop(), resolve()))
      })
    })
  }

  async #attempt() {
    const token = this.#token
    const connection = await this.#connect()
    if (token !== this.#token || this.#connection !== null) return connection.close()
    this.#connection = connection
    try {
      await this.#takeUp(connection, token)
    } catch (error) {
      connection.close()
      if (this.#connection !== connection) return
      this.#connection = null
      this.#refused(asRefusal(error))
    }
  }

  async #takeUp(connection, token) {
    const seen = this.#reloaded
    const heard = this.#mailbox.heard
    const answer = await connection.request(Address.resume, { token, heard })
    this.#adopt(answer)
    const listening = this.#listenToMe()
    const resumed = this.onResumed(answer.rooms)
    this.#mailbox.takeMissed(answer.missed, seen) // before the first `here`, which would ask for it
    await Promise.all([listening, resumed])
    if (!connection.alive) throw new Refusal(0, "offline")
    this.#reloaded = false
    this.#live()
    this.onBack(answer.rooms)
  }

  #refused(refusal) {
    if (ENDS[refusal.code]) return this.#end(refusal)
    this.reason.value = refusal
    if (this.status.value !== "connecting") this.status.value = "reconnecting"
    throw refusal
  }

  #live() {
    if (!this.#connection.alive) return this.#fell(0)
    this.#connection.onDown = () => this.#fell(0)
    this.reason.value = null
    this.status.value = "live"
    this.onLive()
  }

  #fell(afterMs) {
    this.#connection?.close()
    this.#connection = null
    this.reason.value = new Refusal(0, "offline")
    this.status.value = "reconnecting"
    this.onDown()
    this.#reconnector.start(afterMs)
  }

  #end(refusal) {
    if (ENDS[refusal.code] === "moved") return this.#stop("moved", refusal)
    this.onEnded(refusal)
    this.forget("ended", refusal)
  }

  #listenToMe() {
    return this.#connection.listen(Address.me, body => {
      if (body?.type === "bye") this.#bye(body)
      else if (body) this.#mailbox.hear(body)
    })
  }

  #bye({ code, afterMs = 0 }) {
    if (ENDS[code]) this.#end(new Refusal(code))
    else this.#fell(afterMs)
  }

  #newMailbox() {
    const mailbox = new Mailbox(async heard => {
      const answer = await this.request(Address.resume, { token: this.#token, heard })
      this.#adopt(answer)
      return answer.missed
    })
    mailbox.onBody = (body, seen) => this.onBody(body, seen)
    mailbox.onLost = () => this.onMailLost()
    return mailbox
  }

  #adopt(answer) {
    this.#token = answer.token
    this.onIdentity(answer)
    this.#stopRenewing()
    const quarter = (answer.expiresAt - this.#clock.now()) / 4
    const renewIn = Math.min(RENEW_AT_MOST_MS, Math.max(RENEW_AT_LEAST_MS, quarter))
    this.#stopRenewing = this.#clock.after(renewIn, () => this.#renew())
  }

  #renew() {
    this.request(Address.resume, { token: this.#token }).then(
      answer => this.#adopt(answer),
      refusal => ENDS[refusal.code] === "ended" && this.#end(refusal))
  }

  #watchPage() {
    if (this.#watched) return
    this.#watched = true
    watchPage({
      onHope: () => {
        this.onAwake()
        this.#connection?.check()
        this.#reconnector.now()
      },
      onOffline: () => this.#connection?.cut(),
    })
  }
}
