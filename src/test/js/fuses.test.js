import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { Fuses } from "../../../webroot/js/fuses.js"
import { Timeline } from "../../../webroot/js/timeline.js"
import { FakeClock } from "./support/fake-clock.js"

let clock, timeline, fuses

const settle = (cid, fuse) =>
  timeline.settle({ kind: "said", key: cid, cid, seq: 1, at: 1, text: "", fuse: fuses.known(cid, fuse) })
const fuseOf = key => timeline.settled(key).fuse

beforeEach(() => {
  clock = new FakeClock()
  timeline = new Timeline()
  fuses = new Fuses(timeline, clock)
})

test("a covered message shows nothing until somebody looks, and goes its seconds after that", async () => {
  settle("a", { seconds: 10, text: "psst" })
  await clock.advance(60_000)
  assert.deepEqual(fuseOf("a"), { seconds: 10, text: "psst", shown: false, burnt: false })
  fuses.show("a")
  assert.deepEqual([fuseOf("a").shown, fuseOf("a").until], [true, clock.now() + 10_000])
  await clock.advance(9_999)
  assert.equal(fuseOf("a").text, "psst")
  await clock.advance(1)
  assert.deepEqual([fuseOf("a").text, fuseOf("a").burnt, fuses.burnt.value], ["", true, ["a"]])
})

test("looking twice does not make it stay longer", async () => {
  settle("a", { seconds: 10, text: "psst" })
  fuses.show("a")
  await clock.advance(6_000)
  fuses.show("a")
  await clock.advance(4_000)
  assert.equal(fuseOf("a").burnt, true)
})

test("what burnt before a reload does not come back with the room's memory", () => {
  fuses.takeBurnt(["a"])
  settle("a", { seconds: 10, text: "psst" })
  assert.deepEqual([fuseOf("a").text, fuseOf("a").burnt], ["", true])
  fuses.show("a")
  assert.equal(fuseOf("a").shown, false)
})

test("what only was covered stays once it was shown, and other messages have no fuse", async () => {
  settle("a", { seconds: 0, text: "psst" })
  settle("b", undefined)
  fuses.show("a")
  fuses.show("b")
  await clock.advance(1_000_000)
  assert.equal(fuseOf("a").text, "psst")
  assert.equal(fuseOf("b"), null)
})

test("what began to burn does not come back with its full time after a reload", async () => {
  settle("a", { seconds: 10, text: "psst" })
  settle("b", { seconds: 0, text: "only covered" })
  for (const key of ["a", "b"]) fuses.show(key)
  await clock.advance(9_000)
  assert.deepEqual([fuseOf("a").text, fuses.burnt.value], ["psst", ["a"]])
  const again = new Fuses(new Timeline(), clock)
  again.takeBurnt(fuses.burnt.value)
  assert.deepEqual(again.known("a", { seconds: 10, text: "psst" }).text, "")
})

test("what was to burn while the device slept is gone when it wakes", async () => {
  settle("a", { seconds: 10, text: "psst" })
  settle("b", { seconds: 60, text: "stays" })
  for (const key of ["a", "b"]) fuses.show(key)
  clock.sleep(10_000)
  assert.equal(fuseOf("a").text, "psst")
  fuses.burnOverdue()
  assert.deepEqual([fuseOf("a").burnt, fuseOf("b").text], [true, "stays"])
})

test("what got other words or was taken back while it burned is not marked as burnt", async () => {
  settle("a", { seconds: 10, text: "psst" })
  fuses.show("a")
  timeline.replace({ ...timeline.settled("a"), fuse: null })
  await clock.advance(10_000)
  assert.equal(fuseOf("a"), null)
  fuses.burnOverdue()
})

test("the end of a room stops what burns and forgets what burnt", async () => {
  settle("a", { seconds: 10, text: "psst" })
  fuses.show("a")
  fuses.takeBurnt(["b"])
  fuses.clear()
  timeline.clear()
  await clock.advance(10_000)
  assert.deepEqual(fuses.burnt.value, [])
})
