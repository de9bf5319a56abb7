import { createHash } from "node:crypto"
import { Refusal } from "../../../../webroot/js/protocol.js"
import { settled } from "./fake-clock.js"

/** Digests at once, without a worker. */
export class FakeDigest {
  #hash = createHash("sha256")

  async add(bytes) {
    this.#hash.update(bytes)
  }

  async value() {
    return this.#hash.digest("hex")
  }

  async ofFile(file, onProgress) {
    await this.add(new Uint8Array(await file.arrayBuffer()))
    onProgress(file.size)
    return this.value()
  }

  close() {}
}

export async function digestOf(bytes) {
  const digest = new FakeDigest()
  await digest.add(bytes)
  return digest.value()
}

/** Takes a document's bytes; `close` answers them. */
export class FakeSink {
  bytes = []
  closed = false
  aborted = false

  async write(bytes) {
    this.bytes.push(...bytes)
  }

  async close() {
    this.closed = true
    return this.bytes
  }

  async abort() {
    this.aborted = true
  }
}

/** Stands for the tus library: each upload is kept, its requests are answered by the test. */
export class FakeTus {
  uploads = []

  constructor() {
    const tus = this
    this.Upload = class {
      url = null
      aborted = false

      constructor(source, options) {
        this.source = source
        this.options = options
        tus.uploads.push(this)
      }

      start() {
        this.url = this.options.uploadUrl ?? null
        this.headers = {}
        this.options.onBeforeRequest({ setHeader: (name, value) => (this.headers[name] = value) })
      }

      abort() {
        this.aborted = true
      }

      offered(url) {
        this.url = url
        this.options.onUploadUrlAvailable()
      }

      /** Fails with a status and a problem, or as a lost connection without them. */
      async fails(status = 0, problem = {}) {
        const response = { getStatus: () => status, getBody: () => JSON.stringify(problem) }
        const error = Object.assign(new Error("tus"), {
          originalRequest: {},
          originalResponse: status === 0 ? null : response,
        })
        this.options.onError(error)
        await settled()
      }

      async ends() {
        this.options.onSuccess({})
        await settled()
      }
    }
  }

  get last() {
    return this.uploads.at(-1)
  }
}

/**
 * A server with one document. `cuts` says after how many bytes each next answer breaks off;
 * `answers` are given first, in order: a status, or a Response.
 */
export class FakeFiles {
  asked = []
  answers = []
  cuts = []
  etag = '"one"'

  constructor(bytes) {
    this.bytes = bytes
  }

  fetch = async (url, { headers, signal }) => {
    this.asked.push({ url, headers })
    const answer = this.answers.shift()
    if (answer instanceof Response) return answer
    if (answer !== undefined) {
      return new Response(JSON.stringify(answer.problem ?? {}), { status: answer.status })
    }
    const start = Number(/^bytes=(\d+)-$/.exec(headers.Range ?? "")?.[1] ?? 0)
    const range = `bytes ${start}-${this.bytes.length - 1}/${this.bytes.length}`
    return new Response(this.#stream(start, signal), {
      status: headers.Range ? 206 : 200,
      headers: { ETag: this.etag, ...(headers.Range ? { "Content-Range": range } : {}) },
    })
  }

  #stream(start, signal) {
    const cut = this.cuts.shift()
    const end = cut === undefined ? this.bytes.length : Math.min(start + cut, this.bytes.length)
    let at = start
    return new ReadableStream({
      start: controller => signal.addEventListener("abort", () => controller.error(signal.reason)),
      pull: controller => {
        if (at >= end && cut !== undefined) return controller.error(new TypeError("cut"))
        if (at >= end) return controller.close()
        const piece = this.bytes.subarray(at, Math.min(at + 3, end))
        at += piece.length
        controller.enqueue(piece)
      },
    })
  }
}

export const offline = () => new Refusal(0, "offline")
