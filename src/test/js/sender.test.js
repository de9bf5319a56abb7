import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { base64 } from "../../../webroot/js/document-body.js"
import { FileDoor } from "../../../webroot/js/file-door.js"
import { PlainTalk } from "./support/plain-talk.js"
import { Lanes } from "../../../webroot/js/lib/lanes.js"
import { Sending } from "../../../webroot/js/sender.js"
import { FakeClock, settled } from "./support/fake-clock.js"
import { digestOf, FakeDigest, FakeTus } from "./support/fake-transfer.js"

const ROOM = "r".repeat(26)
const FILE = "f".repeat(26)
const URL = `https://x.org/files/${ROOM}/${FILE}`
const PLAIN = new TextEncoder().encode("the plan")

let clock, tus, wire, lanes

const file = (content = PLAIN, name = "Plan.txt") =>
  Object.assign(new Blob([content], { type: "text/plain" }), { name })
/** Describes what it is asked to each time in other words. */
const countingTalk = () => {
  let times = 0
  const describe = async about => ({ meta: `meta ${(times += 1)}`, box: times, about })
  return Object.assign(new PlainTalk(), { describe })
}
const sendingOf = (what, talk = new PlainTalk()) => new Sending({ blob: file(), to: [], ...what }, {
  door: new FileDoor(wire, "https://x.org", ROOM), talk, lanes, clock, tus,
  newDigest: () => new FakeDigest(),
})
const started = async (what, talk) => {
  const sending = sendingOf(what, talk)
  sending.start()
  await settled()
  return sending
}
const phase = sending => sending.state.value.phase

beforeEach(() => {
  clock = new FakeClock()
  tus = new FakeTus()
  wire = { token: "t1" }
  lanes = new Lanes(2)
})

test("a document is offered with its name, type, size and digest, then sent", async () => {
  const sending = await started()
  const { options, headers } = tus.last
  assert.equal(options.endpoint, `https://x.org/files/${ROOM}`)
  assert.deepEqual(headers, { Authorization: "Bearer t1" })
  assert.deepEqual(JSON.parse(options.metadata.meta), {
    name: "Plan.txt", type: "text/plain", size: 8, digest: await digestOf(PLAIN),
  })
  assert.equal(options.metadata.to, undefined)
  tus.last.offered(URL)
  assert.equal(sending.file.value, FILE)
  options.onProgress(4)
  assert.equal(phase(sending), "sending")
  await tus.last.ends()
  assert.deepEqual([phase(sending), sending.open], ["sent", false])
})

test("what is for some names their seats", async () => {
  await started({ to: ["mary", "ali"] })
  assert.equal(tus.last.options.metadata.to, "mary,ali")
})

test("the parts that travel are those of the file", async () => {
  await started()
  const source = await tus.last.options.fileReader.openFile(tus.last.source)
  assert.equal(source.size, 8)
  const { value, done } = await source.slice(4, 8)
  assert.deepEqual([await value.text(), done], ["plan", true])
})

test("nothing of an upload is kept for another page", async () => {
  await started()
  assert.equal(tus.last.options.storeFingerprintForResuming, false)
})

test("a lost connection goes on by itself, at the same document and with the new token", async () => {
  const sending = await started()
  tus.last.offered(URL)
  await tus.last.fails()
  assert.equal(phase(sending), "broken")
  wire.token = "t2"
  await clock.advance(15_000)
  assert.deepEqual([tus.last.options.uploadUrl, tus.last.options.endpoint], [URL, undefined])
  assert.deepEqual(tus.last.headers, { Authorization: "Bearer t2" })
  await tus.last.ends()
  assert.equal(phase(sending), "sent")
})

test("a document that the server no longer has is not offered anew unasked", async () => {
  const sending = await started()
  tus.last.offered(URL)
  assert.equal(tus.last.options.endpoint, null)
  await tus.last.fails(404)
  assert.deepEqual([phase(sending), sending.state.value.failure.code], ["failed", 1300])
  sending.start()
  await settled()
  assert.equal(tus.last.options.endpoint, `https://x.org/files/${ROOM}`)
})

test("wrong offset, damaged part and a busy server pass; a full room does not", async () => {
  const sending = await started()
  for (const status of [409, 460, 503, 429, 401, 500]) {
    await tus.last.fails(status)
    assert.equal(phase(sending), "broken", String(status))
    await clock.advance(15_000)
  }
  await tus.last.fails(507, { code: 1302, slug: "quota_exceeded" })
  assert.deepEqual([phase(sending), sending.state.value.failure.slug], ["failed", "quota_exceeded"])
})

test("the server's wish to wait is honoured", async () => {
  await started()
  await tus.last.fails(503, { code: 1901, slug: "unavailable", afterMs: 30_000 })
  await clock.advance(29_000)
  assert.equal(tus.uploads.length, 1)
  await clock.advance(1_000)
  assert.equal(tus.uploads.length, 2)
})

test("a document that the room tells of is claimed although the answer was lost", async () => {
  const sending = await started({ to: ["mary"] })
  const meta = base64(tus.last.options.metadata.meta)
  assert.equal(sending.matches({ meta, to: null }), false)
  assert.equal(sending.matches({ meta, to: ["mary"] }), true)
  sending.file.value = FILE
  assert.equal(sending.matches({ meta, to: ["mary"] }), false)
})

test("what is offered again is described again, as the key may be another by then", async () => {
  const sending = await started({}, countingTalk())
  await tus.last.fails(413, { code: 1301 })
  sending.start()
  await settled()
  await tus.last.fails()
  await clock.advance(15_000)
  assert.deepEqual(tus.uploads.map(({ options }) => options.metadata.meta), ["meta 1", "meta 2", "meta 3"])
  tus.last.offered(URL)
  await tus.last.fails()
  await clock.advance(15_000)
  assert.deepEqual([tus.last.options.uploadUrl, tus.last.options.metadata.meta], [URL, "meta 3"])
})

test("an earlier offer that the room tells of after all goes on with its own key", async () => {
  const talk = countingTalk()
  const sealedWith = []
  talk.sealing = (blob, { box }) => (sealedWith.push(box), { size: 8, partBytes: 8, slice() {} })
  const sending = await started({}, talk)
  for (let i = 0; i < 2; i += 1) {
    await tus.last.fails()
    await clock.advance(15_000)
  }
  await tus.last.fails()
  const told = { file: FILE, meta: base64("meta 2"), to: null }
  assert.equal(sending.matches(told), true)
  sending.claim(told)
  await clock.advance(15_000)
  assert.equal(tus.last.options.uploadUrl, URL)
  assert.deepEqual(sealedWith, [1, 2, 3, 2])
})

test("a document whose key is lost does not go on with another", async () => {
  const sending = await started({ resume: { file: FILE, about: null } })
  assert.deepEqual([phase(sending), sending.state.value.failure.slug], ["failed", "lost_key"])
  assert.equal(tus.uploads.length, 0)
})

test("a pause stops the request and the person goes on from there", async () => {
  const sending = await started()
  tus.last.offered(URL)
  sending.pause()
  await settled()
  assert.deepEqual([phase(sending), tus.last.aborted, sending.open], ["paused", true, true])
  sending.start()
  await settled()
  assert.equal(tus.last.options.uploadUrl, URL)
})

test("two are sent at a time, a third waits", async () => {
  const sendings = [await started(), await started(), await started()]
  assert.deepEqual(sendings.map(phase), ["sending", "sending", "waiting"])
  await tus.uploads[0].ends()
  assert.deepEqual(sendings.map(phase), ["sent", "sending", "sending"])
})

test("a paused or cancelled one lets the next go", async () => {
  const sendings = [await started(), await started(), await started(), await started()]
  sendings[0].pause()
  sendings[1].cancel()
  await settled()
  assert.deepEqual(sendings.slice(2).map(phase), ["sending", "sending"])
})

test("after a reload the same file goes on, another one does not", async () => {
  const resume = { file: FILE, about: { digest: await digestOf(PLAIN) } }
  const same = await started({ resume })
  assert.equal(tus.last.options.uploadUrl, URL)
  assert.equal(phase(same), "sending")
  const other = await started({ resume, blob: file("the plot") })
  assert.deepEqual([phase(other), other.state.value.failure.slug], ["failed", "other_file"])
})

test("a file that was changed on the device meanwhile is said to be", async () => {
  const blob = file()
  const sending = await started({ blob })
  blob.slice = () => ({ arrayBuffer: () => Promise.reject(new Error("changed")) })
  await tus.last.fails()
  assert.deepEqual([phase(sending), sending.state.value.failure.slug], ["failed", "unreadable"])
})

test("a name from the device travels cleaned", async () => {
  await started({ blob: file(PLAIN, "..\\evil\u202Efdp.exe") })
  assert.equal(JSON.parse(tus.last.options.metadata.meta).name, "_evilfdp.exe")
})
