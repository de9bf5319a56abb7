import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { Session } from "../../../webroot/js/session.js"
import { derive } from "../../../webroot/js/crypto.js"
import { FakeClock, settled } from "./support/fake-clock.js"
import { FakeServer, refused } from "./support/fake-server.js"
import { FakeStorage } from "./support/fake-storage.js"
import { PlainTalk } from "./support/plain-talk.js"

globalThis.fetch = async () => ({ ok: true, json: async () => ({ build, limits: { file: 10 } }) })

const CODE = "0123456789abcdefghjkmnpqr"
const [CAN, MARY] = ["can", "mary"].map(name => name.padEnd(26, "2"))
const { room: ID } = await derive(CODE, "SecProje")
const START = new FakeClock().now()
const OUT = `room.${ID}.out`

let build, clock, server, session

const identity = more => ({ token: "t1", session: "s1", name: "Can", account: false,
  expiresAt: clock.now() + 12 * 3_600_000, ...more })
const member = (seat, name) =>
  ({ seat, name, account: false, admin: false, state: "online", since: 1 })
const snapshot = more => ({ room: ID, epoch: "e1", top: 2, rev: 1, options: { lobby: false },
  createdAt: 1, expiresAt: 9, you: { seat: CAN, admin: false },
  members: [member(CAN, "Can"), member(MARY, "Mary")],
  files: [], events: [], waiting: [], more: {}, ...more })
const said = (seq, text) =>
  ({ type: "said", seq, at: START + seq, by: MARY, cid: `cid-of-message-${seq}`, body: { text } })
const seated = more => ({ room: ID, seat: CAN, epoch: "e1", top: 2, rev: 1, ...more })
const whispered = (n, text) => ({ type: "whispered", n, room: ID, by: MARY, to: CAN,
  cid: `cid-of-whisper-${n}`, at: START + n, body: { text } })
const texts = () => session.room.value.timeline.value.map(({ text, what }) => text ?? what)
const kept = () => JSON.parse(sessionStorage.getItem("nobooks") ?? "{}")

beforeEach(() => {
  build = "b1"
  clock = new FakeClock()
  server = new FakeServer(clock)
  server.here = { me: { n: 0 }, [OUT]: { epoch: "e1", top: 2, rev: 1 } }
  server.answers = {
    "auth.sign-in": () => identity(),
    "auth.resume": () => identity({ rooms: [seated({})], missed: [] }),
    "auth.sign-out": {},
    "rooms.enter": () => snapshot(),
    "rooms.leave": {},
    "in:leave": {},
    "in:sync": { recovered: true, epoch: "e1", top: 2, rev: 1, events: [], more: false },
  }
  globalThis.sessionStorage = new FakeStorage()
  session = newSession()
})

const outside = () => ({ connect: server.connect, clock, origin: "https://x.org" })
const newSession = () => new Session({ ...outside(), talk: () => new PlainTalk() })
const enter = async () => {
  await session.signIn({ name: "Can" })
  await session.enterRoom({ name: "SecProje", code: CODE })
  await settled()
}
const dropAndReturn = async () => {
  server.socket.drop()
  await settled()
  await clock.advance(1_000)
  await settled()
}

test("nothing is asked of the server before somebody signs in", async () => {
  await clock.advance(60_000)
  assert.deepEqual([server.sockets.length, session.status.value], [0, "offline"])
})

test("signing in binds one connection and listens for what is private", async () => {
  const me = await session.signIn({ name: " Can ", password: "" })
  assert.deepEqual(me, { session: "s1", name: "Can", account: false, claimed: false })
  assert.deepEqual(server.asked("auth.sign-in"), [{ name: "Can" }])
  assert.deepEqual([session.status.value, session.identity.value], ["live", me])
  assert.equal(server.socket.registered.has("me"), true)
})

test("a connection that was opened while somebody typed is the one that is signed in on", async () => {
  session.getReady()
  session.getReady()
  await settled()
  assert.deepEqual([server.sockets.length, server.heard.length], [1, 0])
  await session.signIn({ name: "Can" })
  session.getReady()
  assert.deepEqual([server.sockets.length, session.status.value], [1, "live"])
  await clock.advance(8_000)
  assert.equal(session.status.value, "live")
})

test("a connection that nobody signs in on is let go, and one that fell is opened anew", async () => {
  session.getReady()
  await settled()
  const [first] = server.sockets
  await clock.advance(4_000)
  assert.equal(first.open, false)
  session.getReady()
  await settled()
  server.socket.drop()
  await session.signIn({ name: "Can" })
  assert.deepEqual([server.sockets.length, session.status.value], [3, "live"])
  server.reachable = false
  await session.signOut()
  session.getReady()
  await settled()
  server.reachable = true
  await session.signIn({ name: "Can" })
  assert.equal(session.status.value, "live")
})

test("a password is sent in its composed form, and a first claim is told", async () => {
  server.answers["auth.sign-in"] = () => identity({ account: true, claimed: true })
  const me = await session.signIn({ name: "Can", password: "s\u0327ifreler" })
  assert.equal(server.asked("auth.sign-in")[0].password, "\u015fifreler")
  assert.equal(me.claimed, true)
})

test("a refused sign-in closes the connection and is not repeated by itself", async () => {
  server.answers["auth.sign-in"] = refused(1101, "wrong_password")
  await assert.rejects(session.signIn({ name: "Can", password: "x" }), { code: 1101 })
  await clock.advance(60_000)
  assert.deepEqual([session.status.value, session.reason.value.code], ["offline", 1101])
  assert.deepEqual([server.sockets.length, server.socket.open], [1, false])
})

test("a name that cannot be one is refused without asking the server", async () => {
  await assert.rejects(session.signIn({ name: "\u200b" }), { code: 1103 })
  assert.equal(server.sockets.length, 0)
})

test("a server out of reach refuses the sign-in as offline", async () => {
  server.reachable = false
  await assert.rejects(session.signIn({ name: "Can" }), { slug: "offline" })
  assert.equal(session.status.value, "offline")
})

test("the same name signs in once; another name signs the first one out", async () => {
  await session.signIn({ name: "Can" })
  await session.signIn({ name: "can" })
  assert.equal(server.asked("auth.sign-in").length, 1)
  await session.signIn({ name: "Mary" })
  assert.deepEqual([server.asked("auth.sign-out").length, server.sockets.length], [1, 2])
})

test("opening makes a new code until one is free, and never sends it", async () => {
  const codes = [refused(1201), undefined]
  server.answers["rooms.open"] = ({ ticket }) => codes.shift() ?? snapshot({ room: ticket })
  const anyRoom = { get: (here, address) => here[address] ?? here[OUT] }
  server.here = new Proxy(server.here, anyRoom)
  session = new Session(outside())
  await session.signIn({ name: "Can" })
  const room = await session.openRoom({ name: "SecProje" })
  const [first, second] = server.asked("rooms.open")
  assert.notEqual(first.ticket, second.ticket)
  assert.deepEqual(second.options, { sealedOnly: true })
  assert.match(second.hello.sealed, /^[\w-]{100,1000}$/)
  assert.equal(session.room.value, room)
  assert.equal(room.link, `https://x.org/#SecProje/${room.code}`)
  const sent = JSON.stringify(server.heard)
  assert.equal(sent.includes(room.code) || sent.includes("SecProje"), false)
})

test("a code or room name that cannot be one is refused without asking", async () => {
  await session.signIn({ name: "Can" })
  await assert.rejects(session.enterRoom({ name: "SecProje", code: "abc" }), { slug: "bad_code" })
  await assert.rejects(session.enterRoom({ name: " ", code: CODE }), { code: 1103 })
  assert.equal(server.asked("rooms.enter").length, 0)
})

test("entering without a session is refused", async () => {
  await assert.rejects(session.enterRoom({ name: "SecProje", code: CODE }), { code: 1100 })
})

test("a refused entry shows no room", async () => {
  server.answers["rooms.enter"] = refused(1200, "room_not_found")
  await session.signIn({ name: "Can" })
  await assert.rejects(session.enterRoom({ name: "SecProje", code: CODE }), { code: 1200 })
  assert.deepEqual([session.room.value, kept().room], [null, undefined])
})

test("after a fallen connection the session is resumed and what was missed filled in", async () => {
  await enter()
  server.tell("me", whispered(1, "psst"))
  await settled()
  server.socket.drop()
  await settled()
  assert.deepEqual([session.status.value, session.reason.value.slug], ["reconnecting", "offline"])
  assert.equal(session.retryAt.value > clock.now(), true)
  session.room.value.say("are you there?")
  const missed = [whispered(2, "still here")]
  server.answers["auth.resume"] = () => identity({ token: "t2", missed,
    rooms: [seated({ top: 3 })] })
  server.here = { me: { n: 2 }, [OUT]: { epoch: "e1", top: 3, rev: 1 } }
  server.answers["in:sync"] =
    { recovered: true, epoch: "e1", top: 3, rev: 1, more: false, events: [said(3, "missed")] }
  server.answers["in:say"] = { seq: 4, at: clock.now() + 4 }
  await clock.advance(1_000)
  await settled()
  assert.deepEqual(server.asked("auth.resume"), [{ token: "t1", heard: 1 }])
  assert.deepEqual(server.asked("in:sync"), [{ type: "sync", epoch: "e1", from: 3 }])
  assert.deepEqual(texts(), ["psst", "still here", "missed", "are you there?"])
  assert.equal(server.asked("in:say").length, 1)
  assert.deepEqual([session.status.value, session.retryAt.value], ["live", 0])
  assert.equal(session.reason.value, null)
  assert.equal(kept().token, "t2")
})

test("a gap on me is asked for on the open connection", async () => {
  await enter()
  const missed = [whispered(1, "one"), whispered(2, "two")]
  server.answers["auth.resume"] = () => identity({ rooms: [seated({})], missed })
  server.tell("me", whispered(2, "two"))
  await settled()
  assert.deepEqual(server.asked("auth.resume"), [{ token: "t1", heard: 0 }])
  assert.deepEqual(texts(), ["one", "two"])
  assert.equal(server.sockets.length, 1)
})

test("a server that is not back yet is tried again and again", async () => {
  await enter()
  server.reachable = false
  server.socket.drop()
  await clock.advance(120_000)
  const tries = server.sockets.length
  assert.equal(tries > 8 && tries < 30, true, `${tries} tries`)
  server.reachable = true
  await clock.advance(15_000)
  await settled()
  assert.equal(session.status.value, "live")
})

test("who is alone in a room never pauses longer than 3 s, as the room would end", async () => {
  server.answers["rooms.enter"] = () => snapshot({ members: [member(CAN, "Can")] })
  await enter()
  server.reachable = false
  server.socket.drop()
  await settled()
  await clock.advance(30_000)
  assert.ok(server.sockets.length > 10, String(server.sockets.length))
  assert.ok(session.retryAt.value - clock.now() <= 3_000)
})

test("a server that asks for patience when resuming gets it", async () => {
  await enter()
  const replies = [refused(1901, "unavailable afterMs=8000")]
  const resume = server.answers["auth.resume"]
  server.answers["auth.resume"] = body => replies.shift() ?? resume(body)
  await dropAndReturn()
  assert.deepEqual([session.status.value, session.reason.value.code], ["reconnecting", 1901])
  await clock.advance(7_000)
  assert.equal(server.asked("auth.resume").length, 1)
  await clock.advance(3_000)
  assert.equal(session.status.value, "live")
})

test("a bye with a time to wait is honoured", async () => {
  await enter()
  server.tell("me", { type: "bye", code: 1901, afterMs: 5_000, n: 1 })
  await clock.advance(4_900)
  assert.deepEqual([session.status.value, server.sockets.length], ["reconnecting", 1])
  await clock.advance(1_000)
  assert.equal(session.status.value, "live")
})

test("a session taken over elsewhere does not fight back, and can be taken back", async () => {
  await enter()
  server.tell("me", { type: "bye", code: 1106 })
  await settled()
  server.socket.drop()
  await clock.advance(120_000)
  assert.deepEqual([session.status.value, session.reason.value.code], ["moved", 1106])
  assert.equal(server.sockets.length, 1)
  await session.useHere()
  assert.equal(session.status.value, "live")
  assert.equal(session.room.value.status.value, "in")
})

for (const [how, end] of [
  ["by a bye", async () => server.tell("me", { type: "bye", code: 1104 })],
  ["at the next resume", async () => {
    server.answers["auth.resume"] = refused(1104, "token_invalid")
    await dropAndReturn()
  }],
]) {
  test(`a session ended ${how} keeps nothing but the way back in memory`, async () => {
    await enter()
    const room = session.room.value
    await end()
    await settled()
    assert.deepEqual([session.status.value, session.identity.value], ["ended", null])
    assert.deepEqual([room.status.value, room.code], ["lost", ""])
    assert.deepEqual(session.invite.value,
      { name: "SecProje", code: CODE, person: "Can", unsent: 0 })
    assert.equal(sessionStorage.items.size, 0)
    const sockets = server.sockets.length
    await clock.advance(120_000)
    assert.equal(server.sockets.length, sockets)
  })
}

test("a reload brings back the session, the room, its whispers and the draft", async () => {
  await enter()
  session.room.value.draft.value = "half a sentence"
  const keptRoom = { name: "SecProje", code: CODE, draft: "half a sentence" }
  assert.deepEqual(kept(), { token: "t1", room: keptRoom })
  session = newSession()
  server.here.me = { n: 2 }
  const knocking = { type: "knocking", n: 2, room: ID, seat: "old", name: "Old" }
  server.answers["auth.resume"] = () =>
    identity({ missed: [whispered(1, "psst"), knocking], rooms: [seated({})] })
  server.answers["rooms.enter"] = () => snapshot({ events: [said(2, "hello")] })
  assert.equal(await session.resumeFromStorage(), true)
  await settled()
  assert.deepEqual([session.status.value, session.room.value.status.value], ["live", "in"])
  assert.deepEqual(texts().sort(), ["hello", "psst"])
  assert.equal(session.room.value.timeline.value.at(-1).name, "Mary")
  assert.deepEqual([session.room.value.unread.value, session.room.value.waiting.value], [0, []])
  assert.equal(session.room.value.draft.value, "half a sentence")
  assert.equal(kept().room.draft, "half a sentence")
})

test("a reload after the room is gone says so and keeps only the session", async () => {
  await enter()
  session = newSession()
  server.answers["auth.resume"] = () => identity({ missed: [], rooms: [] })
  server.answers["rooms.enter"] = refused(1200, "room_not_found")
  assert.equal(await session.resumeFromStorage(), true)
  assert.equal(session.room.value.status.value, "lost")
  assert.deepEqual(kept(), { token: "t1" })
})

test("messages that wait for the connection survive a reload, and go out once", async () => {
  await enter()
  server.answers["in:say"] = undefined
  session.room.value.say("queued")
  session.room.value.whisper(MARY, "psst")
  await settled()
  const [{ cid }] = server.asked("in:say")
  assert.deepEqual(kept().room.unsent.map(({ text, to }) => [text, to]),
    [["queued", undefined], ["psst", MARY]])
  session = newSession()
  server.answers["in:say"] = { seq: 3, at: START + 3 }
  server.answers["in:whisper"] = { at: START + 4 }
  await session.resumeFromStorage()
  await settled()
  assert.deepEqual(server.asked("in:say").map(({ cid }) => cid), [cid, cid])
  assert.deepEqual(session.room.value.timeline.value.map(({ text, delivery }) => [text, delivery]),
    [["psst", "sent"], ["queued", "sent"]])
  assert.equal(kept().room.unsent, undefined)
})

test("the draft and the unsent messages of a lost session come back with the room", async () => {
  await enter()
  const room = session.room.value
  server.answers["in:say"] = undefined
  room.say("queued")
  room.draft.value = "half a sentence"
  server.tell("me", { type: "bye", code: 1104 })
  await settled()
  assert.deepEqual([session.invite.value.person, session.invite.value.unsent], ["Can", 1])
  assert.equal(sessionStorage.items.size, 0)
  session.closeRoom()
  server.answers["rooms.enter"] = () => snapshot({ you: { seat: "new".padEnd(26, "2") } })
  await enter()
  const again = session.room.value
  assert.equal(again.draft.value, "half a sentence")
  assert.deepEqual(again.timeline.value.map(({ text, delivery }) => [text, delivery]),
    [["queued", "failed"]])
  assert.equal(server.asked("in:say").length, 1)
})

test("what burnt, or began to, does not come back with the room after a lost session", async () => {
  const covered = { ...said(2, ""), cid: "cid-of-covered" }
  const opened = async event => ({ ...event, text: "", fuse: { seconds: 10, text: "psst" } })
  server.answers["rooms.enter"] = () => snapshot({ events: [covered] })
  session = new Session({ ...outside(), talk: () => Object.assign(new PlainTalk(), { opened }) })
  await enter()
  const [{ key }] = session.room.value.timeline.value
  session.room.value.show(key)
  server.tell("me", { type: "bye", code: 1104 })
  await settled()
  session.closeRoom()
  await enter()
  const [{ fuse }] = session.room.value.timeline.value
  assert.deepEqual([fuse.burnt, fuse.text], [true, ""])
})

test("what was left unsent in a lost room does not turn up in another", async () => {
  await enter()
  session.room.value.draft.value = "for these people only"
  server.tell("me", { type: "bye", code: 1104 })
  await settled()
  const code = CODE.replace("0", "z")
  const { room: other } = await derive(code, "Other")
  server.here[`room.${other}.out`] = { epoch: "e1", top: 2, rev: 1 }
  server.answers["rooms.enter"] = () => snapshot({ room: other })
  await session.signIn({ name: "Can" })
  await session.enterRoom({ name: "Other", code })
  assert.equal(session.room.value.draft.value, "")
})

test("a reload after the session is gone says so and offers the way back", async () => {
  await enter()
  session = newSession()
  server.answers["auth.resume"] = refused(1104, "token_invalid")
  assert.equal(await session.resumeFromStorage(), false)
  assert.deepEqual([session.status.value, sessionStorage.items.size], ["ended", 0])
  assert.deepEqual(session.invite.value, { name: "SecProje", code: CODE, person: "", unsent: 0 })
  assert.equal(session.room.value.status.value, "lost")
})

test("without anything kept a reload asks nothing", async () => {
  assert.equal(await session.resumeFromStorage(), false)
  assert.equal(server.sockets.length, 0)
})

test("leaving forgets the room, not the session", async () => {
  await enter()
  await session.room.value.leave()
  assert.deepEqual(kept(), { token: "t1" })
  assert.equal(session.status.value, "live")
  session.closeRoom()
  assert.equal(session.room.value, null)
})

test("a room left without a connection is left on the server as soon as there is one", async () => {
  await enter()
  server.socket.drop()
  await settled()
  await session.room.value.leave()
  await clock.advance(1_000)
  await settled()
  assert.deepEqual(server.asked("rooms.leave"), [{ room: ID }])
  assert.equal(server.asked("rooms.enter").length, 1)
})

test("signing out leaves nothing behind", async () => {
  await enter()
  const room = session.room.value
  await session.signOut()
  assert.deepEqual([session.status.value, room.status.value], ["offline", "left"])
  assert.equal(session.identity.value, null)
  assert.deepEqual([sessionStorage.items.size, server.socket.open], [0, false])
})

test("the token is renewed on the open connection, long before it runs out", async () => {
  await session.signIn({ name: "Can" })
  server.answers["auth.resume"] = () => identity({ token: "t2", rooms: [], missed: [] })
  for (let beat = 0; beat < 31 * 3; beat += 1) {
    await clock.advance(20_000)
    server.socket.heartbeat()
  }
  assert.deepEqual(server.asked("auth.resume"), [{ token: "t1" }])
  assert.equal(kept().token, "t2")
  assert.equal(server.sockets.length, 1)
})

test("the server's build is known before there is a connection", async () => {
  await session.askServer()
  assert.equal(session.serverBuild.value, "b1")
  assert.equal(server.sockets.length, 0)
})

test("a new build of the server is noticed at the next connection", async () => {
  await enter()
  await settled()
  assert.deepEqual([session.serverBuild.value, session.buildChanged.value], ["b1", false])
  assert.deepEqual(session.limits.value, { file: 10 })
  build = "b2"
  await dropAndReturn()
  assert.deepEqual([session.serverBuild.value, session.buildChanged.value], ["b2", true])
})

test("a changed or deleted account is told to the server", async () => {
  server.answers["auth.sign-in"] = () => identity({ account: true })
  server.answers["auth.account"] = {}
  await session.signIn({ name: "Can", password: "old password" })
  await session.changePassword({ password: "old password", newPassword: "new password" })
  await session.deleteAccount({ password: "new password" })
  assert.deepEqual(server.asked("auth.account"), [
    { password: "old password", newPassword: "new password" },
    { password: "new password", delete: true },
  ])
  assert.deepEqual([session.status.value, session.identity.value], ["offline", null])
})

// Last: it holds until the page is loaded anew.
test("who wants nothing kept in this tab has nothing kept", async () => {
  await enter()
  session.keepNothing()
  session.room.value.draft.value = "half a sentence"
  await dropAndReturn()
  assert.deepEqual([session.keepsNothing.value, sessionStorage.items.size], [true, 0])
})

test("panic drops everything at once, also where the server does not answer any more", async () => {
  await enter()
  const room = session.room.value
  room.draft.value = "half a secret"
  server.answers["auth.sign-out"] = undefined
  const gone = session.panic()
  assert.deepEqual([session.room.value, session.identity.value, session.invite.value],
    [null, null, null])
  assert.deepEqual([room.status.value, room.code, room.draft.value], ["left", "", ""])
  assert.deepEqual(room.timeline.value, [])
  assert.deepEqual(kept(), {})
  await settled()
  assert.equal(server.asked("auth.sign-out").length, 1)
  await clock.advance(1_000)
  await gone
  assert.equal(session.status.value, "offline")
})

const FRESH_OPTIONS = { lobby: true, locked: true, filesLocked: true, capacity: 5 }

/** A second room that whoever asks for it opens; its id follows from its own code. */
function freshRoom() {
  const everywhere = { epoch: "e1", top: 2, rev: 1 }
  server.here = new Proxy({}, { get: (_, address) => (address === "me" ? { n: 0 } : everywhere) })
  server.answers["rooms.enter"] = () => snapshot({ options: FRESH_OPTIONS })
  server.answers["rooms.open"] = () =>
    snapshot({ room: ID, top: 0, members: [member(CAN, "Can")], you: { seat: CAN, admin: true } })
  server.answers["in:whisper"] = () => ({ at: START })
}

test("moving on opens a room with the same rules, whispers its link to those chosen, and leaves", async () => {
  freshRoom()
  await enter()
  const old = session.room.value
  const missed = await session.moveOn([MARY], link => `Come: ${link}`)
  const [{ options }] = server.asked("rooms.open")
  assert.deepEqual(options, { ...FRESH_OPTIONS, locked: false })
  assert.deepEqual(missed, [])
  assert.notEqual(session.room.value, old)
  assert.equal(session.room.value.name, "SecProje")
  const [{ to, body }] = server.asked("in:whisper")
  assert.equal(to, MARY)
  assert.equal(body.text, `Come: ${session.room.value.link}`)
  assert.equal(server.asked("in:leave").length, 1)
  assert.equal(old.status.value, "left")
})

test("whom the link does not reach is named, and one that is only too fast is repeated", async () => {
  freshRoom()
  let asked = 0
  server.answers["in:whisper"] = () =>
    (asked += 1) === 1 ? refused(1003, "too_fast afterMs=100") : refused(1208, "no_such_seat")
  await enter()
  const moving = session.moveOn([MARY], link => link)
  while (asked < 1) await settled()
  await clock.advance(100)
  assert.deepEqual(await moving, ["Mary"])
  assert.equal(asked, 2)
})

test("a session that ends while people are told of the fresh room keeps its way back", async () => {
  freshRoom()
  server.answers["in:whisper"] = undefined
  await enter()
  const moving = assert.rejects(session.moveOn([MARY], link => link), { code: 1100 })
  while (server.asked("in:whisper").length === 0) await settled()
  server.tell("me", { type: "bye", code: 1104 })
  await moving
  assert.deepEqual([session.invite.value.code, session.room.value.status.value], [CODE, "lost"])
})

const OTHER = { name: "Other", code: CODE.replace("0", "z") }

test("who follows an invitation leaves the room only once the other is there", async () => {
  freshRoom()
  await enter()
  const old = session.room.value
  const { room: other } = await derive(OTHER.code, OTHER.name)
  server.answers["rooms.enter"] = () => snapshot({ room: other })
  let statusThen
  server.answers["in:leave"] = () => ((statusThen = old.status.value), {})
  await session.follow(OTHER)
  assert.deepEqual([statusThen, old.status.value], ["in", "left"])
  assert.equal(session.room.value.id, other)
})

test("an invitation that leads nowhere takes nobody out of the room, and one to it does nothing", async () => {
  freshRoom()
  const keptFor = []
  const talk = ({ name }) =>
    Object.assign(new PlainTalk(), { keepAgain: () => keptFor.push(name), close: () => keptFor.push(null) })
  session = new Session({ ...outside(), talk })
  await enter()
  const old = session.room.value
  server.answers["rooms.enter"] = refused(1200, "room_not_found")
  await assert.rejects(session.follow(OTHER), { code: 1200 })
  assert.deepEqual(keptFor, [null, "SecProje"]) // the keys of the room that one is still in
  assert.equal(await session.follow({ name: "SecProje", code: CODE }), old)
  assert.deepEqual([session.room.value, old.status.value], [old, "in"])
  assert.equal(server.asked("in:leave").length, 0)
})

test("a fresh room that cannot be opened leaves everything as it was", async () => {
  freshRoom()
  server.answers["rooms.open"] = refused(1900, "internal")
  await enter()
  const old = session.room.value
  await assert.rejects(session.moveOn([MARY], link => link), { code: 1900 })
  assert.equal(session.room.value, old)
  assert.equal(old.status.value, "in")
  assert.deepEqual([server.asked("in:whisper").length, server.asked("in:leave").length], [0, 0])
})
