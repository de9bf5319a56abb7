/** The one door to the server: a single connection over SockJS and the stock event-bus client. */
import { clock as realClock } from "./lib/clock.js"
import { randomHex } from "./lib/random.js"
import { Refusal } from "./protocol.js"

export { Refusal }

const CONNECT_MS = 20_000
const REQUEST_MS = 10_000
const PING_MS = 25_000
const SILENCE_MS = 30_000
const LOOK_MS = 5_000
const TRANSPORTS = ["websocket", "xhr-streaming", "xhr-polling"]

/**
 * One connection, used until it falls; the next one is a new object. Every request is answered,
 * refused, or fails with slug `timeout` or `offline`. A connection that is silent for 30 s is cut:
 * the server speaks at least every 20 s.
 */
export class Connection {
  #eventBus
  #clock
  #waiting = new Set()
  #lastHeardAt
  #stopWatching = () => {}
  #down = false

  /** Called once, when the connection is gone without `close` having been called. */
  onDown = () => {}

  /**
   * @param {{url?: string, clock?: typeof realClock, EventBus?: Function}} [options]
   * @returns {Promise<Connection>} an open connection; the server expects a sign-in within 10 s
   * @throws {Refusal} `offline` when it cannot be had within 20 s
   */
  static open({ url = "/eventbus", clock = realClock, EventBus = globalThis.EventBus } = {}) {
    const eventBus = new EventBus(url, {
      transports: TRANSPORTS,
      sessionId: randomHex, // behind XHR the id in the URL must not be guessable
      timeout: 4_000,
      vertxbus_ping_interval: PING_MS,
    })
    const connection = new Connection(eventBus, clock)
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        connection.close()
        reject(new Refusal(0, "offline"))
      }
      const tooLate = clock.after(CONNECT_MS, giveUp)
      eventBus.onopen = () => {
        tooLate()
        connection.#watch()
        eventBus.onclose = () => connection.cut()
        resolve(connection)
      }
      eventBus.onclose = () => {
        tooLate()
        giveUp()
      }
    })
  }

  constructor(eventBus, clock) {
    this.#eventBus = eventBus
    this.#clock = clock
    eventBus.onerror = () => {}
    eventBus.onunhandled = () => {}
  }

  /**
   * @param {string} address
   * @param {object} body
   * @param {{timeout?: number}} [options] milliseconds to wait for the answer
   * @returns {Promise<object>} the answer's body
   * @throws {Refusal}
   */
  request(address, body, { timeout = REQUEST_MS } = {}) {
    return this.#answered(timeout, answer =>
      this.#eventBus.send(address, body, {}, (error, message) =>
        error ? answer.refused(Refusal.fromWire(error)) : answer.given(message.body)))
  }

  /**
   * Registers for an address, anew if it was registered before. Every body that comes in on it,
   * `here` included, goes to `hear`.
   * @returns {Promise<object>} the first `here`
   * @throws {Refusal}
   */
  async listen(address, hear) {
    this.unlisten(address)
    try {
      return await this.#answered(REQUEST_MS, answer =>
        this.#eventBus.registerHandler(address, {}, (error, message) => {
          if (error) return answer.refused(Refusal.fromWire(error))
          if (message.body?.type === "here") answer.given(message.body)
          hear(message.body)
        }))
    } catch (refusal) {
      this.unlisten(address)
      throw refusal
    }
  }

  /** Stops listening to an address. */
  unlisten(address) {
    if (this.#down) return
    for (const hear of [...(this.#eventBus.handlers[address] ?? [])]) {
      this.#eventBus.unregisterHandler(address, {}, hear)
    }
  }

  /** @returns {boolean} false from the moment the connection is known to be gone */
  get alive() {
    return !this.#down
  }

  /** Cuts the connection when it has been silent for too long, as after a computer's sleep. */
  check() {
    if (this.#clock.now() - this.#lastHeardAt >= SILENCE_MS) this.cut()
  }

  /** Ends the connection and reports it as fallen. */
  cut() {
    if (this.#down) return
    const onDown = this.onDown
    this.close()
    onDown()
  }

  /** Ends the connection; what still waits for an answer fails as `offline`. */
  close() {
    if (this.#down) return
    this.#down = true
    this.#stopWatching()
    this.#eventBus.onclose = () => {}
    this.#eventBus.close()
    for (const answer of [...this.#waiting]) answer.refused(new Refusal(0, "offline"))
  }

  #watch() {
    const heard = () => {
      this.#lastHeardAt = this.#clock.now()
    }
    heard()
    this.#eventBus.sockJSConn.addEventListener("message", heard)
    this.#eventBus.sockJSConn.addEventListener("heartbeat", heard)
    const look = () => {
      this.check()
      if (!this.#down) this.#stopWatching = this.#clock.after(LOOK_MS, look)
    }
    this.#stopWatching = this.#clock.after(LOOK_MS, look)
  }

  #answered(timeout, ask) {
    return new Promise((resolve, reject) => {
      if (this.#down) return reject(new Refusal(0, "offline"))
      const settle = act => value => {
        callOff()
        this.#waiting.delete(answer)
        act(value)
      }
      const answer = { given: settle(resolve), refused: settle(reject) }
      const callOff = this.#clock.after(timeout, () => answer.refused(new Refusal(0, "timeout")))
      this.#waiting.add(answer)
      try {
        ask(answer)
      } catch {
        answer.refused(new Refusal(0, "offline"))
      }
    })
  }
}
