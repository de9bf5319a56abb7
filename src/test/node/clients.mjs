// The clients that the contract is tested with: the unmodified event-bus client over each SockJS
// transport, and a bare WebSocket that writes the bridge's JSON by itself. Both have the same shape:
// ask, hear, publish, raw, close.
import { createHash, hkdfSync, randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)
const base = process.env.NOBOOKS_URL
const EventBus = loadEventBus()

/** One entry per way to reach the bridge. */
export const transports = {
  "sockjs websocket": () => new BusClient(["websocket"]),
  "sockjs xhr-streaming": () => new BusClient(["xhr-streaming"]),
  "sockjs xhr-polling": () => new BusClient(["xhr-polling"]),
  "raw websocket": () => new RawClient(),
}

/** The vendored file as it is; only the module system around it is ours. */
function loadEventBus() {
  const file = new URL("../../../webroot/vendor/vertx-eventbus.js", import.meta.url)
  const module = { exports: {} }
  const nodeModules = createRequire(process.env.NOBOOKS_NODE_MODULES + "/")
  new Function("require", "module", "exports", readFileSync(file, "utf8"))(
    nodeModules,
    module,
    module.exports,
  )
  return module.exports
}

/** What every client hears, in order, with a way to wait for something. */
class Heard {
  #all = []
  #waiting = []

  push(message) {
    this.#all.push(message)
    this.#waiting = this.#waiting.filter((wait) => !wait.tryTake())
  }

  get all() {
    return [...this.#all]
  }

  /** The first message that fits, whether it came already or comes within the time. */
  until(fits, what = fits.toString(), ms = 15_000) {
    return new Promise((resolve, reject) => {
      const heard = this.#all
      const timer = setTimeout(
        () => reject(new Error(`not heard: ${what}; heard ${JSON.stringify(heard)}`)),
        ms,
      )
      const wait = {
        tryTake() {
          const found = heard.find(fits)
          if (found === undefined) return false
          clearTimeout(timer)
          resolve(found)
          return true
        },
      }
      if (!wait.tryTake()) this.#waiting.push(wait)
    })
  }
}

class BusClient {
  /** Everything that came without being asked for: {address, body}. */
  heard = new Heard()
  /** Frames that no handler took: refusals of publish, malformed frames. */
  stray = new Heard()
  closed

  #bus
  #open

  constructor(transports) {
    this.#bus = new EventBus(`${base}/eventbus`, {
      vertxbus_ping_interval: 30_000,
      transports,
      sessionId: () => randomBytes(16).toString("hex"),
    })
    this.#bus.onerror = (frame) => this.stray.push(frame)
    this.#open = new Promise((resolve) => {
      this.#bus.onopen = resolve
    })
    this.closed = new Promise((resolve) => {
      this.#bus.onclose = resolve
    })
  }

  async ready() {
    await this.#open
    return this
  }

  /** The reply's body; rejects with {failureCode, failureType, message}. */
  ask(address, body, headers = {}) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer from ${address}`)), 12_000)
      this.#bus.send(address, body, headers, (error, message) => {
        clearTimeout(timer)
        error ? reject(error) : resolve(message.body)
      })
    })
  }

  /** Registers and resolves with what is heard first, which is `here` or a refusal. */
  hear(address) {
    return new Promise((resolve) => {
      this.#bus.registerHandler(address, (error, message) => {
        const heard = error ? { address, refused: error } : { address, body: message.body }
        this.heard.push(heard)
        resolve(heard)
      })
    })
  }

  publish(address, body) {
    this.#bus.publish(address, body)
  }

  raw(text) {
    this.#bus.sockJSConn.send(text)
  }

  close() {
    this.#bus.close()
  }
}

class RawClient {
  heard = new Heard()
  stray = new Heard()
  closed

  #socket = new WebSocket(`${base.replace("http", "ws")}/eventbus/websocket`)
  #open
  #waiting = new Map()
  #listening = new Map()
  #next = 0

  constructor() {
    this.#open = new Promise((resolve, reject) => {
      this.#socket.addEventListener("open", resolve)
      this.#socket.addEventListener("error", reject)
    })
    this.closed = new Promise((resolve) => this.#socket.addEventListener("close", resolve))
    this.#socket.addEventListener("message", (event) => this.#take(event.data))
  }

  async ready() {
    await this.#open
    return this
  }

  #take(text) {
    if (typeof text !== "string") throw new Error("the raw transport must send text frames")
    const frame = JSON.parse(text)
    const reply = this.#waiting.get(frame.address)
    const handler = this.#listening.get(frame.address)
    if (reply) {
      this.#waiting.delete(frame.address)
      frame.type === "err" ? reply.reject(frame) : reply.resolve(frame.body)
    } else if (handler) {
      handler(frame)
    } else {
      this.stray.push(frame)
    }
  }

  ask(address, body, headers = {}) {
    const replyAddress = `reply-${++this.#next}`
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer from ${address}`)), 12_000)
      const done = (finish) => (value) => {
        clearTimeout(timer)
        finish(value)
      }
      this.#waiting.set(replyAddress, { resolve: done(resolve), reject: done(reject) })
      this.raw(JSON.stringify({ type: "send", address, headers, body, replyAddress }))
    })
  }

  hear(address) {
    return new Promise((resolve) => {
      this.#listening.set(address, (frame) => {
        const heard =
          frame.type === "err" ? { address, refused: frame } : { address, body: frame.body }
        this.heard.push(heard)
        resolve(heard)
      })
      this.raw(JSON.stringify({ type: "register", address, headers: {} }))
    })
  }

  publish(address, body) {
    this.raw(JSON.stringify({ type: "publish", address, headers: {}, body }))
  }

  raw(text) {
    this.#socket.send(text)
  }

  close() {
    this.#socket.close()
  }
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

/** A new room's secrets, derived as docs/protocol.md says. */
export function newRoom(name = "secproje") {
  const code = [...randomBytes(25)].map((byte) => ALPHABET[byte & 31]).join("")
  const derive = (salt, info) => Buffer.from(hkdfSync("sha256", code, salt, info, 32))
  const ticket = derive("", "nobooks/1/ticket")
  return {
    ticket: ticket.toString("base64url"),
    proof: derive(name, "nobooks/1/proof").toString("base64url"),
    room: base32(createHash("sha256").update(ticket).digest().subarray(0, 16)),
  }
}

function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("")
  const groups = bits.match(/.{1,5}/g).map((group) => parseInt(group.padEnd(5, "0"), 2))
  return groups.map((group) => "abcdefghijklmnopqrstuvwxyz234567"[group]).join("")
}

/** A fresh id for one command. */
export function cid() {
  return randomBytes(16).toString("hex")
}
