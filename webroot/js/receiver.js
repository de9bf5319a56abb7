/** One document on its way from the room to this device. */
import { signal } from "../vendor/signals-core.js"
import { Digest } from "./digest.js"
import { mayPass, refusalFrom } from "./file-door.js"
import { clock as realClock } from "./lib/clock.js"
import { Pace } from "./lib/pace.js"
import { pause } from "./lib/pause.js"
import { backoffMs } from "./reconnect.js"
import { asRefusal, Refusal } from "./protocol.js"

const SILENCE_MS = 30_000
const IDLE = Object.freeze({ done: 0, rate: 0, leftMs: null, failure: null })

/**
 * Phases: `waiting` (for a free lane), `fetching`, `broken` (goes on by itself), `checking` (the
 * digest), `saved`, `failed`.
 */
export class Receiving {
  #file
  #size
  #digest
  #expected
  #sink
  #opening
  #door
  #lanes
  #clock
  #fetch
  #stop = new AbortController()
  #taken = 0
  #etag = null
  #pace

  state = signal({ phase: "waiting", ...IDLE })

  /**
   * @param {{file: string, size: number, about: {digest: string}}} what size: bytes as they travel
   * @param {{write: Function, close: Function, abort: Function}} sink where the document goes to
   * @param {{door: object, talk: object, lanes: object, clock?: object, fetch?: Function,
   *   newDigest?: () => Digest}} outside
   */
  constructor({ file, size, about }, sink, outside) {
    this.#file = file
    this.#size = size
    this.#expected = about.digest
    this.#sink = sink
    this.#opening = outside.talk.opening(about)
    this.#door = outside.door
    this.#lanes = outside.lanes
    this.#clock = outside.clock ?? realClock
    this.#fetch = outside.fetch ?? ((...request) => globalThis.fetch(...request))
    this.#digest = (outside.newDigest ?? (() => new Digest()))()
    this.#pace = new Pace(this.#clock, moved => this.#change(moved))
    sink.onCancelled = () => this.cancel()
  }

  /**
   * Fetches everything, compares the digest and closes the sink.
   * @returns {Promise<unknown>} what the sink answers to `close`
   * @throws {Refusal} also `damaged`, `not_saved`; DOMException AbortError after `cancel`
   */
  async run() {
    const { signal: stopped } = this.#stop
    let leave = () => {}
    try {
      leave = await this.#lanes.enter(stopped)
      await this.#fetchAll(stopped)
      const saved = await this.#finish(stopped)
      this.#change({ phase: "saved", done: this.#size, leftMs: null })
      return saved
    } catch (error) {
      await this.#sink.abort().catch(() => {})
      if (stopped.aborted) throw stopped.reason
      this.#change({ phase: "failed", failure: asRefusal(error) })
      throw asRefusal(error)
    } finally {
      this.#digest.close()
      leave()
    }
  }

  /** Gives up; what has come so far is dropped. */
  cancel() {
    this.#stop.abort()
  }

  async #fetchAll(stopped) {
    this.#pace.start(0, this.#size)
    for (let tries = 0; this.#taken < this.#size || this.#etag === null; tries += 1) {
      const before = this.#taken
      try {
        await this.#attempt(stopped)
      } catch (error) {
        stopped.throwIfAborted()
        if (!(error instanceof Refusal) || !mayPass(error)) throw error
        if (this.#taken > before) tries = 0
        this.#change({ phase: "broken", failure: error, rate: 0, leftMs: null })
        await pause(this.#clock, Math.max(error.afterMs, backoffMs(tries)), stopped)
      }
    }
  }

  /** One request for all that is missing. */
  async #attempt(stopped) {
    const quiet = new AbortController()
    const give = AbortSignal.any([stopped, quiet.signal])
    let callOff = () => {}
    const heard = () => {
      callOff()
      callOff = this.#clock.after(SILENCE_MS, () => quiet.abort(refusalFrom(0)))
    }
    heard()
    try {
      const response = await this.#ask(give)
      this.#pace.start(this.#taken, this.#size)
      this.#change({ phase: "fetching", failure: null })
      await this.#takeAll(response.body.getReader(), heard, give)
      if (this.#taken < this.#size) throw refusalFrom(0)
    } finally {
      callOff()
    }
  }

  async #ask(give) {
    const resumed = this.#taken > 0 ? { Range: `bytes=${this.#taken}-`, "If-Range": this.#etag } : {}
    const headers = { ...this.#door.headers, ...resumed }
    const how = { headers, signal: give, cache: "no-store", credentials: "omit", redirect: "error" }
    const response = await onTheWay(() => this.#fetch(this.#door.urlOf(this.#file), how))
    if (!response.ok) throw refusalFrom(response.status, await onTheWay(() => response.text()))
    const continues = response.headers.get("Content-Range")?.startsWith(`bytes ${this.#taken}-`)
    if (this.#taken > 0 && !(response.status === 206 && continues)) throw new Refusal(0, "damaged")
    this.#etag = response.headers.get("ETag") ?? ""
    return response
  }

  async #takeAll(reader, heard, give) {
    try {
      for (;;) {
        const { done, value } = await onTheWay(() => reader.read())
        give.throwIfAborted()
        heard()
        if (done) return
        if (this.#taken + value.length > this.#size) throw new Refusal(0, "damaged")
        await this.#take(value)
        heard()
      }
    } finally {
      reader.cancel().catch(() => {})
    }
  }

  async #take(bytes) {
    const opened = await this.#opening.take(bytes)
    this.#taken += bytes.length
    await this.#pass(opened)
    this.#pace.moved(this.#taken)
  }

  async #pass(bytes) {
    if (bytes.length === 0) return
    await this.#digest.add(bytes)
    await saving(() => this.#sink.write(bytes))
  }

  async #finish(stopped) {
    this.#change({ phase: "checking", leftMs: null })
    await this.#pass(await this.#opening.end())
    if ((await this.#digest.value()) !== this.#expected) throw new Refusal(0, "damaged")
    stopped.throwIfAborted()
    return saving(() => this.#sink.close())
  }

  #change(change) {
    this.state.value = { ...this.state.value, ...change }
  }
}

/** Whatever goes wrong between the server and us is a lost connection. */
async function onTheWay(act) {
  try {
    return await act()
  } catch {
    throw refusalFrom(0)
  }
}

/** What goes wrong while saving is no reason to fetch again. */
async function saving(act) {
  try {
    return await act()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(0, "not_saved")
  }
}
