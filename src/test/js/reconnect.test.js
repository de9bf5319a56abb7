import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { backoffMs, Reconnector } from "../../../webroot/js/reconnect.js"
import { Refusal } from "../../../webroot/js/protocol.js"
import { FakeClock } from "./support/fake-clock.js"

let clock, tries, outcome, reconnector

beforeEach(() => {
  clock = new FakeClock()
  tries = 0
  outcome = () => Promise.reject(new Refusal(0, "offline"))
  const attempt = () => {
    tries += 1
    return outcome()
  }
  reconnector = new Reconnector(attempt, { clock, random: () => 1 })
})

test("waiting grows from half a second to 15 s, spread over half to all of it", () => {
  const longest = [0, 1, 4, 5, 50].map(tries => backoffMs(tries, () => 1))
  assert.deepEqual(longest, [500, 1_000, 8_000, 15_000, 15_000])
  assert.deepEqual([0, 50].map(n => backoffMs(n, () => 0)), [250, 7500])
})

test("tries are repeated ever later until one succeeds", async () => {
  reconnector.start()
  await clock.advance(500)
  assert.equal(tries, 1)
  await clock.advance(999)
  assert.equal(tries, 1)
  await clock.advance(1)
  assert.equal(tries, 2)
  outcome = async () => {}
  await clock.advance(600_000)
  assert.equal(tries, 3)
})

test("the next try is announced", async () => {
  const told = []
  reconnector.onWait = at => told.push(at)
  reconnector.start()
  assert.equal(told.at(-1), clock.now() + 500)
  await clock.advance(500)
  assert.equal(told.at(-1), clock.now() + 1000)
  reconnector.stop()
  assert.equal(told.at(-1), 0)
})

test("a wait asked for by the server is kept, also when hope comes up", async () => {
  reconnector.start(5_000)
  reconnector.now()
  await clock.advance(4_999)
  reconnector.now()
  assert.equal(tries, 0)
  await clock.advance(501)
  assert.equal(tries, 1)
})

test("hope shortens the waiting", async () => {
  reconnector.start()
  reconnector.now()
  await clock.advance(0)
  assert.equal(tries, 1)
})

test("at rest and after a stop nothing is tried", async () => {
  reconnector.now()
  reconnector.start()
  reconnector.stop()
  reconnector.now()
  await clock.advance(60_000)
  assert.equal(tries, 0)
})
