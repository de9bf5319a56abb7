import "./web.js"
import { createHash, generateKeyPairSync, randomBytes } from "node:crypto"
import { aboutContent, readAbout } from "../../../../webroot/js/seal/about.js"
import { hex } from "../../../../webroot/js/seal/bytes.js"
import { ContentKey } from "../../../../webroot/js/seal/content-key.js"
import { openedMeta, parsedMeta, sealedMeta } from "../../../../webroot/js/seal/file-meta.js"
import { fusedContent, readFused } from "../../../../webroot/js/seal/fuse.js"
import { Announced, Identity, openedHello, sealedHello } from "../../../../webroot/js/seal/identity.js"
import { Kind, NO_ID, opened, parsed, sealed } from "../../../../webroot/js/seal/message.js"
import { pairSecret } from "../../../../webroot/js/seal/pair.js"
import { partnerOf, privateFrom, signed, signerOf } from "../../../../webroot/js/seal/primitives.js"
import { OpeningStream, RecordBox, sealedSize, SealedSource } from "../../../../webroot/js/seal/records.js"
import { RoomRoot } from "../../../../webroot/js/seal/root.js"
import { pairNumber, roomSafety } from "../../../../webroot/js/seal/safety.js"
import { canonicalCode, derive, newCode } from "../../../../webroot/js/crypto.js"
import { foldName } from "../../../../webroot/js/lib/fold.js"

/**
 * Vectors of docs/sealing.md: made from random values here, and checked both ways: what is sealed
 * opens, and sealing the same again gives the same bytes.
 */

const utf8 = text => new TextEncoder().encode(text)
const bytesOf = text => new Uint8Array(Buffer.from(text, "hex"))
const fresh = length => randomBytes(length).toString("hex")
const pick = list => list[randomBytes(1)[0] % list.length]
const below = most => randomBytes(4).readUInt32BE() % most
const seat = () => base32(randomBytes(17)).slice(0, 26)

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
const base32 = bytes => Array.from(bytes, byte => ALPHABET[byte & 31]).join("").repeat(2)

const ROOM_NAMES = ["SecProje", "\u00c7al\u0131\u015fma ODASI", "a", "\ud83d\ude80 r\u00f6ket"]
const PEOPLE = ["Can", "Ay\u015fe \u00d6z", "x", "\u6f22\u5b57"]
const TEXTS = ["", "hello", "\ufeffbom", "\u015fifreli \ud83d\udd12\nline", "x".repeat(63),
  "y".repeat(64), "long ".repeat(300), "z".repeat(9_071)]
const REACTIONS = ["\ud83d\udc4d", "ok", "\ud83d\udc69\ud83c\udffd\u200d\u2764\ufe0f\u200d\ud83d\udc8b\u200d\ud83d\udc68\ud83c\udfff"]
const SECONDS = [0, 1, 10, 300, 86_400]
const SIZES = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]

/** @returns {Promise<object[]>} that many entries, of all kinds in turn */
export async function makeVectors(count) {
  const makers = [makeSaid, makeWhisper, makeHello, makeFile, makeAbout, makeCovered]
  const made = []
  for (let i = 0; i < count; i += 1) made.push(await makers[i % makers.length](i))
  return made
}

/** Opens one entry and seals it again. @throws {Error} when either is not as it says */
export function checkVector(entry) {
  return CHECKS[entry.what](entry)
}

const CHECKS = { said: checkMessage, whisper: checkMessage, hello: checkHello, file: checkFile,
  reply: checkMessage, edit: checkMessage, reaction: checkMessage,
  covered: checkMessage, coveredWhisper: checkMessage }

async function makeRoom() {
  const code = canonicalCode(newCode())
  const name = pick(ROOM_NAMES)
  const { room } = await derive(code, name)
  return { code, name, room }
}

function makePerson() {
  const [sign, agree] = ["ed25519", "x25519"].map(curve => {
    const { d, x } = generateKeyPairSync(curve).privateKey.export({ format: "jwk" })
    return [d, x].map(part => Buffer.from(part, "base64url").toString("hex"))
  })
  return { person: pick(PEOPLE), signSeed: sign[0], sign: sign[1], agreeSeed: agree[0], agree: agree[1] }
}

async function makeSaid() {
  const entry = { what: "said", ...(await makeRoom()), by: seat(), to: "", cid: fresh(16),
    epoch: below(1_000_000), contentKey: fresh(32), sender: makePerson(),
    stream: fresh(16), counter: below(1_000_000), text: pick(TEXTS) }
  return { ...entry, sealed: await sealEntry(entry) }
}

/** A reply, an edit or a reaction. */
async function makeAbout() {
  const what = pick(["reply", "edit", "reaction"])
  const short = TEXTS.filter(text => text.length < 9_000)
  const entry = { ...(await makeSaid()), what, about: { by: seat(), cid: fresh(16) },
    text: pick(what === "reaction" ? REACTIONS : short) }
  return { ...entry, sealed: await sealEntry(entry) }
}

async function makeWhisper() {
  const entry = { what: "whisper", ...(await makeRoom()), by: seat(), to: seat(), cid: fresh(16),
    epoch: 0, sender: makePerson(), receiver: makePerson(),
    stream: fresh(16), counter: below(1_000_000), text: pick(TEXTS) }
  return { ...entry, sealed: await sealEntry(entry) }
}

/** Something that stays covered until somebody looks, for all or for one. */
async function makeCovered() {
  const [what, make] = pick([["covered", makeSaid], ["coveredWhisper", makeWhisper]])
  const short = TEXTS.filter(text => text.length < 9_000)
  const entry = { ...(await make()), what, seconds: pick(SECONDS), text: pick(short) }
  return { ...entry, sealed: await sealEntry(entry) }
}

async function makeHello() {
  const entry = { what: "hello", ...(await makeRoom()), sender: makePerson(),
    receiver: makePerson(), salt: fresh(16) }
  const root = await rootOf(entry)
  const sender = announcedOf(entry.sender)
  const { words } = await roomSafety(root)
  const number = await pairNumber(root, sender, announcedOf(entry.receiver))
  return { ...entry, sealed: await helloOf(entry, root), words, number }
}

async function makeFile(i) {
  const forAll = i % 8 < 4
  const to = forAll ? [] : Array.from({ length: 1 + below(32) }, seat)
  const receivers = to.map(makePerson)
  const size = pick(SIZES)
  const about = { name: pick(PEOPLE) + ".txt", type: "text/plain", size, digest: sha256(plainBytes(size)) }
  const entry = { what: "file", ...(await makeRoom()), by: seat(), to, receivers, about,
    sender: makePerson(), epoch: forAll ? below(1_000) : 0, contentKey: forAll ? fresh(32) : "",
    fileKey: fresh(16), salt: fresh(16) }
  return { ...entry, meta: await metaOf(entry), sealedSize: sealedSize(size), sealedSha256: sha256(await recordsOf(entry)) }
}

async function checkMessage(entry) {
  same(await sealEntry(entry), entry.sealed, entry)
  const message = parsed(entry.sealed)
  const base = isForAll(entry) ? (await contentKey(entry)).from : await pairOf(entry, entry.receiver, entry.sender)
  const content = await opened(base, message, entry, [announcedOf(entry.sender)])
  same(Buffer.from(content).toString("hex"), Buffer.from(contentOf(entry)).toString("hex"), entry)
  if (entry.about !== undefined) {
    const { about: { by, cid }, text } = readAbout(content)
    same(JSON.stringify([by, cid, text]), JSON.stringify([entry.about.by, entry.about.cid, entry.text]), entry)
  }
  if (entry.seconds !== undefined) {
    const { seconds, text } = readFused(content).fuse
    same(JSON.stringify([seconds, text]), JSON.stringify([entry.seconds, entry.text]), entry)
  }
}

const isForAll = ({ to }) => to === ""
const KINDS = { ...Kind, covered: Kind.fused, coveredWhisper: Kind.fusedWhisper }

function contentOf({ about, seconds, text }) {
  if (seconds !== undefined) return fusedContent(seconds, text)
  return about === undefined ? utf8(text) : aboutContent(about, text)
}

async function checkHello(entry) {
  const root = await rootOf(entry)
  same((await helloOf(entry, root)), entry.sealed, entry)
  const announced = await openedHello(root, { sealed: entry.sealed })
  same(announced.name, foldName(entry.sender.person), entry)
  same(hex(announced.keys), entry.sender.sign + entry.sender.agree, entry)
  same((await roomSafety(root)).words, entry.words, entry)
  same(await pairNumber(root, announcedOf(entry.receiver), announced), entry.number, entry)
}

async function checkFile(entry) {
  same(await metaOf(entry), entry.meta, entry)
  const meta = parsedMeta(entry.meta, entry.to.length)
  const forAll = entry.to.length === 0
  const place = forAll ? 0 : [...entry.to].sort().indexOf(entry.to[0])
  const base = forAll ? (await contentKey(entry)).from : await pairOf(entry, entry.receivers[0], entry.sender)
  const found = await openedMeta(meta, base, meta.slots[place], entry, [announcedOf(entry.sender)])
  same(JSON.stringify(found.about), JSON.stringify(entry.about), entry)
  const records = await recordsOf(entry)
  same(records.length, entry.sealedSize, entry)
  same(sha256(records), entry.sealedSha256, entry)
  const box = await RecordBox.of(found.fileKey, found.salt, entry.room)
  const stream = new OpeningStream(box, records.length)
  const plain = await stream.take(records)
  await stream.end()
  same(sha256(plain), found.about.digest, entry)
}

async function sealEntry(entry) {
  const { what, epoch, stream, counter, sender } = entry
  const said = isForAll(entry)
  const key = said ? await contentKey(entry) : null
  const head = { kind: KINDS[what], epoch, id: said ? key.id : NO_ID, stream: bytesOf(stream), counter }
  const base = said ? key.from : await pairOf(entry, entry.sender, entry.receiver)
  const signing = await privateFrom("Ed25519", bytesOf(sender.signSeed))
  return sealed(base, head, entry, contentOf(entry), bytes => signed(signing, bytes))
}

async function helloOf({ sender, salt }, root) {
  const signing = await privateFrom("Ed25519", bytesOf(sender.signSeed))
  return (await sealedHello(root, announcedOf(sender), signing, bytesOf(salt))).sealed
}

async function metaOf(entry) {
  const signing = await privateFrom("Ed25519", bytesOf(entry.sender.signSeed))
  const file = { about: entry.about, fileKey: bytesOf(entry.fileKey), salt: bytesOf(entry.salt) }
  const sorted = [...entry.to].sort()
  const keys = entry.to.length === 0
    ? { content: await contentKey(entry) }
    : { pairs: await Promise.all(sorted.map(to => pairOf(entry, entry.sender, entry.receivers[entry.to.indexOf(to)]))) }
  return sealedMeta(file, entry, keys, bytes => signed(signing, bytes))
}

async function recordsOf(entry) {
  const box = await RecordBox.of(bytesOf(entry.fileKey), bytesOf(entry.salt), entry.room)
  const source = new SealedSource(new Blob([plainBytes(entry.about.size)]), box)
  return new Uint8Array(await (await source.slice(0, source.size)).arrayBuffer())
}

/** Byte i of a document is i modulo 251. */
function plainBytes(size) {
  return Uint8Array.from({ length: size }, (_, i) => i % 251)
}

const contentKey = ({ epoch, contentKey }) => ContentKey.of(epoch, bytesOf(contentKey))

async function pairOf(entry, own, other) {
  const agreement = {
    privateKey: await privateFrom("X25519", bytesOf(own.agreeSeed)),
    publicKey: await partnerOf(bytesOf(own.agree)),
  }
  const signing = { publicKey: await signerOf(bytesOf(own.sign)) }
  const identity = new Identity({ signing, agreement, hello: {}, announced: announcedOf(own) })
  return pairSecret(await rootOf(entry), identity, announcedOf(other))
}

const rootOf = ({ room, code, name }) => RoomRoot.of(room, code, name)

const announcedOf = ({ person, sign, agree }) =>
  new Announced({ name: foldName(person), sign: bytesOf(sign), agree: bytesOf(agree) })

const sha256 = bytes => createHash("sha256").update(bytes).digest("hex")

function same(found, wanted, entry) {
  if (found !== wanted) throw new Error(`${entry.what}: ${found} is not ${wanted}`)
}
