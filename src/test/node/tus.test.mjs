// The unmodified tus-js-client against the file routes. It is the browser's build, so what a browser
// has and Node has not, XMLHttpRequest, is given to it through its own option httpStack.
import assert from "node:assert/strict"
import { createHash, randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { test } from "node:test"

const { NOBOOKS_URL: base, NOBOOKS_TOKEN: token, NOBOOKS_ROOM: room } = process.env
const endpoint = `${base}/files/${room}`
const headers = { Authorization: `Bearer ${token}` }
const tus = loadTus()

function loadTus() {
  const file = new URL("../../../webroot/vendor/tus.min.js", import.meta.url)
  const module = { exports: {} }
  new Function("module", "exports", readFileSync(file, "utf8"))(module, module.exports)
  return module.exports
}

class FetchStack {
  requests = []
  /** Called before each request goes out; may throw as a lost network does. */
  constructor(before = () => {}) {
    this.before = before
  }
  getName() {
    return "fetch"
  }
  createRequest(method, url) {
    this.requests.push(method)
    return new FetchRequest(method, url, () => this.before(method, this.requests))
  }
}

class FetchRequest {
  #headers = {}
  #abort = new AbortController()
  #progress = () => {}
  constructor(method, url, before) {
    Object.assign(this, { method, url, before })
  }
  getMethod() {
    return this.method
  }
  getURL() {
    return this.url
  }
  setHeader(name, value) {
    this.#headers[name] = value
  }
  getHeader(name) {
    return this.#headers[name]
  }
  setProgressHandler(handler) {
    this.#progress = handler
  }
  async send(body = null) {
    this.before()
    const answer = await fetch(this.url, {
      method: this.method,
      headers: this.#headers,
      body,
      signal: this.#abort.signal,
    })
    this.#progress(body?.size ?? 0)
    const text = await answer.text()
    return {
      getStatus: () => answer.status,
      getHeader: name => answer.headers.get(name) ?? undefined,
      getBody: () => text,
      getUnderlyingObject: () => answer,
    }
  }
  async abort() {
    this.#abort.abort()
  }
  getUnderlyingObject() {
    return null
  }
}

const upload = (bytes, options) =>
  new Promise((resolve, reject) => {
    const one = new tus.Upload(new Blob([bytes]), {
      endpoint,
      headers,
      retryDelays: [0, 0],
      metadata: { meta: "plan" },
      storeFingerprintForResuming: false,
      ...options,
      onSuccess: () => resolve(one.url),
      onError: reject,
    })
    one.start()
  })

const sha256 = bytes => createHash("sha256").update(bytes).digest("hex")

async function fetched(url) {
  const answer = await fetch(url, { headers })
  assert.equal(answer.status, 200)
  return Buffer.from(await answer.arrayBuffer())
}

test("a document goes up whole and comes down the same", async () => {
  const bytes = randomBytes(3_000_001)
  const httpStack = new FetchStack()
  const url = await upload(bytes, { httpStack })
  assert.equal(sha256(await fetched(url)), sha256(bytes))
  assert.deepEqual(httpStack.requests, ["POST", "PATCH"])
})

test("a document goes up in parts", async () => {
  const bytes = randomBytes(1_000_000)
  const httpStack = new FetchStack()
  const url = await upload(bytes, { httpStack, chunkSize: 300_000 })
  assert.equal(sha256(await fetched(url)), sha256(bytes))
  assert.deepEqual(httpStack.requests, ["POST", "PATCH", "PATCH", "PATCH", "PATCH"])
})

test("an empty document goes up", async () => {
  const url = await upload(Buffer.alloc(0), { httpStack: new FetchStack() })
  assert.equal((await fetched(url)).length, 0)
})

test("after a lost connection the client asks where it stands and goes on", async () => {
  const bytes = randomBytes(1_000_000)
  const httpStack = new FetchStack((method, requests) => {
    if (method === "PATCH" && requests.length === 3) throw new TypeError("network lost")
  })
  const url = await upload(bytes, { httpStack, chunkSize: 400_000 })
  assert.equal(sha256(await fetched(url)), sha256(bytes))
  assert.deepEqual(httpStack.requests, ["POST", "PATCH", "PATCH", "HEAD", "PATCH", "PATCH"])
})

test("another client goes on where the first one stopped", async () => {
  const bytes = randomBytes(1_000_000)
  const first = new FetchStack((method, requests) => {
    if (requests.length > 2) throw new TypeError("page closed")
  })
  let uploadUrl
  const stopped = upload(bytes, {
    httpStack: first,
    chunkSize: 400_000,
    retryDelays: null,
    onAfterResponse: (request, response) => {
      const location = response.getHeader("Location")
      if (location) uploadUrl = new URL(location, base).href
    },
  })
  await assert.rejects(stopped)
  const second = new FetchStack()
  const url = await upload(bytes, { httpStack: second, uploadUrl })
  assert.equal(sha256(await fetched(url)), sha256(bytes))
  assert.deepEqual(second.requests, ["HEAD", "PATCH"])
})

test("a refusal reaches the client with its status", async () => {
  const refused = upload(Buffer.alloc(5), {
    httpStack: new FetchStack(),
    endpoint: `${base}/files/${"a".repeat(26)}`,
    retryDelays: null,
  })
  await assert.rejects(refused, error => error.originalResponse.getStatus() === 404)
})

test("a document is withdrawn", async () => {
  const url = await upload(randomBytes(1000), { httpStack: new FetchStack() })
  await tus.Upload.terminate(url, { headers, httpStack: new FetchStack() })
  assert.equal((await fetch(url, { headers })).status, 404)
})
