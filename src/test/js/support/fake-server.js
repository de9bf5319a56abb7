import { readFileSync } from "node:fs"
import vm from "node:vm"
import { Connection } from "../../../../webroot/js/bus.js"

const library = new URL("../../../../webroot/vendor/vertx-eventbus.js", import.meta.url)

/** What a scripted answer is when it is a refusal. */
export const refused = (failureCode, message = "refused") => ({ failureCode, message })

/**
 * A server at the far end of the unmodified event-bus client: its sockets live in memory, its
 * answers are scripted. `answers["address"]`, or `answers["in:type"]` for commands to a room, is a
 * body, a refusal, a function of the body, or undefined for silence.
 */
export class FakeServer {
  answers = {}
  /** address -> body of `here`, or a refusal. */
  here = {}
  /** Everything that was sent, in order: {address, body}. */
  heard = []
  sockets = []
  reachable = true

  constructor(clock) {
    const server = this
    const SockJS = function (url, _, options) {
      return new FakeSocket(server, url, options)
    }
    const context = { SockJS, JSON, console, setInterval: () => 0, clearInterval: () => {} }
    vm.runInNewContext(readFileSync(library, "utf8"), context)
    this.connect = () => Connection.open({ clock, EventBus: context.EventBus })
  }

  get socket() {
    return this.sockets.at(-1)
  }

  /** The bodies that were sent to an address, or of one type of command to a room. */
  asked(what) {
    return this.heard.filter(each => nameOf(each) === what).map(({ body }) => body)
  }

  /** Tells whoever listens on the last connection. */
  tell(address, body) {
    if (this.socket.registered.has(address)) this.socket.deliver({ type: "rec", address, body })
  }

  answer(message) {
    const scripted = this.answers[nameOf(message)]
    return typeof scripted === "function" ? scripted(message.body) : scripted
  }
}

const nameOf = ({ address, body }) =>
  /^room\..*\.in$/.test(address) ? `in:${body.type}` : address

class FakeSocket {
  registered = new Set()
  open = false
  #listeners = { message: [], heartbeat: [] }

  constructor(server, url, options) {
    Object.assign(this, { server, url, options })
    server.sockets.push(this)
    queueMicrotask(() => (server.reachable ? this.#welcome() : this.drop()))
  }

  addEventListener(type, listener) {
    this.#listeners[type].push(listener)
  }

  send(text) {
    const message = JSON.parse(text)
    if (!this.open || message.type === "ping") return
    if (message.type === "unregister") this.registered.delete(message.address)
    if (message.type === "register") this.#register(message.address)
    if (message.type === "send") this.#answer(message)
  }

  close() {
    if (this.closed) return
    this.closed = true
    this.open = false
    this.registered.clear()
    queueMicrotask(() => this.onclose?.({}))
  }

  drop = this.close

  heartbeat() {
    for (const listener of this.#listeners.heartbeat) listener()
  }

  deliver(frame) {
    queueMicrotask(() => {
      if (!this.open) return
      const event = { data: JSON.stringify(frame) }
      for (const listener of this.#listeners.message) listener(event)
      this.onmessage(event)
    })
  }

  #welcome() {
    if (this.closed) return
    this.open = true
    this.onopen()
  }

  #register(address) {
    const here = this.server.here[address] ?? { failureCode: 1200, message: "room_not_found" }
    if (here.failureCode === undefined) {
      this.registered.add(address)
      this.deliver({ type: "rec", address, body: { type: "here", ...here } })
    } else {
      this.deliver({ type: "err", body: "access_denied", address, ...here })
    }
  }

  #answer({ address, body, replyAddress }) {
    this.server.heard.push({ address, body })
    const answer = this.server.answer({ address, body })
    if (answer === undefined) return
    const type = answer.failureCode === undefined ? "rec" : "err"
    const content = type === "rec" ? { body: answer } : answer
    this.deliver({ type, address: replyAddress, ...content })
  }
}
