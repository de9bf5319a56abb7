/** What only two members share. */
import { framed } from "./bytes.js"
import { inOrder } from "./identity.js"
import { derived, secret } from "./primitives.js"
import { orRefused } from "./refused.js"

/**
 * @param {import("./root.js").RoomRoot} root
 * @param {import("./identity.js").Identity} own
 * @param {import("./identity.js").Announced} other
 * @returns {Promise<CryptoKey>} the same for both, to derive from
 * @throws {import("./refused.js").NotOpened} `no_sender` when the other's key shares nothing
 */
export async function pairSecret(root, own, other) {
  const [first, second] = inOrder(own.announced, other)
  const info = framed("nobooks/1/pair", root.room, first.keys, second.keys)
  const salt = await root.derived("nobooks/1/pair-salt")
  const common = await orRefused("no_sender", () => own.sharedWith(other))
  return secret(await derived(common, salt, info))
}
