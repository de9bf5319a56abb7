/** What follows from a room's code and name. The code's own key is used for nothing but this. */
import { foldName } from "../lib/fold.js"
import { ContentKey } from "./content-key.js"
import { framed, utf8 } from "./bytes.js"
import { derived, secret } from "./primitives.js"

const EMPTY = new Uint8Array(0)

/** The secrets of a room that everybody has who has its code. */
export class RoomRoot {
  #root

  /** @param {string} room id @param {CryptoKey} root */
  constructor(room, root) {
    this.room = room
    this.#root = root
  }

  /**
   * @param {string} room id, as derived from the code
   * @param {string} code canonical
   * @param {string} name as typed
   */
  static async of(room, code, name) {
    const salt = utf8(foldName(name))
    const key = await derived(await secret(utf8(code)), salt, "nobooks/1/key")
    return RoomRoot.from(room, key)
  }

  /** @param {Uint8Array} key the 32 bytes of the room's key */
  static async from(room, key) {
    return new RoomRoot(room, await secret(key))
  }

  /** The content key of epoch 0. */
  async firstKey() {
    return ContentKey.of(0, await this.derived("nobooks/1/first-key"))
  }

  /** @returns {Promise<Uint8Array>} 32 bytes for one purpose in this room */
  derived(purpose, salt = EMPTY) {
    return derived(this.#root, salt, framed(purpose, this.room))
  }
}
