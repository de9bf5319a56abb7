import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import { Announced, Identity } from "../../../webroot/js/seal/identity.js"
import { Kind, parsed, sealed } from "../../../webroot/js/seal/message.js"
import { gathered } from "../../../webroot/js/marks.js"
import { FakeClock } from "./support/fake-clock.js"
import { Failure, Refusal } from "../../../webroot/js/protocol.js"
import { ContentKey } from "../../../webroot/js/seal/content-key.js"
import { CODE, hollowHello, MiniRoom, NAME, sealOf, shown, until } from "./support/mini-room.js"

let clock, room, can, mary

const shows = (page, ...texts) =>
  until(() => JSON.stringify(shown(page)) === JSON.stringify(texts), `${page.name}: ${texts}`)
    .catch(error => assert.deepEqual(shown(page), texts, error.message))
const says = async (page, text, ...hearers) => {
  page.room.say(text)
  for (const hearer of [page, ...hearers]) await until(() => shown(hearer).includes(text), text)
}
const pass = async (ms, times = 20) => {
  for (let i = 0; i < times; i += 1) await clock.advance(ms / times)
}
/** Time goes by until something holds; sealing takes real time beside the clock's. */
const inTime = async (holds, what) => {
  for (let turns = 0; turns < 400 && !holds(); turns += 1) {
    await clock.advance(100)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
  assert.ok(holds(), what)
}
const showsInTime = (page, ...texts) =>
  inTime(() => JSON.stringify(shown(page)) === JSON.stringify(texts), `${page.name}: ${texts}`)
const epochOf = ({ body }) => parsed(body.sealed).epoch
const keyOf = ({ body }) => parsed(body.sealed).keyName
/** Whether a seat was whispered any keys. */
const wasGiven = (seat, sent = room.sent) => sent.some(({ type, to, body }) =>
  type === "whisper" && to === seat && parsed(body.sealed).kind === Kind.keys)
/** What the page of a member can do who has changed it. */
const changedPage = async page => {
  const seal = await sealOf(page.name, page.kept)
  seal.seat = page.seat
  const named = [can, mary].map(({ name, seat, kept }) => ({ name, seat, hello: kept.hello }))
  seal.learn(named)
  return seal
}
const lastSaid = () => room.events.findLast(({ type }) => type === "said")
const kindsFrom = ({ seat }) => room.sent
  .filter(({ by, type }) => by === seat && type === "whisper").map(({ body }) => parsed(body.sealed).kind)

beforeEach(async () => {
  clock = new FakeClock()
  room = new MiniRoom(clock)
  can = await room.comes("Can")
  mary = await room.comes("Mary")
})

test("two people talk and whisper, and nothing readable travels", async () => {
  await says(can, "canary one", mary)
  await says(mary, "canary two", can)
  can.room.whisper(mary.seat, "canary three")
  for (const page of [can, mary]) await shows(page, "canary one", "canary two", "canary three")
  const travelled = JSON.stringify([room.sent, room.events])
  for (const secret of ["canary", CODE, NAME]) assert.equal(travelled.includes(secret), false)
  assert.equal(can.room.timeline.value.some(({ sealed }) => sealed === false), false)
})

test("who comes later reads what was said before", async () => {
  await says(can, "before", mary)
  const ali = await room.comes("Ali")
  await shows(ali, "before")
  assert.deepEqual(kindsFrom(can), [])
})

test("what is not sealed is shown and marked", async () => {
  room.tell({ type: "said", by: mary.seat, cid: "c".repeat(16), body: { text: "from a script" } })
  await shows(can, "from a script")
  assert.equal(can.room.timeline.value.find(({ text }) => text).sealed, false)
})

test("one message without a body keeps nobody out, live, in a snapshot or in what was missed", async () => {
  room.tell({ type: "said", by: mary.seat, cid: "c".repeat(16), body: null })
  room.tell({ type: "reacted", by: mary.seat, of: 1, cid: "d".repeat(16), body: null })
  await says(mary, "after it", can)
  await shows(can, "<blank>", "after it")
  const ali = await room.comes("Ali")
  await shows(ali, "<blank>", "after it")
  ali.wire.unlisten()
  room.tell({ type: "said", by: mary.seat, cid: "e".repeat(16), body: null })
  room.tell({ type: "reacted", by: mary.seat, of: 1, cid: "f".repeat(16), body: null })
  await says(mary, "and the next", can)
  await ali.room.rejoin([{ room: ali.room.id }])
  await shows(ali, "<blank>", "after it", "<blank>", "and the next")
})

test("what was changed on the way is told as such, and not shown", async () => {
  await says(mary, "honest", can)
  const { by, body } = lastSaid()
  room.tell({ type: "said", by, cid: "d".repeat(32), body })
  room.tell({ type: "said", by: can.seat, cid: lastSaid().cid, body })
  await shows(can, "honest", "<changed>", "<changed>")
})

test("after a removal everybody has a new key, and the removed one could not read on", async () => {
  const ali = await room.comes("Ali")
  await says(can, "all three", mary, ali)
  const removed = ali.kept
  can.room.kick(ali.seat)
  can.room.say("she is gone")
  await shows(mary, "all three", "she is gone")
  const { seq } = room.events.find(({ type, seats }) => type === "left" && seats[0][1] === "kicked")
  assert.equal(epochOf(lastSaid()), seq)
  await says(mary, "good", can)
  assert.equal(epochOf(lastSaid()), seq)
  assert.deepEqual(kindsFrom(can), [Kind.keys])

  const spy = room.page("Ali", { kept: removed, seat: "spy".padEnd(26, "2") })
  room.swallows = seat => seat === spy.seat || seat === can.seat || seat === mary.seat
  await spy.room.enter("rooms.enter")
  await shows(spy, "all three", "<no_key>", "<no_key>")
})

test("a newcomer after a removal is given the keys, and then reads and talks", async () => {
  const ali = await room.comes("Ali")
  await can.room.kick(ali.seat)
  await says(can, "between us", mary)
  const ece = await room.comes("Ece")
  await shows(ece, "between us")
  await says(ece, "hello", can, mary)
  assert.equal(epochOf(lastSaid()) > 0, true)
})

test("with the history off a newcomer is given the key in use and no older one", async () => {
  room.options.history = false
  for (const name of ["Ali", "Bob"]) {
    const guest = await room.comes(name)
    await can.room.kick(guest.seat)
    await says(can, `without ${name}`, mary)
  }
  const ece = await room.comes("Ece")
  await until(() => shown(ece).includes("without Bob"), "the newest")
  assert.equal(shown(ece).includes("without Ali"), false)
})

test("a key that was lost on the way is asked for, and the message shown then", async () => {
  const ali = await room.comes("Ali")
  room.swallows = (seat, { type }) => seat === can.seat && type === "whisper"
  await can.room.kick(ali.seat)
  can.room.say("can you read this?")
  await shows(mary, "<no_key>")
  room.swallows = () => false
  await showsInTime(mary, "can you read this?")
})

test("when the author of an unreadable message is gone, another member is asked", async () => {
  const [ali, ece] = [await room.comes("Ali"), await room.comes("Ece")]
  room.swallows = (seat, { type, to }) => type === "whisper" && to === ece.seat
  await can.room.kick(ali.seat)
  await says(can, "last words", mary)
  await shows(ece, "<no_key>")
  room.loses(can.seat)
  room.swallows = () => false
  await showsInTime(ece, "last words")
})

test("nobody says anything with the old key while the admin's new one does not come", async () => {
  const ali = await room.comes("Ali")
  room.swallows = (seat, { type }) => seat === can.seat && type === "whisper"
  await can.room.kick(ali.seat)
  mary.room.say("is he gone?")
  await pass(7_000)
  assert.deepEqual(room.sent.filter(({ type }) => type === "say"), [])
  await inTime(() => shown(can).includes("is he gone?"), "said with a key of Mary's")
  assert.equal(epochOf(lastSaid()) > 0, true)
})

test("two members who make a key for one removal end with the same one", async () => {
  const ali = await room.comes("Ali")
  room.swallows = (seat, { type }) => type === "whisper"
  await can.room.kick(ali.seat)
  mary.room.say("one")
  const saidBy = seat => room.sent.some(({ type, by }) => type === "say" && by === seat)
  await inTime(() => saidBy(mary.seat), "Mary said it")
  can.room.say("two")
  await inTime(() => saidBy(can.seat), "Can said it")
  room.swallows = () => false
  for (const page of [can, mary]) {
    await inTime(() => shown(page).length === 2 && shown(page).every(text => text[0] !== "<"), page.name)
  }
  const ids = []
  for (const page of [can, mary]) {
    await says(page, `again ${page.name}`, can, mary)
    ids.push(parsed(lastSaid().body.sealed).keyName)
  }
  assert.equal(ids[0], ids[1])
})

test("an admin who takes over before a new key was made makes it", async () => {
  const ali = await room.comes("Ali")
  room.swallows = (seat, { type }) => seat === can.seat && type === "whisper"
  await can.room.kick(ali.seat)
  room.swallows = seat => seat === can.seat
  room.command("nobody", { type: "hand-over", seat: mary.seat })
  await until(() => kindsFrom(mary).includes(Kind.keys), "Mary gives a key")
})

test("a reload goes on as the same member with the same keys", async () => {
  const ali = await room.comes("Ali")
  await can.room.kick(ali.seat)
  await says(can, "sealed anew", mary)
  const again = await room.comes("Mary", { kept: mary.kept })
  await shows(again, "sealed anew")
  await says(again, "here again", can)
  assert.deepEqual(can.room.timeline.value.filter(({ what }) => what === "rekeyed"), [])
  assert.equal(kindsFrom(again).length, 0)
})

test("a page that lost its keys announces others: that is told, and it is given the room's", async () => {
  const ali = await room.comes("Ali")
  await can.room.kick(ali.seat)
  await says(can, "sealed anew", mary)
  const again = await room.comes("Mary")
  await shows(again, "sealed anew")
  await until(() => can.room.timeline.value.some(({ what }) => what === "rekeyed"), "told")
  await says(again, "here again", can)
  can.room.whisper(mary.seat, "psst")
  await until(() => shown(again).includes("psst"), "whisper")
})

test("when the room is over no key is left, here or for a reload", async () => {
  assert.notEqual(can.kept, null)
  await can.room.leave()
  assert.equal(can.kept, null)
  assert.equal(await can.room.safety(), null)
})

test("a document of a later epoch is described once its key is there", async () => {
  const ali = await room.comes("Ali")
  room.swallows = (seat, { type }) => type === "whisper" && seat === can.seat
  await can.room.kick(ali.seat)
  await says(can, "new key")
  const about = { name: "a.txt", type: "text/plain", size: 1, digest: "0".repeat(64) }
  const { meta } = await can.talk.describe(about, [])
  const offer = { by: can.seat, meta: btoa(meta) }
  assert.equal(await mary.talk.described(offer), null)
  let told = 0
  mary.talk.onKeys = () => (told += 1)
  room.swallows = () => false
  await inTime(() => told > 0, "keys came")
  assert.deepEqual((await mary.talk.described(offer)).about, about)
  assert.equal(await mary.talk.described({ ...offer, meta: "%" }), null)
})

test("key messages of before a page lost its keys are not shown as something unreadable", async () => {
  const ali = await room.comes("Ali")
  await can.room.kick(ali.seat)
  await says(can, "anew", mary)
  const given = room.mails.find(({ to }) => to === mary.seat)
  const again = await room.comes("Mary")
  await again.room.hearMe(given, true)
  await shows(again, "anew")
})

test("a seat that announced nothing cannot be whispered to, and nothing goes out unsealed", async () => {
  const bare = room.page("Bot")
  room.enter(bare.wire, {})
  await until(() => can.room.members.value.has(bare.seat), "Bot is seen")
  can.room.whisper(bare.seat, "canary")
  await until(() => can.room.timeline.value.some(({ delivery }) => delivery === "failed"), "failed")
  assert.equal(can.room.timeline.value.at(-1).failure.slug, "no_keys")
  assert.equal(JSON.stringify(room.sent).includes("canary"), false)
})

test("after a removal a member whose key shares nothing does not keep the others from theirs", async () => {
  const ali = await room.comes("Ali")
  const eve = room.page("Eve")
  const hello = await hollowHello("Eve")
  room.enter(eve.wire, { hello })
  const ece = await room.comes("Ece")
  await until(() => can.room.members.value.has(ece.seat), "all are seen")
  await can.room.kick(ali.seat)
  await says(can, "with the new key", mary, ece)
})

test("a sender learns why a document is disputed, and nothing readable travels", async () => {
  const file = "f".repeat(26)
  await mary.talk.explain(can.seat, file, "canary: page 2 is blank")
  const offered = { type: "offered", file, by: can.seat, size: 1 }
  room.tell(offered)
  const seen = () => can.room.documents.files.value.get(file)?.states.get(mary.seat)?.reason
  await until(() => can.room.documents.files.value.has(file), "the document")
  await can.room.hearMe(room.mails.at(-1), true)
  can.wire.hear({ type: "handoffs", rev: 1, changes: [[file, mary.seat, "disputed", "sealed"]] })
  await until(() => seen() === "canary: page 2 is blank", "the reason")
  assert.deepEqual(shown(can).filter(text => text !== undefined), [])
  assert.equal(JSON.stringify([room.sent, room.events]).includes("canary"), false)
  await assert.rejects(mary.talk.explain("nobody", file, "x"), { slug: "no_keys" })
})

test("the safety words and the number are the same on both pages", async () => {
  assert.deepEqual(await can.room.safety(), await mary.room.safety())
  assert.equal(await can.room.numberWith(mary.seat), await mary.room.numberWith(can.seat))
})

test("who is about to be removed cannot choose the key that is used afterwards", async () => {
  const ali = await room.comes("Ali")
  await says(can, "all three", mary, ali)
  const seal = await changedPage(ali)
  const top = room.events.length
  const epochs = Array.from({ length: 30 }, (_, i) => top + 1 + i)
  const planted = await Promise.all(epochs.map(epoch => ContentKey.fresh(epoch)))
  for (const { seat: to } of [can, mary]) {
    const cid = `planted ${to}`
    room.command(ali.seat, { type: "whisper", to, cid, body: await seal.giving(to, cid, planted) })
  }
  await pass(100)
  await can.room.kick(ali.seat)
  await says(can, "she is gone", mary)
  for (let i = 0; i < planted.length; i += 1) await says(mary, `word ${i}`, can)
  const used = room.events.filter(({ type }) => type === "said").map(keyOf)
  assert.equal(planted.some(({ name }) => used.includes(name)), false)
})

test("a key of somebody else's for the removal does not keep the admin from making one", async () => {
  const ali = await room.comes("Ali")
  const seal = await changedPage(mary)
  const early = await ContentKey.fresh(room.events.length + 1)
  const body = await seal.giving(can.seat, "early", [early])
  room.command(mary.seat, { type: "whisper", to: can.seat, cid: "early", body })
  await pass(100)
  await can.room.kick(ali.seat)
  await until(() => kindsFrom(can).includes(Kind.keys), "Can gives one")
})

test("a member who is only reconnecting is given the new key", async () => {
  const ali = await room.comes("Ali")
  can.wire.hear({ type: "states", rev: 1, changes: [[mary.seat, "reconnecting"]] })
  await until(() => can.room.members.value.get(mary.seat).state === "reconnecting", "seen")
  await can.room.kick(ali.seat)
  await inTime(() => wasGiven(mary.seat), "given to Mary")
})

test("a page that was reloaded while somebody was removed says nothing with the old key", async () => {
  const ali = await room.comes("Ali")
  await says(can, "all three", mary, ali)
  const { kept } = mary
  mary.wire.unlisten()
  room.swallows = (seat, { type, to }) => type === "whisper" && to === mary.seat
  await can.room.kick(ali.seat)
  const { seq } = room.events.find(({ type, seats }) => type === "left" && seats[0][1] === "kicked")
  const again = await room.comes("Mary", { kept })
  again.room.say("without Ali")
  await inTime(() => kindsFrom(again).includes(Kind.askForKeys), "asks")
  room.swallows = () => false
  await showsInTime(can, "all three", "without Ali")
  assert.equal(epochOf(lastSaid()), seq)
})

test("a removal that was heard of only after the seat was taken again counts as any other", async () => {
  const ali = await room.comes("Ali")
  await says(can, "all three", mary, ali)
  mary.wire.unlisten()
  room.swallows = (seat, { type, to }) => type === "whisper" && to === mary.seat
  await can.room.kick(ali.seat)
  await mary.room.rejoin([])
  await pass(500)
  mary.room.say("without Ali")
  await pass(500)
  room.swallows = () => false
  await showsInTime(can, "all three", "without Ali")
  assert.equal(epochOf(lastSaid()) > 0, true)
})

test("with the history off who was here is still given the key between two removals", async () => {
  room.options.history = false
  const [ali, bob] = [await room.comes("Ali"), await room.comes("Bob")]
  room.swallows = (seat, { type, to }) => type === "whisper" && to === mary.seat
  await can.room.kick(ali.seat)
  await says(can, "between", bob)
  await shows(mary, "<no_key>")
  await can.room.kick(bob.seat)
  await says(can, "after both")
  room.swallows = () => false
  await showsInTime(mary, "between", "after both")
})

test("who is being removed is not given the new key while the answer does not come", async () => {
  const ali = await room.comes("Ali")
  room.swallows = (seat, { type }) => type === "kick"
  await can.room.kick(ali.seat)
  can.room.say("behind her back")
  await inTime(() => shown(mary).includes("behind her back"), "Mary reads it")
  await says(can, "and more", mary)
  await pass(15_000, 100)
  const fromCan = room.sent.filter(({ by }) => by === can.seat)
  assert.equal(wasGiven(ali.seat, fromCan), false)
})

test("in a room of two hundred everybody is given the new key, as fast as the server lets one", async () => {
  const ali = await room.comes("Ali")
  const crowd = []
  for (let i = 0; i < 197; i += 1) crowd.push(await room.quiet(`guest${i}x`))
  await until(() => can.room.members.value.size === 200, "all are seen")
  let [tokens, at, refused] = [40, clock.now(), 0]
  room.swallows = seat => {
    if (seat !== can.seat) return false
    const now = clock.now()
    tokens = Math.min(40, tokens + (now - at) / 50)
    at = now
    if (tokens >= 1) {
      tokens -= 1
      return false
    }
    refused += 1
    throw new Refusal(Failure.tooFast, undefined, { afterMs: 50 })
  }
  await can.room.kick(ali.seat)
  const lacking = () => [mary, ...crowd].filter(({ seat }) => !room.mails.some(mail =>
    mail.by === can.seat && mail.to === seat && parsed(mail.body.sealed).kind === Kind.keys))
  for (let waited = 0, turns = 0; turns < 5_000 && lacking().length > 0; turns += 1) {
    if (waited < refused) await clock.advance(50) // time goes by only for who was told to wait
    waited = refused
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  assert.deepEqual([lacking(), refused > 100], [[], true])
})

test("a key message that is told again does not say that nothing was missed", async () => {
  const ali = await room.comes("Ali")
  await can.room.kick(ali.seat)
  await says(mary, "anew", can)
  const given = room.mails.find(({ to }) => to === mary.seat)
  room.swallows = (seat, { type }) => type === "whisper"
  mary.talk.lostTrack()
  await mary.room.hearMe({ ...given, n: 999 })
  mary.room.say("too early")
  await pass(500)
  assert.equal(room.sent.filter(({ type, by }) => type === "say" && by === mary.seat).length, 1)
})

test("a member who uses another's stream does not silence that one", async () => {
  const ali = await room.comes("Ali")
  await says(mary, "one", can)
  const { stream, epoch, id } = parsed(lastSaid().body.sealed)
  const seal = await changedPage(ali)
  const cid = "c".repeat(32)
  const { sign } = new Identity({ ...ali.kept, announced: new Announced(ali.kept.announced) })
  const where = { room: can.room.id, by: ali.seat, to: "", cid }
  const head = { kind: Kind.said, epoch, id, stream, counter: 2 ** 31 }
  const text = new TextEncoder().encode("in her stream")
  const body = { sealed: await sealed(seal.ring.current.from, head, where, text, sign) }
  room.command(ali.seat, { type: "say", cid, body })
  await shows(can, "one", "in her stream")
  await says(mary, "two", can)
})

test("when the room is over nothing is sealed or opened, and nothing breaks", async () => {
  const about = { name: "a.txt", type: "text/plain", size: 1, digest: "0".repeat(64) }
  const { meta } = await mary.talk.describe(about, [])
  const told = { type: "said", by: mary.seat, cid: "c".repeat(32), body: {} }
  const { talk } = can
  await can.room.leave()
  assert.equal(await talk.described({ by: mary.seat, meta: btoa(meta) }), null)
  assert.equal((await talk.opened(told)).text, null)
  const over = { code: Failure.roomNotFound }
  await assert.rejects(talk.body({ kind: "said", cid: "c", text: "x" }), over)
  await assert.rejects(talk.body({ kind: "whisper", cid: "c", to: mary.seat, text: "x" }), over)
  for (const to of [[], [mary.seat]]) await assert.rejects(talk.describe(about, to), over)
  await assert.rejects(talk.explain(mary.seat, "f".repeat(26), "x"), over)
  for (const act of [() => talk.removing(mary.seat), () => talk.announces({ hello: {} })]) act()
})

const itemOf = (page, text) => page.room.timeline.value.find(item => item.text === text)
const gone = page => page.room.timeline.value.filter(({ retracted }) => retracted?.by)
const reactionsOf = (page, text) =>
  gathered(itemOf(page, text)).map(group => `${group.text}${group.seats.length}`).join(" ")

test("a reply, an edit, a reaction and a retraction reach the others and a newcomer, and nothing readable travels", async () => {
  await says(can, "canary typo", mary)
  await says(can, "canary mistake", mary)
  const { by, cid } = itemOf(mary, "canary typo")
  mary.room.say("canary answer", null, { by, cid })
  await until(() => itemOf(can, "canary answer"), "the answer")
  await mary.room.react(itemOf(mary, "canary typo"), "canary+")
  await can.room.react(itemOf(can, "canary typo"), "canary+")
  await can.room.edit(itemOf(can, "canary typo"), "canary word")
  await can.room.retract(itemOf(can, "canary mistake"))
  const ali = await room.comes("Ali")
  for (const page of [can, mary, ali]) {
    await until(() => gone(page).length === 1, `${page.name}: taken back`)
    await until(() => itemOf(page, "canary word")?.edited > 0, `${page.name}: edited`)
    assert.equal(reactionsOf(page, "canary word"), "canary+2")
    assert.equal(page.room.answered(itemOf(page, "canary answer").answers).text, "canary word")
    assert.equal(page.room.timeline.value.some(({ unreadable, blank }) => unreadable || blank), false)
  }
  assert.equal(JSON.stringify([room.sent, room.events]).includes("canary"), false)
})

test("a reaction is taken back, and another takes its place", async () => {
  await says(can, "so?", mary)
  for (const text of ["a", "b"]) await mary.room.react(itemOf(mary, "so?"), text)
  await until(() => reactionsOf(can, "so?") === "b1", "the second")
  await mary.room.react(itemOf(mary, "so?"), "")
  await until(() => reactionsOf(can, "so?") === "", "none")
  const long = mary.room.react(itemOf(mary, "so?"), "👩‍❤️‍💋‍👨".repeat(9))
  await assert.rejects(long, { code: Failure.tooLarge })
})

test("a server that puts an edit or a reaction on another message is not believed", async () => {
  await says(can, "pay Mary", mary)
  await says(can, "pay Eve", mary)
  const [first, second] = [itemOf(mary, "pay Mary"), itemOf(mary, "pay Eve")]
  const tell = room.tell.bind(room)
  room.tell = event => tell(event.of === undefined ? event : { ...event, of: second.seq })
  await can.room.edit(first, "pay nobody")
  await can.room.react(first, "+")
  room.tell = tell
  await says(can, "then", mary)
  assert.deepEqual([itemOf(mary, "pay Mary").edited, itemOf(mary, "pay Eve").editTrouble], [0, "forged"])
  assert.equal(reactionsOf(mary, "pay Eve"), "")
})

test("an edit told twice, or by another seat, is not believed", async () => {
  await says(can, "yes", mary)
  await can.room.edit(itemOf(can, "yes"), "no")
  await until(() => itemOf(can, "no"), "the first edit")
  await can.room.edit(itemOf(can, "no"), "perhaps")
  const edits = room.events.filter(({ type }) => type === "edited")
  await until(() => itemOf(mary, "perhaps"), "the last words")
  const heard = room.sent.find(({ type }) => type === "edit")
  room.tell({ type: "edited", by: can.seat, of: edits[0].of, cid: heard.cid, body: heard.body })
  room.tell({ type: "edited", by: mary.seat, of: edits[0].of, cid: heard.cid, body: heard.body })
  await says(can, "then", mary)
  const item = itemOf(mary, "perhaps")
  assert.deepEqual([item.editTrouble, item.by], ["replayed", can.seat])
})

test("a change that is sealed with a key which comes late is shown then", async () => {
  await says(can, "before", mary)
  const ali = await room.comes("Ali")
  room.swallows = (seat, { type }) => seat === can.seat && type === "whisper"
  await can.room.kick(ali.seat)
  can.room.edit(itemOf(can, "before"), "after")
  can.room.react(itemOf(can, "before"), "+")
  await until(() => itemOf(mary, "before").editTrouble === "no_key", "a change without its key")
  room.swallows = () => false
  await inTime(() => itemOf(mary, "after") && reactionsOf(mary, "after") === "+1", "the change")
})

test("a change that the server refuses is told to who made it", async () => {
  await says(can, "old", mary)
  room.swallows = (seat, { type }) => {
    if (type === "edit") throw new Refusal(1001)
    return false
  }
  await assert.rejects(can.room.edit(itemOf(can, "old"), "new"), { code: 1001 })
  assert.equal(can.room.changing.value.get(itemOf(can, "old").seq), 0)
  await assert.rejects(can.room.edit(itemOf(can, "old"), "x".repeat(9_071)), { code: 1002 })
})

test("after the server counts anew its messages are not taken for old ones", async () => {
  for (const text of ["one", "two", "three"]) await says(mary, text, can)
  room.swallows = (seat, { type }) => type === "say"
  const before = room.sent.length
  mary.room.say("four")
  await until(() => room.sent.length > before, "sent")
  const { cid, body } = room.sent.at(-1)
  const told = { type: "said", by: mary.seat, cid, body, seq: 1 }
  assert.equal((await can.talk.opened(told)).why, "replayed")
  can.talk.restarted()
  assert.equal((await can.talk.opened(told)).text, "four")
})
