/** The keys a seat announces, and what others know of them. */
import { foldName } from "../lib/fold.js"
import {
  base64url, compareBytes, framed, fromBase64url, hex, joined, randomBytes, textOf, utf8,
} from "./bytes.js"
import {
  boxed, boxKey, counterNonce, newAgreementKeys, newSigningKeys, partnerOf, rawPublic, shared,
  signed, signerOf, unboxed, verified,
} from "./primitives.js"
import { NotOpened, orRefused } from "./refused.js"

const VERSION = 1
const SALT_BYTES = 16
const KEY_BYTES = 32
const SIGNATURE_BYTES = 64
const BOUND_AT = 1 + SALT_BYTES

/** What others know of a seat: who it says it is and its two public keys. */
export class Announced {
  #signer

  /** @param {{name: string, sign: Uint8Array, agree: Uint8Array}} known name folded */
  constructor({ name, sign, agree }) {
    this.name = name
    this.sign = sign
    this.agree = agree
    this.id = hex(sign) + hex(agree)
  }

  /** @returns {Uint8Array} both keys */
  get keys() {
    return joined(this.sign, this.agree)
  }

  async verifies(signature, bytes) {
    this.#signer ??= signerOf(this.sign)
    return verified(await this.#signer, signature, bytes)
  }
}

/** One's own keys. The private ones never leave the browser's own keeping. */
export class Identity {
  /**
   * @param {{signing: CryptoKeyPair, agreement: CryptoKeyPair, hello: object,
   *   announced: Announced}} own
   */
  constructor({ signing, agreement, hello, announced }) {
    this.signing = signing
    this.agreement = agreement
    this.hello = hello
    this.announced = announced
  }

  /** @param {import("./root.js").RoomRoot} root @param {string} name as signed in with */
  static async make(root, name) {
    const [signing, agreement] = await Promise.all([newSigningKeys(), newAgreementKeys()])
    const announced = new Announced({
      name: foldName(name),
      sign: await rawPublic(signing.publicKey),
      agree: await rawPublic(agreement.publicKey),
    })
    const hello = await sealedHello(root, announced, signing.privateKey, randomBytes(SALT_BYTES))
    return new Identity({ signing, agreement, hello, announced })
  }

  sign = bytes => signed(this.signing.privateKey, bytes)

  /** @returns {Promise<CryptoKey>} what only the two share, to derive from */
  async sharedWith(other) {
    return shared(this.agreement.privateKey, await partnerOf(other.agree))
  }
}

/**
 * @param {Uint8Array} salt 16 bytes, new for each hello
 * @returns {Promise<{sealed: string}>} what is announced with a seat
 */
export async function sealedHello(root, announced, signingKey, salt) {
  const head = joined(Uint8Array.of(VERSION), salt)
  const signature = await signed(signingKey, claim(root.room, announced))
  const content = joined(announced.sign, announced.agree, signature, utf8(announced.name))
  const key = await helloKey(root, salt)
  return { sealed: base64url(joined(head, await boxed(key, counterNonce(0), content, head))) }
}

/**
 * @param {unknown} hello as it came
 * @returns {Promise<Announced>} @throws {NotOpened}
 */
export async function openedHello(root, hello) {
  const bytes = await orRefused("format", () => fromBase64url(hello.sealed))
  if (bytes[0] !== VERSION || bytes.length < BOUND_AT) throw new NotOpened("format")
  const head = bytes.subarray(0, BOUND_AT)
  const key = await helloKey(root, head.subarray(1))
  const content = await orRefused("changed", () =>
    unboxed(key, counterNonce(0), bytes.subarray(BOUND_AT), head))
  return orRefused("forged", () => claimed(root.room, content))
}

async function claimed(room, content) {
  const nameAt = 2 * KEY_BYTES + SIGNATURE_BYTES
  const announced = new Announced({
    sign: content.slice(0, KEY_BYTES),
    agree: content.slice(KEY_BYTES, 2 * KEY_BYTES),
    name: textOf(content.subarray(nameAt)),
  })
  const signature = content.subarray(2 * KEY_BYTES, nameAt)
  if (!(await announced.verifies(signature, claim(room, announced)))) throw new NotOpened("forged")
  return announced
}

const helloKey = async (root, salt) => boxKey(await root.derived("nobooks/1/hello", salt))

const claim = (room, { name, keys }) => framed("nobooks/1/announce", room, name, keys)

/** @returns {Announced[]} two in the order that both of them agree on */
export const inOrder = (one, other) =>
  [one, other].sort((a, b) => compareBytes(a.keys, b.keys))
