import test from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { joined, randomBytes } from "../../../webroot/js/seal/bytes.js"
import { base64url, fromBase64url } from "../../../webroot/js/seal/bytes.js"
import { ContentKey } from "../../../webroot/js/seal/content-key.js"
import { openedMeta, parsedMeta, sealedMeta } from "../../../webroot/js/seal/file-meta.js"
import {
  OpeningStream, plainSize, RECORD_BYTES, RecordBox, SEALED_RECORD_BYTES, SealedSource, sealedSize,
} from "../../../webroot/js/seal/records.js"

const ROOM = "r".repeat(26)
const plain = Uint8Array.from({ length: 2 * RECORD_BYTES + 1_000 }, (_, i) => i % 251)

const newBox = () => RecordBox.of(randomBytes(16), randomBytes(16), ROOM)
const box = await newBox()
const sealedBy = async (bytes, by = box) => {
  const source = new SealedSource(new Blob([bytes]), by)
  return new Uint8Array(await (await source.slice(0, source.size)).arrayBuffer())
}
const sealed = await sealedBy(plain)
const open = async (bytes, { by = box, from = 0, size = bytes.length, step = bytes.length } = {}) => {
  const stream = new OpeningStream(by, size, from)
  const parts = []
  for (let at = 0; at < bytes.length; at += step) {
    parts.push(await stream.take(bytes.subarray(at, at + step)))
  }
  return joined(...parts, await stream.end())
}
const record = number =>
  sealed.slice(number * SEALED_RECORD_BYTES, (number + 1) * SEALED_RECORD_BYTES)
const refuses = bytes => assert.rejects(open(bytes), { name: "NotOpened" })

test("documents of every length come back as they were", async () => {
  for (const size of [0, 1, RECORD_BYTES - 1, RECORD_BYTES, RECORD_BYTES + 1, 2 * RECORD_BYTES]) {
    const bytes = plain.slice(0, size)
    const travelling = await sealedBy(bytes)
    assert.deepEqual([travelling.length, plainSize(travelling.length)], [sealedSize(size), size])
    assert.deepEqual(await open(travelling), bytes)
  }
})

test("it does not matter in which pieces a document comes", async () => {
  for (const step of [997, SEALED_RECORD_BYTES, SEALED_RECORD_BYTES + 1]) {
    assert.deepEqual(await open(sealed, { step }), plain)
  }
})

test("any part is sealed alike whenever it is asked for", async () => {
  const source = new SealedSource(new Blob([plain]), box)
  for (const [start, end] of [[0, 1], [65_550, 65_560], [70_000, 140_000], [131_000, 1e9], [5, 5]]) {
    const part = new Uint8Array(await (await source.slice(start, end)).arrayBuffer())
    assert.deepEqual(part, sealed.slice(start, end))
  }
})

test("reading can begin at any record", async () => {
  const from = SEALED_RECORD_BYTES
  assert.deepEqual(await open(sealed.slice(from), { from, size: sealed.length }), plain.slice(RECORD_BYTES))
})

test("nothing of a record is released before all of it is proven", async () => {
  const stream = new OpeningStream(box, sealed.length)
  assert.equal((await stream.take(sealed.subarray(0, SEALED_RECORD_BYTES - 1))).length, 0)
  const first = await stream.take(sealed.subarray(SEALED_RECORD_BYTES - 1, SEALED_RECORD_BYTES + 5))
  assert.deepEqual(first, plain.slice(0, RECORD_BYTES))
})

test("flipped bits are noticed wherever they are", async () => {
  for (const at of [0, 1_000, SEALED_RECORD_BYTES - 1, SEALED_RECORD_BYTES, sealed.length - 1]) {
    const changed = sealed.slice()
    changed[at] ^= 1
    await refuses(changed)
  }
})

test("truncations are noticed, also between two records and when the size is lied about", async () => {
  for (const length of [0, 15, 16, SEALED_RECORD_BYTES, 2 * SEALED_RECORD_BYTES, sealed.length - 1]) {
    await refusesSize(sealed.slice(0, length))
  }
  const stream = new OpeningStream(box, sealed.length)
  await stream.take(sealed.subarray(0, sealed.length - 1))
  await assert.rejects(stream.end(), { why: "changed" })
})

async function refusesSize(bytes) {
  await assert.rejects(async () => open(bytes), { name: "NotOpened" })
}

test("records that change places, come twice, are left out or added are noticed", async () => {
  await refuses(joined(record(1), record(0), record(2)))
  await refuses(joined(record(0), record(0), record(2)))
  await refuses(joined(record(0), record(2)))
  await refuses(joined(record(0), record(1), record(1), record(2)))
  await refuses(joined(record(0), record(1)))
  await assert.rejects(open(joined(sealed, Uint8Array.of(0)), { size: sealed.length }), { why: "changed" })
})

test("records of another document, key or room are noticed", async () => {
  const other = await sealedBy(plain, await newBox())
  await refuses(other)
  await refuses(joined(record(0), other.slice(SEALED_RECORD_BYTES)))
  const [key, salt] = [randomBytes(16), randomBytes(16)]
  const here = await sealedBy(plain, await RecordBox.of(key, salt, ROOM))
  const there = await RecordBox.of(key, salt, "s".repeat(26))
  await assert.rejects(open(here, { by: there }), { why: "changed" })
})

const where = { room: ROOM, by: "a".repeat(26), to: [] }
const about = { name: "\u015fartname.pdf", type: "application/pdf", size: 7, digest: "d".repeat(64) }
const sender = { verifies: async signature => signature.every(byte => byte === 7) }
const sign = async () => new Uint8Array(64).fill(7)
const content = await ContentKey.fresh(0)
const file = { about, fileKey: randomBytes(16), salt: randomBytes(16) }
const meta = await sealedMeta(file, where, { content }, sign)
const read = (text, { key = content.from, place = where, senders = [sender], slot } = {}) => {
  const found = parsedMeta(text, place.to.length)
  return openedMeta(found, key, slot ?? found.slots[0], place, senders)
}

test("what a document is, is read by who has the room's key", async () => {
  assert.deepEqual(await read(meta), file)
})

test("what a document is cannot be changed, moved or claimed by another", async () => {
  const bytes = fromBase64url(meta)
  for (let at = 0; at < bytes.length; at += 7) {
    const changed = bytes.slice()
    changed[at] ^= 1
    await assert.rejects(async () => read(base64url(changed)), { name: "NotOpened" }, `byte ${at}`)
  }
  for (const place of [{ ...where, by: "b".repeat(26) }, { ...where, room: "s".repeat(26) }]) {
    await assert.rejects(read(meta, { place }), { name: "NotOpened" })
  }
  await assert.rejects(read(meta, { senders: [] }), { why: "forged" })
  const other = await ContentKey.fresh(0)
  await assert.rejects(read(meta, { key: other.from }), { why: "changed" })
})

test("a document for some is read by each of them and by nobody else", async () => {
  const to = ["c".repeat(26), "b".repeat(26)]
  const pairs = await Promise.all(to.map(() => ContentKey.fresh(1).then(({ from }) => from)))
  const place = { ...where, to }
  const text = await sealedMeta(file, place, { pairs }, sign)
  const { slots } = parsedMeta(text, 2)
  for (const i of [0, 1]) {
    assert.deepEqual(await read(text, { key: pairs[i], place, slot: slots[i] }), file)
    await assert.rejects(read(text, { key: pairs[i], place, slot: slots[1 - i] }), { why: "changed" })
  }
  assert.throws(() => parsedMeta(text, 0), { why: "format" })
})

test("32 recipients and a name of 255 bytes fit into what the server takes", async () => {
  const to = Array.from({ length: 32 }, (_, i) => String.fromCharCode(97 + (i % 26)).repeat(26))
  const pairs = to.map(() => content.from)
  const long = { ...file, about: { ...about, name: "x".repeat(255), type: "y".repeat(121) } }
  const text = await sealedMeta(long, { ...where, to }, { pairs }, sign)
  assert.ok(text.length <= 2_048)
})
