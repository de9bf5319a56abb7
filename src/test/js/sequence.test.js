import test from "node:test"
import assert from "node:assert/strict"
import { Sequence } from "../../../webroot/js/lib/sequence.js"

test("events come out once and in order, whatever order they came in", () => {
  const sequence = new Sequence(4)
  assert.deepEqual(sequence.take(6, "six"), [])
  assert.equal(sequence.hole, true)
  assert.deepEqual(sequence.take(5, "five"), ["five", "six"])
  assert.deepEqual(sequence.take(5, "five"), [])
  assert.deepEqual([sequence.hole, sequence.last], [false, 6])
})

test("declaring a hole known frees what was held behind it", () => {
  const sequence = new Sequence(0)
  sequence.take(3, "three")
  sequence.take(6, "six")
  sequence.take(5, "five")
  assert.deepEqual(sequence.skipTo(4), ["three", "five", "six"])
  assert.equal(sequence.last, 6)
})

test("giving up what is missing frees everything in order", () => {
  const sequence = new Sequence(0)
  sequence.take(9, "nine")
  sequence.take(3, "three")
  assert.deepEqual(sequence.skipHoles(), ["three", "nine"])
  assert.deepEqual([sequence.last, sequence.hole], [9, false])
})

test("what carries no number is no event", () => {
  const sequence = new Sequence(0)
  for (const number of [undefined, null, "1", 1.5, NaN]) {
    assert.deepEqual(sequence.take(number, "x"), [])
  }
  assert.equal(sequence.hole, false)
})
