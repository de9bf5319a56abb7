/** What an installed page keeps for a start without the network, and what never. */
import "./support/web.js"
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { beforeEach, test } from "node:test"
import vm from "node:vm"
import { webroot } from "./support/sources.js"

const ORIGIN = "https://x.org"
const PAGE = '<link href="pack/a.css"><script src="pack/b.js"></script>'

let kept, listeners, network, storage, timers, working

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
  storage = async () => cache
  const caches = { open: () => storage() }
  const fetch = request => network(request)
  timers = new Map()
  working = []
  const setTimeout = run => (timers.set(timers.size + 1, run), timers.size)
  const clearTimeout = id => timers.set(id, () => {})
  const others = { URL, Set, Response, crypto, setTimeout, clearTimeout }
  vm.runInNewContext(readFileSync(webroot("installed.js"), "utf8"), { self, caches, fetch, ...others })
})

/** @returns {Promise<Response>|null} what the worker answers, null when it lets the request go on */
function ask(path, init = {}) {
  let answer = null
  const request = new Request(new URL(path, ORIGIN), init)
  listeners.fetch({
    request, respondWith: given => (answer = given), waitUntil: work => working.push(work),
  })
  return answer
}

/** The same, once what came is kept. */
async function askAndKeep(path) {
  const answer = await ask(path)
  await Promise.all(working)
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
  assert.equal(await (await askAndKeep("/js/a.js")).text(), "new")
  network = async () => { throw new TypeError("offline") }
  assert.equal(await (await ask("/js/a.js")).text(), "new")
  await assert.rejects(ask("/js/b.js"), TypeError)
})

test("a refusal is passed on and not kept", async () => {
  network = async () => new Response("", { status: 503 })
  assert.equal((await askAndKeep("/js/a.js")).status, 503)
  assert.equal(kept.size, 0)
})

test("files of another build go when the page names new ones", async () => {
  kept.set("/pack/old.js", new Response("")).set("/pack/b.js", new Response(""))
  await askAndKeep("/")
  assert.deepEqual([...kept.keys()].sort(), ["/", "/pack/b.js"])
})

test("installing keeps the page, what it names, and the words of both languages", async () => {
  let done
  listeners.install({ waitUntil: promise => (done = promise) })
  await done
  assert.deepEqual([...kept.keys()].sort(),
    ["/", "/i18n/en.json", "/i18n/tr.json", "/pack/a.css", "/pack/b.js"])
})

test("a storage that is broken, full or slow spoils no answer that the network has", async () => {
  const put = () => new Promise(() => {})
  for (const open of [async () => { throw new Error("broken") }, async () => ({ ...cache, put })]) {
    storage = open
    network = async () => new Response("new")
    assert.equal(await (await ask("/js/a.js")).text(), "new")
    network = async () => { throw new TypeError("offline") }
    await assert.rejects(ask("/js/a.js"), TypeError)
  }
})

test("a page is kept only as itself, and never without the files that it names", async () => {
  const install = () => new Promise((done, failed) =>
    listeners.install({ waitUntil: promise => promise.then(done, failed) }))
  network = async () => new Response(PAGE, { status: 503 })
  await assert.rejects(install())
  network = async () => new Response(PAGE)
  storage = async () => ({ ...cache, addAll: async () => { throw new TypeError("404") } })
  await assert.rejects(install())
  assert.equal(kept.size, 0)
})

/** What another app shares. @returns {Promise<string>} where the worker leads the page */
async function share(body) {
  let answer
  const request = new Request(`${ORIGIN}/share`, { method: "POST", body })
  listeners.fetch({
    request, respondWith: given => (answer = given), waitUntil: work => working.push(work),
  })
  const { status, headers } = await answer
  assert.equal(status, 303)
  return headers.get("location")
}

/** What the page is given for an id. */
function take(id) {
  let given
  const port = { postMessage: answer => (given = answer) }
  listeners.message({ data: { share: id }, ports: [port] })
  return given
}

const idIn = address => /#shared=([\w-]+)$/.exec(address)[1]

function form(fields, ...files) {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  for (const file of files) data.append("files", file)
  return data
}

test("what is shared is held until the page asks, given out once, and never kept", async () => {
  network = () => assert.fail("nothing of it is sent anywhere")
  const plan = new File(["first this"], "Plan.txt", { type: "text/plain" })
  const id = idIn(await share(form({ title: "Plan", text: "look", url: "https://y.org" }, plan)))
  const { title, text, url, files } = take(id)
  assert.deepEqual([title, text, url], ["Plan", "look", "https://y.org"])
  assert.deepEqual(files.map(({ name, type }) => [name, type]), [["Plan.txt", "text/plain"]])
  assert.equal(await files[0].text(), "first this")
  assert.equal(take(id), null)
  await Promise.all(working)
  assert.equal(kept.size, 0)
})

test("what nobody asks for is dropped after a while, and only then may the worker sleep", async () => {
  const id = idIn(await share(form({ text: "look" })))
  let asleep = false
  working[0].then(() => (asleep = true))
  await Promise.resolve()
  assert.equal(asleep, false)
  for (const run of timers.values()) run()
  await Promise.all(working)
  assert.equal(take(id), null)
})

test("no more than a few are held, whoever sends them", async () => {
  const ids = []
  for (let i = 0; i < 6; i += 1) ids.push(idIn(await share(form({ text: String(i) }))))
  assert.deepEqual(ids.map(id => take(id)?.text), [undefined, undefined, "2", "3", "4", "5"])
})

test("a form that is none is not taken, and neither is one without a name for its file", async () => {
  assert.equal(await share("text"), `${ORIGIN}/#not-shared`)
  const id = idIn(await share(form({}, new File([], ""))))
  assert.deepEqual([...take(id).files], [])
})

test("what is not asked of the worker is no question about what was shared", () => {
  listeners.message({ data: null, ports: [] })
  listeners.message({ data: { stay: true }, ports: [] })
})
