import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { FakeStorage } from "./support/fake-storage.js"

const KEYS = { signing: { one: 1 }, agreement: { two: 2 }, hello: { sealed: "x" }, announced: { name: "can" } }
const bytes = new Uint8Array(32).fill(7)

let history, page, loads = 0

/** The page as it is loaded anew in the same tab. */
const load = async () => {
  page = await import(`../../../webroot/js/keep.js?${(loads += 1)}`)
}

beforeEach(async () => {
  globalThis.sessionStorage = new FakeStorage()
  history = { state: null, writes: 0 }
  history.replaceState = state => {
    history.state = structuredClone(state)
    history.writes += 1
  }
  Object.defineProperty(globalThis, "history", { value: history, configurable: true })
  await load()
})

const keep = more => page.keepKeys({ room: "r", ...KEYS, keys: [{ epoch: 12, bytes }], floor: 12, heard: 40, ...more })

test("keys come back after a reload as they were kept", async () => {
  keep()
  await load()
  assert.deepEqual(page.keptKeys(), { room: "r", ...KEYS, keys: [{ epoch: 12, bytes }], floor: 12, heard: 40 })
})

test("no content key is in the history, where another entry would keep it", () => {
  keep()
  assert.deepEqual(Object.keys(history.state.nobooks).sort(), ["agreement", "announced", "hello", "room", "signing"])
})

test("what the room has come to is kept with every event, and the history left alone", () => {
  for (let heard = 1; heard < 300; heard += 1) keep({ heard })
  assert.equal(JSON.parse(sessionStorage.getItem("nobooks")).sealing.heard, 299)
  assert.equal(history.writes, 1)
  page.forget({ forGood: true })
  for (let heard = 1; heard < 10; heard += 1) keep({ heard })
  assert.deepEqual([history.writes, history.state, sessionStorage.items.size], [2, null, 0])
})

test("content keys go with the room, also when another history entry is shown by then", async () => {
  keep()
  const entry = history.state
  history.state = null // an address was typed into the bar
  page.writeKeys("/")
  page.keepKeys(null)
  assert.equal(sessionStorage.items.size, 0)
  assert.equal(history.state, null)
  history.state = entry // and back
  await load()
  assert.deepEqual(page.keptKeys().keys, [])
})

test("content keys of another room than the history's are not taken for its own", async () => {
  keep()
  const { nobooks } = history.state
  history.state = { nobooks: { ...nobooks, room: "other" } }
  await load()
  assert.deepEqual([page.keptKeys().room, page.keptKeys().keys, page.keptKeys().heard], ["other", [], 0])
})
