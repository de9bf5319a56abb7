/** What of the room's options changed, whenever and in whatever order it is told. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { Rules } from "../../../webroot/js/rules.js"

const PLAIN = { lobby: false, locked: false, filesLocked: false, capacity: 200 }
let rules

beforeEach(() => {
  rules = new Rules()
})

test("a change is what differs from what was in force before it", () => {
  rules.start(10, PLAIN)
  assert.deepEqual(rules.tell(11, { ...PLAIN, lobby: true }), [[11, { lobby: true }]])
  assert.deepEqual(rules.tell(14, { ...PLAIN, locked: true, filesLocked: true }),
    [[14, { lobby: false, locked: true, filesLocked: true }]])
})

test("options set to what they were change nothing", () => {
  rules.start(10, PLAIN)
  assert.deepEqual(rules.tell(11, PLAIN), [[11, {}]])
})

test("of what was told before a reload the oldest is not known, and the others are", () => {
  rules.start(10, { ...PLAIN, locked: true })
  assert.deepEqual(rules.tell(10, { ...PLAIN, locked: true }), [[10, null]])
  assert.deepEqual(rules.tell(6, PLAIN), [[6, null], [10, { locked: true }]])
  assert.deepEqual(rules.tell(8, { ...PLAIN, capacity: 5 }),
    [[8, { capacity: 5 }], [10, { locked: true, capacity: 200 }]])
  assert.deepEqual(rules.tell(11, PLAIN), [[11, { locked: false }]])
})

test("what happened while one was away is between the two snapshots", () => {
  rules.start(10, PLAIN)
  rules.start(20, { ...PLAIN, capacity: 5 })
  assert.deepEqual(rules.tell(15, { ...PLAIN, capacity: 5 }), [[15, { capacity: 5 }]])
  assert.deepEqual(rules.tell(21, PLAIN), [[21, { capacity: 200 }]])
})

test("a connection that breaks again and again fills no memory with the same rules", () => {
  for (let top = 10; top < 1_000; top += 1) rules.start(top, { ...PLAIN })
  assert.equal(rules.size, 2)
  assert.deepEqual(rules.tell(1_000, { ...PLAIN, lobby: true }), [[1_000, { lobby: true }]])
  assert.deepEqual(rules.tell(11, { ...PLAIN, capacity: 5 }), [[11, { capacity: 5 }]])
})
