import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { FileDoor } from "../../../webroot/js/file-door.js"
import { PlainTalk } from "./support/plain-talk.js"
import { Lanes } from "../../../webroot/js/lib/lanes.js"
import { Receiving } from "../../../webroot/js/receiver.js"
import { FakeClock, settled } from "./support/fake-clock.js"
import { digestOf, FakeDigest, FakeFiles, FakeSink } from "./support/fake-transfer.js"

const ROOM = "r".repeat(26)
const FILE = "f".repeat(26)
const BYTES = Uint8Array.from({ length: 100 }, (_, at) => at)

let clock, files, sink, receiving, run

const start = async ({ bytes = BYTES, digest, size = bytes.length } = {}) => {
  files ??= new FakeFiles(bytes)
  const about = { name: "Plan.pdf", digest: digest ?? (await digestOf(bytes)) }
  receiving = new Receiving({ file: FILE, size, about }, sink, {
    door: new FileDoor({ token: "t1" }, "https://x.org", ROOM), talk: new PlainTalk(),
    lanes: new Lanes(2), clock,
    fetch: files.fetch, newDigest: () => new FakeDigest(),
  })
  run = receiving.run()
  run.catch(() => {})
  await settled()
}
const phase = () => receiving.state.value.phase
const failure = () => receiving.state.value.failure.slug

beforeEach(() => {
  clock = new FakeClock()
  files = null
  sink = new FakeSink()
})

test("all bytes come, the digest is right, the file is closed", async () => {
  await start()
  assert.deepEqual(await run, [...BYTES])
  assert.deepEqual([phase(), sink.closed, sink.aborted], ["saved", true, false])
  assert.equal(files.asked[0].url, `https://x.org/files/${ROOM}/${FILE}`)
  assert.deepEqual(files.asked[0].headers, { Authorization: "Bearer t1" })
})

test("what breaks off goes on behind the last byte that came", async () => {
  files = new FakeFiles(BYTES)
  files.cuts = [10, 0, 33]
  await start()
  assert.equal(phase(), "broken")
  await clock.advance(60_000)
  assert.deepEqual(await run, [...BYTES])
  assert.deepEqual(files.asked.map(({ headers }) => headers.Range),
    [undefined, "bytes=10-", "bytes=10-", "bytes=43-"])
  assert.equal(files.asked[1].headers["If-Range"], '"one"')
})

test("20 cuts at any place leave the same bytes", async () => {
  files = new FakeFiles(BYTES)
  files.cuts = Array.from({ length: 20 }, (_, at) => (at * 7) % 5)
  await start()
  for (let turn = 0; turn < 25; turn += 1) await clock.advance(15_000)
  assert.deepEqual(await run, [...BYTES])
})

test("another document behind the same address is not mixed with the first", async () => {
  files = new FakeFiles(BYTES)
  files.cuts = [10]
  await start()
  files.answers = [new Response(BYTES, { status: 200 })]
  await clock.advance(15_000)
  await assert.rejects(run, { slug: "damaged" })
  assert.deepEqual([sink.closed, sink.aborted], [false, true])
})

test("a wrong digest leaves nothing behind and is said", async () => {
  await start({ digest: "0".repeat(64) })
  await assert.rejects(run, { slug: "damaged" })
  assert.deepEqual([phase(), failure(), sink.closed, sink.aborted],
    ["failed", "damaged", false, true])
})

test("more bytes than were offered are refused", async () => {
  await start({ size: 50 })
  await assert.rejects(run, { slug: "damaged" })
  assert.equal(sink.closed, false)
})

test("an empty document is one too", async () => {
  await start({ bytes: new Uint8Array(0) })
  assert.deepEqual(await run, [])
  assert.equal(sink.closed, true)
})

test("a document that is gone is not asked for again", async () => {
  files = new FakeFiles(BYTES)
  files.answers = [{ status: 404, problem: { code: 1300, slug: "no_such_file" } }]
  await start()
  await assert.rejects(run, { code: 1300 })
  assert.equal(files.asked.length, 1)
})

test("a busy server is asked again", async () => {
  files = new FakeFiles(BYTES)
  files.answers = [{ status: 503, problem: { code: 1901, slug: "unavailable", afterMs: 2_000 } }]
  await start()
  await clock.advance(2_000)
  await run
  assert.equal(files.asked.length, 2)
})

test("a line that is silent for 30 s is given up and tried anew", async () => {
  files = new FakeFiles(BYTES)
  const silent = ({ signal }) => new ReadableStream({
    start: controller => signal.addEventListener("abort", () => controller.error(signal.reason)),
  })
  const honest = files.fetch
  let times = 0
  files.fetch = (url, how) =>
    (times += 1) === 1 ? new Response(silent(how), { status: 200 }) : honest(url, how)
  await start()
  assert.equal(phase(), "fetching")
  await clock.advance(30_000)
  await clock.advance(15_000)
  await run
  assert.equal(times, 2)
})

test("cancelled by the person, nothing is left and nothing is asked again", async () => {
  files = new FakeFiles(BYTES)
  files.cuts = [10]
  await start()
  receiving.cancel()
  await assert.rejects(run, { name: "AbortError" })
  await clock.advance(60_000)
  assert.deepEqual([files.asked.length, sink.aborted], [1, true])
})

test("cancelled in the browser's own list of downloads counts as cancelled", async () => {
  files = new FakeFiles(BYTES)
  files.cuts = [10]
  await start()
  sink.onCancelled()
  await assert.rejects(run, { name: "AbortError" })
})

test("a full disk is said, and not mended by fetching again", async () => {
  sink.write = async () => { throw new DOMException("full", "QuotaExceededError") }
  await start()
  await assert.rejects(run, { slug: "not_saved" })
  assert.equal(files.asked.length, 1)
})
