import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { Timeline } from "../../../webroot/js/timeline.js"

let timeline
beforeEach(() => (timeline = new Timeline()))

const keys = () => timeline.entries.value.map(({ key }) => key)
const said = (key, seq, at) => ({ kind: "said", key, seq, at })

test("an entry is taken once", () => {
  assert.equal(timeline.settle(said("a", 1, 10)), true)
  assert.equal(timeline.settle(said("a", 1, 10)), false)
  assert.deepEqual(keys(), ["a"])
})

test("what is recovered late goes to its place by time", () => {
  timeline.settle(said("a", 1, 10))
  timeline.settle(said("c", 3, 30))
  timeline.settle({ kind: "whisper", key: "w", at: 20 })
  timeline.settle(said("b", 2, 15))
  assert.deepEqual(keys(), ["a", "b", "w", "c"])
})

test("what was said in one millisecond stands in the order of the log, also when it comes late", () => {
  timeline.settle(said("c", 3, 10))
  timeline.settle(said("a", 1, 10))
  timeline.settle(said("b", 2, 10))
  assert.deepEqual(keys(), ["a", "b", "c"])
})

test("a server clock that steps back does not turn the order of the log", () => {
  timeline.settle(said("a", 1, 100))
  timeline.settle(said("b", 2, 50))
  assert.deepEqual(keys(), ["a", "b"])
})

test("own messages on their way come last until the room has them", () => {
  timeline.expect({ kind: "said", key: "mine", at: 1 })
  timeline.settle(said("a", 1, 10))
  assert.deepEqual(keys(), ["a", "mine"])
  timeline.settle(said("mine", 2, 20))
  timeline.settle(said("b", 3, 30))
  assert.deepEqual(keys(), ["a", "mine", "b"])
  assert.deepEqual(timeline.pending.value, [])
})

test("the oldest entries are let go when there are more than 20,000", () => {
  for (let seq = 1; seq <= 20_003; seq += 1) timeline.settle(said(`${seq}`, seq, seq))
  assert.deepEqual([keys().length, keys()[0], keys().at(-1)], [20_000, "4", "20003"])
})
