import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { Address, Refusal } from "../../../webroot/js/protocol.js"
import { RoomClient } from "../../../webroot/js/room.js"
import { MOST_CONTENT_BYTES } from "../../../webroot/js/seal/padding.js"
import { FakeClock, settled } from "./support/fake-clock.js"
import { FakeWire } from "./support/fake-wire.js"
import { PlainTalk } from "./support/plain-talk.js"

const ID = "a".repeat(26)
const [CAN, MARY, ALI] = ["can", "mary", "ali"].map(name => name.padEnd(26, "2"))
const OPTIONS = { lobby: false, locked: false, capacity: 200, lifetimeMinutes: 60, history: true }
const member = (seat, name, more) =>
  ({ seat, name, account: false, admin: false, state: "online", since: 1, ...more })

let clock, wire, room, visible, overs

const snapshot = more => ({
  room: ID, epoch: "e1", top: 10, rev: 3,
  options: OPTIONS, createdAt: 1_000, expiresAt: 3_601_000,
  you: { seat: CAN, admin: true },
  members: [member(CAN, "Can", { admin: true }), member(MARY, "Mary")],
  files: [], events: [], waiting: [], more: { members: false, files: false, events: false },
  ...more,
})
const said = (seq, by = MARY, text = `text ${seq}`) =>
  ({ type: "said", seq, at: clock.now() + seq, by, cid: `cid-${by}-${seq}`, body: { text } })
const texts = () => room.timeline.value.filter(({ text }) => text).map(({ text }) => text)
const notices = () => room.timeline.value.filter(({ kind }) => kind === "notice")
const whats = () => notices().map(({ what, names }) => [what, ...names].join(" "))
const tell = async (...bodies) => {
  wire.tell(...bodies)
  await settled()
}
const enter = async more => {
  wire.answers[Address.enterRoom] = snapshot(more)
  wire.here = { epoch: "e1", top: 10, rev: 3 }
  await room.enter(Address.enterRoom)
  await settled()
}
const newRoom = () => new RoomClient({
  wire, clock, name: " SecProje ", code: "c0de", origin: "https://x.org",
  ids: { room: ID, ticket: "t", proof: "p" }, visible: () => visible, talk: () => new PlainTalk(),
})

beforeEach(() => {
  clock = new FakeClock()
  wire = new FakeWire()
  visible = false
  overs = 0
  room = newRoom()
  room.onOver = () => (overs += 1)
})

test("entering shows who is there, what was said and the link", async () => {
  await enter({ events: [said(8), said(10)] })
  assert.equal(room.status.value, "in")
  assert.deepEqual([room.name, room.link], ["SecProje", "https://x.org/#SecProje/c0de"])
  assert.deepEqual(room.you.value, { seat: CAN, admin: true })
  assert.deepEqual([...room.members.value.values()].map(({ name }) => name), ["Can", "Mary"])
  assert.deepEqual(texts(), ["text 8", "text 10"])
  assert.equal(room.timeline.value[0].name, "Mary")
  assert.equal(room.unread.value, 0)
  assert.deepEqual(wire.asked, [{ type: Address.enterRoom, ticket: "t", proof: "p" }])
})

test("a refused entry is thrown as it came", async () => {
  wire.answers[Address.enterRoom] = new Refusal(1200)
  await assert.rejects(room.enter(Address.enterRoom), { code: 1200 })
})

test("a connection lost right after entering is mended later, not thrown", async () => {
  wire.here = new Refusal(0, "offline")
  wire.answers[Address.enterRoom] = snapshot()
  await room.enter(Address.enterRoom)
  assert.equal(room.status.value, "in")
})

test("what is said is shown once and in order, also when it comes out of order", async () => {
  await enter()
  wire.answers.sync = { recovered: true, epoch: "e1", top: 13, rev: 3, more: false,
    events: [said(11), said(12), said(13)] }
  await tell(said(11), said(13), said(12), said(13), said(11))
  assert.deepEqual(texts(), ["text 11", "text 12", "text 13"])
})

test("a hole is filled by asking for what is missing", async () => {
  await enter()
  wire.answers.sync = { recovered: true, epoch: "e1", top: 14, rev: 3, more: false,
    events: [said(12), said(13)] }
  await tell(said(11), said(14))
  assert.deepEqual(wire.types("sync"), [{ type: "sync", epoch: "e1", from: 12 }])
  assert.deepEqual(texts(), ["text 11", "text 12", "text 13", "text 14"])
})

test("numbers that sync leaves out are no hole", async () => {
  await enter()
  wire.answers.sync =
    { recovered: true, epoch: "e1", top: 15, rev: 3, more: false, events: [said(13)] }
  await tell(said(15), said(16))
  assert.equal(wire.types("sync").length, 1)
  assert.deepEqual(texts(), ["text 13", "text 15", "text 16"])
})

test("a here that is ahead fetches the tail, page by page", async () => {
  await enter()
  const log = [11, 12, 13].map(seq => said(seq))
  wire.answers.sync = ({ from }) => ({ recovered: true, epoch: "e1", top: 13, rev: 3,
    more: from < 13, events: log.filter(({ seq }) => seq === from) })
  await tell({ type: "here", epoch: "e1", top: 13, rev: 3 })
  assert.deepEqual(wire.types("sync").map(({ from }) => from), [11, 12, 13])
  assert.deepEqual(texts(), ["text 11", "text 12", "text 13"])
})

test("a sync that is too fast is repeated by itself", async () => {
  await enter()
  const replies = [new Refusal(1003, "too_fast", { afterMs: 900 }),
    { recovered: true, epoch: "e1", top: 11, rev: 3, more: false, events: [said(11)] }]
  wire.answers.sync = () => replies.shift()
  await tell({ type: "here", epoch: "e1", top: 11, rev: 3 })
  await clock.advance(900)
  await settled()
  assert.deepEqual(texts(), ["text 11"])
})

test("a server that does not answer is left", async () => {
  await enter()
  wire.answers.sync = new Refusal(0, "timeout")
  await tell({ type: "here", epoch: "e1", top: 11, rev: 3 })
  assert.equal(wire.cuts, 1)
})

for (const [why, here, reply] of [
  ["that cannot be filled", { epoch: "e1", top: 20, rev: 3 }, { recovered: false, epoch: "e1" }],
  ["of another epoch", { epoch: "e2", top: 20, rev: 3 }, {}],
]) {
  test(`a hole ${why} leads to a fresh snapshot, and is said`, async () => {
    await enter({ events: [said(10)] })
    wire.answers.sync = reply
    const events = [said(10), said(20)]
    wire.answers[Address.enterRoom] = snapshot({ epoch: here.epoch, top: 20, events })
    wire.here = here
    await tell({ type: "here", ...here })
    assert.deepEqual(texts(), ["text 10", "text 20"])
    assert.deepEqual(whats(), ["unrecovered"])
    await tell(said(21))
    assert.deepEqual(texts().at(-1), "text 21")
  })
}

test("coming and going is shown, and who is gone stays known", async () => {
  await enter()
  const ali = member(ALI, "Ali")
  await tell({ type: "entered", seq: 11, at: 1, members: [ali] },
    { type: "left", seq: 12, at: 2, seats: [[ALI, "lost"], [MARY, "left"]] },
    { type: "entered", seq: 13, at: 3, members: [ali], again: true },
    { type: "entered", seq: 14, at: 4, members: [member(MARY, "Mary", { again: true })] },
    { type: "left", seq: 15, at: 5, seats: [[ALI, "kicked"]] })
  assert.deepEqual(whats(),
    ["entered Ali", "left Mary", "lost Ali", "again Ali", "again Mary", "kicked Ali"])
  assert.equal(room.members.value.get(ALI).state, "gone")
  assert.equal(room.members.value.get(MARY).state, "online")
})

test("states follow each other, and a missed one asks for the list", async () => {
  await enter()
  await tell({ type: "states", rev: 4, changes: [[MARY, "away"]] })
  assert.equal(room.members.value.get(MARY).state, "away")
  wire.answers.list = ({ after }) => after
    ? { items: [member(MARY, "Mary", { state: "reconnecting" })], more: false, rev: 8 }
    : { items: [member(CAN, "Can")], more: true, rev: 7 }
  await tell({ type: "states", rev: 7, changes: [[MARY, "online"]] })
  assert.equal(room.members.value.get(MARY).state, "reconnecting")
  await tell({ type: "states", rev: 7, changes: [[MARY, "online"]] })
  assert.equal(room.members.value.get(MARY).state, "reconnecting")
  await tell({ type: "states", rev: 8, changes: [[MARY, "online"]] })
  assert.equal(room.members.value.get(MARY).state, "online")
})

test("one is the last when all others are gone", async () => {
  await enter()
  assert.equal(room.lastOne.value, false)
  await tell({ type: "states", rev: 4, changes: [[MARY, "reconnecting"]] })
  assert.equal(room.lastOne.value, false)
  await tell({ type: "left", seq: 11, at: 1, seats: [[MARY, "lost"]] })
  assert.equal(room.lastOne.value, true)
})

test("an own message is shown as sending, then sent, in its place", async () => {
  await enter()
  let answer
  wire.answers.say = () => new Promise(resolve => (answer = resolve))
  room.say("hello")
  await settled()
  const [entry] = room.timeline.value
  assert.deepEqual([entry.delivery, entry.mine, entry.name], ["sending", true, "Can"])
  assert.equal(room.queued.value, 1)
  const { cid, body } = wire.types("say")[0]
  assert.deepEqual(body, { text: "hello" })
  assert.match(cid, /^[0-9a-f]{32}$/)
  await tell(said(11))
  answer({ seq: 12, at: 99 })
  await settled()
  assert.deepEqual([room.timeline.value.at(-1).delivery, room.queued.value], ["sent", 0])
  await tell({ type: "said", seq: 12, at: 99, by: CAN, cid, body })
  assert.deepEqual(texts(), ["text 11", "hello"])
  assert.equal(room.timeline.value.length, 2)
})

test("an own message heard before its answer counts as sent", async () => {
  await enter()
  wire.answers.say = () => new Promise(() => {})
  room.say("hello")
  await settled()
  const { cid, body } = wire.types("say")[0]
  await tell({ type: "said", seq: 11, at: 5, by: CAN, cid, body })
  assert.deepEqual(room.timeline.value.map(({ delivery }) => delivery), ["sent"])
  assert.equal(room.queued.value, 0)
})

test("a message that is too long fails at once with the reason, and can be taken back", async () => {
  await enter()
  const fits = "ş".repeat(MOST_CONTENT_BYTES / 2)
  room.say(fits)
  room.say(`${fits}ş`)
  await settled()
  const failed = room.timeline.value.find(({ delivery }) => delivery === "failed")
  assert.equal(failed.failure.code, 1002)
  assert.equal(wire.types("say").length, 1)
  room.discard(failed.key)
  assert.equal(room.timeline.value.some(({ key }) => key === failed.key), false)
})

test("a refused message can be sent again with the same cid", async () => {
  await enter()
  wire.answers.say = new Refusal(1001)
  room.say("hello")
  await settled()
  const [{ key, delivery, failure }] = room.timeline.value
  assert.deepEqual([delivery, failure.code], ["failed", 1001])
  wire.answers.say = { seq: 11, at: 5 }
  room.retry(key)
  await settled()
  assert.equal(room.timeline.value[0].delivery, "sent")
  assert.equal(new Set(wire.types("say").map(({ cid }) => cid)).size, 1)
})

test("messages said without a connection go out after it is back, once", async () => {
  await enter()
  room.paused()
  room.say("one")
  room.say("two")
  await settled()
  assert.deepEqual([wire.types("say").length, room.queued.value], [0, 2])
  let seq = 10
  wire.answers.say = () => ({ seq: (seq += 1), at: seq })
  await room.rejoin([{ room: ID }])
  room.resumed()
  await settled()
  assert.deepEqual(wire.types("say").map(({ body }) => body.text), ["one", "two"])
  assert.equal(room.queued.value, 0)
})

test("a message that is not answered cuts the dead connection and goes out with the same cid", async () => {
  await enter()
  const answers = [new Refusal(0, "timeout"), { seq: 11, at: 5 }]
  wire.answers.say = () => answers.shift()
  room.say("hello")
  await settled()
  assert.equal(wire.cuts, 1)
  room.paused()
  await clock.advance(2_000)
  assert.equal(wire.types("say").length, 1)
  await room.rejoin([{ room: ID }])
  room.resumed()
  await settled()
  const [first, second] = wire.types("say")
  assert.deepEqual([first.cid, room.timeline.value[0].delivery], [second.cid, "sent"])
})

test("a whisper is shown once, whether its answer or its echo comes first", async () => {
  await enter()
  wire.answers.whisper = { at: 7 }
  room.whisper(MARY, "psst")
  await settled()
  const { cid, to } = wire.types("whisper")[0]
  assert.equal(to, MARY)
  const [psst, hm] = [{ text: "psst" }, { text: "hm" }]
  const echo = { type: "whispered", n: 1, room: ID, by: CAN, to: MARY, cid, at: 7, body: psst }
  room.hearMe(echo)
  room.hearMe({ ...echo, n: 2, by: MARY, to: CAN, cid: "x".repeat(16), at: 9, body: hm })
  await settled()
  assert.deepEqual(room.timeline.value.map(({ kind, name, toName, delivery, text }) =>
    [kind, name, toName, delivery, text]),
  [["whisper", "Can", "Mary", "sent", "psst"], ["whisper", "Mary", "Can", "sent", "hm"]])
})

test("a body that cannot be read is shown as such", async () => {
  await enter()
  await tell({ ...said(11), body: { sealed: "AAAA" } })
  const [{ text, unreadable }] = room.timeline.value
  assert.deepEqual([text, unreadable], ["", true])
})

test("unread counts what others say while the page is not seen", async () => {
  await enter()
  await tell(said(11), said(12, CAN))
  visible = true
  await tell(said(13))
  assert.equal(room.unread.value, 1)
  room.markSeen()
  assert.equal(room.unread.value, 0)
})

test("who is ignored is neither shown nor counted, until looked at again", async () => {
  await enter()
  room.toggleIgnore(MARY)
  await tell(said(11), { type: "typing", by: MARY })
  assert.deepEqual([texts(), room.unread.value, room.typing.value], [[], 0, []])
  room.toggleIgnore(MARY)
  assert.deepEqual(texts(), ["text 11"])
})

test("typing fades after 5 s and ends with the message", async () => {
  await enter()
  await tell({ type: "typing", by: MARY }, { type: "typing", by: CAN })
  assert.deepEqual(room.typing.value, ["Mary"])
  await clock.advance(5_000)
  assert.deepEqual(room.typing.value, [])
  await tell({ type: "typing", by: MARY }, said(11))
  assert.deepEqual(room.typing.value, [])
})

test("own typing is told at most every 3 s", async () => {
  await enter()
  room.typingNow()
  room.typingNow()
  await clock.advance(3_000)
  room.typingNow()
  assert.equal(wire.types("typing").length, 2)
})

test("handing over changes the admin and shows the new one who waits", async () => {
  await enter({ you: { seat: CAN, admin: false }, options: { ...OPTIONS, lobby: true } })
  const waiting = [{ seat: ALI, name: "Ali", account: false }]
  wire.answers[Address.enterRoom] = snapshot({ waiting })
  await tell({ type: "handed-over", seq: 11, at: 1, to: CAN })
  assert.equal(room.you.value.admin, true)
  assert.deepEqual(room.waiting.value, waiting)
  await tell({ type: "handed-over", seq: 12, at: 2, to: MARY })
  assert.deepEqual([room.you.value.admin, room.waiting.value], [false, []])
  assert.equal(room.members.value.get(MARY).admin, true)
})

test("the flow tells what of the settings changed, also of those told before a reload", async () => {
  const closed = { ...OPTIONS, locked: true, filesLocked: true }
  wire.answers.sync = {
    recovered: true, epoch: "e1", top: 10, rev: 3, more: false,
    events: [
      { type: "options", seq: 8, at: 1, options: OPTIONS },
      { type: "options", seq: 9, at: 2, options: { ...OPTIONS, lobby: true } },
    ],
  }
  await enter({ options: { ...OPTIONS, lobby: true }, more: { events: true } })
  await tell({ type: "options", seq: 11, at: 3, options: closed })
  assert.deepEqual(notices().map(({ what, detail }) => [what, detail]), [
    ["options", null],
    ["options", { lobby: true }],
    ["options", { lobby: false, locked: true, filesLocked: true }],
  ])
  assert.equal(room.options.value.filesLocked, true)
})

test("who waits knows for whom, also when that becomes somebody else, and nobody does after it", async () => {
  wire.answers[Address.enterRoom] = { waiting: true, seat: CAN, admin: "Mary" }
  await room.enter(Address.enterRoom)
  assert.deepEqual([room.status.value, room.waitedFor.value], ["waiting", "Mary"])
  await room.hearMe({ type: "waiting", room: ID, admin: "Ali" })
  assert.equal(room.waitedFor.value, "Ali")
  await room.hearMe({ type: "denied", room: ID, code: 1206 })
  assert.deepEqual([room.status.value, room.waitedFor.value], ["denied", ""])
})

test("a server that names nobody is waited for all the same", async () => {
  wire.answers[Address.enterRoom] = { waiting: true, seat: CAN }
  await room.enter(Address.enterRoom)
  assert.deepEqual([room.status.value, room.waitedFor.value], ["waiting", ""])
})

test("options and the time left follow what the room tells", async () => {
  await enter()
  const options = { ...OPTIONS, lifetimeMinutes: 5, lobby: true }
  await tell({ type: "options", seq: 11, at: 1, options })
  assert.deepEqual([room.options.value.lobby, room.expiresAt.value], [true, 301_000])
  await tell({ type: "expiring", at: 301_000 })
  assert.deepEqual(notices().at(-1).detail, { at: 301_000 })
})

test("knocks come and go, and an answered one is gone at once", async () => {
  await enter()
  room.hearMe({ type: "knocking", n: 1, room: ID, seat: ALI, name: "Ali", account: false })
  room.hearMe({ type: "knocking", n: 2, room: ID, seat: "eve", name: "Eve", account: true })
  await settled()
  assert.deepEqual(room.waiting.value.map(({ name }) => name), ["Ali", "Eve"])
  await room.admit(ALI)
  room.hearMe({ type: "knock-gone", n: 3, room: ID, seat: "eve" })
  await settled()
  assert.deepEqual(room.waiting.value, [])
})

test("waiting in the lobby ends with admission", async () => {
  wire.answers[Address.enterRoom] = { waiting: true, seat: CAN }
  await room.enter(Address.enterRoom)
  assert.equal(room.status.value, "waiting")
  wire.here = { epoch: "e1", top: 10, rev: 3 }
  await room.hearMe({ type: "admitted", n: 1, snapshot: snapshot() })
  assert.equal(room.status.value, "in")
  wire.answers.say = { seq: 11, at: 5 }
  room.say("thanks")
  await settled()
  assert.equal(wire.types("say").length, 1)
})

test("waiting in the lobby ends with a denial and its reason", async () => {
  wire.answers[Address.enterRoom] = { waiting: true, seat: CAN }
  await room.enter(Address.enterRoom)
  await room.hearMe({ type: "denied", n: 1, room: ID, code: 1206 })
  await room.hearMe({ type: "denied", n: 2, room: ID, code: 1200 })
  assert.deepEqual([room.status.value, room.denial.value.code, overs], ["denied", 1206, 1])
})

test("one who gives up waiting withdraws the knock", async () => {
  wire.answers[Address.enterRoom] = { waiting: true, seat: CAN }
  await room.enter(Address.enterRoom)
  await room.leave()
  assert.deepEqual(wire.types(Address.leaveRoom), [{ type: Address.leaveRoom, room: ID }])
  assert.equal(room.status.value, "left")
})

const nothingIsLeft = () => {
  assert.deepEqual([room.timeline.value, room.waiting.value, room.typing.value], [[], [], []])
  assert.deepEqual([room.members.value.size, room.options.value], [0, null])
  assert.equal(room.draft.value, "")
  assert.deepEqual([room.code, room.link, room.queued.value, room.unread.value], ["", "", 0, 0])
  assert.equal(overs, 1)
}

test("an ended room is wiped, reported as wiped, and its receipt awaited", async () => {
  await enter({ events: [said(10)] })
  room.draft.value = "half a sentence"
  room.say("too late?")
  await tell(said(11), { type: "ended", seq: 12, at: 1, reason: "deleted", by: MARY, nonce: "n1" })
  nothingIsLeft()
  assert.equal(room.status.value, "ended")
  assert.deepEqual(room.ended.value, { reason: "deleted", by: "Mary", receipt: null, silent: [] })
  assert.deepEqual(wire.types("wiped"), [{ type: "wiped", nonce: "n1" }])
  const receipt = { v: 1, silent: ["Ece"] }
  await tell({ type: "receipt", receipt })
  assert.deepEqual(room.ended.value, { reason: "deleted", by: "Mary", receipt, silent: ["Ece"] })
  await clock.advance(15_000)
  assert.equal(wire.listener, null)
})

test("a receipt that does not come is said to be missing", async () => {
  await enter()
  await tell({ type: "ended", seq: 11, at: 1, reason: "deleted", by: MARY, nonce: "n" })
  await clock.advance(14_999)
  assert.equal(room.ended.value.missed, undefined)
  await clock.advance(1)
  assert.equal(room.ended.value.missed, true)
})

test("who came back while disconnected is not shown as away for ever", async () => {
  await enter()
  room.setAway(true)
  room.paused()
  wire.answers.away = new Refusal(0, "offline")
  room.setAway(false)
  await settled()
  wire.answers.away = {}
  await room.rejoin([{ room: ID }])
  room.resumed()
  await settled()
  assert.equal(wire.types("away").at(-1).away, false)
  assert.equal(wire.types("away").length, 3)
})

test("a removed person keeps nothing of the room", async () => {
  await enter({ events: [said(10)] })
  await room.hearMe({ type: "kicked", n: 1, room: ID })
  assert.equal(room.status.value, "removed")
  assert.equal(wire.listener, null)
  nothingIsLeft()
})

test("leaving keeps nothing; the last one gets the receipt", async () => {
  await enter({ events: [said(10)] })
  wire.answers.leave = { receipt: { v: 1 } }
  await room.leave()
  assert.equal(room.status.value, "left")
  assert.deepEqual(room.ended.value, { reason: "empty", by: "Can", receipt: { v: 1 }, silent: [] })
  nothingIsLeft()
})

test("a last one who hears of the end before the answer gets the receipt all the same", async () => {
  await enter()
  wire.answers.leave = async () => {
    await tell({ type: "ended", seq: 11, at: 2, reason: "empty", by: CAN, nonce: "n" })
    return { receipt: { v: 1 } }
  }
  await room.leave()
  assert.deepEqual(room.ended.value, { reason: "empty", by: "Can", receipt: { v: 1 }, silent: [] })
})

test("the last one waits for the receipt as long as an answer may take, others leave at once", async () => {
  const can = { seat: CAN, name: "Can", account: false, admin: true, state: "online", since: 1 }
  await enter()
  await room.leave()
  assert.equal(wire.patience, 3_000)
  room = newRoom()
  await enter({ members: [can] })
  assert.equal(room.lastOne.value, true)
  await room.leave()
  assert.equal(wire.patience, "as long as an answer may take")
})

test("leaving works without a connection", async () => {
  await enter()
  wire.answers.leave = new Refusal(0, "offline")
  await room.leave()
  assert.equal(room.status.value, "left")
})

test("a room that is no more is lost, and keeps nothing", async () => {
  await enter({ events: [said(10)] })
  wire.answers[Address.enterRoom] = new Refusal(1200)
  await room.rejoin([])
  assert.deepEqual([room.status.value, room.denial.value.code], ["lost", 1200])
  nothingIsLeft()
})

test("what one wrote and could not send is still there to copy when the room is gone", async () => {
  await enter({ events: [said(10)] })
  room.paused()
  room.say("queued")
  room.say("covered", null, undefined, 10)
  room.draft.value = "half a sentence"
  wire.answers[Address.enterRoom] = new Refusal(1200)
  await room.rejoin([])
  assert.equal(room.status.value, "lost")
  assert.deepEqual(room.leftUnsent.value, ["queued", "covered", "half a sentence"])
  assert.deepEqual([room.draft.value, room.timeline.value], ["", []])
})

test("a lost seat is taken back and what was missed filled in silently", async () => {
  await enter({ events: [said(10)] })
  wire.answers[Address.enterRoom] = snapshot({ top: 14, members: [member(CAN, "Can")] })
  wire.here = { epoch: "e1", top: 14, rev: 3 }
  const members = [member(CAN, "Can")]
  const events = [
    said(11),
    { type: "left", seq: 12, at: clock.now() + 12, seats: [[CAN, "lost"]] },
    said(13),
    { type: "entered", seq: 14, at: clock.now() + 14, members, again: true },
  ]
  wire.answers.sync = { recovered: true, epoch: "e1", top: 14, rev: 3, more: false, events }
  await room.rejoin([])
  await settled()
  assert.deepEqual(texts(), ["text 10", "text 11", "text 13"])
  assert.deepEqual(whats(), ["lost Can", "again Can"])
  assert.equal(room.members.value.get(CAN).state, "online")
  assert.equal(room.members.value.get(MARY).state, "gone")
})

test("a seat that a command is told not to have is won back, and the message sent", async () => {
  await enter()
  const replies = [new Refusal(1200), { seq: 11, at: 5 }]
  wire.answers.say = () => replies.shift()
  room.say("hello")
  await settled()
  assert.equal(room.timeline.value[0].delivery, "sent")
  assert.equal(wire.types(Address.enterRoom).length, 2)
})

test("more than the snapshot carries is asked for: earlier events and all members", async () => {
  wire.answers.list = { items: [member(CAN, "Can"), member(MARY, "Mary"), member(ALI, "Ali")],
    more: false, rev: 3 }
  wire.answers.sync = { recovered: true, epoch: "e1", top: 10, rev: 3, more: false, events: [
    { type: "entered", seq: 1, at: 1, members: [member(MARY, "Mary")] }, said(9), said(10)] }
  await enter({ events: [said(10)], more: { members: true, files: false, events: true } })
  assert.deepEqual(room.timeline.value.map(({ seq }) => seq), [1, 9, 10])
  assert.deepEqual([room.members.value.size, room.unread.value], [3, 0])
  assert.equal(room.members.value.get(MARY).state, "online")
})

test("what was said while one was here comes back also without history for newcomers", async () => {
  wire.answers.sync = { recovered: true, epoch: "e1", top: 10, rev: 3, more: false,
    events: [said(9), said(10)] }
  await enter({ options: { ...OPTIONS, history: false } })
  assert.deepEqual(wire.types("sync").map(({ from }) => from), [1])
  assert.deepEqual([texts(), room.unread.value], [["text 9", "text 10"], 0])
})

test("of a long log the part that is still held is recalled to its oldest event", async () => {
  const log = Array.from({ length: 700 }, (_, index) => said(index + 1))
  wire.answers.sync = ({ from }) => {
    const rest = log.slice(from - 1)
    const held = from >= 123
    return { recovered: held, epoch: "e1", top: 700, rev: 3, events: held ? rest.slice(0, 200) : [],
      more: held && rest.length > 200 }
  }
  wire.answers[Address.enterRoom] = snapshot({ top: 700, events: log.slice(-50),
    more: { members: false, files: false, events: true } })
  wire.here = { epoch: "e1", top: 700, rev: 3 }
  await room.enter(Address.enterRoom)
  for (let turn = 0; turn < 20; turn += 1) await settled()
  assert.deepEqual([texts().length, texts()[0], texts().at(-1)], [578, "text 123", "text 700"])
  assert.ok(wire.types("sync").length < 20)
})

test("a mishap of the server while entering again does not lose the room", async () => {
  await enter()
  wire.answers[Address.enterRoom] = new Refusal(1900)
  await assert.rejects(room.rejoin([]), { code: 1900 })
  assert.equal(room.status.value, "in")
})

test("events of kinds not known yet are passed over without a hole", async () => {
  await enter()
  await tell({ type: "offered", seq: 11, at: 1, by: MARY, file: "f" }, said(12),
    { type: "handoffs", rev: 4, changes: [] },
    { type: "states", rev: 5, changes: [[MARY, "away"]] },
    { type: "toLocaleString" }, { type: "progress", file: "f", received: 1 })
  assert.deepEqual(texts(), ["text 12"])
  assert.deepEqual([wire.types("sync"), wire.types("list")], [[], []])
  assert.equal(room.members.value.get(MARY).state, "away")
})

test("mail that is gone is said, and the state asked for anew", async () => {
  await enter()
  room.mailLost()
  await settled()
  assert.deepEqual(whats(), ["unrecovered"])
  assert.equal(wire.types(Address.enterRoom).length, 2)
})

test("marks of messages older than the snapshot's come with the history behind it", async () => {
  const log = [said(3), { type: "retracted", seq: 9, at: 9, of: 3, by: MARY },
    { type: "edited", seq: 8, at: 8, of: 4, by: MARY, cid: "cid-edited-0000008", body: { text: "word" } }]
  const bare = { ...said(4), body: null }
  wire.answers.sync = ({ from }) => from < 3
    ? { recovered: false, epoch: "e1", top: 10, rev: 3, events: [], more: false }
    : { recovered: true, epoch: "e1", top: 10, rev: 3, more: false,
      events: [log[0], bare, log[2], log[1], said(10)].filter(({ seq }) => seq >= from) }
  await enter({ events: [said(10)], more: { events: true } })
  for (let turns = 0; turns < 20; turns += 1) await settled()
  const [third, fourth] = room.timeline.value
  assert.deepEqual([third.retracted, third.text], [{ by: MARY }, ""])
  assert.deepEqual([fourth.text, fourth.blank, fourth.edited], ["word", false, 8])
})

test("a message whose words are gone is no unreadable one", async () => {
  await enter({ events: [{ ...said(8), body: null }] })
  const [item] = room.timeline.value
  assert.deepEqual([item.unreadable, item.blank], [false, true])
})
