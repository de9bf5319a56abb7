/** What an installed page keeps for a start without the network, and what never. */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { beforeEach, test } from "node:test"
import vm from "node:vm"
import { webroot } from "./support/sources.js"

const ORIGIN = "https://x.org"
const PAGE = '<link href="pack/a.css"><script src="pack/b.js"></script>'

let kept, listeners, network

const cache = {
  match: async path => kept.get(path),
  put: async (path, answer) => void kept.set(path, answer),
  addAll: async paths => paths.forEach(path => kept.set(path, new Response(path))),
  keys: async () => [...kept.keys()].map(path => ({ url: ORIGIN + path })),
  delete: async ({ url }) => kept.delete(new URL(url).pathname),
}

beforeEach(() => {
  kept = new Map()
  listeners = {}
  network = async () => new Response(PAGE)
  const self = {
    location: { origin: ORIGIN },
    addEventListener: (type, listener) => (listeners[type] = listener),
    skipWaiting: () => {},
    clients: { claim: () => {} },
  }
  const caches = { open: async () => cache }
  const fetch = request => network(request)
  vm.runInNewContext(readFileSync(webroot("installed.js"), "utf8"), { self, caches, fetch, URL, Set })
})

/** @returns {Promise<Response>|null} what the worker answers, null when it lets the request go on */
function ask(path, init = {}) {
  let answer = null
  const request = new Request(new URL(path, ORIGIN), init)
  listeners.fetch({ request, respondWith: given => (answer = given) })
  return answer
}

test("nothing but the page's own files passes it", () => {
  const passing = ["/", "/pack/a.js", "/js/a.js", "/i18n/en.json", "/icons/icon.svg"]
  for (const path of passing) assert.notEqual(ask(path), null, path)
  const others = ["/eventbus/info", "/api/about", "/files/a/b", "/dl/1", "/?x", "/metrics",
    "/js/a.js?t=1", "https://y.org/js/a.js", "/installed.js"]
  for (const path of others) assert.equal(ask(path), null, path)
  assert.equal(ask("/", { method: "POST" }), null)
  assert.equal(ask("/js/a.js", { headers: { Authorization: "Bearer x" } }), null)
  assert.equal(ask("/js/a.js", { headers: { Range: "bytes=0-1" } }), null)
})

test("what the network has comes first, and what was kept when there is none", async () => {
  kept.set("/js/a.js", new Response("old"))
  network = async () => new Response("new")
  assert.equal(await (await ask("/js/a.js")).text(), "new")
  network = async () => { throw new TypeError("offline") }
  assert.equal(await (await ask("/js/a.js")).text(), "new")
  await assert.rejects(ask("/js/b.js"), TypeError)
})

test("a refusal is passed on and not kept", async () => {
  network = async () => new Response("", { status: 503 })
  assert.equal((await ask("/js/a.js")).status, 503)
  assert.equal(kept.size, 0)
})

test("files of another build go when the page names new ones", async () => {
  kept.set("/pack/old.js", new Response("")).set("/pack/b.js", new Response(""))
  await ask("/")
  assert.deepEqual([...kept.keys()].sort(), ["/", "/pack/b.js"])
})

test("installing keeps the page, what it names, and the words of both languages", async () => {
  let done
  listeners.install({ waitUntil: promise => (done = promise) })
  await done
  assert.deepEqual([...kept.keys()].sort(),
    ["/", "/i18n/en.json", "/i18n/tr.json", "/pack/a.css", "/pack/b.js"])
})
