import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { base64 } from "../../../webroot/js/document-body.js"
import { Documents } from "../../../webroot/js/documents.js"
import { standings, summary, waitingFor } from "../../../webroot/js/lib/hand-off.js"
import { Address, Refusal } from "../../../webroot/js/protocol.js"
import { PlainTalk } from "./support/plain-talk.js"
import { RoomClient } from "../../../webroot/js/room.js"
import { FakeClock, settled } from "./support/fake-clock.js"
import { digestOf, FakeDigest, FakeFiles, FakeSink, FakeTus } from "./support/fake-transfer.js"
import { FakeWire } from "./support/fake-wire.js"

const ID = "a".repeat(26)
const [CAN, MARY, ALI] = ["can", "mary", "ali"].map(name => name.padEnd(26, "2"))
const [PLAN, NOTE] = ["plan", "note"].map(name => name.padEnd(26, "3"))
const BYTES = new TextEncoder().encode("the plan")

let talk, clock, wire, room, tus, files, sink, overs

const member = (seat, name, more) =>
  ({ seat, name, account: false, admin: false, state: "online", since: 1, ...more })
const metaOf = async (name = "Plan.pdf", bytes = BYTES) => base64(JSON.stringify(
  { name, type: "application/pdf", size: bytes.length, digest: await digestOf(bytes) }))
const shared = async (file, by, more) =>
  ({ file, by, size: 8, received: 8, stored: true, meta: await metaOf(), handoff: [], ...more })
const snapshot = more => ({
  room: ID, epoch: "e1", top: 10, rev: 3, options: { history: true }, createdAt: 1_000,
  expiresAt: 3_601_000, you: { seat: CAN, admin: true },
  members: [member(CAN, "Can", { admin: true }), member(MARY, "Mary"), member(ALI, "Ali")],
  files: [], events: [], waiting: [], more: {}, ...more,
})
const offered = async (seq, file, by, more) =>
  ({ type: "offered", seq, at: clock.now() + seq, file, by, size: 8, meta: await metaOf(), ...more })
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
const document = (file = PLAN) => room.documents.files.value.get(file)
const cards = () => room.timeline.value.filter(({ kind }) => kind === "document")
const states = (file = PLAN) =>
  standings(document(file), room.members.value).map(({ name, state }) => `${name} ${state}`)
const blob = () =>
  Object.assign(new Blob([BYTES], { type: "application/pdf" }), { name: "Plan.pdf" })
const sendings = () =>
  room.timeline.value.filter(({ kind }) => kind === "sending").map(({ sending }) => sending)

beforeEach(() => {
  clock = new FakeClock()
  wire = Object.assign(new FakeWire(), { token: "t1" })
  tus = new FakeTus()
  files = new FakeFiles(BYTES)
  sink = new FakeSink()
  overs = 0
  room = new RoomClient({
    wire, clock, name: "SecProje", code: "c0de", origin: "https://x.org",
    ids: { room: ID, ticket: "t", proof: "p" }, visible: () => false,
    talk: () => (talk = new PlainTalk()),
    outside: {
      tus, fetch: (...asked) => files.fetch(...asked), newDigest: () => new FakeDigest(),
      openSink: async () => sink,
    },
  })
  room.onOver = () => (overs += 1)
})

test("a document of somebody else stands in the flow, unread, offered to all others", async () => {
  await enter()
  await tell(await offered(11, PLAN, MARY))
  assert.deepEqual(cards().map(({ name, file, mine }) => [name, file, mine]),
    [["Mary", PLAN, false]])
  assert.equal(document().about.name, "Plan.pdf")
  assert.deepEqual(states(), ["Can offered", "Ali offered"])
  assert.equal(room.unread.value, 1)
})

test("documents from before one came are there, read, and each once", async () => {
  const plan = await shared(PLAN, MARY, { handoff: [[CAN, "offered"], [ALI, "confirmed"]] })
  wire.answers.sync = async () => ({ recovered: true, epoch: "e1", top: 10, rev: 3, more: false,
    events: [await offered(7, PLAN, MARY), await offered(8, NOTE, MARY)] })
  await enter({ files: [plan], more: { events: true } })
  assert.deepEqual(cards().map(({ file }) => file), [PLAN])
  assert.deepEqual(states(), ["Can offered", "Ali confirmed"])
  assert.equal(room.unread.value, 0)
})

test("what the snapshot has no place for is listed, page by page", async () => {
  const plan = await shared(PLAN, MARY)
  const note = await shared(NOTE, MARY, { more: true, handoff: [[CAN, "offered"]] })
  wire.answers.list = ({ what, after }) => ({
    files: after ? { items: [note], more: false, rev: 3 } : { items: [plan], more: true, rev: 3 },
    handoff: after === undefined
      ? { items: [[CAN, "offered"]], more: true, rev: 3 }
      : { items: [[ALI, "disputed", "blank page"]], more: false, rev: 3 },
  })[what]
  await enter({ files: [plan], more: { files: true } })
  assert.deepEqual(cards().map(({ file }) => file), [PLAN, NOTE])
  assert.deepEqual(states(NOTE), ["Can offered", "Ali disputed"])
  assert.deepEqual(wire.types("list").map(({ what, after, file }) => [what, after, file]), [
    ["files", undefined, undefined], ["files", PLAN, undefined],
    ["handoff", undefined, NOTE], ["handoff", CAN, NOTE],
  ])
})

test("a document for one person is described to that person alone, in either order", async () => {
  await enter()
  const plan = { ...(await offered(11, PLAN, MARY, { to: [CAN] })), meta: undefined }
  await tell(plan)
  assert.equal(document().about, null)
  room.hearMe({ type: "offered", room: ID, file: PLAN, meta: await metaOf(), n: 1 })
  await settled()
  assert.equal(document().about.name, "Plan.pdf")
  room.hearMe({ type: "offered", room: ID, file: NOTE, meta: await metaOf("Note.txt"), n: 2 })
  await tell({ ...plan, seq: 12, file: NOTE })
  assert.equal(document(NOTE).about.name, "Note.txt")
  assert.deepEqual(states(NOTE), ["Can offered"])
})

test("a document for somebody else is no news", async () => {
  await enter()
  await tell({ ...(await offered(11, PLAN, MARY, { to: [ALI] })), meta: undefined })
  assert.deepEqual([room.unread.value, document().about, states()], [0, null, ["Ali offered"]])
})

test("progress, storage, hand-offs and withdrawal are followed", async () => {
  await enter()
  await tell(await offered(11, PLAN, CAN))
  await tell({ type: "progress", file: PLAN, received: 5 },
    { type: "progress", file: PLAN, received: 3 })
  assert.deepEqual([document().received, document().stored], [5, false])
  await tell({ type: "stored", seq: 12, at: 2, file: PLAN },
    { type: "handoffs", rev: 4, changes: [[PLAN, MARY, "received"], [PLAN, ALI, "declined"]] },
    { type: "handoffs", rev: 5, changes: [[PLAN, MARY, "disputed", "blank"]] })
  assert.deepEqual([document().received, document().stored], [8, true])
  assert.deepEqual(states(), ["Mary disputed", "Ali declined"])
  await tell({ type: "withdrawn", seq: 13, at: 3, file: PLAN })
  assert.equal(document().withdrawn, true)
})

test("a document from before one came stands at its time, and how far others are is followed",
  async () => {
    const at = clock.now()
    const text = { type: "said", seq: 9, at: at + 5, by: MARY, cid: "c".repeat(16), body: { text: "x" } }
    await enter({ files: [await shared(PLAN, CAN, { at: at + 9 })], events: [text] })
    assert.deepEqual(room.timeline.value.map(({ kind }) => kind), ["said", "document"])
    await tell({ type: "fetching", changes: [[PLAN, MARY, 4], [NOTE, MARY, 1]] })
    const fetched = () => standings(document(), room.members.value).map(each => each.fetched)
    assert.deepEqual(fetched(), [4, 0])
    await tell({ type: "fetching", changes: [[PLAN, MARY, 0]] })
    assert.deepEqual(fetched(), [0, 0])
  })

test("a hand-off that was missed is asked for", async () => {
  await enter({ files: [await shared(PLAN, CAN)] })
  const plan = await shared(PLAN, CAN, { handoff: [[MARY, "confirmed"], [ALI, "received"]] })
  wire.answers.list = ({ what }) => what === "files"
    ? { items: [plan], more: false, rev: 6 } : { items: snapshot().members, more: false, rev: 5 }
  await tell({ type: "handoffs", rev: 5, changes: [[PLAN, ALI, "received"]] })
  assert.deepEqual(states(), ["Mary confirmed", "Ali received"])
  await tell({ type: "handoffs", rev: 6, changes: [[PLAN, ALI, "confirmed"]] })
  assert.equal(wire.types("list").length, 2)
  assert.deepEqual(states(), ["Mary confirmed", "Ali confirmed"])
})

test("accepting fetches, compares, saves and says so", async () => {
  await enter({ files: [await shared(PLAN, MARY)] })
  await room.documents.accept(PLAN)
  assert.deepEqual([sink.closed, sink.bytes], [true, [...BYTES]])
  assert.deepEqual(wire.types("receive"), [{ type: "receive", file: PLAN }])
  assert.equal(room.documents.stateOf(PLAN), "received")
  await room.documents.confirm(PLAN)
  assert.equal(room.documents.stateOf(PLAN), "confirmed")
  assert.deepEqual(wire.types("confirm"), [{ type: "confirm", file: PLAN }])
})

test("that a document has come is said again until the room has heard it", async () => {
  await enter({ files: [await shared(PLAN, MARY)] })
  wire.answers.receive = new Refusal(0, "offline")
  room.documents.accept(PLAN)
  await settled()
  assert.equal(room.documents.stateOf(PLAN), "offered")
  wire.answers.receive = {}
  await clock.advance(1_000)
  assert.equal(room.documents.stateOf(PLAN), "received")
})

test("a closed file picker leaves the document offered", async () => {
  sink = null
  await enter({ files: [await shared(PLAN, MARY)] })
  await room.documents.accept(PLAN)
  assert.deepEqual([files.asked.length, room.documents.receivings.value.size], [0, 0])
})

test("a damaged document is never said to have come", async () => {
  files.bytes = new TextEncoder().encode("the plot")
  await enter({ files: [await shared(PLAN, MARY)] })
  await room.documents.accept(PLAN)
  assert.equal(room.documents.receivings.value.get(PLAN).state.value.failure.slug, "damaged")
  assert.deepEqual(wire.types("receive"), [])
})

test("declining, disputing and taking back reach the room; a refusal is thrown", async () => {
  await enter({ files: [await shared(PLAN, MARY), await shared(NOTE, CAN)] })
  await room.documents.decline(PLAN)
  assert.equal(room.documents.stateOf(PLAN), "declined")
  await room.documents.withdraw(NOTE)
  assert.equal(document(NOTE).withdrawn, true)
  wire.answers.dispute = new Refusal(1001)
  await assert.rejects(room.documents.dispute(PLAN, "blank"), { code: 1001 })
  assert.deepEqual(wire.types("dispute"), [{ type: "dispute", file: PLAN, reason: "sealed" }])
  assert.deepEqual(talk.explained, [])
})

test("why a document is disputed goes to its sender, sealed, also when tried again", async () => {
  await enter({ files: [await shared(PLAN, MARY)] })
  talk.explain = async () => {
    throw new Refusal(0, "no_keys")
  }
  await assert.rejects(room.documents.dispute(PLAN, "blank"), { slug: "no_keys" })
  talk.explain = async () => {
    throw new Refusal(1208)
  }
  await room.documents.dispute(PLAN, "blank")
  const asked = []
  talk.explain = async (...what) => void asked.push(what)
  await room.documents.dispute(PLAN, "blank")
  assert.deepEqual(asked, [[MARY, PLAN, "blank"]])
  for (const { reason } of wire.types("dispute")) assert.equal(reason, "sealed")
})

test("a reason that came sealed is shown, in either order; one that the server could read is marked",
  () => {
    const documents = new Documents()
    const of = seat => documents.files.value.get(PLAN).states.get(seat)
    documents.explained(PLAN, MARY, "blank")
    documents.add([{ file: PLAN, by: CAN, size: 8, handoff: [[MARY, "disputed", "sealed"], [CAN, "received"]] }])
    assert.deepEqual(of(MARY), { state: "disputed", reason: "blank", plain: false })
    documents.setStates([[PLAN, ALI, "disputed", "sealed"], [PLAN, CAN, "disputed", "from a script"]])
    assert.deepEqual(of(ALI), { state: "disputed", reason: "", plain: false })
    assert.deepEqual(of(CAN), { state: "disputed", reason: "from a script", plain: true })
    documents.explained(PLAN, ALI, "page 2 is blank")
    assert.deepEqual(of(ALI), { state: "disputed", reason: "page 2 is blank", plain: false })
    documents.clear()
    assert.equal(documents.files.value.size, 0)
  })

test("an own document shows at once and becomes the room's own when it is offered", async () => {
  await enter()
  room.documents.offer([blob()])
  await settled()
  assert.deepEqual([sendings().length, room.documents.busy.value], [1, true])
  await tell(await offered(11, PLAN, CAN))
  assert.deepEqual([sendings().length, cards().length], [0, 1])
  assert.equal(room.documents.sendingOf(PLAN).name, "Plan.pdf")
  await tus.last.ends()
  assert.deepEqual([room.documents.sendings.value.length, room.documents.busy.value], [1, false])
  await tell({ type: "stored", seq: 12, at: 2, file: PLAN })
  assert.equal(room.documents.sendings.value.length, 0)
})

test("a cancelled upload is taken back from the room too", async () => {
  await enter()
  room.documents.offer([blob()], { to: [MARY] })
  await settled()
  tus.last.offered(`https://x.org/files/${ID}/${PLAN}`)
  await room.documents.cancel(room.documents.sendings.value[0])
  assert.equal(tus.last.aborted, true)
  assert.deepEqual(wire.types("withdraw"), [{ type: "withdraw", file: PLAN }])
})

test("after a reload an unfinished own document goes on with the same file", async () => {
  await enter({ files: [await shared(PLAN, CAN, { received: 3, stored: false })] })
  room.documents.goOn(PLAN, blob())
  await settled()
  assert.equal(tus.last.options.uploadUrl, `https://x.org/files/${ID}/${PLAN}`)
})

test("an unfinished own document whose key is lost can only be taken back and sent anew", async () => {
  const lost = { ...(await shared(PLAN, CAN, { received: 3, stored: false })), meta: "%" }
  await enter({ files: [lost] })
  room.documents.goOn(PLAN, blob())
  await settled()
  const [sending] = room.documents.sendings.value
  assert.equal(sending.state.value.failure.slug, "lost_key")
  await room.documents.sendAnew(sending)
  await settled()
  assert.deepEqual(wire.types("withdraw"), [{ type: "withdraw", file: PLAN }])
  assert.equal(tus.last.options.endpoint, `https://x.org/files/${ID}`)
  assert.equal(room.documents.files.value.get(PLAN).withdrawn, true)
})

test("a seat that is used elsewhere stops sending here", async () => {
  await enter()
  room.documents.offer([blob()])
  await settled()
  room.paused()
  assert.equal(room.documents.sendings.value[0].state.value.phase, "sending")
  room.paused(true)
  assert.equal(room.documents.sendings.value[0].state.value.phase, "paused")
  assert.equal(tus.last.aborted, true)
})

test("a message and a document wait until the other has confirmed", async () => {
  await enter({ files: [await shared(PLAN, CAN)] })
  const until = { file: PLAN, seat: MARY }
  room.say("now the next step", until)
  room.documents.offer([blob()], { to: [MARY], until })
  await settled()
  assert.deepEqual([wire.types("say").length, tus.uploads.length], [0, 0])
  assert.equal(room.queued.value, 0)
  await tell({ type: "handoffs", rev: 4, changes: [[PLAN, ALI, "confirmed"]] })
  assert.equal(wire.types("say").length, 0)
  wire.answers.say = { seq: 11, at: 5 }
  await tell({ type: "handoffs", rev: 5, changes: [[PLAN, MARY, "confirmed"]] })
  assert.deepEqual([wire.types("say").length, tus.uploads.length], [1, 1])
})

test("what waits can be sent at once", async () => {
  await enter({ files: [await shared(PLAN, CAN)] })
  room.say("now", { file: PLAN, seat: MARY })
  wire.answers.say = { seq: 11, at: 5 }
  room.retry(room.timeline.value.at(-1).key)
  await settled()
  assert.equal(wire.types("say").length, 1)
})

test("who waits for what is counted among those who are here", async () => {
  await enter({ files: [
    await shared(PLAN, CAN, { handoff: [[MARY, "offered"], [ALI, "confirmed"]] }),
    await shared(NOTE, CAN, { to: [MARY], handoff: [[MARY, "received"]] }),
  ] })
  const waiting = () =>
    waitingFor([...room.documents.files.value.values()], room.members.value, MARY)
  assert.deepEqual(waiting(), { documents: 2, seats: [MARY], mine: 2 })
  const { total, confirmed, open } = summary(document(), room.members.value)
  assert.deepEqual([total, confirmed, open.map(({ name }) => name)], [2, 1, ["Mary"]])
  await tell({ type: "left", seq: 11, at: 1, seats: [[MARY, "left"]] })
  assert.deepEqual(waiting(), { documents: 0, seats: [], mine: 0 })
})

test("when the room ends, transfers stop and nothing of its documents is left", async () => {
  await enter({ files: [await shared(PLAN, MARY)] })
  files.cuts = [3]
  room.documents.offer([blob()])
  room.documents.accept(PLAN)
  await settled()
  await tell({ type: "ended", seq: 11, at: 1, reason: "deleted", by: MARY, nonce: "n" })
  await settled()
  assert.equal(overs, 1)
  assert.equal(tus.last.aborted, true)
  assert.equal(sink.aborted, true)
  assert.deepEqual([room.documents.files.value.size, room.documents.sendings.value.length,
    room.documents.receivings.value.size, room.timeline.value.length], [0, 0, 0, 0])
})
