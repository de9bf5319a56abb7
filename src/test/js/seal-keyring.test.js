import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { ContentKey } from "../../../webroot/js/seal/content-key.js"
import { KeyRing } from "../../../webroot/js/seal/keyring.js"
import { ReplayGuard } from "../../../webroot/js/seal/replay.js"

const key = (epoch, byte) => ContentKey.of(epoch, new Uint8Array(32).fill(byte))

let first, ring

beforeEach(async () => {
  first = await key(0, 0)
  ring = new KeyRing(first)
})

test("a room begins with the key that follows from its code", () => {
  assert.deepEqual([ring.current, ring.due, ring.given()], [first, false, []])
})

test("after a removal a new key is due until one of its epoch is there", async () => {
  ring.removedAt(12)
  assert.deepEqual([ring.due, ring.next, ring.current], [true, 12, first])
  const next = await key(12, 1)
  assert.equal(ring.add(next), true)
  assert.deepEqual([ring.due, ring.current, ring.given()], [false, next, [next]])
  assert.equal(ring.add(next), false)
})

test("the same removal heard twice does not make the new key old", async () => {
  ring.removedAt(12)
  ring.add(await key(12, 1))
  ring.removedAt(12)
  assert.equal(ring.due, false)
})

test("two keys for one removal: everybody seals with the same one and opens with both", async () => {
  const [one, two] = [await key(12, 1), await key(12, 2)]
  const other = new KeyRing(first)
  for (const each of [ring, other]) each.removedAt(12)
  for (const each of [one, two]) ring.add(each)
  for (const each of [two, one]) other.add(each)
  assert.equal(ring.current, other.current)
  assert.deepEqual([ring.get(one.name), ring.get(two.name)], [one, two])
})

test("a key from ahead of its removal opens, but does not seal before that was heard", async () => {
  const early = await key(12, 1)
  ring.add(early)
  assert.deepEqual([ring.current, ring.get(early.name)], [first, early])
  ring.removedAt(12)
  assert.deepEqual([ring.current, ring.due], [early, false])
})

test("a key from far ahead cannot make a later removal go without a new one", async () => {
  const [far, ahead] = [await key(1_000_000, 1), await key(200, 2)]
  for (const each of [far, ahead]) assert.equal(ring.add(each), false)
  assert.deepEqual([ring.get(far.name), ring.get(ahead.name)], [undefined, ahead])
  ring.removedAt(12)
  assert.equal(ring.due, true)
})

test("keys of events to come go with those who gave them, and are given to nobody", async () => {
  const [planted, honest] = [await key(13, 1), await key(13, 2)]
  ring.reached(10)
  ring.add(planted, "ali")
  for (const by of ["ali", "mary"]) ring.add(honest, by)
  assert.deepEqual([ring.given(), ring.kept().keys], [[], []])
  assert.equal(ring.removedAt(13, seat => seat !== "ali"), true)
  assert.deepEqual([ring.given(), ring.get(planted.name)], [[honest], undefined])
})

test("keys of events to come push none out that is in use, whoever gives how many", async () => {
  ring.reached(100)
  const honest = await key(90, 1)
  ring.add(honest, "mary")
  for (let i = 101; i < 200; i += 1) ring.add(await key(i, i), "ali")
  const early = await key(101, 2)
  ring.add(early, "can")
  assert.deepEqual([ring.get(honest.name), ring.get(early.name)], [honest, early])
  assert.equal(ring.reached(101), true)
  assert.equal(ring.current, early)
})

test("until when a key was in use is known by the next one", async () => {
  const [one, two] = [await key(12, 1), await key(20, 2)]
  ring.reached(30)
  for (const each of [one, two]) ring.add(each)
  assert.deepEqual([first, one, two].map(each => ring.endOf(each)), [12, 20, Infinity])
})

test("a newcomer seals with what the room has come to", async () => {
  const current = await key(12, 1)
  ring.reached(40)
  ring.add(current)
  assert.equal(ring.current, current)
})

test("numbers that begin anew still lead to a new key", async () => {
  ring.removedAt(50)
  ring.add(await key(50, 1))
  ring.restarted()
  ring.removedAt(3)
  assert.deepEqual([ring.due, ring.next], [true, 51])
  const next = await key(51, 2)
  ring.add(next)
  assert.deepEqual([ring.due, ring.current], [false, next])
})

test("of very many keys the oldest are let go, never the first or the one in use", async () => {
  ring.reached(100)
  for (let epoch = 1; epoch <= 80; epoch += 1) ring.add(await key(epoch, epoch))
  assert.deepEqual([ring.given().length, ring.current.epoch, ring.get(first.name)], [63, 80, first])
})

test("a flood of keys does not push the one in use out", async () => {
  ring.removedAt(12)
  const current = await key(12, 1)
  ring.add(current)
  for (let i = 2; i < 90; i += 1) ring.add(await key(13 + i, i))
  assert.deepEqual([ring.current, ring.due], [current, false])
})

test("a reload takes up keys and what is due", async () => {
  ring.removedAt(12)
  ring.add(await key(12, 1))
  ring.removedAt(20)
  const { keys, floor } = ring.kept()
  const again = new KeyRing(first)
  again.takeUp(await Promise.all(keys.map(({ epoch, bytes }) => ContentKey.of(epoch, bytes))), floor)
  assert.deepEqual([again.due, again.next, again.given().length], [true, 20, 1])
})

test("a stream of thousands of messages is remembered within bounds, and stays closed behind", () => {
  const guard = new ReplayGuard()
  for (let i = 0; i < 40_000; i += 1) guard.take("s", i, i)
  guard.take("s", 39_999, 39_999)
  assert.throws(() => guard.take("s", 0, 0), { why: "replayed" })
  assert.throws(() => guard.take("s", 39_999, 40_001), { why: "replayed" })
  guard.take("other", 0, 0)
})

test("what a page sends all at once may come in any order, but not twice", () => {
  const guard = new ReplayGuard()
  for (const [counter, place] of [[5, 1], [3, 2], [4, 3], [3, 2]]) {
    guard.take("s", counter, place, { ordered: false })
  }
  assert.throws(() => guard.take("s", 3, 4, { ordered: false }), { why: "replayed" })
})

test("after the server counts anew the streams that it counted are taken up again", () => {
  const guard = new ReplayGuard()
  guard.take("1/s", 5, 900)
  guard.take("2/s", 5, 900)
  guard.forget("1/")
  guard.take("1/s", 6, 3)
  assert.throws(() => guard.take("2/s", 6, 3), { why: "replayed" })
})

test("thousands of messages of one stream are taken also when they are told backwards", () => {
  const guard = new ReplayGuard()
  for (let i = 15_000; i >= 0; i -= 1) guard.take("s", i, i)
  assert.throws(() => guard.take("s", 7, 15_001), { why: "replayed" })
})
