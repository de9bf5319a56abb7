/**
 * One sealed message: header, then the sealed signature and content. docs/sealing.md, section 4.
 *
 *   version 1 | kind 1 | epoch 8 | key id 16 | stream 16 | counter 4 | sealed
 */
import { base64url, framed, fromBase64url, hex, joined, u32, u32At, u64, u64At } from "./bytes.js"
import { padded, unpadded } from "./padding.js"
import { boxed, boxKey, counterNonce, derived, unboxed } from "./primitives.js"
import { NotOpened, orRefused } from "./refused.js"

const VERSION = 1
const ID_BYTES = 16
const STREAM_AT = 10 + ID_BYTES
const COUNTER_AT = STREAM_AT + 16
const HEADER_BYTES = COUNTER_AT + 4
const SIGNATURE_BYTES = 64

/** What a message is. `whisper` to `dispute` are for one seat, the others for all. */
export const Kind = Object.freeze({
  said: 1, whisper: 2, keys: 3, askForKeys: 4, dispute: 5, reply: 6, edit: 7, reaction: 8,
})

/** No content key: sealed with what two members share. */
export const NO_ID = new Uint8Array(ID_BYTES)

/**
 * @param {{kind: number, epoch: number, id: Uint8Array, stream: Uint8Array, counter: number}} head
 *   epoch and id are 0 for what is for one seat
 */
export function headerOf({ kind, epoch, id, stream, counter }) {
  return joined(Uint8Array.of(VERSION, kind), u64(epoch), id, stream, u32(counter))
}

/**
 * @param {string} sealed as in a body
 * @returns {{kind: number, epoch: number, id: Uint8Array, keyName: string, stream: Uint8Array,
 *   counter: number, header: Uint8Array, box: Uint8Array}}
 * @throws {NotOpened} `format`
 */
export function parsed(sealed) {
  const bytes = bytesIn(sealed)
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) throw new NotOpened("format")
  if (!Object.values(Kind).includes(bytes[1])) throw new NotOpened("format")
  const id = bytes.subarray(10, STREAM_AT)
  return {
    kind: bytes[1],
    epoch: u64At(bytes, 2),
    id,
    keyName: hex(id),
    stream: bytes.subarray(STREAM_AT, COUNTER_AT),
    counter: u32At(bytes, COUNTER_AT),
    header: bytes.subarray(0, HEADER_BYTES),
    box: bytes.subarray(HEADER_BYTES),
  }
}

/**
 * @param {CryptoKey} base content key or pair secret, to derive from
 * @param {object} head see `headerOf`
 * @param {{room: string, by: string, to: string, cid: string}} where `to` is empty for all
 * @param {Uint8Array} content
 * @param {(bytes: Uint8Array) => Promise<Uint8Array>} sign
 * @returns {Promise<string>} for a body's `sealed`
 */
export async function sealed(base, head, where, content, sign) {
  const header = headerOf(head)
  const bound = boundTo(header, where)
  const filling = padded(content)
  const signature = await sign(signable(bound, filling))
  const key = await streamKey(base, head.stream, where)
  const box = await boxed(key, counterNonce(head.counter), joined(signature, filling), bound)
  return base64url(joined(header, box))
}

/**
 * @param {CryptoKey} base
 * @param {ReturnType<typeof parsed>} message
 * @param {object} where as when it was sealed
 * @param {import("./identity.js").Announced[]} senders everything its sender ever announced
 * @returns {Promise<Uint8Array>} the content
 * @throws {NotOpened}
 */
export async function opened(base, message, where, senders) {
  const bound = boundTo(message.header, where)
  const key = await streamKey(base, message.stream, where)
  const inside = await orRefused("changed", () =>
    unboxed(key, counterNonce(message.counter), message.box, bound))
  const signature = inside.subarray(0, SIGNATURE_BYTES)
  const filling = inside.subarray(SIGNATURE_BYTES)
  if (!(await anyVerifies(senders, signature, signable(bound, filling)))) {
    throw new NotOpened("forged")
  }
  return orRefused("format", () => unpadded(filling))
}

async function anyVerifies(senders, signature, bytes) {
  for (const sender of senders) {
    if (await sender.verifies(signature, bytes)) return true
  }
  return false
}

const boundTo = (header, { room, by, to, cid }) =>
  framed("nobooks/1/message", header, room, by, to, cid)

const signable = (bound, filling) => framed("nobooks/1/signed", bound, filling)

const streamKey = async (base, stream, { room, by }) =>
  boxKey(await derived(base, stream, framed("nobooks/1/stream", room, by)))

function bytesIn(text) {
  try {
    return fromBase64url(text)
  } catch {
    throw new NotOpened("format")
  }
}
