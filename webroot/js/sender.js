/** One document on its way from this device to the room. */
import { signal } from "../vendor/signals-core.js"
import { Digest } from "./digest.js"
import { base64, sealedOffer } from "./document-body.js"
import { mayPass, refusalFrom } from "./file-door.js"
import { clock as realClock } from "./lib/clock.js"
import { safeName } from "./lib/file-name.js"
import { Pace } from "./lib/pace.js"
import { pause } from "./lib/pause.js"
import { randomHex } from "./lib/random.js"
import { backoffMs } from "./reconnect.js"
import { asRefusal, Failure, Refusal } from "./protocol.js"
import { uploadLibrary } from "./workers.js"

/** How many offers whose answers were lost the room may still tell of. */
const MOST_OFFERS = 8

const IDLE = Object.freeze({ done: 0, rate: 0, leftMs: null, failure: null })

/**
 * Phases: `held` (waits for a confirmation), `waiting` (for a free lane), `preparing` (the digest),
 * `sending`, `broken` (goes on by itself), `paused`, `failed`, `sent`.
 */
export class Sending {
  #blob
  #door
  #talk
  #lanes
  #clock
  #tus
  #newDigest
  #stop = new AbortController()
  #digested = null
  #meta = null
  #about
  #offers = new Map()

  /** The document's id once the room knows it. */
  file = signal("")

  /**
   * @param {{blob: File, to: string[], until?: object, resume?: object}} what resume: the own
   *   document whose upload broke off, to go on with if this is the same file and it is known what
   *   it was sealed with
   * @param {{door: object, talk: object, lanes: object, clock?: object, tus?: object,
   *   newDigest?: () => Digest}} outside
   */
  constructor({ blob, to, until = null, resume }, outside) {
    this.id = randomHex()
    this.#blob = blob
    this.#door = outside.door
    this.#talk = outside.talk
    this.#lanes = outside.lanes
    this.#clock = outside.clock ?? realClock
    this.#tus = outside.tus ?? null
    this.#newDigest = outside.newDigest ?? (() => new Digest())
    this.at = this.#clock.now()
    this.to = to
    this.until = until
    this.name = safeName(blob.name)
    this.type = blob.type
    this.size = blob.size
    this.#about = resume?.about ?? null
    this.file.value = resume?.file ?? ""
    this.state = signal({ phase: until ? "held" : "waiting", ...IDLE })
  }

  /** Whether it would be lost with this page. */
  get open() {
    return !["sent", "failed"].includes(this.state.value.phase)
  }

  /** Whether this stands behind an own document of the room that nobody has claimed. */
  matches({ meta, to }) {
    if (this.file.value !== "" || !this.#offers.has(meta)) return false
    return [...this.to].sort().join() === [...(to ?? [])].sort().join()
  }

  /** Goes on with an own document that `matches`. */
  claim({ file, meta }) {
    if (this.file.value !== "") return
    this.#about = this.#offers.get(meta)
    this.file.value = file
  }

  /** @returns {File} to offer it anew */
  get blob() {
    return this.#blob
  }

  /** Sends, or goes on after a pause or a failure. */
  async start() {
    this.#stop = new AbortController()
    const { signal: stopped } = this.#stop
    if (this.state.value.failure?.code === Failure.noSuchFile) this.#startAnew()
    this.#change({ phase: "waiting", failure: null })
    let leave = () => {}
    try {
      leave = await this.#lanes.enter(stopped)
      await this.#prepare(stopped)
      await this.#transfer(stopped)
      this.#change({ phase: "sent", done: this.size, leftMs: null })
    } catch (error) {
      if (!stopped.aborted) this.#change({ phase: "failed", failure: asRefusal(error) })
    } finally {
      leave()
    }
  }

  pause() {
    this.#stop.abort()
    this.#change({ phase: "paused", rate: 0, leftMs: null })
  }

  /** Stops for good, without a word to the server. */
  cancel() {
    this.#stop.abort()
  }

  /** What the room does not know any more is offered with another key. */
  #startAnew() {
    this.file.value = ""
    this.#about = null
    this.#offers.clear()
  }

  async #prepare(stopped) {
    const offered = this.file.value !== ""
    if (offered && this.#about === null) throw new Refusal(0, "lost_key")
    if (this.#digested !== null) return
    this.#change({ phase: "preparing" })
    const digest = await this.#digest(stopped)
    if (offered && digest !== this.#about.digest) throw new Refusal(0, "other_file")
    this.#digested = digest
  }

  /** Each offer anew: somebody may have been removed since, who has the key of before. */
  async #describe() {
    const { name, type, size } = this
    const about = { name, type, size, digest: this.#digested }
    const offer = await sealedOffer(this.#talk, about, this.to)
    if (this.file.value !== "") return // the room has told meanwhile that it has it
    this.#meta = offer.meta
    this.#about = offer.about
    this.#offers.set(base64(offer.meta), offer.about)
    if (this.#offers.size > MOST_OFFERS) this.#offers.delete(this.#offers.keys().next().value)
  }

  async #digest(stopped) {
    const digest = this.#newDigest()
    const close = () => digest.close()
    stopped.addEventListener("abort", close)
    try {
      return await digest.ofFile(this.#blob, this.#measure())
    } catch (error) {
      throw error.name === "NotReadableError" ? new Refusal(0, "unreadable") : error
    } finally {
      stopped.removeEventListener("abort", close)
      digest.close()
    }
  }

  async #transfer(stopped) {
    for (let tries = 0; ; tries += 1) {
      const before = this.state.value.done
      try {
        return await this.#attempt(stopped)
      } catch (error) {
        stopped.throwIfAborted()
        if (!(error instanceof Refusal) || !mayPass(error)) throw error
        await this.#mustBeReadable()
        if (this.state.value.done > before) tries = 0
        this.#change({ phase: "broken", failure: error, rate: 0, leftMs: null })
        await pause(this.#clock, Math.max(error.afterMs, backoffMs(tries)), stopped)
        // The answer to an offer may be lost: the room tells us what it has before we offer again.
        if (this.file.value === "") await this.#door.untilLive()
      }
    }
  }

  async #attempt(stopped) {
    const tus = await this.#library()
    if (this.file.value === "") await this.#describe()
    stopped.throwIfAborted()
    const about = this.#about
    const source = this.#talk.sealing(this.#blob, about)
    const moved = this.#measure()
    this.#change({ phase: "sending", failure: null })
    let upload
    const sent = new Promise((resolve, reject) => {
      upload = new tus.Upload(source, {
        ...this.#target(),
        metadata: { meta: this.#meta, ...(this.to.length > 0 ? { to: this.to.join() } : {}) },
        chunkSize: source.partBytes,
        fileReader: READER,
        retryDelays: null,
        storeFingerprintForResuming: false,
        onBeforeRequest: request => {
          for (const [name, value] of Object.entries(this.#door.headers)) {
            request.setHeader(name, value)
          }
        },
        onUploadUrlAvailable: () => {
          this.#about = about
          this.file.value = this.#door.fileAt(upload.url)
          upload.options.endpoint = null // or a document that is gone would be offered anew
        },
        onProgress: done => moved(Math.round((done / (source.size || 1)) * this.size)),
        onSuccess: resolve,
        onError: error => reject(refusalOf(error)),
      })
      upload.start()
    })
    return unlessStopped(stopped, sent, () => upload.abort())
  }

  async #library() {
    try {
      return this.#tus ?? (await uploadLibrary())
    } catch {
      throw new Refusal(0, "offline")
    }
  }

  #target() {
    const file = this.file.value
    return file === "" ? { endpoint: this.#door.offers } : { uploadUrl: this.#door.urlOf(file) }
  }

  /** A file that was changed on the device breaks off every request as if the network were gone. */
  async #mustBeReadable() {
    try {
      await this.#blob.slice(0, 1).arrayBuffer()
    } catch {
      throw new Refusal(0, "unreadable")
    }
  }

  #measure() {
    const pace = new Pace(this.#clock, moved => this.#change(moved))
    let started = false
    return done => {
      if (started) pace.moved(done)
      else pace.start(done, this.size)
      started = true
    }
  }

  #change(change) {
    this.state.value = { ...this.state.value, ...change }
  }
}

/** Hands the parts of what travels to tus as they are. */
const READER = {
  async openFile(source) {
    const { size } = source
    const slice = async (start, end) => ({
      value: await source.slice(start, end),
      done: end >= size,
    })
    return { size, slice, close() {} }
  },
}

async function unlessStopped(stopped, promise, stop) {
  let stopping = () => {}
  const end = new Promise((_, reject) => {
    stopping = () => {
      stop()
      reject(stopped.reason)
    }
  })
  stopped.addEventListener("abort", stopping)
  try {
    return await Promise.race([promise, end])
  } finally {
    stopped.removeEventListener("abort", stopping)
  }
}

function refusalOf(error) {
  const response = error.originalResponse
  if (response) return refusalFrom(response.getStatus(), response.getBody() ?? "")
  return error.originalRequest ? refusalFrom(0) : error
}
