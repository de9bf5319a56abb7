/** How much text one message takes. */
import { MOST_CONTENT_BYTES } from "./seal/padding.js"

/** @returns {number} bytes still free in a message of this text; negative when it is too long */
export function bytesLeft(text) {
  return MOST_CONTENT_BYTES - new TextEncoder().encode(text).length
}
