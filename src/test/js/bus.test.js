import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { FakeClock, settled } from "./support/fake-clock.js"
import { FakeServer, refused } from "./support/fake-server.js"

let clock, server

beforeEach(() => {
  clock = new FakeClock()
  server = new FakeServer(clock)
})

test("a connection uses WebSocket first and an id that cannot be guessed", async () => {
  await server.connect()
  const { url, options } = server.socket
  assert.equal(url, "/eventbus")
  assert.deepEqual(options.transports, ["websocket", "xhr-streaming", "xhr-polling"])
  assert.match(options.sessionId(), /^[0-9a-f]{32}$/)
  assert.notEqual(options.sessionId(), options.sessionId())
})

test("a server that cannot be reached is told as offline", async () => {
  server.reachable = false
  await assert.rejects(server.connect(), { slug: "offline", code: 0 })
})

test("a connection that does not come about within 20 s is given up", async () => {
  const lost = assert.rejects(server.connect(), { slug: "offline" })
  server.socket.closed = true
  await clock.advance(20_000)
  await lost
})

test("a request is answered, refused with its reason, or times out after 10 s", async () => {
  const connection = await server.connect()
  server.answers = { hello: { greeting: "hi" }, fast: refused(1003, "too_fast afterMs=700") }
  assert.deepEqual(await connection.request("hello", {}), { greeting: "hi" })
  await assert.rejects(connection.request("fast", {}), { code: 1003, afterMs: 700 })
  const silent = assert.rejects(connection.request("silence", {}), { slug: "timeout" })
  await clock.advance(10_000)
  await silent
})

test("what waits for an answer fails as offline when the connection falls", async () => {
  const connection = await server.connect()
  let fallen = 0
  connection.onDown = () => (fallen += 1)
  const waiting = assert.rejects(connection.request("silence", {}), { slug: "offline" })
  server.socket.drop()
  await waiting
  await assert.rejects(connection.request("hello", {}), { slug: "offline" })
  assert.equal(fallen, 1)
  assert.equal(connection.alive, false)
})

test("a connection closed by this side does not count as fallen", async () => {
  const connection = await server.connect()
  connection.onDown = () => assert.fail("fallen")
  connection.close()
  await settled()
})

test("listening is confirmed by here, and hears what is told", async () => {
  const connection = await server.connect()
  server.here.me = { n: 3 }
  const heard = []
  assert.deepEqual(await connection.listen("me", body => heard.push(body)), { type: "here", n: 3 })
  server.tell("me", { type: "kicked", n: 4 })
  await settled()
  assert.deepEqual(heard.map(({ type }) => type), ["here", "kicked"])
})

test("listening again registers anew and hears everything once", async () => {
  const connection = await server.connect()
  server.here.me = { n: 0 }
  const heard = []
  const before = []
  await connection.listen("me", body => before.push(body.type))
  await connection.listen("me", body => heard.push(body.type))
  server.tell("me", { type: "kicked", n: 1 })
  await settled()
  assert.deepEqual(before, ["here"])
  assert.deepEqual(heard, ["here", "kicked"])
})

test("a refused register is told with its code and can be repeated", async () => {
  const connection = await server.connect()
  await assert.rejects(connection.listen("room.x.out", () => {}), { code: 1200 })
  server.here["room.x.out"] = { epoch: "e", top: 1, rev: 1 }
  assert.equal((await connection.listen("room.x.out", () => {})).top, 1)
})

test("a connection that is silent for 30 s is cut", async () => {
  const connection = await server.connect()
  let fallen = 0
  connection.onDown = () => (fallen += 1)
  await clock.advance(29_000)
  assert.equal(fallen, 0)
  await clock.advance(5_000)
  assert.equal(fallen, 1)
})

test("any sign of life keeps a connection", async () => {
  const connection = await server.connect()
  connection.onDown = () => assert.fail("fallen")
  for (let beat = 0; beat < 5; beat += 1) {
    await clock.advance(20_000)
    server.socket.heartbeat()
  }
  assert.equal(connection.alive, true)
})
