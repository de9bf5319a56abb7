/** The one place where text becomes a message body and a body becomes text again. */
import { Limit } from "./protocol.js"

/** @returns {Promise<object>} the body that is sent for what a person wrote */
export async function seal(text) {
  return { text }
}

async function open(body) {
  return typeof body?.text === "string" ? body.text : null
}

/** @returns {Promise<object>} an event with the `text` of its body, null when it cannot be read */
export async function opened(event) {
  return event.body === undefined ? event : { ...event, text: await open(event.body) }
}

/** @returns {number} bytes of the compact JSON of a body, as the server counts them */
export function bodyBytes(body) {
  return new TextEncoder().encode(JSON.stringify(body)).length
}

/** @returns {number} bytes still free in a message of this text; negative when it is too long */
export function bytesLeft(text) {
  return Limit.bodyBytes - bodyBytes({ text })
}
