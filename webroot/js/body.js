/** How much text one message takes. */
import { aboutContent } from "./seal/about.js"
import { MOST_CONTENT_BYTES } from "./seal/padding.js"

/**
 * @param {string} text
 * @param {{by: string, cid: string}} [about] the message that it answers or gives other words to
 * @returns {number} bytes still free in a message of this text; negative when it is too long
 */
export function bytesLeft(text, about) {
  const content = about === undefined ? new TextEncoder().encode(text) : aboutContent(about, text)
  return MOST_CONTENT_BYTES - content.length
}
