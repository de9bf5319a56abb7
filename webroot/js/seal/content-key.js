/** A key that the room's messages are sealed with from one removal to the next. */
import { hex, randomBytes } from "./bytes.js"
import { derived, secret } from "./primitives.js"

const EMPTY = new Uint8Array(0)
const ID_BYTES = 16

export class ContentKey {
  /**
   * @param {number} epoch 0, or the number of the event that made it necessary
   * @param {Uint8Array} bytes 32
   * @param {CryptoKey} from the same, to derive from
   * @param {Uint8Array} id 16 bytes that follow from the key: nothing opens with another key
   */
  constructor(epoch, bytes, from, id) {
    this.epoch = epoch
    this.bytes = bytes
    this.from = from
    this.id = id
    this.name = hex(id)
  }

  static async of(epoch, bytes) {
    const from = await secret(bytes)
    const id = await derived(from, EMPTY, "nobooks/1/key-id", ID_BYTES)
    return new ContentKey(epoch, bytes, from, id)
  }

  static fresh(epoch) {
    return ContentKey.of(epoch, randomBytes(32))
  }
}
