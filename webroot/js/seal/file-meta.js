/**
 * What a document is, sealed for those who may have it. docs/sealing.md, section 6.
 *
 *   version 1 | kind 1 | epoch 8 | key id 16 | salt 16 | commitment 32 | slots of 16 | sealed
 */
import { base64url, framed, fromBase64url, hex, joined, textOf, u64, u64At, utf8 } from "./bytes.js"
import { paddedSmall, unpadded } from "./padding.js"
import { boxed, boxKey, counterNonce, derived, secret, unboxed } from "./primitives.js"
import { NotOpened, orRefused } from "./refused.js"

const VERSION = 1
const FOR_ALL = 1
const FOR_SOME = 2
const ID_BYTES = 16
const SLOT_BYTES = 16
const COMMITMENT_BYTES = 32
const SALT_AT = 10 + ID_BYTES
const SLOTS_AT = SALT_AT + ID_BYTES + COMMITMENT_BYTES
const SIGNATURE_BYTES = 64

/** The most characters of `meta`, which the server takes as bytes. */
const MOST_META = 2_048

/**
 * @param {{about: object, fileKey: Uint8Array, salt: Uint8Array}} file about: JSON; 16 bytes each
 * @param {{room: string, by: string, to: string[]}} where `to` is empty for all
 * @param {{content?: import("./content-key.js").ContentKey, pairs?: CryptoKey[]}} keys the room's
 *   key for all; else the pair secrets in the order of the sorted `to`
 * @param {(bytes: Uint8Array) => Promise<Uint8Array>} sign
 * @returns {Promise<string>} the text of `meta`, before its base64
 * @throws {RangeError} when it is too long
 */
export async function sealedMeta({ about, fileKey, salt }, where, { content, pairs }, sign) {
  const fileSecret = await secret(fileKey)
  const bases = content ? [content.from] : pairs
  const slots = await Promise.all(bases.map(base => slotOf(base, salt, where, fileKey)))
  const header = joined(
    Uint8Array.of(VERSION, content ? FOR_ALL : FOR_SOME),
    u64(content?.epoch ?? 0), content?.id ?? new Uint8Array(ID_BYTES),
    salt, await commitment(fileSecret, salt), ...slots)
  const bound = boundTo(header, where)
  const filling = paddedSmall(utf8(JSON.stringify(about)))
  const signature = await sign(signable(bound, filling))
  const key = await metaKey(fileSecret, salt)
  const box = await boxed(key, counterNonce(0), joined(signature, filling), bound)
  const meta = base64url(joined(header, box))
  if (meta.length > MOST_META) throw new RangeError("meta is too long")
  return meta
}

/**
 * @param {string} meta
 * @param {number} recipients how many it is for, 0 for all
 * @returns {{forAll: boolean, epoch: number, keyName: string, salt: Uint8Array, header: Uint8Array,
 *   commitment: Uint8Array, slots: Uint8Array[], box: Uint8Array}} @throws {NotOpened} `format`
 */
export function parsedMeta(meta, recipients) {
  const bytes = bytesIn(meta)
  const boxAt = SLOTS_AT + SLOT_BYTES * Math.max(1, recipients)
  const kind = recipients > 0 ? FOR_SOME : FOR_ALL
  if (bytes.length < boxAt || bytes[0] !== VERSION || bytes[1] !== kind) {
    throw new NotOpened("format")
  }
  const slots = []
  for (let at = SLOTS_AT; at < boxAt; at += SLOT_BYTES) slots.push(bytes.slice(at, at + SLOT_BYTES))
  return {
    forAll: kind === FOR_ALL,
    epoch: u64At(bytes, 2),
    keyName: hex(bytes.subarray(10, SALT_AT)),
    salt: bytes.slice(SALT_AT, SALT_AT + ID_BYTES),
    commitment: bytes.slice(SALT_AT + ID_BYTES, SLOTS_AT),
    slots,
    header: bytes.subarray(0, boxAt),
    box: bytes.subarray(boxAt),
  }
}

/**
 * @param {ReturnType<typeof parsedMeta>} meta
 * @param {CryptoKey} base content key or pair secret
 * @param {Uint8Array} slot the one of this pair
 * @param {{room: string, by: string, to: string[]}} where
 * @param {import("./identity.js").Announced[]} senders
 * @returns {Promise<{about: object, fileKey: Uint8Array, salt: Uint8Array}>} @throws {NotOpened}
 */
export async function openedMeta(meta, base, slot, where, senders) {
  const fileKey = await slotOf(base, meta.salt, where, slot)
  const fileSecret = await secret(fileKey)
  const found = await commitment(fileSecret, meta.salt)
  if (hex(found) !== hex(meta.commitment)) throw new NotOpened("changed")
  const bound = boundTo(meta.header, where)
  const key = await metaKey(fileSecret, meta.salt)
  const inside = await orRefused("changed", () =>
    unboxed(key, counterNonce(0), meta.box, bound))
  const signature = inside.subarray(0, SIGNATURE_BYTES)
  const filling = inside.subarray(SIGNATURE_BYTES)
  const bytes = signable(bound, filling)
  const proofs = await Promise.all(senders.map(sender => sender.verifies(signature, bytes)))
  if (!proofs.includes(true)) throw new NotOpened("forged")
  const about = await orRefused("format", () => JSON.parse(textOf(unpadded(filling))))
  return { about, fileKey, salt: meta.salt }
}

/** The same twice gives back what was put in. */
async function slotOf(base, salt, { room, by }, bytes) {
  const mask = await derived(base, salt, framed("nobooks/1/file-slot", room, by), SLOT_BYTES)
  return bytes.map((byte, i) => byte ^ mask[i])
}

const commitment = (fileSecret, salt) =>
  derived(fileSecret, salt, "nobooks/1/file-commitment", COMMITMENT_BYTES)

const metaKey = async (fileSecret, salt) =>
  boxKey(await derived(fileSecret, salt, "nobooks/1/file-meta"))

const boundTo = (header, { room, by, to }) =>
  framed("nobooks/1/meta", header, room, by, [...to].sort().join(","))

const signable = (bound, filling) => framed("nobooks/1/signed-meta", bound, filling)

function bytesIn(text) {
  try {
    return fromBase64url(text)
  } catch {
    throw new NotOpened("format")
  }
}
