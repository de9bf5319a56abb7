import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { Mailbox } from "../../../webroot/js/mailbox.js"
import { settled } from "./support/fake-clock.js"

let mailbox, got, lost, asked, missed

beforeEach(() => {
  got = []
  asked = []
  lost = 0
  missed = []
  mailbox = new Mailbox(async heard => {
    asked.push(heard)
    return missed
  })
  mailbox.onBody = ({ n }, seen) => got.push(seen ? -n : n)
  mailbox.onLost = () => (lost += 1)
})

const hear = async (...numbers) => {
  for (const n of numbers) mailbox.hear({ type: "whispered", n })
  await settled()
}

test("bodies are told once and in order", async () => {
  await hear(1, 2, 2, 1, 3)
  assert.deepEqual([got, asked], [[1, 2, 3], []])
})

test("a gap is asked for with the last number heard", async () => {
  missed = [{ n: 2 }, { n: 3 }, { n: 4 }]
  await hear(1, 4, 5)
  assert.deepEqual([got, asked, lost], [[1, 2, 3, 4, 5], [1], 0])
})

test("a here that is ahead is a gap too", async () => {
  missed = [{ n: 2 }]
  await hear(1)
  mailbox.hear({ type: "here", n: 2 })
  await settled()
  assert.deepEqual([got, asked, mailbox.heard], [[1, 2], [1], 2])
})

test("what is no longer held is said to be lost, and the rest goes on", async () => {
  missed = null
  await hear(1, 4, 5)
  assert.deepEqual([got, lost, mailbox.heard], [[1, 4, 5], 1, 5])
})

test("what a resume brings is taken without asking again", async () => {
  await hear(1)
  mailbox.takeMissed([{ n: 2 }, { n: 4 }])
  mailbox.hear({ type: "here", n: 4 })
  await settled()
  assert.deepEqual([got, asked, mailbox.heard], [[1, 2, 4], [], 4])
})

test("after a reload what comes from before counts as seen", async () => {
  mailbox.takeMissed([{ n: 1 }, { n: 2 }], true)
  await hear(3)
  assert.deepEqual(got, [-1, -2, 3])
})

test("after a reload a mailbox no longer held is no loss to tell", async () => {
  mailbox.takeMissed(null, true)
  mailbox.hear({ type: "here", n: 300 })
  await hear(301)
  assert.deepEqual([got, lost, asked], [[301], 0, []])
})

test("a resume without what was missed is a loss", async () => {
  await hear(1)
  mailbox.takeMissed(null)
  mailbox.hear({ type: "here", n: 300 })
  await hear(301)
  assert.deepEqual([got, lost, asked], [[1, 301], 1, []])
})
