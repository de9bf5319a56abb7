import test from "node:test"
import assert from "node:assert/strict"
import { Address, Failure, Refusal, asRefusal } from "../../../webroot/js/protocol.js"

test("a refusal carries code, slug, waiting time and trace", () => {
  const fast = Refusal.fromWire({ failureCode: 1003, message: "too_fast afterMs=1500" })
  assert.deepEqual([fast.code, fast.slug, fast.afterMs], [1003, "too_fast", 1500])
  const broken = Refusal.fromWire({ failureCode: 1900, message: "internal trace=k3f" })
  assert.deepEqual([broken.code, broken.slug, broken.trace], [1900, "internal", "k3f"])
})

test("a refusal without words is told from its code", () => {
  assert.equal(Refusal.fromWire({ failureCode: 1200 }).slug, "room_not_found")
  assert.equal(Refusal.fromWire({ message: "access_denied" }).slug, "access_denied")
  assert.equal(Refusal.fromWire({ failureCode: 1003, message: "too_fast afterMs=x" }).afterMs, 0)
})

test("only what passes by itself is worth repeating", () => {
  const passing = [1003, 1105, 1901].map(code => new Refusal(code).passing)
  const lasting = [1000, 1002, 1101, 1102, 1200, 1206, 1900].map(code => new Refusal(code).passing)
  assert.deepEqual([...new Set(passing)], [true])
  assert.deepEqual([...new Set(lasting)], [false])
  assert.equal(new Refusal(0, "timeout").passing, true)
  assert.equal(new Refusal(0, "bad_code").passing, false)
})

test("anything thrown becomes a refusal", () => {
  assert.equal(asRefusal(new TypeError("x")).code, Failure.internal)
  const refusal = new Refusal(1200)
  assert.equal(asRefusal(refusal), refusal)
})

test("addresses are built as the contract spells them", () => {
  assert.equal(Address.roomIn("a".repeat(26)), `room.${"a".repeat(26)}.in`)
  assert.equal(Address.roomOut("a".repeat(26)), `room.${"a".repeat(26)}.out`)
})
