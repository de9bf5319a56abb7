import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { Outbox } from "../../../webroot/js/outbox.js"
import { Refusal } from "../../../webroot/js/protocol.js"
import { FakeClock } from "./support/fake-clock.js"

let clock, outbox, tried, answers, told

beforeEach(() => {
  clock = new FakeClock()
  tried = []
  answers = {}
  told = []
  const send = async ({ cid }) => {
    tried.push(cid)
    const answer = answers[cid]?.shift()
    if (answer instanceof Refusal) throw answer
    return answer ?? { seq: tried.length }
  }
  outbox = new Outbox(send, { clock })
  outbox.onSent = ({ cid }) => told.push(`${cid} sent`)
  outbox.onFailed = ({ cid }, { code }) => told.push(`${cid} ${code}`)
})

test("messages wait for the connection and go out in order", async () => {
  outbox.add({ cid: "a" })
  outbox.add({ cid: "b" })
  await clock.advance(60_000)
  assert.deepEqual(tried, [])
  outbox.resume()
  await clock.advance(0)
  assert.deepEqual(told, ["a sent", "b sent"])
})

test("a message that was too fast is repeated after its time, before the next", async () => {
  answers.a = [new Refusal(1003, "too_fast", { afterMs: 3_000 })]
  outbox.resume()
  outbox.add({ cid: "a" })
  outbox.add({ cid: "b" })
  await clock.advance(2_999)
  assert.deepEqual(tried, ["a"])
  await clock.advance(1)
  assert.deepEqual(told, ["a sent", "b sent"])
})

test("an unanswered message is repeated with the same cid", async () => {
  answers.a = [new Refusal(0, "timeout"), new Refusal(0, "offline")]
  outbox.resume()
  outbox.add({ cid: "a" })
  await clock.advance(5_000)
  assert.deepEqual([tried, told], [["a", "a", "a"], ["a sent"]])
})

test("a message heard in the room is not repeated", async () => {
  answers.a = [new Refusal(0, "timeout")]
  outbox.resume()
  outbox.add({ cid: "a" })
  await clock.advance(0)
  outbox.arrived("a")
  await clock.advance(60_000)
  assert.deepEqual([tried, told], [["a"], []])
})

test("a refused message fails and the next goes on", async () => {
  answers.a = [new Refusal(1002)]
  outbox.resume()
  outbox.add({ cid: "a" })
  outbox.add({ cid: "b" })
  await clock.advance(0)
  assert.deepEqual(told, ["a 1002", "b sent"])
})

test("a lost seat is won back before the message is repeated", async () => {
  answers.a = [new Refusal(1200)]
  let asked = 0
  outbox.onSeatLost = async () => (asked += 1)
  outbox.resume()
  outbox.add({ cid: "a" })
  await clock.advance(0)
  assert.deepEqual([asked, told], [1, ["a sent"]])
})

test("a seat that cannot be won back fails the message", async () => {
  answers.a = [1200, 1200, 1200].map(code => new Refusal(code))
  outbox.resume()
  outbox.add({ cid: "a" })
  await clock.advance(0)
  assert.deepEqual([tried.length, told], [3, ["a 1200"]])
})

test("a cleared outbox sends nothing more", async () => {
  outbox.add({ cid: "a" })
  outbox.clear()
  outbox.resume()
  await clock.advance(60_000)
  assert.deepEqual(tried, [])
})
