import test, { beforeEach } from "node:test"
import assert from "node:assert/strict"
import "./support/web.js"
import { aboutContent, readAbout } from "../../../webroot/js/seal/about.js"
import { base64url, fromBase64url } from "../../../webroot/js/seal/bytes.js"
import { ContentKey } from "../../../webroot/js/seal/content-key.js"
import { fusedContent, MOST_SECONDS, readFused } from "../../../webroot/js/seal/fuse.js"
import { Announced, sealedHello } from "../../../webroot/js/seal/identity.js"
import { headerOf, parsed } from "../../../webroot/js/seal/message.js"
import { MOST_CONTENT_BYTES, padded, unpadded } from "../../../webroot/js/seal/padding.js"
import { OpeningStream, SealedSource } from "../../../webroot/js/seal/records.js"
import { newSigningKeys, rawPublic } from "../../../webroot/js/seal/primitives.js"
import { RoomSeal } from "../../../webroot/js/seal/room-seal.js"
import { RoomRoot } from "../../../webroot/js/seal/root.js"
import { checkVector } from "./support/seal-vectors.js"
import { vectors } from "./support/vectors.js"

const ROOM = "r".repeat(26)
const CODE = "0123456789abcdefghjkmnpqr"
const [CAN, MARY, ALI] = ["can", "mary", "ali"].map(name => name.padEnd(26, "2"))
const CID = "c".repeat(32)

let can, mary, ali

const enter = (person, more) =>
  RoomSeal.of({ room: ROOM, code: CODE, name: "SecProje", person, ...more })
const member = (seat, name, seal) => ({ seat, name, hello: seal.hello })
const introduce = (...people) => {
  const members = people.map(([seat, name, seal]) => member(seat, name, seal))
  for (const [seat, , seal] of people) {
    seal.seat = seat
    seal.learn(members)
  }
}
const said = (body, more) => ({ type: "said", by: CAN, cid: CID, body, seq: 5, ...more })
const whispered = (body, more) =>
  ({ type: "whispered", by: CAN, to: MARY, cid: CID, body, n: 5, ...more })
const refuses = (seal, event, why) => assert.rejects(seal.open(event), { name: "NotOpened", why })
const changed = ({ sealed }, change) => {
  const bytes = fromBase64url(sealed)
  return { sealed: base64url(change(bytes) ?? bytes) }
}

beforeEach(async () => {
  ;[can, mary, ali] = await Promise.all(["Can", "Mary", "Ali"].map(name => enter(name)))
  introduce([CAN, "Can", can], [MARY, "Mary", mary], [ALI, "Ali", ali])
})

for (const [i, entry] of vectors("sealing.json").entries()) {
  test(`vector ${i}, ${entry.what}, opens and is sealed alike`, () => checkVector(entry))
}

test("what one says all others read, and so does the one who said it", async () => {
  const body = await can.said(CID, "\ufeffmerhaba \ud83d\udd12")
  for (const seal of [can, mary, ali]) {
    assert.deepEqual(await seal.open(said(body)), { kind: 1, text: "\ufeffmerhaba \ud83d\udd12" })
  }
})

test("a whisper is read by its two ends alone", async () => {
  const body = await can.whisper(MARY, CID, "psst")
  assert.equal((await mary.open(whispered(body))).text, "psst")
  assert.equal((await can.open(whispered(body))).text, "psst")
  await refuses(ali, whispered(body), "changed")
})

test("every flipped bit is noticed", async () => {
  const body = await can.said(CID, "x")
  const { length } = fromBase64url(body.sealed)
  for (let bit = 0; bit < length * 8; bit += 1) {
    const flipped = changed(body, bytes => void (bytes[bit >> 3] ^= 1 << (bit & 7)))
    await assert.rejects(mary.open(said(flipped)), { name: "NotOpened" }, `bit ${bit}`)
  }
  assert.equal((await mary.open(said(body))).text, "x")
})

test("every truncation and every extension is noticed", async () => {
  const body = await can.said(CID, "x")
  const { length } = fromBase64url(body.sealed)
  for (let end = 0; end < length; end += 1) {
    const cut = changed(body, bytes => bytes.subarray(0, end))
    await assert.rejects(mary.open(said(cut)), { name: "NotOpened" }, `${end} bytes`)
  }
  await refuses(mary, said(changed(body, bytes => Uint8Array.of(...bytes, 0))), "changed")
})

test("what is no sealed message is refused as such", async () => {
  for (const sealed of ["", "!", "AA", "A".repeat(400), "AR==", undefined, 7, null]) {
    await refuses(mary, said({ sealed }), "format")
  }
})

test("a message belongs to its sender, its cid, its room and its kind", async () => {
  const body = await can.said(CID, "x")
  await refuses(mary, said(body, { by: ALI }), "changed")
  await refuses(mary, said(body, { cid: "d".repeat(32) }), "changed")
  await refuses(mary, said(body, { by: "nobody" }), "no_sender")
  await refuses(mary, whispered(body), "format")
  const whisper = await can.whisper(MARY, CID, "x")
  await refuses(mary, said(whisper), "format")
  await refuses(mary, whispered(whisper, { by: MARY, to: CAN }), "changed")
  await refuses(mary, whispered(whisper, { to: ALI }), "changed")
  const elsewhere = await RoomSeal.of({ room: "s".repeat(26), code: CODE, name: "SecProje", person: "Mary" })
  elsewhere.seat = MARY
  elsewhere.learn([member(CAN, "Can", can)])
  await assert.rejects(elsewhere.open(said(body)), { name: "NotOpened" })
})

test("another room name is another key", async () => {
  const stranger = await enter("Mary", { name: "SecProje 2" })
  stranger.learn([member(CAN, "Can", can)])
  await refuses(stranger, said(await can.said(CID, "x")), "no_key")
})

test("two messages cannot be spliced into one", async () => {
  const [one, two] = [await can.said(CID, "one"), await can.said(CID, "two")]
  const spliced = changed(one, bytes => {
    bytes.set(fromBase64url(two.sealed).subarray(46), 46)
  })
  await refuses(mary, said(spliced), "changed")
})

test("a message told twice at two places is refused, at the same place it is the same", async () => {
  const body = await can.said(CID, "x")
  await mary.open(said(body))
  await mary.open(said(body))
  await refuses(mary, said(body, { seq: 6 }), "replayed")
})

test("messages of one sender that change places are refused", async () => {
  const [first, second, third] = await Promise.all(["1", "2", "3"].map(text => can.said(CID, text)))
  await mary.open(said(first, { seq: 5 }))
  await mary.open(said(third, { seq: 6 }))
  await refuses(mary, said(second, { seq: 7 }), "replayed")
})

test("a member cannot speak as another, though both have the room's key", async () => {
  const forger = await enter("Ali")
  forger.seat = CAN
  await refuses(mary, said(await forger.said(CID, "I am Can")), "forged")
})

test("a hello says whose it is: shown under another name it is not believed", async () => {
  mary.learn([member("z".repeat(26), "Bob", ali)])
  ali.seat = "z".repeat(26)
  await refuses(mary, said(await ali.said(CID, "x"), { by: ali.seat }), "no_sender")
})

test("a hello that anybody changed, or of another room, is not believed", async () => {
  const hello = changed(can.hello, bytes => void (bytes[40] ^= 1))
  const other = await RoomSeal.of({ room: ROOM, code: CODE, name: "Other", person: "Can" })
  for (const each of [hello, other.hello, {}, "x", 7, { sealed: "AQ" }]) {
    const reader = await enter("Mary")
    reader.learn([{ seat: CAN, name: "Can", hello: each }])
    assert.equal(await reader.announcedBy(CAN), null)
  }
})

test("who announces anew is told apart, and what was said before is still believed", async () => {
  const before = await can.said(CID, "before")
  const again = await enter("Can")
  assert.deepEqual(mary.learn([member(CAN, "Can", can)]), [])
  assert.deepEqual(mary.learn([member(CAN, "Can", again)]), [CAN])
  again.seat = CAN
  assert.equal((await mary.open(said(before))).text, "before")
  assert.equal((await mary.open(said(await again.said(CID, "after"), { seq: 6 }))).text, "after")
})

test("no two messages are sealed with the same key and nonce, also after a reload", async () => {
  const kept = can.kept()
  const reloaded = await enter("Can", { kept })
  reloaded.seat = CAN
  assert.deepEqual(reloaded.hello, can.hello)
  const used = new Set()
  for (const seal of [can, reloaded, can, reloaded]) {
    const { stream, counter } = parsed((await seal.said(CID, "same")).sealed)
    used.add(`${stream}/${counter}`)
  }
  assert.equal(used.size, 4)
  assert.equal((await mary.open(said(await reloaded.said(CID, "same"), { seq: 9 }))).text, "same")
})

test("what was kept for another room or person is not used", async () => {
  const kept = can.kept()
  assert.notDeepEqual((await enter("Mary", { kept })).hello, can.hello)
  const elsewhere = { room: "s".repeat(26), code: CODE, name: "SecProje", person: "Can", kept }
  assert.notDeepEqual((await RoomSeal.of(elsewhere)).hello, can.hello)
})

test("private keys never come out of the browser's keeping", () => {
  const { signing, agreement } = can.kept()
  assert.deepEqual([signing, agreement].map(keys => keys.privateKey.extractable), [false, false])
})

test("after a removal nothing is read with the code alone", async () => {
  for (const seal of [can, mary]) seal.ring.removedAt(7)
  assert.equal(can.ring.due, true)
  const key = await ContentKey.fresh(can.ring.next)
  can.ring.add(key)
  assert.deepEqual([can.ring.due, key.epoch], [false, 7])
  const body = await can.said(CID, "she is gone")
  assert.equal(RoomSeal.epochOf(said(body)), 7)
  const back = await enter("Removed")
  back.seat = ALI
  back.learn([member(CAN, "Can", can)])
  for (const seal of [ali, back]) await refuses(seal, said(body), "no_key")
  await assert.rejects(mary.open(said(body)), { missing: key.name })

  const given = await can.giving(MARY, CID, can.ring.given())
  await refuses(ali, whispered(given), "changed")
  const { keys } = await mary.open(whispered(given))
  assert.equal(mary.ring.add(keys[0]), true)
  assert.equal((await mary.open(said(body))).text, "she is gone")
})

test("a message cannot be moved to another epoch", async () => {
  const body = await can.said(CID, "x")
  const header = parsed(body.sealed)
  const moved = changed(body, bytes => void bytes.set(headerOf({ ...header, epoch: 3 })))
  await refuses(mary, said(moved), "changed")
})

test("keys are asked for by name, and hostile lists are refused", async () => {
  const asked = await mary.asking(CAN, CID, ["a".repeat(32)])
  const event = { type: "whispered", by: MARY, to: CAN, cid: CID, n: 1, body: asked }
  assert.deepEqual((await can.open(event)).want, ["a".repeat(32)])
  for (const want of [["A"], Array(65).fill("a".repeat(32)), [7]]) {
    await refuses(can, { ...event, body: await mary.asking(CAN, CID, want) }, "format")
  }
  for (const key of [{ epoch: 0, bytes: new Uint8Array(32) }, { epoch: 1, bytes: new Uint8Array(31) },
    { epoch: 1.5, bytes: new Uint8Array(32) }]) {
    await refuses(can, { ...event, body: await mary.giving(CAN, CID, [key]) }, "format")
  }
})

test("why a document is disputed is read by its two ends alone, and hostile words are refused", async () => {
  const file = "f".repeat(26)
  const event = async (...what) => whispered(await can.disputing(MARY, CID, ...what))
  const sound = await event(file, "page 2 is blank")
  for (const seal of [can, mary]) {
    assert.deepEqual((await seal.open(sound)).disputed, { file, reason: "page 2 is blank" })
  }
  await refuses(ali, sound, "changed")
  for (const [of, reason] of [["../x", "x"], [file, ""], [file, "x".repeat(201)], [file, 7], [7, "x"]]) {
    await refuses(mary, await event(of, reason), "format")
  }
})

test("a key that shares nothing with anybody is as good as none", async () => {
  const root = await RoomRoot.of(ROOM, CODE, "SecProje")
  const { privateKey, publicKey } = await newSigningKeys()
  const hollow = new Announced({ name: "eve", sign: await rawPublic(publicKey), agree: new Uint8Array(32) })
  const hello = await sealedHello(root, hollow, privateKey, new Uint8Array(16))
  const eve = "e".repeat(26)
  mary.learn([{ seat: eve, name: "Eve", hello }])
  assert.notEqual(await mary.announcedBy(eve), null)
  await assert.rejects(mary.whisper(eve, CID, "x"), { name: "NotOpened", why: "no_sender" })
  await assert.rejects(mary.giving(eve, CID, []), { name: "NotOpened", why: "no_sender" })
  await assert.rejects(mary.describe(about, [eve]), { name: "NotOpened", why: "no_sender" })
})

const about = { name: "\u015fartname.pdf", type: "application/pdf", size: 5, digest: "d".repeat(64) }
const through = async (out, into) => {
  const source = new SealedSource(new Blob(["plain"]), out)
  const stream = new OpeningStream(into, source.size)
  const bytes = await stream.take(new Uint8Array(await (await source.slice(0, source.size)).arrayBuffer()))
  await stream.end()
  return new TextDecoder().decode(bytes)
}

test("a document for all is described to all, and its bytes open for them", async () => {
  const { meta, box } = await can.describe(about, [])
  for (const seal of [can, mary, ali]) {
    const found = await seal.described({ by: CAN, to: [], meta })
    assert.deepEqual(found.about, about)
    assert.equal(await through(box, found.box), "plain")
  }
  await assert.rejects(mary.described({ by: ALI, meta }), { name: "NotOpened" })
})

test("a document for some is described to its sender and to each of them, and to nobody else", async () => {
  const to = [MARY, CAN].reverse()
  const { meta, box } = await ali.describe(about, to)
  for (const seal of [ali, mary, can]) {
    const found = await seal.described({ by: ALI, to: [...to].reverse(), meta })
    assert.equal(await through(box, found.box), "plain")
  }
  const one = await ali.describe(about, [MARY])
  await assert.rejects(can.described({ by: ALI, to: [MARY], meta: one.meta }), { why: "no_key" })
  await assert.rejects(can.described({ by: ALI, to: [CAN], meta: one.meta }), { why: "changed" })
  await assert.rejects(ali.describe(about, ["nobody"]), { why: "no_sender" })
})

test("the length of a message tells a step, not the length of its text", async () => {
  const lengths = new Set()
  for (let length = 0; length < 64; length += 9) {
    lengths.add((await can.said(CID, "x".repeat(length))).sealed.length)
  }
  assert.equal(lengths.size, 1)
  const longest = await can.said(CID, "x".repeat(MOST_CONTENT_BYTES))
  assert.ok(JSON.stringify(longest).length <= 12 * 1024)
  await assert.rejects(can.said(CID, "x".repeat(MOST_CONTENT_BYTES + 1)), RangeError)
})

test("padding comes off as it was put on", () => {
  for (const length of [0, 1, 63, 64, 65, 9_071]) {
    const content = new Uint8Array(length).fill(0x80)
    assert.deepEqual(unpadded(padded(content)), content)
  }
  for (const bytes of [[], [0, 0], [1, 0]]) assert.throws(() => unpadded(Uint8Array.from(bytes)))
})

test("safety words are equal for one room, and the number for its two people", async () => {
  const words = await can.safety()
  assert.deepEqual(await mary.safety(), words)
  assert.match(words.words, /^([bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz] ?){4}$/)
  assert.notDeepEqual(await (await enter("Can", { name: "Other" })).safety(), words)
  const number = await can.numberWith(MARY)
  assert.equal(await mary.numberWith(CAN), number)
  assert.match(number, /^\d{5}( \d{5}){5}$/)
  assert.notEqual(await can.numberWith(ALI), number)
  assert.equal(await can.numberWith("nobody"), null)
})

const OF = { by: ALI, cid: "e".repeat(32) }
const edited = (body, more) => said(body, { type: "edited", of: 3, ...more })
const reacted = (body, more) => said(body, { type: "reacted", of: 3, ...more })

test("a reply, an edit and a reaction say which message they are about", async () => {
  const text = "\ufeffyes \ud83d\udc4d"
  for (const seal of [can, mary, ali]) {
    const place = { seq: 5 }
    const reply = await can.said(CID, text, OF)
    assert.deepEqual(await seal.open(said(reply, place)), { kind: 6, text, about: OF })
  }
  assert.deepEqual(await mary.open(edited(await can.edit(CID, OF, text), { seq: 6 })),
    { kind: 7, text, about: OF })
  assert.deepEqual(await mary.open(reacted(await can.reaction(CID, OF, text), { seq: 7 })),
    { kind: 8, text, about: OF })
})

test("none of them can be told as another, or as a message or whisper", async () => {
  const bodies = [["said", await can.said(CID, "x", OF)], ["edited", await can.edit(CID, OF, "x")],
    ["reacted", await can.reaction(CID, OF, "x")], ["whispered", await can.whisper(MARY, CID, "x")]]
  for (const [own, body] of bodies) {
    for (const type of ["said", "edited", "reacted", "whispered"].filter(each => each !== own)) {
      await refuses(mary, { ...said(body), type, of: 3, to: MARY, n: 5 }, "format")
    }
  }
})

test("an edit and a reaction belong to their sender, cid and room, and every flipped bit is noticed", async () => {
  for (const [how, body] of [[edited, await can.edit(CID, OF, "x")], [reacted, await can.reaction(CID, OF, "x")]]) {
    await refuses(mary, how(body, { by: ALI }), "changed")
    await refuses(mary, how(body, { cid: "d".repeat(32) }), "changed")
    for (let bit = 0; bit < fromBase64url(body.sealed).length * 8; bit += 7) {
      const flipped = changed(body, bytes => void (bytes[bit >> 3] ^= 1 << (bit & 7)))
      await assert.rejects(mary.open(how(flipped)), { name: "NotOpened" }, `bit ${bit}`)
    }
    assert.equal((await mary.open(how(body))).text, "x")
  }
})

test("nobody edits or reacts as another, though both have the room's key", async () => {
  const posing = await enter("Mary")
  introduce([CAN, "Mary", posing])
  await refuses(ali, edited(await posing.edit(CID, OF, "x")), "forged")
  await refuses(ali, reacted(await posing.reaction(CID, OF, "x")), "forged")
})

test("an edit told again or moved before another is refused; what of several kinds is first is the server's", async () => {
  const [first, second] = [await can.said(CID, "one"), await can.edit(CID, { by: CAN, cid: CID }, "two")]
  await mary.open(said(first, { seq: 8 }))
  await mary.open(edited(second, { seq: 9 }))
  await mary.open(edited(second, { seq: 9 }))
  await refuses(mary, edited(second, { seq: 10 }), "replayed")
  const about = { by: CAN, cid: CID }
  const [third, fourth] = [await can.edit(CID, about, "three"), await can.edit(CID, about, "four")]
  await mary.open(edited(fourth, { seq: 11 }))
  await refuses(mary, edited(third, { seq: 12 }), "replayed")
  const [waiting, faster] = [await can.said(CID, "queued"), await can.reaction(CID, OF, "x")]
  await mary.open(reacted(faster, { seq: 13 }))
  await mary.open(said(waiting, { seq: 14 }))
})

test("a reaction fits into what the server allows, and its length tells nothing of it", async () => {
  const lengths = new Set()
  for (const text of ["+", "\ud83d\udc4d", "\ud83d\udc69\ud83c\udffd\u200d\u2764\ufe0f\u200d\ud83d\udc8b\u200d\ud83d\udc68\ud83c\udfff", "x".repeat(61)]) {
    const body = await can.reaction(CID, OF, text)
    assert.ok(JSON.stringify(body).length <= 512)
    lengths.add(body.sealed.length)
  }
  assert.equal(lengths.size, 1)
  await assert.rejects(can.reaction(CID, OF, "x".repeat(62)), RangeError)
})

test("what does not say which message it is about is refused, wherever it is cut", async () => {
  const content = aboutContent(OF, "x")
  assert.deepEqual(readAbout(content), { about: OF, text: "x" })
  for (let end = 0; end < content.length - 1; end += 1) {
    assert.throws(() => readAbout(content.subarray(0, end)), `${end} bytes`)
  }
  const bare = changed(await can.said(CID, "x"), bytes => void (bytes[1] = 7))
  await refuses(mary, edited(bare), "changed")
})

test("what is covered carries how long it stays, for all or for one", async () => {
  const fuse = { seconds: 60, text: "look around first" }
  const forAll = await can.fused("", CID, fuse)
  assert.deepEqual(await mary.open(said(forAll)), { kind: 9, text: "", fuse })
  const forOne = await can.fused(MARY, CID, { ...fuse, seconds: 0 })
  assert.deepEqual(await mary.open(whispered(forOne)), { kind: 10, text: "", fuse: { ...fuse, seconds: 0 } })
  await assert.rejects(ali.open(whispered(forOne)), { name: "NotOpened" })
})

test("a covered message is none without its seconds, with too many, or on the wrong road", async () => {
  assert.throws(() => readFused(Uint8Array.of(0, 0, 0)))
  assert.throws(() => readFused(fusedContent(MOST_SECONDS + 1, "x")), RangeError)
  assert.equal(readFused(fusedContent(MOST_SECONDS, "x")).fuse.seconds, MOST_SECONDS)
  await refuses(mary, whispered(await can.fused("", CID, { seconds: 1, text: "x" })), "format")
})
