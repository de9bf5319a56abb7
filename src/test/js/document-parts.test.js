import test from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { base64, openedOffer, sealedOffer } from "../../../webroot/js/document-body.js"
import { PlainTalk } from "./support/plain-talk.js"
import { refusalFrom } from "../../../webroot/js/file-door.js"
import { extensionOf, inTwo, nameInText, safeName } from "../../../webroot/js/lib/file-name.js"
import { mayGo, standings } from "../../../webroot/js/lib/hand-off.js"
import { Hashing } from "../../../webroot/js/lib/hashing.js"
import { imageKind } from "../../../webroot/js/lib/image-kind.js"
import { Lanes } from "../../../webroot/js/lib/lanes.js"
import { Pace } from "../../../webroot/js/lib/pace.js"
import { newSha256 } from "../../../webroot/js/lib/sha256.js"
import { formatShare, formatSize } from "../../../webroot/js/lib/size.js"
import { Digest } from "../../../webroot/js/digest.js"
import { FakeClock } from "./support/fake-clock.js"

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
const bytes = text => Uint8Array.from(text, letter => letter.charCodeAt(0))

test("names keep their letters and lose what could deceive or do harm", () => {
  const cases = {
    "Plan.pdf": "Plan.pdf",
    "Sözleşme 2.docx": "Sözleşme 2.docx",
    "../../etc/passwd": "_.._etc_passwd",
    "..\\..\\boot.ini": "_.._boot.ini",
    "C:\\x.txt": "C__x.txt",
    "annual\u202Efdp.exe": "annualfdp.exe",
    "a\u0000b\nc\u2028d.txt": "ab c d.txt",
    "tab\there": "tab here",
    "con": "_con",
    "LPT1.txt": "_LPT1.txt",
    "console.txt": "console.txt",
    ".bashrc": "bashrc",
    "trailing. . ": "trailing",
    "<img src=x onerror=alert(1)>": "_img src=x onerror=alert(1)_",
    "": "",
    "\u200B\u202E": "",
    "...": "",
  }
  for (const [given, safe] of Object.entries(cases)) assert.equal(safeName(given), safe, given)
  assert.equal(safeName(undefined), "")
})

test("long names are cut in bytes and keep their ending and whole letters", () => {
  const name = safeName(`${"ş😀".repeat(5_000)}.tar.gz`)
  assert.ok(new TextEncoder().encode(name).length <= 200)
  assert.match(name, /^(ş😀)+ş?\.gz$/u)
  assert.equal(extensionOf("Plan.PDF"), ".pdf")
  assert.equal(extensionOf("no-ending"), "")
  assert.equal(extensionOf(`x.${"y".repeat(40)}`), "")
})

test("a name in two keeps its end readable", () => {
  assert.deepEqual(inTwo("Contract final version 7.docx"),
    { head: "Contract final vers", tail: "ion 7.docx" })
  assert.deepEqual(inTwo("a.txt"), { head: "", tail: "a.txt" })
})

test("a name in a sentence is short and does not turn its direction", () => {
  assert.equal(nameInText("Plan.pdf"), "Plan.pdf")
  assert.equal(nameInText(`${"long ".repeat(20)}final.docx`),
    "long long long long long long …final.docx")
  assert.equal(nameInText("חוזה.pdf"), "\u2068חוזה.pdf\u2069")
})

test("sizes and shares are told in the reader's language", () => {
  assert.equal(formatSize(12, "en"), "12 bytes")
  assert.equal(formatSize(1, "en"), "1 byte")
  assert.equal(formatSize(12, "tr"), "12 bayt")
  assert.equal(formatSize(1.44 * 1024 ** 2, "en"), "1.4 MB")
  assert.equal(formatSize(1.44 * 1024 ** 2, "tr"), "1,4 MB")
  assert.equal(formatSize(10 * 1024 ** 3, "en"), "10 GB")
  assert.equal(formatSize(1024 ** 2 - 1, "en"), "1 MB")
  assert.equal(formatShare(41, 100, "en"), "41%")
  assert.equal(formatShare(999, 1000, "en"), "99%")
  assert.equal(formatShare(7, 7, "tr"), "%100")
  assert.equal(formatShare(0, 0, "en"), "100%")
})

test("the pace is that of the last seconds, told four times a second at most", async () => {
  const clock = new FakeClock()
  const told = []
  const pace = new Pace(clock, moved => told.push(moved))
  pace.start(1_000, 11_000)
  for (let step = 1; step <= 10; step += 1) {
    await clock.advance(100)
    pace.moved(1_000 + step * 100)
  }
  assert.equal(told.length, 4)
  assert.deepEqual(told[0], { done: 1_000, rate: 0, leftMs: null })
  assert.deepEqual(told.at(-1), { done: 1_900, rate: 1_000, leftMs: 9_100 })
  await clock.advance(60_000)
  pace.moved(2_100)
  assert.ok(told.at(-1).rate < 10)
})

test("lanes let two through and the next when one is done", async () => {
  const lanes = new Lanes(2)
  const { signal } = new AbortController()
  const given = new AbortController()
  const leave = await lanes.enter(signal)
  await lanes.enter(signal)
  let third = false
  const gaveUp = lanes.enter(given.signal)
  const waiting = lanes.enter(signal).then(() => (third = true))
  given.abort()
  await assert.rejects(gaveUp, { name: "AbortError" })
  assert.equal(third, false)
  leave()
  leave()
  await waiting
  assert.equal(third, true)
})

test("images are known by their bytes, and others are not shown", () => {
  const png = (width, height) => Uint8Array.of(
    ...bytes("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13, ...bytes("IHDR"),
    ...[width, height].flatMap(n => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]))
  assert.deepEqual(imageKind(png(640, 480)), { type: "image/png", width: 640, height: 480 })
  assert.equal(imageKind(png(100_000, 100_000)), null)
  assert.deepEqual(imageKind(bytes("GIF89a\x02\x00\x03\x00")),
    { type: "image/gif", width: 2, height: 3 })
  const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 0, 7, 0, 9]
  assert.deepEqual(imageKind(Uint8Array.from(jpeg)), { type: "image/jpeg", width: 9, height: 7 })
  const lossless = 4 | (5 << 14)
  const webp = [...bytes("RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00/"),
    ...[0, 8, 16, 24].map(shift => (lossless >>> shift) & 255)]
  assert.deepEqual(imageKind(Uint8Array.from(webp)), { type: "image/webp", width: 5, height: 6 })
  for (const other of ["", "<svg xmlns='http://www.w3.org/2000/svg'/>", "%PDF-1.7", "\xff\xd8\xff",
    "<!doctype html><p>x", "GIF89a"]) {
    assert.equal(imageKind(bytes(other)), null, other)
  }
})

test("what a document says of itself survives the way; anything else is not believed", async () => {
  const about = { name: "Plan.pdf", type: "application/pdf", size: 3, digest: ABC }
  const talk = new PlainTalk()
  const meta = base64((await sealedOffer(talk, about, [])).meta)
  assert.deepEqual((await openedOffer(talk, { file: "f", by: "b", meta })).about, about)
  assert.equal((await openedOffer(talk, { file: "f", by: "b" })).about, null)
  const bad = ["", "%", base64("x"), base64("null"), base64(JSON.stringify({ ...about, size: -1 })),
    base64(JSON.stringify({ ...about, digest: "0" }))]
  for (const meta of bad) assert.equal((await openedOffer(talk, { by: "b", meta })).about, null, meta)
  const hostile = base64(JSON.stringify({ ...about, name: "../x\u202E", type: "text/html; x" }))
  assert.deepEqual((await openedOffer(talk, { by: "b", meta: hostile })).about, { ...about, name: "_x", type: "" })
})

test("a problem over HTTP is the refusal that it names, or what its status means", () => {
  const told = refusalFrom(507, '{"code":1302,"slug":"quota_exceeded","afterMs":5}')
  assert.deepEqual([told.code, told.slug, told.afterMs], [1302, "quota_exceeded", 5])
  assert.equal(refusalFrom(404).code, 1300)
  assert.equal(refusalFrom(502, "<html>").code, 1900)
  assert.equal(refusalFrom(418, "null").code, 1000)
  assert.equal(refusalFrom(0).unheard, true)
})

test("a document for all is for those who are here and for those who had to do with it", () => {
  const person = (name, state = "online") => [name, { seat: name, name, state }]
  const members = new Map([person("can"), person("mary"), person("ali", "gone"),
    person("ece", "gone")])
  const states = new Map([["ece", { state: "confirmed", reason: "" }]])
  const plan = { by: "can", to: null, states, fetching: new Map() }
  assert.deepEqual(standings(plan, members).map(({ name, state, gone }) => [name, state, gone]),
    [["mary", "offered", false], ["ece", "confirmed", true]])
  const documents = new Map([["plan", plan]])
  assert.equal(mayGo({ file: "plan", seat: "ece" }, documents, members), "now")
  assert.equal(mayGo({ file: "plan", seat: "mary" }, documents, members), "waiting")
  assert.equal(mayGo({ file: "plan", seat: "ali" }, documents, members), "never")
  assert.equal(mayGo({ file: "other", seat: "mary" }, documents, members), "never")
})

test("the worker's digest is SHA-256, of pieces and of a file", async () => {
  const pieces = new Hashing()
  await pieces.answer({ add: [bytes("a"), bytes("bc")] })
  assert.equal(await pieces.answer({ value: true }), ABC)
  const file = new Hashing()
  assert.deepEqual(await file.answer({ file: new Blob(["abc"]) }), { done: 3 })
  assert.deepEqual(await file.answer({ more: true }), { digest: ABC })
})

test("both ways to digest agree, also where there is no WebAssembly", async () => {
  const pieces = [bytes("a"), new Uint8Array(200_000).fill(7), bytes("bc")]
  const { hashwasm } = globalThis
  const found = []
  for (const available of [hashwasm, undefined]) {
    globalThis.hashwasm = available
    const hash = await newSha256()
    for (const piece of pieces) hash.update(piece)
    found.push(hash.hex())
  }
  globalThis.hashwasm = hashwasm
  const whole = await crypto.subtle.digest("SHA-256", await new Blob(pieces).arrayBuffer())
  const wanted = Buffer.from(whole).toString("hex")
  assert.deepEqual(found, [wanted, wanted])
})

/** A worker in this thread. */
function worker(hashing = new Hashing()) {
  const self = {
    terminate: () => (self.ended = true),
    postMessage: async message =>
      self.onmessage({ data: await hashing.answer(structuredClone(message)) }),
  }
  return self
}

test("the page's side gathers small pieces and tells how far a file is read", async () => {
  const digest = new Digest(worker)
  for (const letter of "abc") await digest.add(bytes(letter))
  assert.equal(await digest.value(), ABC)
  const done = []
  assert.equal(await new Digest(worker).ofFile(new Blob(["abc"]), at => done.push(at)), ABC)
  assert.deepEqual(done, [3])
})

test("large pieces pass the worker in order while the page goes on", async () => {
  const digest = new Digest(worker)
  const piece = new Uint8Array(700_000)
  for (let at = 0; at < 5; at += 1) await digest.add(piece.fill(at))
  const whole = new Hashing()
  for (let at = 0; at < 5; at += 1) await whole.answer({ add: [new Uint8Array(700_000).fill(at)] })
  assert.equal(await digest.value(), await whole.answer({ value: true }))
})

test("a file that cannot be read any more, and a closed worker, are said", async () => {
  const unreadable = { size: 1, slice: () => ({ arrayBuffer: () => Promise.reject(new Error("x")) }) }
  const hashing = new Hashing()
  const broken = new Digest(() => {
    const self = worker()
    self.postMessage = async () => self.onmessage({ data: await hashing.answer({ file: unreadable }) })
    return self
  })
  await assert.rejects(broken.ofFile(unreadable, () => {}), { name: "NotReadableError" })
  const digest = new Digest(() => ({ postMessage() {}, terminate() {} }))
  const value = digest.value()
  await new Promise(setImmediate)
  digest.close()
  await assert.rejects(value, { name: "AbortError" })
})
